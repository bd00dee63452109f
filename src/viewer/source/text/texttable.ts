// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ITableFacts } from '../../../inspect/facts';
import type { IFileRanges } from '../ranges';
import type { IRowCount, ITableColumn, ITableSource } from '../source';
import { alignedStart } from './align';
import { textColumns } from './columns';
import { textCoding, type ITextCoding } from './decoder';
import { CellCutter, PageCache, type IRowPage } from './pages';
import { RowChain, type IPageStart } from './rowchain';
import { afterLines, findRows, rowMarks, type IRowMarks } from './rowends';

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
  const head = await ranges.read(0, Math.min(ranges.size, PAGE));
  const coding = textCoding(encoding, head);
  const units = coding.units(head.subarray(coding.skipped));
  const marks = rowMarks(table, coding, units);
  const cutter = new CellCutter(table, coding);
  const place = (unit: number) => coding.skipped + unit * coding.width;
  const cut = (start: number, end: number) =>
    cutter.cut(head.subarray(place(start), place(end)));

  const isEnd = head.length === ranges.size;
  const top = afterLines(units, 0, table.skippedLines, marks);
  const above = table.hasHeader ? 1 + (table.unitLines ?? 0) : 0;
  const first = findRows(units, top, marks, isEnd, true, above);
  const header = table.hasHeader ? cut(first.starts[0], first.ends[0]) : null;
  const sample = findRows(units, first.next, marks, isEnd, true, SAMPLE);
  const rows = sample.starts.map((start, at) => cut(start, sample.ends[at]));
  const source = new TextTable({
    ranges,
    table,
    coding,
    marks,
    cutter,
    columns: textColumns(table, header, rows),
    begin: place(first.next)
  });
  await source.load(0, 0);
  return source;
}

/**
 * A text table of which pages of rows are read when they are shown. An index of
 * where each page begins grows with what was read from the beginning. For a row
 * far below that, its place is estimated by the mean length of the rows, and a
 * second index (the island) begins there: its row numbers are estimates, until
 * the first index reaches it.
 */
export class TextTable implements ITableSource {
  constructor(private readonly _options: TextTable.IOptions) {
    this.columns = _options.columns;
    this._main = new RowChain({ byte: _options.begin, row: 0 });
  }

