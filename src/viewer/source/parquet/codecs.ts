// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ColumnMetaData } from 'hyparquet';

import { inflate } from '../../../inspect/formats/inflate';
import { TableError } from '../tableerror';
import { readPageHeader } from './pageheader';

/**
 * Unpacks a page, when it is decoded.
 */
export type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

/**
 * How the pages in some bytes are unpacked: Snappy is the library's own, gzip the
 * browser's, which has to be asked beforehand. Others are loaded one by one: the
 * package that has them all takes 75 kB, and has WebAssembly.
 *
 * @param bytes - Whole pages, one after the other.
 *
 * @throws `TableError` if they cannot be unpacked here, or would take too much
 * memory.
 */
export async function unpackers(
  bytes: Uint8Array,
  codec: ColumnMetaData['codec']
): Promise<{ [codec: string]: Unpack }> {
  const pages = pagesIn(bytes);
  switch (codec) {
    case 'UNCOMPRESSED':
    case 'SNAPPY':
      return {};
    case 'ZSTD': {
      const { decompress } = await import('fzstd');
      return {
        ZSTD: (packed, size) => decompress(packed, new Uint8Array(size))
      };
    }
    case 'GZIP': {
      const unpacked = new Map<string, Uint8Array>();
      for (const { end, size, start } of pages) {
        const packed = bytes.subarray(start, end);
        // A page that would not get smaller is not packed.
        if (packed[0] === 0x1f && packed[1] === 0x8b) {
          unpacked.set(gzipId(packed), await gunzip(packed, size));
        }
      }
      return {
        GZIP: packed => {
          const page = unpacked.get(gzipId(packed));
          if (!page) {
            throw new TableError('damaged', 'a page is not gzip');
          }
          return page;
        }
      };
    }
    case 'BROTLI': {
      const { decompressBrotli } =
        await import('hyparquet-compressors/src/brotli.js');
      return { BROTLI: decompressBrotli };
    }
    case 'LZ4':
    case 'LZ4_RAW': {
      const { decompressLz4, decompressLz4Raw } =
        await import('hyparquet-compressors/src/lz4.js');
      return { LZ4: decompressLz4, LZ4_RAW: decompressLz4Raw };
    }
    default:
      throw new TableError('codec', codec);
  }
}

/** Where the contents of the pages are, and how large they get. */
function pagesIn(
  bytes: Uint8Array
): { start: number; end: number; size: number }[] {
  const pages = [];
  for (let at = 0; at < bytes.length;) {
    const header = readPageHeader(bytes, at);
    if (!header) {
      break;
    }
    const { compressed, length, levels, uncompressed, values } = header;
    if (uncompressed > LARGEST || values > MOST_VALUES) {
      throw new TableError(
        'large',
        `a page of ${uncompressed} bytes, ${values} values`
      );
    }
    const start = at + length + levels;
    at += length + compressed;
    pages.push({ start, end: at, size: uncompressed });
  }
  return pages;
}

/**
 * What distinguishes packed bytes from others: their length, and their end, where gzip has
 * the checksum and the length of what is in them (RFC 1952, 2.3.1).
 */
function gzipId(packed: Uint8Array): string {
  return `${packed.length} ${packed.subarray(-8).join()}`;
}

/** Unpack, but no more than was announced. */
async function gunzip(packed: Uint8Array, size: number): Promise<Uint8Array> {
  const { bytes, ended } = await inflate(packed, 'gzip', size);
  if (ended === 'cut') {
    throw new TableError('damaged', 'a page is cut off');
  }
  return bytes;
}

/** The largest page, unpacked; writers aim at 1 MiB. */
const LARGEST = 64 * 2 ** 20;

/** The most values of a page: they are decoded together. */
const MOST_VALUES = 2 ** 23;
