// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';

import type { IFacts } from '../inspect/facts';
import { numberDisplay, PLAIN_MARKS } from './numbers';
import { ChosenTable } from './query/chosentable';
import { namedQuery, type INamedQuery } from './query/namedquery';
import { isEverything } from './query/query';
import { QueryModel } from './query/querymodel';
import { QueryTexts } from './query/querytexts';
import { ShownTable } from './showntable';
import type { ITableSource } from './source/source';

/**
 * A table that is open: which of its rows and columns are shown, and the grid
 * that shows them.
 */
export class OpenedTable implements IDisposable {
  /**
   * @param source - Belongs to it from now on.
   */
  constructor(
    private readonly _source: ITableSource,
    private readonly _options: OpenedTable.IOptions
  ) {
    const { facts, failed, frame, language, texts, trans } = _options;
    const display = numberDisplay(language, facts.table ?? PLAIN_MARKS);
    this._cellOf = (type, text) =>
      type === 'integer' || type === 'number' ? display(text) : text;
    const number = (value: number) => texts.number(value);
    this._queryTexts = new QueryTexts(number, trans);
    this._queries = new QueryModel(_source, facts.table, failed);
    this._queries.found.connect(this._onFound, this);
    _source.recounted.connect(this._describe, this);
    frame.queryBar.model = this._queries;
    frame.columns.table = this._queries;
    this._table = this._present(0);
  }

  /** The rows and columns that are shown. */
  get table(): ShownTable {
    return this._table;
  }

  /**
   * What is shown of the table, for code that reads the same; `undefined` for all
   * of it, `null` if its columns cannot be named.
   */
  get query(): INamedQuery | null | undefined {
    const { _columns: columns, _queries: queries, _source: source } = this;
    return isEverything(queries.query) && columns === null
      ? undefined
      : namedQuery(queries.query, columns, source.columns, column =>
          queries.reading(column)
        );
  }

  get isDisposed(): boolean {
    return this._table.isDisposed;
  }

  dispose(): void {
    this._table.dispose();
    this._chosen?.dispose();
    this._queries.dispose();
    this._source.dispose();
  }

  /** Show the bar in which rows are filtered, for the current column. */
  openQueryBar(): void {
    this._options.frame.queryBar.open(this._currentColumn);
  }

  /** Order the rows by the current column. */
  async sort(isDescending: boolean): Promise<void> {
    await this._queries.sort({ column: this._currentColumn, isDescending });
  }

  /** Make a cell of a column the current one. */
  goToColumn(column: number): void {
    const shown = this._columns?.indexOf(column) ?? column;
    const { row } = this._table.grid.current ?? { row: 0 };
    this._table.goTo({ row, column: shown });
  }

  /** Show some columns; `null` for all. */
  chooseColumns(columns: readonly number[] | null): void {
    const current = this._currentColumn;
    this._columns = columns;
    this._replace(current);
  }

  private _onFound(): void {
    this._replace(this._currentColumn);
  }

  /** Show what is chosen now. */
  private _replace(column: number): void {
    const [table, chosen] = [this._table, this._chosen];
    this._table = this._present(column);
    table.dispose();
    chosen?.dispose();
    if (this._options.frame.isReadIn) {
      this._table.grid.activate();
    }
  }

  /** @param column - Among all columns, the one of the current cell. */
  private _present(column: number): ShownTable {
    const { _columns: columns, _source: source } = this;
    const { failed, frame, name, texts, trans } = this._options;
    const { _cellOf: cellOf } = this;
    const { result } = this._queries;
    this._chosen =
      result || columns
        ? new ChosenTable(
            source,
            result?.rows ?? null,
            columns ?? source.columns.map((_, index) => index)
          )
        : null;
    this._describe();
    return new ShownTable(this._chosen ?? source, {
      frame,
      texts,
      trans,
      name,
      cellOf,
      column: Math.max(0, columns?.indexOf(column) ?? column),
      failed
    });
  }

  /** Say what is shown. */
  private _describe(): void {
    const { facts, frame, texts } = this._options;
    const { columns, count } = this._source;
    const { result } = this._queries;
    const parts = [
      ...(result ? [this._queryTexts.result(result)] : []),
      texts.size(count, columns.length),
      ...texts.files(this._source),
      ...texts.format(facts),
      ...texts.remarks(this._source)
    ];
    frame.status.text = parts.join(' · ');
    const other = texts.otherColumns(this._source);
    if (other !== this._saidOther) {
      this._saidOther = other;
      frame.message.tell(other);
    }
  }

  /** Where the current cell is among all columns. */
  private get _currentColumn(): number {
    const column = this._table.grid.current?.column ?? 0;
    return this._columns?.[column] ?? column;
  }

  private readonly _cellOf: ShownTable.IOptions['cellOf'];
  private readonly _queryTexts: QueryTexts;
  private readonly _queries: QueryModel;
  /** The columns that are shown; `null` for all. */
  private _columns: readonly number[] | null = null;
  /** What was said of files with other columns. */
  private _saidOther = '';
  private _chosen: ChosenTable | null = null;
  private _table: ShownTable;
}

/**
 * The namespace of `OpenedTable` statics.
 */
export namespace OpenedTable {
  /** The options of an opened table. */
  export interface IOptions extends Omit<
    ShownTable.IOptions,
    'cellOf' | 'column'
  > {
    /** How the file is read. */
    readonly facts: IFacts;
    /** JupyterLab's language, as `fr_FR`. */
    readonly language: string;
  }
}
