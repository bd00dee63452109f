// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { TableError } from '../tableerror';
import type { IXmlHandler } from './xml';

/**
 * The texts that the cells of a workbook refer to by number. They are kept as
 * bytes, in which they take half of what they would take as texts.
 */
export class SharedTexts implements IXmlHandler {
  text(text: string): void {
    if (this._isText) {
      this._text += text;
    }
  }

  opened(name: string): void {
    if (name === 'si') {
      this._text = '';
    } else if (name === 'rPh') {
      this._isReading = true;
    } else if (name === 't') {
      this._isText = !this._isReading;
    }
  }

  closed(name: string): void {
    if (name === 'si') {
      this._add();
    } else if (name === 'rPh') {
      this._isReading = false;
    } else if (name === 't') {
      this._isText = false;
    }
  }

  /**
   * The text of a number, from 0.
   *
   * @throws `TableError` if there is no such text.
   */
  at(index: number): string {
    if (!(index >= 0 && index < this._count)) {
      throw new TableError('damaged', `no shared text ${index}`);
    }
    const end = this._ends[index];
    const start = index > 0 ? this._ends[index - 1] : 0;
    return DECODER.decode(this._bytes.subarray(start, end));
  }

  private _add(): void {
    if (this._text.length > LONGEST_CELL) {
      throw new TableError('damaged', 'a text that is too long for a cell');
    }
    const bytes = ENCODER.encode(this._text);
    const end = this._size + bytes.length;
    if (end > MOST_BYTES || this._count >= MOST_TEXTS) {
      throw new TableError('large', `texts of more than ${MOST_BYTES} bytes`);
    }
    if (end > this._bytes.length) {
      this._bytes = grown(this._bytes, Math.max(end, 2 * this._bytes.length));
    }
    if (this._count === this._ends.length) {
      const ends = new Uint32Array(2 * this._ends.length);
      ends.set(this._ends);
      this._ends = ends;
    }
    this._bytes.set(bytes, this._size);
    this._size = this._ends[this._count++] = end;
  }

  private _bytes = new Uint8Array(2 ** 12);
  private _ends = new Uint32Array(2 ** 8);
  private _count = 0;
  private _size = 0;
  private _text = '';
  private _isText = false;
  /** Whether it is in what says how Japanese is pronounced: no part of a text. */
  private _isReading = false;
}

function grown(bytes: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(Math.min(length, MOST_BYTES));
  larger.set(bytes);
  return larger;
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/** The longest text of a cell, in Excel. */
export const LONGEST_CELL = 32_767;

/** How many bytes all texts have, and how many there are, at most. */
const MOST_BYTES = 24 * 2 ** 20;
const MOST_TEXTS = 2 ** 22;
