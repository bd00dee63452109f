// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type {
  IRowCount,
  ITableColumn,
  ITableSource,
  IUnshown
} from '../source';
import { PAGE_SIZE, type PageReader } from './pagereader';
import type { CellCutter } from './pages';
import { RowChain, type IPageStart } from './rowchain';

/**
 * A text table of which pages of rows are read when they are shown. An index of
 * where each page begins grows with what was read from the beginning. For a row
 * far below that, its place is estimated by the mean length of the rows, and a
 * second index (the island) begins there: its row numbers are estimates, until
 * the first index reaches it. Of a packed table there is no island: all that
 * comes before a row is read, for a moment at a time.
 */
export class TextTable implements ITableSource {
  constructor(private readonly _options: TextTable.IOptions) {
    this.columns = _options.columns;
    this.unshown = _options.unshown;
    this._main = new RowChain({ byte: _options.begin, row: 0 });
  }

  readonly columns: readonly ITableColumn[];
  readonly unshown?: IUnshown;

  get count(): IRowCount {
    const reading = this._reading;
    return reading === null ? this._count : { ...this._count, reading };
  }

  get recounted(): ISignal<this, void> {
    return this._recounted;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._forgotten);
    this._options.reader.close();
    this._options.cutter.clear();
    Signal.clearData(this);
  }

  cell(row: number, column: number): string | undefined {
    const chain = this._chainOf(row);
    if (!chain) {
      return undefined;
    }
    const { start } = chain.page(row);
    const page = this._options.reader.pages.peek(start.byte);
    if (!page) {
      return undefined;
    }
    const cells = this._options.cutter.cells(page, row - start.row);
    this._noteUnshown();
    return cells[column] ?? '';
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
    const until = Date.now() + PATIENCE_MS;
    clearTimeout(this._forgotten);
    let row = first;
    for (let pages = 0; row <= last && pages < MOST_PAGES; pages++) {
      const end = await this._loadPage(row, until);
      if (end === null && row < this._count.rows) {
        const forget = () => this._setReading(null);
        this._forgotten = setTimeout(forget, 2 * PATIENCE_MS);
        return;
      }
      row = end ?? Infinity;
    }
    this._setReading(null);
  }

  /**
   * Read the page of a row.
   *
   * @param until - When to stop (ms since the epoch).
   *
   * @returns The first row after it; `null` if there is none, or not yet.
   */
  private async _loadPage(row: number, until: number): Promise<number | null> {
    const { reader } = this._options;
    const chain = await this._reach(row, until);
    if (!chain) {
      return null;
    }
    const { start, end } = chain.page(row);
    if (!reader.pages.get(start.byte)) {
      if (!(await reader.approach(start.byte, until))) {
        this._setReading(0);
        return null;
      }
      await reader.read(start.byte, end.byte, true);
    }
    return end.row;
  }

  private _chainOf(row: number): RowChain | null {
    return [this._main, this._island].find(chain => chain?.has(row)) ?? null;
  }

  /**
   * Extend an index to a row.
   *
   * @param until - When to stop where all before it has to be read.
   *
   * @returns The index; `null` if the table has no such row, or it is not reached
   * yet.
   */
  private async _reach(row: number, until: number): Promise<RowChain | null> {
    for (;;) {
      const chain = this._chainOf(row);
      const { rows, isExact } = this._count;
      if (chain || (row >= rows && (rows > 0 || isExact))) {
        return chain;
      }
      const island = this._island;
      if (this._options.reader.isForward) {
        if (Date.now() > until) {
          this._setReading(this._main.next.row / row);
          return null;
        }
        await this._extendMain();
      } else if (this._bytesTo(row, this._main.next) <= NEAR) {
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

  /** The mean length of a row (bytes), by the first ones and the last ones. */
  private get _mean(): number {
    const { byte, row } = this._main.next;
    if (row === 0) {
      return PAGE_SIZE;
    }
    const mean = (byte - this._options.begin) / row;
    return (mean + (this._options.lastMean ?? mean)) / 2;
  }

  private _bytesTo(row: number, from: IPageStart): number {
    return (row - from.row) * this._mean;
  }

  private _isJustBelow(row: number, { next }: RowChain): boolean {
    const isMore = next.byte < this._options.reader.size;
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
    if (start.byte >= this._options.reader.size) {
      this._recount();
      return;
    }
    if (limit === start.byte) {
      this._join();
      return;
    }
    const { length, rows } = await this._options.reader.read(start.byte, limit);
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
    const { length, rows } = await this._options.reader.read(start.byte);
    island.append({ byte: start.byte + length, row: start.row + rows });
    const { byte, row } = island.next;
    if (byte >= this._options.reader.size || row > this._count.rows) {
      this._setCount(row);
    }
  }

  /** Read the page before the island, or join them if little is between. */
  private async _prependIsland(island: RowChain): Promise<void> {
    const { first } = island;
    const from = first.byte - PAGE_SIZE;
    if (from <= this._main.next.byte + PAGE_SIZE) {
      await this._extendMain();
      return;
    }
    const start = await this._aligned(from, first.byte);
    const { length, rows } = await this._options.reader.read(start, first.byte);
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
    const { size } = this._options.reader;
    const { rows } = this._count;
    const share = (row - next.row) / Math.max(1, rows - next.row);
    const guess = next.byte + Math.floor(share * (size - next.byte));
    const isLast = guess + PAGE_SIZE >= size;
    const from = isLast ? size - PAGE_SIZE : guess;
    if (from <= next.byte) {
      await this._extendMain();
      return this._main.next.byte < size || this._main.has(row);
    }
    const byte = await this._aligned(from, size);
    const page = await this._options.reader.read(byte);
    const first = isLast ? Math.max(next.row, rows - page.rows) : row;
    const island = new RowChain({ byte, row: first });
    island.append({ byte: byte + page.length, row: first + page.rows });
    this._island = island;
    if (isLast || island.next.row > rows) {
      this._setCount(island.next.row);
    }
    return page.rows > 0;
  }

  private _aligned(from: number, limit: number): Promise<number> {
    const { cutter, reader } = this._options;
    return reader.aligned(from, limit, cutter, this.columns.length);
  }

  /** Count the rows, or estimate how many there are. */
  private _recount(isChanged = false): void {
    const { mostRows, reader } = this._options;
    const { byte, row } = this._main.next;
    if (byte >= reader.size) {
      this._setCount(Math.min(row, mostRows), true);
      return;
    }
    if (this._count.rows === 0 || row > this._count.rows) {
      this._setCount(Math.ceil(row + (reader.size - byte) / this._mean));
    } else if (isChanged) {
      this._recounted.emit();
    }
  }

  /** Report, later, when a row that was cut has what no column shows. */
  private _noteUnshown(): void {
    const { fields, isOdd } = this.unshown ?? NOTHING_UNSHOWN;
    const found = fields.size + Number(isOdd);
    if (found !== this._noted) {
      this._noted = found;
      void Promise.resolve().then(() => this._recounted.emit());
    }
  }

  /** Say how much was read of what comes before the rows that are wanted. */
  private _setReading(share: number | null): void {
    if (share !== this._reading) {
      this._reading = share;
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
  private readonly _recounted = new Signal<this, void>(this);
  private _island: RowChain | null = null;
  private _count: IRowCount = { rows: 0, isExact: false };
  private _noted = 0;
  private _reading: number | null = null;
  /** Ends `_reading` when nobody wants what comes next any more. */
  private _forgotten: ReturnType<typeof setTimeout> | undefined;
  private _turn: Promise<void> = Promise.resolve();
  private _isDisposed = false;
}

/**
 * The namespace of `TextTable` statics.
 */
export namespace TextTable {
  /** Options for creating a `TextTable`. */
  export interface IOptions {
    readonly reader: PageReader;
    readonly cutter: CellCutter;
    readonly columns: readonly ITableColumn[];
    /** The position of the first byte of the first row. */
    readonly begin: number;
    /** The mean length of the last rows (bytes); `null` if it is not known. */
    readonly lastMean: number | null;
    /** How many rows there are at most: notes below them are none. */
    readonly mostRows: number;
    /** What the cutter finds that no column shows. */
    readonly unshown?: IUnshown;
  }
}

const NOTHING_UNSHOWN: IUnshown = { fields: new Set(), isOdd: false };

/** So far below what was read, rows are reached by reading what is between. */
const NEAR = 4 * PAGE_SIZE;

/**
 * How long rows are looked for at a time (ms): then the view may want others, and
 * says how far it is.
 */
const PATIENCE_MS = 700;

/** How many pages one call reads at most: a screen of very long rows. */
const MOST_PAGES = 16;