  readonly columns: readonly ITableColumn[];

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
    this._pages.clear();
    this._options.cutter.clear();
    Signal.clearData(this);
  }

  cell(row: number, column: number): string | undefined {
    const chain = this._chainOf(row);
    if (!chain) {
      return undefined;
    }
    const { start } = chain.page(row);
    const page = this._pages.peek(start.byte);
    return page
      ? (this._options.cutter.cells(page, row - start.row)[column] ?? '')
      : undefined;
  }

  rowNumber(row: number): { number: number; isExact: boolean } {
    return { number: row + 1, isExact: row < this._main.next.row };
  }

  async load(first: number, last: number): Promise<void> {
    // One after the other: each may change the indexes.
    const turn = this._turn.then(() => this._load(first, last));
    this._turn = turn.catch(() => undefined);
    return turn;
  }

  private async _load(first: number, last: number): Promise<void> {
    let row = first;
    for (let pages = 0; row <= last && pages < MOST_PAGES; pages++) {
      const chain = await this._reach(row);
      if (!chain) {
        return;
      }
      const { start, end } = chain.page(row);
      if (!this._pages.get(start.byte)) {
        await this._read(start, end.byte, true);
      }
      row = end.row;
    }
  }

  private _chainOf(row: number): RowChain | null {
    return [this._main, this._island].find(chain => chain?.has(row)) ?? null;
  }

  /**
   * Extend an index to a row.
   *
   * @returns The index; `null` if the table has no such row.
   */
  private async _reach(row: number): Promise<RowChain | null> {
    for (;;) {
      const chain = this._chainOf(row);
      const { rows, isExact } = this._count;
      if (chain || (row >= rows && (rows > 0 || isExact))) {
        return chain;
      }
      const island = this._island;
      if (this._bytesTo(row, this._main.next) <= NEAR) {
        await this._extendMain();
      } else if (island && this._isJustBelow(row, island)) {
        await this._extendIsland(island);
      } else if (island && this._isJustAbove(row, island)) {
        await this._prependIsland(island);
      } else if (!(await this._jump(row))) {
        return null;
      }
    }
  }

  /** The mean length of the rows that were read from the beginning (bytes). */
  private get _mean(): number {
    const { byte, row } = this._main.next;
    return row > 0 ? (byte - this._options.begin) / row : PAGE;
  }

  private _bytesTo(row: number, from: IPageStart): number {
    return (row - from.row) * this._mean;
  }

  private _isJustBelow(row: number, { next }: RowChain): boolean {
    const isMore = next.byte < this._options.ranges.size;
    return isMore && row >= next.row && this._bytesTo(row, next) <= NEAR;
  }

  private _isJustAbove(row: number, { first }: RowChain): boolean {
    return row < first.row && -this._bytesTo(row, first) <= NEAR;
  }

  /** Read the page at the end of the main index. */
  private async _extendMain(): Promise<void> {
    const { _main: main, _island: island } = this;
    const limit = island?.first.byte;
    const start = main.next;
    if (start.byte >= this._options.ranges.size) {
      this._recount();
      return;
    }
    if (limit === start.byte) {
      this._join();
      return;
    }
    const { length, rows } = await this._read(start, limit);
    if (length === 0) {
      // The island does not begin where a row does.
      this._island = null;
      return;
    }
    main.append({ byte: start.byte + length, row: start.row + rows });
    if (main.next.byte === limit) {
      this._join();
    } else {
      this._recount();
    }
  }

  /** The main index has reached the island: its rows are numbered now. */
  private _join(): void {
    const { _main: main, _island: island } = this;
    if (island) {
      const by = main.next.row - island.first.row;
      island.shift(by);
      main.join(island);
      this._island = null;
      this._setCount(this._count.rows + by);
      this._recount(by !== 0);
    }
  }

  private async _extendIsland(island: RowChain): Promise<void> {
    const start = island.next;
    const { length, rows } = await this._read(start);
    island.append({ byte: start.byte + length, row: start.row + rows });
    const { byte, row } = island.next;
    if (byte >= this._options.ranges.size || row > this._count.rows) {
      this._setCount(row);
    }
  }

  /** Read the page before the island, or join them if little is between. */
  private async _prependIsland(island: RowChain): Promise<void> {
    const { first } = island;
    const from = first.byte - PAGE;
    if (from <= this._main.next.byte + PAGE) {
      await this._extendMain();
      return;
    }
    const start = await this._aligned(from, first.byte);
    const { length, rows } = await this._read(
      { byte: start, row: 0 },
      first.byte
    );
    if (length === 0 || start + length !== first.byte) {
      this._island = null;
      return;
    }
    const missing = this._main.next.row + 1 + rows - first.row;
    if (missing > 0) {
      island.shift(missing);
      this._setCount(this._count.rows + missing);
    }
    island.prepend({ byte: start, row: island.first.row - rows });
  }

  /**
   * Begin an island at the place where a row may be.
   *
   * @returns Whether there is one.
   */
  private async _jump(row: number): Promise<boolean> {
    const { next } = this._main;
    const { size } = this._options.ranges;
    const { rows } = this._count;
    const share = (row - next.row) / Math.max(1, rows - next.row);
    const guess = next.byte + Math.floor(share * (size - next.byte));
    const isLast = guess + PAGE >= size;
    const from = isLast ? size - PAGE : guess;
    if (from <= next.byte) {
      await this._extendMain();
      return this._main.next.byte < size || this._main.has(row);
    }
    const byte = await this._aligned(this._even(from), size);
    const page = await this._read({ byte, row });
    const first = isLast ? Math.max(next.row, rows - page.rows) : row;
    const island = new RowChain({ byte, row: first });
    island.append({ byte: byte + page.length, row: first + page.rows });
    this._island = island;
    if (isLast || island.next.row > rows) {
      this._setCount(island.next.row);
    }
    return page.rows > 0;
  }

  /** A position at which a code unit begins. */
  private _even(byte: number): number {
    const { coding } = this._options;
    return byte - ((byte - coding.skipped) % coding.width);
  }

  /** The first byte of the first row that begins after a position. */
  private async _aligned(from: number, limit: number): Promise<number> {
    const { coding, cutter, marks, ranges } = this._options;
    const bytes = await ranges.read(from, Math.min(from + PAGE, limit));
    const at = alignedStart(
      coding.units(bytes),
      marks,
      (start, end) =>
        cutter.cut(bytes.subarray(start * coding.width, end * coding.width))
          .length === this.columns.length
    );
    return from + at * coding.width;
  }

  /**
   * Read a page of rows.
   *
   * @param limit - Where the next page begins, if that is known.
   * @param isKnown - Whether its rows are in the index.
   *
   * @returns How many bytes and rows it has; no bytes if no row ends before the
   * limit.
   */
  private async _read(
    { byte }: IPageStart,
    limit?: number,
    isKnown = false
  ): Promise<{ length: number; rows: number }> {
    const { coding, marks, ranges } = this._options;
    const most = limit ?? ranges.size;
    for (let size = isKnown ? most - byte : PAGE; ; size *= 4) {
      const end = Math.min(byte + size, most);
      const bytes = await ranges.read(byte, end);
      const isEnd = end === ranges.size || isKnown;
      const isForced = size >= LONGEST_ROW;
      const units = coding.units(bytes);
      const { starts, ends, next } = findRows(units, 0, marks, isEnd, isForced);
      const length = isEnd ? bytes.length : next * coding.width;
      if (length > 0 || end === limit) {
        const inBytes = (at: number) => at * coding.width;
        this._keep(byte, {
          bytes: bytes.slice(0, length),
          starts: Uint32Array.from(starts, inBytes),
          ends: Uint32Array.from(ends, inBytes)
        });
        return { length, rows: starts.length };
      }
    }
  }

  private _keep(byte: number, page: IRowPage): void {
    if (!this._isDisposed) {
      this._pages.set(byte, page);
    }
  }

  /** Count the rows, or estimate how many there are. */
  private _recount(isChanged = false): void {
    const { ranges, table } = this._options;
    const { byte, row } = this._main.next;
    if (byte >= ranges.size) {
      this._setCount(Math.min(row, table.footer?.rows ?? row), true);
      return;
    }
    if (this._count.rows === 0 || row > this._count.rows) {
      this._setCount(Math.ceil(row + (ranges.size - byte) / this._mean));
    } else if (isChanged) {
      this._recounted.emit();
    }
  }

  private _setCount(rows: number, isExact = false): void {
    if (rows !== this._count.rows || isExact !== this._count.isExact) {
      this._count = { rows, isExact };
      this._recounted.emit();
    }
  }

  private readonly _main: RowChain;
  private readonly _pages = new PageCache(BUDGET);
  private readonly _recounted = new Signal<this, void>(this);
  private _island: RowChain | null = null;
  private _count: IRowCount = { rows: 0, isExact: false };
  private _turn: Promise<void> = Promise.resolve();
  private _isDisposed = false;
}

/**
 * The namespace of `TextTable` statics.
 */
export namespace TextTable {
  /** Options for creating a `TextTable`. */
  export interface IOptions {
    readonly ranges: IFileRanges;
    readonly table: ITableFacts;
    readonly coding: ITextCoding;
    readonly marks: IRowMarks;
    readonly cutter: CellCutter;
    readonly columns: readonly ITableColumn[];
    /** The position of the first byte of the first row. */
    readonly begin: number;
  }
}

/** How many bytes are read at a time: some thousand rows. */
const PAGE = 2 ** 18;

/** So far below what was read, rows are reached by reading what is between. */
const NEAR = 4 * PAGE;

/** How many bytes of pages are in memory. */
const BUDGET = 2 ** 24;

/** How many pages one call reads at most: a screen of very long rows. */
const MOST_PAGES = 16;

/** A row of more bytes ends with its line, whatever its quotes say. */
const LONGEST_ROW = 2 ** 22;

/** How many rows show the types of the columns. */
const SAMPLE = 500;
