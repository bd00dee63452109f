// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ArrayExt } from '@lumino/algorithm';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { LastUsed, sizeOfTexts } from '../lastused';
import type { IRowCount, ITableColumn, ITableSource } from '../source';
import { orDamaged } from '../tableerror';
import type { ArrowReader, IArrowValues } from './columnreader';
import type { IArrowFooter } from './messages';
import type { ArrowStream } from './stream';
import { arrowText, typeOfArrow } from './values';

/**
 * An Arrow file of which the columns of record batches are read that are shown.
 *
 * The footer does not say how many rows a batch has: those whose header was not
 * read are taken to have as many as the first one.
 */
export class ArrowTable implements ITableSource {
  /**
   * @param lengths - How many rows the first and the last batch have.
   * @param _stream - What the batches are found by that the footer has not yet.
   */
  constructor(
    private readonly _footer: IArrowFooter,
    private readonly _reader: ArrowReader,
    lengths: { readonly first: number; readonly last: number },
    private readonly _stream: ArrowStream | null = null
  ) {
    this.columns = _footer.fields.map(({ name, type }) => ({
      name,
      type: typeOfArrow(type)
    }));
    const count = _footer.batches.length;
    this._lengths = Array.from({ length: count }, () => lengths.first);
    this._isKnown = Array.from({ length: count }, () => false);
    if (count > 0) {
      this._lengths[count - 1] = lengths.last;
      this._isKnown[0] = this._isKnown[count - 1] = true;
    }
    this._place();
  }

  readonly columns: readonly ITableColumn[];
  readonly isByColumn = true;

  get count(): IRowCount {
    return this._count;
  }

  get recounted(): ISignal<this, void> {
    return this._recounted;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._windows.clear();
    this._values.clear();
    Signal.clearData(this);
  }

  cell(row: number, column: number): string | undefined {
    if (row < 0 || row >= this._count.rows) {
      return undefined;
    }
    const batch = this._batchOf(row);
    const at = row - this._starts[batch];
    const id = windowId(batch, column, at);
    return this._windows.peek(id)?.[at % WINDOW];
  }

  rowNumber(row: number): { number: number; isExact: boolean } {
    const known = this._isKnown.indexOf(false);
    const most = this._isWalked ? Infinity : this._walkedRows;
    return {
      number: row + 1,
      isExact: known < 0 ? row < most : row < this._starts[known]
    };
  }

  async load(
    first: number,
    last: number,
    firstColumn = 0,
    lastColumn = this.columns.length - 1
  ): Promise<void> {
    await this._walkTo(last);
    const end = Math.min(last, this._walkedRows - 1);
    for (let column = firstColumn; column <= lastColumn; column++) {
      for (let row = first; row <= Math.min(end, this._count.rows - 1);) {
        const batch = this._batchOf(row);
        await this._measure(batch);
        const at = row - this._starts[batch];
        row += await this._load(batch, column, at);
      }
    }
  }

  /**
   * Read the window of a cell.
   *
   * @param at - The row, from 0 in the batch.
   *
   * @returns How many rows there are from this one to the end of the window.
   */
  private async _load(
    batch: number,
    column: number,
    at: number
  ): Promise<number> {
    const start = at - (at % WINDOW);
    const end = Math.min(start + WINDOW, this._lengths[batch]);
    const id = windowId(batch, column, at);
    if (!this._windows.get(id)) {
      const { first, values } = await this._valuesOf(batch, column, at);
      const { type } = this._footer.fields[column];
      // What cannot be shown fails here, and not while it is drawn.
      const texts = orDamaged(() =>
        Array.from({ length: end - start }, (_, row) =>
          arrowText(values.at(start - first + row), type)
        )
      );
      if (!this._isDisposed) {
        this._windows.set(id, texts);
      }
    }
    return Math.max(1, end - at);
  }

