// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFileRanges } from '../ranges';
import type { ITableColumn } from '../source';
import { textCoding } from './decoder';
import { jsonCell, jsonFields, typeOfJson } from './jsonlines';
import { PageReader } from './pagereader';
import { CellCutter } from './pages';
import { findRows, LINE_MARKS } from './rowends';
import { TextTable } from './texttable';

/**
 * Open a file of JSON lines: its first MiB shows which columns there are.
 *
 * @param encoding - As Python names it.
 *
 * @returns `null` if its lines are no objects.
 *
 * @throws As `ITableSource.load`.
 */
export async function openJsonLines(
  ranges: IFileRanges,
  encoding: string
): Promise<TextTable | null> {
  const head = await ranges.read(0, Math.min(ranges.size, LOOKED_AT));
  const isEnd = !ranges.isOpen && head.length === ranges.size;
  const coding = textCoding(encoding, head);
  const text = head.subarray(coding.skipped);
  const units = coding.units(text);
  const { ends, starts } = findRows(units, 0, LINE_MARKS, isEnd);
  const rows = starts.map((start, row) => {
    const bytes = text.subarray(start * coding.width, ends[row] * coding.width);
    return jsonFields(coding.decode(bytes));
  });
  const columns = columnsOf(rows.filter(row => row !== null));
  if (columns.length === 0) {
    return null;
  }
  const names = columns.map(({ name }) => name);
  const found = { fields: new Set<string>(), isOdd: false };
  const cutter = new CellCutter(line => cellsOf(line, names, found), coding);
  const table = new TextTable({
    reader: new PageReader(ranges, coding, LINE_MARKS),
    cutter,
    columns,
    begin: coding.skipped,
    lastMean: null,
    mostRows: Infinity,
    unshown: found
  });
  await table.load(0, 0);
  return table;
}

/** The union of the fields of rows, in the order in which they come. */
function columnsOf(
  rows: ReadonlyArray<ReadonlyMap<string, string>>
): ITableColumn[] {
  const sources = new Map<string, string[]>();
  for (const row of rows) {
    for (const [name, source] of row) {
      const known = sources.get(name);
      if (known) {
        known.push(source);
      } else if (sources.size < MOST_COLUMNS) {
        sources.set(name, [source]);
      }
    }
  }
  return Array.from(sources, ([name, all]) => ({
    name,
    type: typeOfJson(all)
  }));
}

/**
 * The cells of a line. What no column shows is noted; a line that is no object
 * is in the first cell as it is.
 */
function cellsOf(
  line: string,
  names: readonly string[],
  found: { readonly fields: Set<string>; isOdd: boolean }
): string[] {
  const fields = jsonFields(line);
  if (!fields) {
    found.isOdd = true;
    return [line, ...names.slice(1).fill('')];
  }
  const cells = names.map(name => {
    const source = fields.get(name);
    fields.delete(name);
    return jsonCell(source);
  });
  for (const name of fields.keys()) {
    if (found.fields.size < MOST_COLUMNS) {
      found.fields.add(name);
    }
  }
  return cells;
}

/** How many bytes show which columns there are. */
const LOOKED_AT = 2 ** 20;

/** How many columns there are at most: objects of data have fewer fields. */
const MOST_COLUMNS = 2000;
