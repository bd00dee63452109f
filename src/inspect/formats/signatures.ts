// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression, Format } from '../facts';
import { endOf } from './filenames';

/**
 * The format that the first bytes show.
 */
export interface IMagic {
  readonly format: Format;
  readonly variant: string | null;
}

/**
 * The compression that the first bytes show.
 */
export function compressionOf(head: Uint8Array): Compression | null {
  const found = PACKINGS.find(([mark]) => hasSignature(head, mark));
  return found ? found[1] : null;
}

/**
 * The format that the first bytes show, or `null`: text, or a format that is
 * not known here.
 *
 * @param head - The first 64 KiB, or fewer.
 * @param name - Distinguishes formats that begin alike (HDF5 and NetCDF).
 */
export function magicOf(head: Uint8Array, name: string): IMagic | null {
  const found = MARKS.find(([mark, at]) => hasSignature(head, mark, at));
  if (found) {
    const [, , format, variant] = found;
    return refined({ format, variant: variant ?? null }, head, name);
  }
  return rare(head, name);
}

/**
 * Whether the bytes at an offset are the given ones.
 */
export function hasSignature(head: Uint8Array, mark: string, at = 0): boolean {
  if (head.length < at + mark.length) {
    return false;
  }
  for (let index = 0; index < mark.length; index++) {
    if (head[at + index] !== mark.charCodeAt(index)) {
      return false;
    }
  }
  return true;
}

/**
 * Bytes as characters with the same code (Latin-1), so that they can be
 * searched.
 */
export function asLatin(bytes: Uint8Array, start = 0, end = 65536): string {
  let text = '';
  const part = bytes.subarray(start, end);
  for (let at = 0; at < part.length; at += 8192) {
    text += String.fromCharCode(...part.subarray(at, at + 8192));
  }
  return text;
}

const PACKINGS: [string, Compression][] = [
  ['\x1f\x8b\x08', 'gzip'],
  ['BZh91AY&SY', 'bz2'],
  ['BZh', 'bz2'],
  ['\xfd7zXZ\x00', 'xz'],
  ['PK\x03\x04', 'zip'],
  ['PK\x05\x06', 'zip'],
  ['\x28\xb5\x2f\xfd', 'zstd']
];

const OLE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

const MARKS: [string, number, Format, string?][] = [
  ['PAR1', 0, 'parquet'],
  ['PARE', 0, 'parquet'],
  ['ARROW1\x00\x00', 0, 'feather', 'file'],
  ['FEA1', 0, 'feather', 'v1'],
  [OLE, 0, 'excel', 'xls'],
  ['<stata_dta>', 0, 'stata'],
  ['\xc2\xea\x81\x60\xb3\x14\x11\xcf', 12, 'sas', 'sas7bdat'],
  ['HEADER RECORD*******LIB', 0, 'sas', 'xport'],
  ['$FL2', 0, 'spss', 'sav'],
  ['$FL3', 0, 'spss', 'sav'],
  ['RDX2\n', 0, 'rdata'],
  ['RDX3\n', 0, 'rdata'],
  ['RDA2\n', 0, 'rdata'],
  ['RDA3\n', 0, 'rdata'],
  ['X\n\x00\x00\x00\x02', 0, 'rds'],
  ['X\n\x00\x00\x00\x03', 0, 'rds'],
  ['A\n2\n', 0, 'rds'],
  ['A\n3\n', 0, 'rds'],
  ['\x89HDF\r\n\x1a\n', 0, 'hdf5'],
  ['\x89HDF\r\n\x1a\n', 512, 'hdf5'],
  ['CDF\x01', 0, 'netcdf'],
  ['CDF\x02', 0, 'netcdf'],
  ['CDF\x05', 0, 'netcdf'],
  ['SQLite format 3\x00', 0, 'sqlite'],
  ['\x89PNG\r\n\x1a\n', 0, 'image', 'png'],
  ['\xff\xd8\xff', 0, 'image', 'jpeg'],
  ['GIF87a', 0, 'image', 'gif'],
  ['GIF89a', 0, 'image', 'gif'],
  ['II*\x00', 0, 'image', 'tiff'],
  ['MM\x00*', 0, 'image', 'tiff'],
  ['II+\x00', 0, 'image', 'tiff'],
  ['WEBP', 8, 'image', 'webp'],
  ['%PDF-', 0, 'pdf'],
  ['\x00\x00\x27\x0a\x00\x00\x00\x00', 0, 'shapefile'],
  ['\x93NUMPY', 0, 'binary', 'npy'],
  ['Obj\x01', 0, 'binary', 'avro'],
  ['DUCK', 8, 'binary', 'duckdb'],
  ['ustar', 257, 'binary', 'tar'],
  ["7z\xbc\xaf'\x1c", 0, 'binary', '7z'],
  ['Rar!\x1a\x07', 0, 'binary', 'rar']
];

