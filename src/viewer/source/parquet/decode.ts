// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ColumnChunk, FileMetaData, SchemaElement } from 'hyparquet';
import { parquetRead } from 'hyparquet';

import { TableError } from '../tableerror';
import { unpackers } from './codecs';
import { EXACT_PARSERS, readAsStored } from './values';

/**
 * A part of a column that can be decoded by itself.
 */
export interface IColumnPart {
  /** The root of the schema, and the column. */
  readonly schema: readonly SchemaElement[];
  /** The column; several for a column of lists or structs. */
  readonly chunks: readonly ColumnChunk[];
  /** Where `bytes` are in the file, for the offsets in `chunks`. */
  readonly first: number;
  readonly bytes: Uint8Array;
  /** How many rows it has. */
  readonly rows: number;
}

/**
 * Some values of a column.
 *
 * @param first - The first row, from 0 in the part.
 * @param end - The one after the last row.
 *
 * @throws `TableError` if they cannot be decoded.
 */
export async function decodeRows(
  { bytes, chunks, first: origin, rows, schema }: IColumnPart,
  first: number,
  end: number
): Promise<unknown[]> {
  const [{ meta_data }] = chunks;
  const buffer = own(bytes);
  const compressors = await unpackers(new Uint8Array(buffer), meta_data!.codec);
  const group = {
    columns: [...chunks],
    num_rows: BigInt(rows),
    total_byte_size: BigInt(bytes.length)
  };
  const metadata: FileMetaData = {
    version: 2,
    schema: schema.map(readAsStored),
    num_rows: BigInt(rows),
    row_groups: [group],
    metadata_length: 0
  };
  const file = {
    byteLength: origin + bytes.length,
    slice: (from: number, to = origin + bytes.length) =>
      buffer.slice(from - origin, to - origin)
  };
  let values: unknown[] = [];
  try {
    await parquetRead({
      file,
      metadata,
      compressors,
      parsers: EXACT_PARSERS,
      geoparquet: false,
      utf8: false,
      rowStart: first,
      rowEnd: end,
      onComplete: found => (values = found.map(([value]) => value as unknown))
    });
  } catch (reason) {
    throw reason instanceof TableError
      ? reason
      : new TableError('damaged', String(reason));
  }
  if (values.length !== end - first) {
    throw new TableError('damaged', `${values.length} of ${end - first} rows`);
  }
  return values;
}

/** The bytes as a buffer that has no others. */
function own(bytes: Uint8Array): ArrayBuffer {
  const isWhole = bytes.byteLength === bytes.buffer.byteLength;
  return (isWhole ? bytes : bytes.slice()).buffer as ArrayBuffer;
}
