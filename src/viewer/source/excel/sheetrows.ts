// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IUnpacker } from '../packed/unpacker';
import { TableError } from '../tableerror';
import { instantOfSerial, timeOfSerial } from './serialdates';
import { LONGEST_CELL } from './sharedtexts';
import type { IWorkbook } from './workbook';
import { PackedXml, type IXmlHandler } from './xml';

/**
 * Unpacks the cells of a sheet (ECMA-376, Part 1, 18.3.1): each row becomes a line
 * with a list in JSON. A cell begins with a letter that says what it is.
 */
export class SheetRows implements IUnpacker {
  constructor(
    workbook: Pick<IWorkbook, 'isFrom1904' | 'styles' | 'texts'>,
    isDeflated: boolean
  ) {
    this._lines = new RowLines(workbook);
    this._xml = new PackedXml(isDeflated, this._lines);
  }

  taken = 0;

  *push(piece: Uint8Array, isLast: boolean): Generator<Uint8Array> {
    const steps = this._xml.push(piece, isLast);
    while (!steps.next().done) {
      yield* this._lines.take();
    }
    yield* this._lines.take();
    this.taken += piece.length;
  }

  private readonly _lines: RowLines;
  private readonly _xml: PackedXml;
}

/**
 * What a cell is, by the letter that it begins with: a number, a date, a time,
 * true or false, an error, a text.
 */
export type CellLetter = 'n' | 'd' | 'h' | 'b' | 'e' | 's';

/**
 * Writes the lines of rows.
 */
class RowLines implements IXmlHandler {
  constructor(
    private readonly _workbook: Pick<
      IWorkbook,
      'isFrom1904' | 'styles' | 'texts'
    >
  ) {}

  /** The lines that were written since the last call. */
  *take(): Generator<Uint8Array> {
    for (const line of this._found.splice(0)) {
      yield ENCODER.encode(line);
    }
  }

  opened(name: string, attributes: { readonly [name: string]: string }): void {
    if (name === 'row') {
      this._openRow(Number(attributes.r ?? this._row + 1));
    } else if (name === 'c') {
      this._column = columnOf(attributes.r) ?? this._column + 1;
      this._style = Number(attributes.s ?? 0);
      this._type = attributes.t ?? 'n';
      this._text = '';
    } else if (name === 'rPh') {
      this._isReading = true;
    } else if (name === 'v' || (name === 't' && !this._isReading)) {
      this._isText = true;
    }
  }

  closed(name: string): void {
    if (name === 'row') {
      this._found.push(`${JSON.stringify(this._cells)}\n`);
      this._cells = [];
    } else if (name === 'c') {
      this._closeCell();
    } else if (name === 'rPh') {
      this._isReading = false;
    } else if (name === 'v' || name === 't') {
      this._isText = false;
    }
  }

  text(text: string): void {
    if (this._isText) {
      this._text += text;
    }
  }

  /** Rows without cells are left out in the file. */
  private _openRow(row: number): void {
    if (!(row > this._row && row <= MOST_ROWS)) {
      throw new TableError('damaged', `row ${row} after row ${this._row}`);
    }
    if (row > this._row + 1) {
      this._found.push('[]\n'.repeat(row - this._row - 1));
    }
    this._row = row;
    this._column = -1;
    this._length = 0;
  }

  private _closeCell(): void {
    if (this._column >= MOST_COLUMNS) {
      throw new TableError('damaged', `column ${this._column + 1}`);
    }
    const cell = this._text === '' ? '' : this._cell();
    this._length += cell.length;
    if (this._length > LONGEST_ROW) {
      throw new TableError('large', `a row of ${this._length} letters`);
    }
    while (this._cells.length < this._column) {
      this._cells.push('');
    }
    this._cells[this._column] = cell;
  }

  private _cell(): string {
    const { _text: text, _workbook: workbook } = this;
    switch (this._type) {
      case 's':
        return texted('s', workbook.texts.at(Number(text)));
      case 'b':
        return texted('b', text === '0' ? 'false' : 'true');
      case 'e':
        return texted('e', text);
      case 'd':
        return texted('d', text.replace('T', ' '));
      case 'str':
      case 'inlineStr':
        return texted('s', text.slice(0, LONGEST_CELL));
      default:
        return this._number(Number(text), text);
    }
  }

  private _number(value: number, text: string): string {
    const { isFrom1904, styles } = this._workbook;
    const kind = styles.kindOf(this._style);
    const date =
      kind === 'instant'
        ? instantOfSerial(value, isFrom1904)
        : kind === 'time'
          ? timeOfSerial(value)
          : null;
    if (date !== null) {
      return texted(kind === 'time' ? 'h' : 'd', date);
    }
    // The file has 17 digits: 0.1 is 0.10000000000000001 there.
    return texted('n', Number.isFinite(value) ? String(value) : text);
  }

  private readonly _found: string[] = [];
  private _cells: string[] = [];
  /** How many letters the cells of the row have. */
  private _length = 0;
  /** The number of the row, from 1. */
  private _row = 0;
  private _column = -1;
  private _style = 0;
  private _type = 'n';
  private _text = '';
  private _isText = false;
  private _isReading = false;
}

/** A cell with the letter of what it is; `''` for an empty one. */
function texted(letter: CellLetter, text: string): string {
  return text === '' ? '' : letter + text;
}

/** The column of a reference such as `AB12`, from 0; `null` if it has none. */
export function columnOf(reference: string | undefined): number | null {
  const letters = /^\$?([A-Z]{1,3})/.exec(reference ?? '')?.[1];
  return letters
    ? [...letters].reduce(
        (sum, letter) => 26 * sum + letter.charCodeAt(0) - 64,
        0
      ) - 1
    : null;
}

const ENCODER = new TextEncoder();

/** The size of a sheet in Excel. */
const MOST_ROWS = 2 ** 20;
const MOST_COLUMNS = 2 ** 14;

/** How many letters a row has at most. */
const LONGEST_ROW = 2 ** 22;
