// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { RowGroup, SchemaTree } from 'hyparquet';

import type { IBlockStatistics } from '../source';
import { detailOfColumn, typeOfColumn } from './columns';
import type { IParquetColumn } from './columnreader';
import { cellWriter } from './values';

/**
 * What the footer of a file says of a column in a row group.
 *
 * Bounds that the library rounds (decimals) or that were never ordered in one way
 * (the old ones of texts) are left out.
 */
export function blockStatistics(
  { columns, num_rows }: RowGroup,
  { chunks, tree }: IParquetColumn
): IBlockStatistics {
  const rows = Number(num_rows);
  const told =
    chunks.length === 1 ? columns[chunks[0]].meta_data?.statistics : undefined;
  if (!told || tree.children.length > 0) {
    return { rows, nulls: null, min: null, max: null };
  }
  const { max, max_value, min, min_value, null_count } = told;
  const type = typeOfColumn(tree);
  const isOld = type === 'integer' || type === 'number';
  const bound = boundWriter(tree);
  return {
    rows,
    nulls: null_count === undefined ? null : Number(null_count),
    min: bound(min_value ?? (isOld ? min : undefined)),
    max: bound(max_value ?? (isOld ? max : undefined))
  };
}

/**
 * Writes what is said to be the least or the greatest value of a column; `null`
 * if that is not known.
 */
export function boundWriter(
  tree: SchemaTree
): (value: unknown) => string | null {
  const isKept = detailOfColumn(tree) === undefined;
  const write = cellWriter(tree);
  return value => (isKept && isBound(value) ? write(value) : null);
}

/** Whether a bound is one: NaN is not, nor is a text cut off in a character. */
function isBound(value: unknown): boolean {
  return (
    value !== undefined &&
    value !== null &&
    !Number.isNaN(value) &&
    !(typeof value === 'string' && value.includes('\ufffd'))
  );
}
