// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ITableChoice } from '../../../inspect/facts';
import { UnpackedRanges } from '../packed/unpackedranges';
import type { IFileRanges } from '../ranges';
import type { ColumnType, ITableColumn, ITableSource } from '../source';
import { textCoding } from '../text/decoder';
import { PageReader } from '../text/pagereader';
import { CellCutter } from '../text/pages';
import { findRows, LINE_MARKS } from '../text/rowends';
import { TextTable } from '../text/texttable';
import { SheetRows, type CellLetter } from './sheetrows';
import { readWorkbook } from './workbook';
import { entryRanges } from './zipentries';

/**
 * The sheets of a workbook of which one is shown.
 */
export interface ISheetChoice {
  readonly names: readonly string[];
  /** The name of the one that is shown. */
  readonly current: string;
  /** Whether its first row that has cells names the columns. */
  readonly hasHeader: boolean;
}

/**
 * Open a sheet of a workbook. The texts and styles of all sheets are read; of the
 * cells as many as are shown, from the beginning of the sheet on.
 *
 * @param choice - Which sheet a person wants, and whether it has a header.
 *
 * @throws As `ITableSource.load`.
 */
export async function openExcelTable(
  ranges: IFileRanges,
  choice: ITableChoice
): Promise<{ source: ITableSource; sheets: ISheetChoice }> {
  const workbook = await readWorkbook(ranges);
  const names = workbook.sheets.map(({ name }) => name);
  const at = Math.max(0, names.indexOf(choice.sheet ?? ''));
  const { entry } = workbook.sheets[at];
  const packed = await entryRanges(ranges, entry);
  const lines = new UnpackedRanges(
    packed,
    () => new SheetRows(workbook, entry.isDeflated)
  );
  const head = await lines.read(0, LOOKED_AT);
  const { ends, starts } = findRows(head, 0, LINE_MARKS, !lines.isOpen);
  const coding = textCoding('utf-8', head);
  const rows = starts.map((start, row) =>
    cellsOf(coding.decode(head.subarray(start, ends[row])))
  );
  const first = rows.findIndex(row => row.some(cell => cell !== ''));
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const hasHeader =
    first >= 0 && (choice.hasHeader ?? isHeader(rows[first], width));
  const data = hasHeader ? rows.slice(first + 1) : rows;
  const columns = Array.from({ length: width }, (_, column): ITableColumn => {
    const name = hasHeader ? textOf(rows[first][column] ?? '') : '';
    const values = data.map(row => row[column] ?? '');
    return {
      name,
      type: typeOfCells(values)
    };
  });
  const found = { fields: new Set<string>(), isOdd: false };
  const cut = (line: string) => {
    const cells = cellsOf(line).map(textOf);
    for (let column = width; column < cells.length; column++) {
      if (cells[column] !== '') {
        found.fields.add(columnLetters(column));
      }
    }
    return cells;
  };
  const table = new TextTable({
    reader: new PageReader(lines, coding, LINE_MARKS),
    cutter: new CellCutter(cut, coding),
    columns,
    begin: hasHeader ? ends[first] + 1 : 0,
    lastMean: null,
    mostRows: Infinity,
    unshown: found
  });
  await table.load(0, 0);
  return { source: table, sheets: { names, current: names[at], hasHeader } };
}

/** The cells of a line, each with the letter of what it is. */
function cellsOf(line: string): string[] {
  return JSON.parse(line) as string[];
}

function textOf(cell: string): string {
  return cell.slice(1);
}

/** Whether a row names the columns: most have a name, and names are texts. */
function isHeader(row: readonly string[], width: number): boolean {
  const names = row.filter(cell => cell !== '');
  return (
    2 * names.length > width && names.every(cell => letterOf(cell) === 's')
  );
}

function letterOf(cell: string): CellLetter {
  return cell[0] as CellLetter;
}

/** What the cells of a column are, if all are the same. */
function typeOfCells(cells: readonly string[]): ColumnType {
  const letters = new Set<CellLetter>();
  let isWhole = true;
  for (const cell of cells) {
    if (cell !== '') {
      letters.add(letterOf(cell));
      isWhole &&= /^n-?\d+$/.test(cell);
    }
  }
  const [letter] = letters;
  if (letters.size !== 1) {
    return 'text';
  }
  return letter === 'n' && isWhole ? 'integer' : TYPES[letter];
}

const TYPES: { readonly [letter in CellLetter]: ColumnType } = {
  n: 'number',
  d: 'date',
  h: 'date',
  b: 'boolean',
  e: 'text',
  s: 'text'
};

/** A column as Excel names it: `A` to `XFD`. */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last;
}

/** How many bytes of rows show which columns there are. */
const LOOKED_AT = 2 ** 17;
