// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { closeIcon, ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { IColumnReading } from '../query/columnreading';
import type { ITableColumn, ITableSource } from '../source/source';
import { ColumnTexts } from './columntexts';
import { summaryOf, type IColumnSummary } from './summary';

/**
 * The table whose columns are shown.
 */
export interface IColumnsOf {
  readonly source: ITableSource;
  reading(column: number): IColumnReading;
}

/**
 * What the panel asks for, and how it writes.
 */
export interface IColumnEvents {
  /** Go to a column. */
  goToColumn(column: number): void;
  /** Show some columns; `null` for all. */
  chooseColumns(columns: readonly number[] | null): void;
  /** Close the panel. */
  closed(): void;
  type(column: ITableColumn): string;
  number(value: number): string;
}

/**
 * The columns of a table beside the grid: what is known of each, and whether it
 * is shown.
 */
export class ColumnPanel extends ReactWidget {
  constructor(
    private readonly _events: IColumnEvents,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this._texts = new ColumnTexts(_events.number, _trans);
    this.addClass('jp-S3Columns');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('Columns'));
    this.node.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this._events.closed();
      }
    });
    this.hide();
  }

  /** The table; `null` for none. */
  set table(table: IColumnsOf | null) {
    this._table = table;
    this._hidden = new Set();
    this._most = PAGE;
    this._wanted = '';
    this.update();
  }

  /** Show it, with the focus in its field. */
  open(): void {
    this.show();
    this.update();
    void this.renderPromise?.then(() =>
      this.node.querySelector('input')?.focus()
    );
  }

  protected render(): React.ReactElement | null {
    const { _events: events, _table: table, _trans: trans } = this;
    if (!table || !this.isVisible) {
      return null;
    }
    const { columns } = table.source;
    const found = columns.flatMap(({ name }, column) =>
      name.toLowerCase().includes(this._wanted.toLowerCase()) ? [column] : []
    );
    const isAny = this._hidden.size > 0;
    return (
      <>
        <header>
          <input
            type="search"
            className="jp-mod-styled"
            placeholder={trans.__('Find a column')}
            aria-label={trans.__('Find a column')}
            value={this._wanted}
            onChange={event => {
              this._wanted = event.target.value;
              this._most = PAGE;
              this.update();
            }}
          />
          <button
            className="jp-Button jp-mod-minimal"
            title={trans.__('Close')}
            aria-label={trans.__('Close')}
            onClick={() => events.closed()}
          >
            <closeIcon.react tag={null} stylesheet="toolbarButton" />
          </button>
        </header>
        {isAny && (
          <button className="jp-mod-styled" onClick={() => this._showAll()}>
            {trans.__('Show All Columns')}
          </button>
        )}
        {found.length === 0 && <p>{trans.__('No column has this name.')}</p>}
        <ul>
          {found
            .slice(0, this._most)
            .map(column => this._row(table, columns[column], column))}
        </ul>
        {found.length > this._most && (
          <button
            className="jp-mod-styled"
            onClick={() => {
              this._most += PAGE;
              this.update();
            }}
          >
            {trans.__('More')}
          </button>
        )}
      </>
    );
  }

  private _row(
    table: IColumnsOf,
    column: ITableColumn,
    index: number
  ): React.ReactElement {
    const { _events: events, _texts: texts, _trans: trans } = this;
    const name = column.name || String(index + 1);
    const summary = summaryOf(table.source, index, table.reading(index));
    const { count } = table.source;
    const isAllSeen = count.isExact && summary.seen >= count.rows;
    const isShown = !this._hidden.has(index);
    return (
      <li key={index} className="jp-S3Columns-row">
        <input
          type="checkbox"
          aria-label={trans.__('Show %1', name)}
          checked={isShown}
          disabled={isShown && this._hidden.size + 1 >= this._width}
          onChange={event => this._choose(index, event.target.checked)}
        />
        <button
          className="jp-S3Columns-name"
          title={trans.__('Go to %1', name)}
          disabled={!isShown}
          onClick={() => void this._goTo(table, index)}
        >
          {name}
        </button>
        <span className="jp-S3Columns-type">{events.type(column)}</span>
        <div
          className="jp-S3Columns-facts"
          title={texts.extent(summary, isAllSeen)}
        >
          {texts.lines(summary).map((line, at) => (
            <span key={at} className="jp-S3Columns-line">
              {line}
            </span>
          ))}
          {!isAllSeen && <small>{texts.extent(summary, isAllSeen)}</small>}
          {this._values(summary)}
        </div>
      </li>
    );
  }

  /** A histogram of numbers, or the most frequent of other values. */
  private _values({
    bins,
    frequent
  }: IColumnSummary): React.ReactElement | null {
    if (bins) {
      const most = Math.max(...bins);
      return (
        <svg
          role="img"
          aria-label={this._trans.__(
            'Histogram: %1',
            bins.map(this._events.number).join(', ')
          )}
          viewBox={`0 0 ${bins.length} 10`}
          preserveAspectRatio="none"
        >
          {bins.map((count, at) => {
            const height = (10 * count) / most;
            return (
              <rect
                key={at}
                x={at + 0.05}
                y={10 - height}
                width={0.9}
                height={height}
              />
            );
          })}
        </svg>
      );
    }
    return frequent.length > 0 ? (
      <ol>
        {frequent.map(([value, count]) => (
          <li key={value} className="jp-S3Columns-value" title={value}>
            <b>{value}</b> <small>{this._events.number(count)}</small>
          </li>
        ))}
      </ol>
    ) : null;
  }

  /** Go to a column; its first values are read, and shown here too. */
  private async _goTo({ source }: IColumnsOf, column: number): Promise<void> {
    this._events.goToColumn(column);
    // What cannot be read is reported by the grid, which reads it too.
    await source
      .load(0, source.isByColumn ? FIRST_ROWS : 0, column, column)
      .catch(() => undefined);
    this.update();
  }

  private get _width(): number {
    return this._table?.source.columns.length ?? 0;
  }

  private _choose(column: number, isShown: boolean): void {
    if (isShown) {
      this._hidden.delete(column);
    } else {
      this._hidden.add(column);
    }
    this.update();
    const all = Array.from({ length: this._width }, (_, index) => index);
    const shown = all.filter(index => !this._hidden.has(index));
    this._events.chooseColumns(shown.length === all.length ? null : shown);
  }

  private _showAll(): void {
    this._hidden.clear();
    this.update();
    this._events.chooseColumns(null);
  }

  private readonly _texts: ColumnTexts;
  private _table: IColumnsOf | null = null;
  private _hidden = new Set<number>();
  private _most = PAGE;
  private _wanted = '';
}

/** How many rows of a column are read that is not in memory. */
const FIRST_ROWS = 1000;

/** How many columns are listed at a time. */
const PAGE = 50;
