// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression, Doubt, IFacts, ITableChoice } from './facts';
import {
  asLatin,
  compressionOf,
  hasSignature,
  magicOf
} from './formats/signatures';
import { promiseOf } from './formats/filenames';
import { FOOTER_LIMIT, footerLength, readFooter } from './formats/parquet';
import { inspectText, namedFormat } from './text/textfile';
import { inflate } from './formats/inflate';
import { memberOf, readZip, type IZip } from './formats/zip';

/**
 * The bytes of a file that were read.
 */
export interface ISample {
  /** The last segment of its key. */
  readonly name: string;
  /** The size of the stored bytes. */
  readonly size: number;
  /** Its first bytes. */
  readonly head: Uint8Array;
  /** Its last bytes; the first ones if it has no others. */
  readonly tail: Uint8Array;
}

/**
 * The facts that a file's name implies, without reading it.
 */
export function factsByName(name: string, doubt: Doubt | null): IFacts {
  const { variant, compression, inner } = promiseOf(name);
  const format = namedFormat(inner);
  return facts({
    format,
    variant,
    compression: format === 'rds' || format === 'rdata' ? null : compression,
    doubt
  });
}

/**
 * How many of a file's last bytes to read next; 0 for none.
 *
 * @param part - How many to begin with.
 */
export function wantedTail(sample: ISample, part: number): number {
  const { head, tail, size } = sample;
  if (size <= head.length) {
    return 0;
  }
  const isParquet = hasSignature(head, 'PAR1');
  if (tail === head) {
    return isParquet || compressionOf(head) === 'zip'
      ? Math.min(part, size)
      : 0;
  }
  const footer = isParquet ? (footerLength(tail, size) ?? 0) : 0;
  return footer > tail.length && footer <= FOOTER_LIMIT ? footer : 0;
}

/**
 * How many of a file's first bytes are needed instead of those in the sample; 0
 * for none. Only for a text whose first lines are very long, as in a table of
 * thousands of columns.
 */
