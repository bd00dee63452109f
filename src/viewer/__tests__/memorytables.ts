// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { detect } from '../../inspect/detect';
import type { ITableChoice } from '../../inspect/facts';
import { keptRanges } from '../source/ranges';
import type { ITableSource } from '../source/source';
import { openParquetTable } from '../source/parquet/opentable';
import { openTextTable } from '../source/text/opentable';

/**
 * Open a text table in memory, as the look at it says.
 */
export async function openText(text: string, choice: ITableChoice = {}) {
  const bytes = new TextEncoder().encode(text);
  const sample = { name: 'x.csv', size: bytes.length, head: bytes };
  const facts = await detect({ ...sample, tail: bytes }, choice);
  const get = async (first: number, end: number) => bytes.slice(first, end);
  const ranges = keptRanges(bytes.length, [], get);
  const table = await openTextTable(ranges, facts.table!, facts.encoding!);
  return { facts, table };
}

/**
 * Open a Parquet file in memory, and count how many of its bytes are read.
 */
export async function openParquet(bytes: Uint8Array) {
  const read = { bytes: 0 };
  const get = async (first: number, end: number) => {
    read.bytes += end - first;
    return bytes.slice(first, end);
  };
  const table = await openParquetTable(() => keptRanges(bytes.length, [], get));
  return { read, table };
}

/**
 * A text table of numbered rows: `n;what`, as `17;value 17`.
 */
export function numbered(rows: number): string {
  const lines = Array.from({ length: rows }, (_, n) => `${n};value ${n}`);
  return `n;what\n${lines.join('\n')}\n`;
}

/** The cells of a row, once they are read; `?` for one that is not there. */
export async function rowOf(
  table: ITableSource,
  row: number
): Promise<string[]> {
  await table.load(row, row);
  return table.columns.map((_, column) => table.cell(row, column) ?? '?');
}