  /**
   * The values of the slice of a cell, and where it begins.
   *
   * @param at - The row, from 0 in the batch.
   */
  private async _valuesOf(
    batch: number,
    column: number,
    at: number
  ): Promise<{ first: number; values: IArrowValues }> {
    const slice = await this._reader.sliceOf(batch, column, at);
    const { first } = slice;
    const id = `${batch} ${column} ${first}`;
    const reading =
      this._values.get(id) ??
      this._pending.get(id) ??
      this._reader.values(batch, column, slice);
    this._pending.set(id, Promise.resolve(reading));
    try {
      const values = await reading;
      if (!this._isDisposed) {
        this._values.set(id, values);
      }
      return { first, values };
    } finally {
      this._pending.delete(id);
    }
  }

  /** Find the batches of a stream up to a row, for a moment. */
  private _walkTo(row: number): Promise<void> {
    // One after the other: each is found from the one before it.
    const turn = this._turn.then(() => this._walk(row));
    this._turn = turn.catch(() => undefined);
    return turn;
  }

  private async _walk(row: number): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    let isMore = false;
    while (
      this._stream?.isDone === false &&
      row >= this._walkedRows &&
      Date.now() < until &&
      !this._isDisposed
    ) {
      const rows = await this._stream.next();
      if (rows !== null) {
        this._lengths.push(rows);
        this._isKnown.push(true);
      }
      this._place();
      isMore = true;
    }
    if (isMore) {
      this._recounted.emit();
    }
  }

  /** Whether all batches are found. */
  private get _isWalked(): boolean {
    return this._stream?.isDone ?? true;
  }

  /** Learn how many rows a batch has. */
  private async _measure(batch: number): Promise<void> {
    if (!this._isKnown[batch]) {
      const { length } = await this._reader.header(batch);
      this._isKnown[batch] = true;
      this._lengths[batch] = length;
      this._place();
      this._recounted.emit();
    }
  }

  /** Find where each batch begins. */
  private _place(): void {
    let rows = 0;
    this._starts = this._lengths.map(length => {
      const start = rows;
      rows += length;
      return start;
    });
    this._walkedRows = rows;
    const isExact = this._isWalked && !this._isKnown.includes(false);
    this._count = { rows: rows + this._rowsAhead(rows), isExact };
  }

  /** How many rows a stream may have beyond those that were found. */
  private _rowsAhead(rows: number): number {
    const stream = this._stream;
    return !stream || stream.isDone
      ? 0
      : Math.max(
          1,
          Math.round((rows / stream.walked) * (stream.size - stream.walked))
        );
  }

  private _batchOf(row: number): number {
    const compare = (start: number, wanted: number) => start - wanted;
    return ArrayExt.upperBound(this._starts, row, compare) - 1;
  }

  /** The texts of windows, those that were used last at the end. */
  private readonly _windows = new LastUsed<readonly string[]>(
    MOST_TEXT,
    sizeOfTexts
  );
  /** The values of columns, likewise. */
  private readonly _values = new LastUsed<IArrowValues>(
    MOST_BYTES,
    ({ size }) => size
  );
  private readonly _pending = new Map<string, Promise<IArrowValues>>();
  private readonly _recounted = new Signal<this, void>(this);
  private readonly _lengths: number[];
  private readonly _isKnown: boolean[];
  private _starts: number[] = [];
  private _count: IRowCount = { rows: 0, isExact: true };
  /** How many rows the batches have that were found. */
  private _walkedRows = 0;
  private _turn: Promise<void> = Promise.resolve();
  private _isDisposed = false;
}

function windowId(batch: number, column: number, at: number): string {
  return `${batch} ${column} ${Math.floor(at / WINDOW)}`;
}

/** How long batches of a stream are looked for at a time (ms). */
const PATIENCE_MS = 700;

/** How many rows are written together. */
const WINDOW = 1024;

/** How many letters are kept, and how many bytes of columns. */
const MOST_TEXT = 8 * 2 ** 20;
const MOST_BYTES = 16 * 2 ** 20;
