// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ITableFacts } from '../../inspect/facts';
import { PLAIN_MARKS } from '../numbers';
import type { ITableSource } from '../source/source';
import { valueTypeOf, type IColumnReading } from './columnreading';
import {
  EVERYTHING,
  isEverything,
  type ICondition,
  type ITableOrder,
  type ITableQuery
} from './query';
import { hasBlocks, runQuery, type IQueryResult } from './run';

/**
 * The query of a table, and what it has found.
 */
export class QueryModel implements IDisposable {
  /**
   * @param table - How a text is written; `null` for other tables.
   * @param failed - Called with the reason why rows could not be read.
   */
  constructor(
    readonly source: ITableSource,
    private readonly _table: ITableFacts | null,
    private readonly _failed: (reason: unknown) => void
  ) {
    this._most = hasBlocks(source) ? Infinity : FIRST_ROWS;
  }

  get query(): ITableQuery {
    return this._query;
  }

  /** What the query has found; `null` for all rows, and before it has run. */
  get result(): IQueryResult | null {
    return this._result;
  }

  /** How many rows were looked at while it runs; `null` when it does not. */
  get running(): number | null {
    return this._running;
  }

  /** Emitted when any of it has changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted when other rows are found. */
  get found(): ISignal<this, void> {
    return this._found;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._stop.abort();
      Signal.clearData(this);
    }
  }

  /** How a column is read. */
  reading(column: number): IColumnReading {
    const { source, _table: table } = this;
    return {
      type: valueTypeOf(
        source.columns[column],
        table !== null,
        this.example(column)
      ),
      marks: table ?? PLAIN_MARKS,
      missing: table?.missing ?? []
    };
  }

  /** A cell of a column that has a value, among those in memory; `''` if none. */
  example(column: number): string {
    const known = this._examples.get(column);
    if (known) {
      return known;
    }
    for (let row = 0; row < EXAMPLES; row++) {
      const cell = this.source.cell(row, column);
      if (cell) {
        this._examples.set(column, cell);
        return cell;
      }
    }
    return '';
  }

  /** Add a condition, in place of the same kind of one on its column. */
  add(condition: ICondition): Promise<void> {
    const { column, kind } = condition;
    const others = this._query.conditions.filter(
      each => each.column !== column || each.kind !== kind
    );
    return this._set({
      ...this._query,
      conditions: [...others, condition]
    });
  }

  /** Take a condition away. */
  remove(condition: ICondition): Promise<void> {
    return this._set({
      ...this._query,
      conditions: this._query.conditions.filter(each => each !== condition)
    });
  }

  /** Order the rows; `null` as in the file. */
  sort(order: ITableOrder | null): Promise<void> {
    return this._set({ ...this._query, order });
  }

  /** Show all rows, as in the file. */
  clear(): Promise<void> {
    return this._set(EVERYTHING);
  }

  /** Look at more rows of a text. */
  continue(): Promise<void> {
    this._most += FIRST_ROWS;
    return this._run();
  }

  /** End the query: what it has found by then is shown. */
  stop(): void {
    this._stop.abort();
  }

  private _set(query: ITableQuery): Promise<void> {
    this._query = query;
    return this._run();
  }

  private async _run(): Promise<void> {
    this._stop.abort();
    const stop = (this._stop = new AbortController());
    if (isEverything(this._query)) {
      this._running = null;
      this._end(null);
      return;
    }
    this._running = 0;
    this._changed.emit();
    const progress = (rows: number) => {
      if (this._stop === stop) {
        this._running = rows;
        this._changed.emit();
      }
    };
    try {
      const readings = await this._readings();
      const work = { signal: stop.signal, progress };
      const result = await runQuery(
        this.source,
        this._query,
        readings,
        this._most,
        work
      );
      if (this._stop === stop && !this._isDisposed) {
        this._running = null;
        this._end(result);
      }
    } catch (reason) {
      if (this._stop === stop && !this._isDisposed) {
        this._running = null;
        this._changed.emit();
        this._failed(reason);
      }
    }
  }

  /** How the columns are read; an example of each is read where it is needed. */
  private async _readings(): Promise<IColumnReading[]> {
    const { conditions, order } = this._query;
    const wanted = conditions.map(({ column }) => column);
    for (const column of order ? [...wanted, order.column] : wanted) {
      if (this.source.isByColumn && !this.example(column)) {
        await this.source.load(0, 0, column, column);
      }
    }
    return this.source.columns.map((_, column) => this.reading(column));
  }

  private _end(result: IQueryResult | null): void {
    const isOther = result !== null || this._result !== null;
    this._result = result;
    this._changed.emit();
    if (isOther) {
      this._found.emit();
    }
  }

  private readonly _examples = new Map<number, string>();
  private readonly _changed = new Signal<this, void>(this);
  private readonly _found = new Signal<this, void>(this);
  private _most: number;
  private _query = EVERYTHING;
  private _result: IQueryResult | null = null;
  private _running: number | null = null;
  private _stop = new AbortController();
  private _isDisposed = false;
}

/** How many rows of a text are looked at, and how many more on demand. */
const FIRST_ROWS = 100_000;

/** How many rows are looked at for an example. */
const EXAMPLES = 1000;