export function wantedHead({ head, size, name }: ISample): number {
  const lines = asLatin(head).split('\n').length;
  const isLong =
    size > head.length &&
    lines < 4 &&
    !head.includes(0) &&
    compressionOf(head) === null &&
    magicOf(head, name) === null &&
    !/^\s*[{[<]/.test(asLatin(head, 0, 100));
  return isLong ? Math.min(size, 16 * head.length) : 0;
}

/**
 * Whether more of a file is worth looking at: a text table may have other cells
 * further down, such as codes with zeros, decimals or accents.
 */
export function isWorthMore(
  { compression, format, table }: IFacts,
  { head, tail, size }: ISample
): boolean {
  return (
    format === 'csv' &&
    table !== null &&
    compression === null &&
    tail === head &&
    size > head.length
  );
}

/**
 * Detect the format of a file by its bytes first and its name second. Never
 * throws.
 *
 * @param choice - What a person says of a text table.
 */
export async function detect(
  sample: ISample,
  choice: ITableChoice = {}
): Promise<IFacts> {
  const { name, head, size } = sample;
  if (size === 0 || head.length === 0) {
    return factsByName(name, 'empty');
  }
  try {
    switch (compressionOf(head)) {
      case null:
        return await plain(sample, choice);
      case 'gzip':
        return await gzipped(sample, choice);
      case 'zip':
        return await zipped(sample, choice);
      default:
        return packed(compressionOf(head), name);
    }
  } catch {
    return factsByName(name, 'unreadable');
  }
}

/**
 * Detect a file without compression.
 */
async function plain(sample: ISample, choice: ITableChoice): Promise<IFacts> {
  const { name, head, tail, size } = sample;
  const magic = magicOf(head, name);
  if (magic?.format === 'parquet') {
    return parquet(sample);
  }
  if (magic?.variant === 'encrypted') {
    return facts({ format: 'excel', doubt: 'unreadable' });
  }
  if (magic) {
    return facts(magic);
  }
  const isCut = size > head.length;
  const between = size - head.length - tail.length;
  const end = tail === head ? null : tail.subarray(Math.max(0, -between));
  const text = inspectText(head, name, isCut, isCut ? end : null, choice);
  const promised = promiseOf(name);
  if (text) {
    return text;
  }
  // Bytes that are neither text nor what the name promises.
  const { format, variant } = promised;
  const said = format !== null && !['binary', 'zarr'].includes(format);
  return said
    ? facts({ format, variant, doubt: 'unreadable' })
    : facts({ format: 'binary', variant });
}

async function parquet({ head, tail, size, name }: ISample): Promise<IFacts> {
  if (hasSignature(head, 'PARE')) {
    return facts({ format: 'parquet', doubt: 'unreadable' });
  }
  const length = footerLength(tail, size);
  if (length === null) {
    return facts({ format: 'parquet', doubt: 'truncated' });
  }
  if (length > tail.length) {
    const named = promiseOf(name).format === 'geoparquet';
    return facts({ format: named ? 'geoparquet' : 'parquet' });
  }
  const footer = await readFooter(tail);
  return footer
    ? facts({
        format: footer.isGeo ? 'geoparquet' : 'parquet',
        columns: footer.columns
      })
    : facts({ format: 'parquet', doubt: 'unreadable' });
}

/**
 * Detect the content of a gzip: text, R data, or anything else.
 */
async function gzipped(
  { head, size, name }: ISample,
  choice: ITableChoice
): Promise<IFacts> {
  const { bytes, ended } = await inflate(head, 'gzip');
  const whole = size <= head.length;
  // A second gzip member may follow the first; browsers stop there.
  const another = ended === 'cut' && bytes.length > 0 && hasMember(head);
  const broken = whole && ended === 'cut' && !another;
  const inner = innerName(name, 'gzip');
  const known = bytes.length
    ? inside(bytes, inner, ended !== 'end', choice)
    : factsByName(inner, whole && !broken ? 'empty' : 'unreadable');
  return {
    ...known,
    compression: isOwnPacking(known) ? null : 'gzip',
    doubt: known.doubt ?? (broken ? 'truncated' : null)
  };
}

/**
 * Detect the content of a zip: a workbook, a shapefile, one file, or many.
 */
async function zipped(
  { head, tail, size, name }: ISample,
  choice: ITableChoice
): Promise<IFacts> {
  const zip = readZip(head, tail, size);
  const doubt = zip.complete ? null : 'truncated';
  const office = workbookOf(zip, head);
  if (office) {
    const format = office === 'docx' || office === 'npz' ? 'binary' : 'excel';
    const { sheet } = choice;
    const isChosen = format === 'excel' && sheet !== undefined;
    const chosen = isChosen ? { sheet } : {};
    return facts({ format, variant: office, doubt, ...chosen });
  }
  const compression = 'zip';
  if (zip.names.some(inner => /\.shp$/i.test(inner))) {
    return facts({ format: 'shapefile', compression, doubt });
  }
  if (zip.names.length !== 1) {
    return facts({
      format: 'binary',
      compression,
      doubt: doubt ?? isEmpty(zip)
    });
  }
  const [only] = zip.names;
  const inner = only.slice(only.lastIndexOf('/') + 1);
  if (zip.encrypted) {
    return { ...factsByName(inner, 'unreadable'), compression };
  }
  const member = memberOf(head, only);
  const unpacked = member?.deflated
    ? await inflate(member.bytes, 'deflate-raw')
    : member && { bytes: member.bytes, ended: 'cut' };
  if (!unpacked?.bytes.length) {
    return { ...factsByName(inner, doubt ?? 'empty'), compression };
  }
  const known = inside(
    unpacked.bytes,
    inner,
    size > head.length && unpacked.ended !== 'end',
    choice
  );
  return {
    ...known,
    compression,
    doubt: known.doubt ?? doubt,
    ...(zip.isAlone ? {} : { member: only })
  };
}

/**
 * The facts about a compression that browsers cannot open, from the name alone.
 */
function packed(compression: Compression | null, name: string): IFacts {
  const known = factsByName(innerName(name, compression), null);
  return { ...known, compression: isOwnPacking(known) ? null : compression };
}

/**
 * Detect unpacked content.
 *
 * @param cut - Whether there is more of it.
 */
function inside(
  bytes: Uint8Array,
  name: string,
  cut: boolean,
  choice: ITableChoice
): IFacts {
  const magic = magicOf(bytes, name);
  return magic
    ? facts(magic)
    : (inspectText(bytes, name, cut, null, choice) ?? factsByName(name, null));
}

function workbookOf({ names }: IZip, head: Uint8Array): string | null {
  const has = (start: string) => names.some(name => name.startsWith(start));
  if (has('xl/')) {
    return names.includes('xl/workbook.bin') ? 'xlsb' : 'xlsx';
  }
  if (has('word/') || has('ppt/')) {
    return 'docx';
  }
  if (names.length && names.every(name => name.endsWith('.npy'))) {
    return 'npz';
  }
  const kind = 'application/vnd.oasis.opendocument.';
  const mime = memberOf(head, 'mimetype');
  if (names.includes('mimetype') && mime && hasSignature(mime.bytes, kind)) {
    return hasSignature(mime.bytes, 'spreadsheet', kind.length)
      ? 'ods'
      : 'docx';
  }
  return null;
}

/**
 * The name of the packed file, without the extension of the compression.
 */
function innerName(name: string, compression: Compression | null): string {
  const promise = promiseOf(name);
  if (promise.compression === compression) {
    return promise.inner;
  }
  return name.replace(/\.t[gbx]z2?$/i, '.tar');
}

/**
 * Whether the compression is part of the format, as in R's own files.
 */
function isOwnPacking({ format }: IFacts): boolean {
  return format === 'rds' || format === 'rdata';
}

function hasMember(bytes: Uint8Array): boolean {
  for (let at = 1; at < bytes.length; at++) {
    if (hasSignature(bytes, '\x1f\x8b\x08', at)) {
      return true;
    }
  }
  return false;
}

function isEmpty({ names }: IZip): Doubt | null {
  return names.length ? null : 'empty';
}

function facts(known: Partial<IFacts> & Pick<IFacts, 'format'>): IFacts {
  return {
    variant: null,
    compression: null,
    encoding: null,
    table: null,
    columns: null,
    doubt: null,
    ...known
  };
}