/**
 * Distinguish formats that begin alike.
 */
function refined(magic: IMagic, head: Uint8Array, name: string): IMagic | null {
  switch (magic.format) {
    case 'hdf5': {
      const text = asLatin(head);
      if (
        ['nc', 'nc4', 'cdf'].includes(endOf(name)) ||
        text.includes('_NCProperties')
      ) {
        return { format: 'netcdf', variant: null };
      }
      const pandas = text.includes('pandas_type');
      return { format: 'hdf5', variant: pandas ? 'pandas' : null };
    }
    case 'sqlite':
      return asLatin(head, 68, 70) === 'GP' ||
        asLatin(head).includes('gpkg_contents')
        ? { format: 'geopackage', variant: null }
        : magic;
    case 'excel':
      if (isEncrypted(head, name)) {
        return { format: 'excel', variant: 'encrypted' };
      }
      return ['doc', 'ppt', 'msg', 'msi', 'pub', 'vsd'].includes(endOf(name))
        ? { format: 'binary', variant: endOf(name) }
        : magic;
    case 'shapefile':
      return endOf(name) === 'shx'
        ? { format: 'binary', variant: null }
        : magic;
    default:
      return magic;
  }
}

/**
 * Whether a workbook is protected by a password: newer formats are then wrapped
 * in the old one.
 */
function isEncrypted(head: Uint8Array, name: string): boolean {
  const wide = (word: string) => [...word].join('\0');
  const text = asLatin(head);
  return (
    text.includes(wide('EncryptedPackage')) ||
    (['xlsx', 'xlsm', 'xlsb'].includes(endOf(name)) &&
      !text.includes(wide('Workbook')))
  );
}

/**
 * Formats whose first bytes alone would not be proof enough.
 */
function rare(head: Uint8Array, name: string): IMagic | null {
  const [first, second, third, fourth] = head;
  const end = endOf(name);
  if (hasSignature(head, 'ORC') && (end === 'orc' || hasZero(head))) {
    return { format: 'orc', variant: null };
  }
  // Stata before 13: release 105 to 115, byte order, file type, zero.
  const old = first >= 105 && first <= 115 && (second === 1 || second === 2);
  if (old && third === 1 && fourth === 0) {
    return { format: 'stata', variant: null };
  }
  // An Arrow stream: the mark of a message, then its short length.
  if (
    hasSignature(head, '\xff\xff\xff\xff') &&
    head[6] === 0 &&
    head[7] === 0
  ) {
    return { format: 'feather', variant: 'stream' };
  }
  // Pickle protocols 4 and 5 continue with a frame.
  const named = ['pkl', 'pickle', 'p', 'joblib', 'pk'].includes(end);
  if (first === 0x80 && second >= 2 && second <= 5) {
    if (named || (second >= 4 && third === 0x95)) {
      return { format: 'pickle', variant: null };
    }
  }
  if (hasSignature(head, 'BM') && hasZero(head.subarray(6, 10))) {
    return { format: 'image', variant: 'bmp' };
  }
  if (asLatin(head, 0, 500).includes('SPSS PORT FILE')) {
    return { format: 'spss', variant: 'por' };
  }
  return null;
}

function hasZero(bytes: Uint8Array): boolean {
  return bytes.includes(0);
}
