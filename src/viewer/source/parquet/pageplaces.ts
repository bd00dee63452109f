// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ColumnChunk } from 'hyparquet';
import { readOffsetIndex } from 'hyparquet';

import type { IFileRanges } from '../ranges';
import { orDamaged } from '../tableerror';

/**
 * A page of a column: where it is, and which rows of its row group it has.
 */
export interface IColumnPage {
  /** Where its header begins in the file. */
  readonly offset: number;
  /** How many bytes it takes, with its header. */
  readonly size: number;
  /** Its first row, from 0 in the row group. */
  readonly row: number;
  readonly rows: number;
}

/**
 * Read where the pages of a column are, if the file has an index of them.
 *
 * https://github.com/apache/parquet-format/blob/master/PageIndex.md
 *
 * @param rows - How many rows the row group has.
 *
 * @returns The places as the file says them; `null` if it does not.
 *
 * @throws `TableError` if they cannot be read; as `IFileRanges.read`.
 */
export async function readPagePlaces(
  ranges: IFileRanges,
  { offset_index_length, offset_index_offset }: ColumnChunk,
  rows: number
): Promise<IColumnPage[] | null> {
  const bytes = await readIndex(
    ranges,
    offset_index_offset,
    offset_index_length
  );
  const found =
    bytes &&
    orDamaged(() => readOffsetIndex({ view: viewOf(bytes), offset: 0 }));
  return (
    found &&
    found.page_locations.map((place, at, places) => {
      const row = Number(place.first_row_index);
      const next = places[at + 1];
      return {
        offset: Number(place.offset),
        size: place.compressed_page_size,
        row,
        rows: (next ? Number(next.first_row_index) : rows) - row
      };
    })
  );
}

/** The bytes of an index of pages; `null` if there is none. */
export async function readIndex(
  ranges: IFileRanges,
  offset: bigint | undefined,
  length = 0
): Promise<Uint8Array | null> {
  const first = Number(offset ?? 0);
  return first <= 0 ||
    length <= 0 ||
    length > LONGEST_INDEX ||
    first + length > ranges.size
    ? null
    : ranges.read(first, first + length);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A page index of 200,000 pages. */
const LONGEST_INDEX = 4 * 2 ** 20;
