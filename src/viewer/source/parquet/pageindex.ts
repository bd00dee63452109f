// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ColumnChunk, RowGroup } from 'hyparquet';
import { convertMetadata } from 'hyparquet/src/metadata.js';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';

import type { IFileRanges } from '../ranges';
import type { IRowPart } from '../source';
import { orDamaged, TableError } from '../tableerror';
import { boundWriter } from './blockstatistics';
import type { IParquetColumn } from './columnreader';
import { isNested } from './columns';
import {
  readIndex,
  readPagePlaces,
  viewOf,
  type IColumnPage
} from './pageplaces';
import { EXACT_PARSERS } from './values';

/**
 * Read what the file says of the values in each page of a column.
 *
 * @param start - The first row of the row group in the table.
 *
 * @returns `null` if it says nothing, or if that takes as much as the column.
 *
 * @throws As `readPagePlaces`.
 */
export async function readPageParts(
  ranges: IFileRanges,
  { columns, num_rows }: RowGroup,
  { chunks, tree }: IParquetColumn,
  start: number
): Promise<IRowPart[] | null> {
  const chunk = columns[chunks[0]];
  if (isNested(tree) || !isWorthIndex(chunk)) {
    return null;
  }
  const { column_index_length, column_index_offset } = chunk;
  const bytes = await readIndex(
    ranges,
    column_index_offset,
    column_index_length
  );
  const pages =
    bytes && (await readPagePlaces(ranges, chunk, Number(num_rows)));
  if (!bytes || !pages) {
    return null;
  }
  return orDamaged(() => {
    const said = readPageBounds(bytes);
    requirePages(pages, said, Number(num_rows));
    const bound = boundWriter(tree);
    const valueOf = (value: Uint8Array) =>
      bound(convertMetadata(value, tree.element, EXACT_PARSERS));
    return pages.map(({ row, rows }, at) => ({
      first: start + row,
      statistics: said.isEmpty[at]
        ? { rows, nulls: rows, min: null, max: null }
        : {
            rows,
            nulls: said.nulls ? Number(said.nulls[at]) : null,
            min: valueOf(said.least[at]),
            max: valueOf(said.greatest[at])
          }
    }));
  });
}

/**
 * What the file says of the values in pages: one entry a page.
 */
interface IPageBounds {
  /** Whether no cell has a value. */
  readonly isEmpty: readonly boolean[];
  /** As the file has the values. */
  readonly least: readonly Uint8Array[];
  readonly greatest: readonly Uint8Array[];
  readonly nulls: readonly bigint[] | null;
}

/** The library's own reader makes values of pages that have none, and fails. */
function readPageBounds(bytes: Uint8Array): IPageBounds {
  const index = deserializeTCompactProtocol({ view: viewOf(bytes), offset: 0 });
  return {
    isEmpty: index.field_1 as boolean[],
    least: index.field_2 as Uint8Array[],
    greatest: index.field_3 as Uint8Array[],
    nulls: (index.field_5 as bigint[] | undefined) ?? null
  };
}

/** @throws `TableError` if the pages are not all rows, each once. */
function requirePages(
  pages: readonly IColumnPage[],
  { greatest, isEmpty, least, nulls }: IPageBounds,
  rows: number
): void {
  const counts = [isEmpty, least, greatest, ...(nulls ? [nulls] : [])];
  let next = 0;
  for (const page of pages) {
    if (page.row !== next || page.rows < 0) {
      throw new TableError('damaged', `a page at row ${page.row}`);
    }
    next += page.rows;
  }
  if (next !== rows || counts.some(({ length }) => length !== pages.length)) {
    throw new TableError('damaged', 'a page index that is not complete');
  }
}

/** Whether the index is much smaller than the column that it is about. */
function isWorthIndex({
  column_index_length = 0,
  meta_data,
  offset_index_length = 0
}: ColumnChunk): boolean {
  const length = column_index_length + offset_index_length;
  return length * WORTH < Number(meta_data?.total_compressed_size ?? 0);
}

/** How many times as long as its index a column has to be. */
const WORTH = 4;
