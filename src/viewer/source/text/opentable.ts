// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableFacts } from '../../../inspect/facts';
import { parsed } from '../../../inspect/text/rows';
import type { IFileRanges } from '../ranges';
import { textColumns } from './columns';
import { textCoding } from './decoder';
import { PAGE_SIZE, PageReader } from './pagereader';
import { CellCutter } from './pages';
import { afterLines, findRows, rowMarks } from './rowends';
import { TextTable } from './texttable';

/**
 * Open a text table: its first page is read.
 *
 * @param encoding - As Python names it.
 *
 * @throws As `ITableSource.load`.
 */
export async function openTextTable(
  ranges: IFileRanges,
  table: ITableFacts,
  encoding: string
): Promise<TextTable> {
  const head = await ranges.read(0, Math.min(ranges.size, PAGE_SIZE));
  const coding = textCoding(encoding, head);
  const units = coding.units(head.subarray(coding.skipped));
  const marks = rowMarks(table, coding, units);
  const split = (text: string) => parsed(text, table, true, 1).rows[0] ?? [];
  const cutter = new CellCutter(split, coding);
  const place = (unit: number) => coding.skipped + unit * coding.width;
  const cut = (start: number, end: number) =>
    cutter.cut(head.subarray(place(start), place(end)));

  const isEnd = !ranges.isOpen && head.length === ranges.size;
  const top = afterLines(units, 0, table.skippedLines, marks);
  const above = table.hasHeader ? 1 + (table.unitLines ?? 0) : 0;
  const first = findRows(units, top, marks, isEnd, true, above);
  const header = table.hasHeader ? cut(first.starts[0], first.ends[0]) : null;
  const sample = findRows(units, first.next, marks, isEnd, true, SAMPLE);
  const rows = sample.starts.map((start, at) => cut(start, sample.ends[at]));
  const reader = new PageReader(ranges, coding, marks);
  const columns = textColumns(table, header, rows);
  const source = new TextTable({
    reader,
    cutter,
    columns,
    begin: place(first.next),
    lastMean: await reader.lastMean(cutter, columns.length),
    mostRows: table.footer?.rows ?? Infinity
  });
  await source.load(0, 0);
  return source;
}

/** How many rows show the types of the columns. */
const SAMPLE = 500;
