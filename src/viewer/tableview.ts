// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Panel } from '@lumino/widgets';

import { explain } from '../drive/messages/messages';
import type { IFacts } from '../inspect/facts';
import { isAborted } from '../s3/errors';
import type { IS3Connection } from '../s3/http/types';
import type { S3Location } from '../s3/location';
import { TableTexts } from './describe';
import { FilePage } from './filepage';
import { readFirstBytes, type IFirstBytes } from './firstbytes';
import { TableGrid } from './grid/tablegrid';
import { ViewLine, ViewMessage, type IViewAction } from './lines';
import { openFile } from './openfile';
import type { ITableSource } from './source/source';
import { TableError } from './source/tableerror';

/**
 * What a view needs.
 */
export interface IViewOptions {
  readonly connection: IS3Connection;
  /** The location of the file now: it may be renamed while it is shown. */
  place(): S3Location;
  /** Emitted when JupyterLab has another theme. */
  readonly themeChanged: ISignal<unknown, unknown> | null;
  readonly trans: TranslationBundle;
  /** JupyterLab's language, as `fr_FR`. */
  readonly language: string;
  /** What can be done with a file that cannot be shown. */
  readonly actions: readonly IViewAction[];
}

/**
 * Shows a file as a table: a grid, and a line below that says what is shown. Of a
 * file that is none, its first bytes.
 */
export class TableView implements IDisposable {
  /**
   * @param panel - Where it is shown.
   */
  constructor(
    private readonly _panel: Panel,
    private readonly _options: IViewOptions
  ) {
    const { actions, language, themeChanged, trans } = _options;
    this._texts = new TableTexts(trans, language);
    this._message = new ViewMessage(trans);
    this._page = new FilePage(actions, trans);
    this._status.addClass('jp-S3View-status');
    this._live.addClass('jp-S3View-live');
    this._live.node.setAttribute('aria-live', 'polite');
    const { _live, _message, _page, _status } = this;
    for (const widget of [_message, _page, _status, _live]) {
      _panel.addWidget(widget);
    }
    themeChanged?.connect(this._onTheme, this);
    _panel.disposed.connect(this.dispose, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._stop.abort();
      this._options.themeChanged?.disconnect(this._onTheme, this);
    }
  }

  /** Read the file, and show it. What is shown stays until there is more. */
  async load(): Promise<void> {
    if (this._isDisposed) {
      return;
    }
    this._stop.abort();
    const { signal } = (this._stop = new AbortController());
    try {
      const { connection, place } = this._options;
      const opened = await openFile(connection, place(), signal);
      if (signal.aborted) {
        opened.source?.dispose();
      } else if (opened.source) {
        this._show(opened.source, opened.facts);
      } else {
        this._close();
        this._say(this._texts.noTable(opened.facts));
        await this._showFile(opened.first);
      }
    } catch (reason) {
      if (!signal.aborted && !isAborted(reason)) {
        this._close();
        this._fail(reason);
      }
    }
  }

  /** Show what a file begins with, and what can be done with it. */
  private async _showFile(first: IFirstBytes | null): Promise<void> {
    const { connection, place } = this._options;
    const { signal } = this._stop;
    const at = place();
    try {
      const found = first ?? (await readFirstBytes(connection, at, signal));
      if (!signal.aborted) {
        this._page.tell(at.name, found);
      }
    } catch {
      // What is wrong with the file is said already.
    }
  }

  private _say(message: string): void {
    if (message) {
      this._message.tell(message);
    } else {
      this._message.clear();
    }
  }

  private _show(source: ITableSource, facts: IFacts): void {
    this._close();
    this._message.clear();
    const grid = new TableGrid(
      source,
      this._texts,
      reason => this._fail(reason),
      (row, column) => this._announce(source, row, column)
    );
    grid.node.setAttribute('aria-label', this._options.place().name);
    this._grid = grid;
    this._panel.insertWidget(1, grid);
    grid.paintTheme();
    const describe = () => {
      const size = this._texts.size(source.count, source.columns.length);
      const format = this._texts.format(facts);
      const parts = [size, ...format, ...this._texts.remarks(source)];
      this._status.text = parts.join(' · ');
    };
    source.recounted.connect(describe);
    describe();
    if (source.count.rows > 0) {
      grid.goTo(0, 0);
    }
    if (this._panel.node.contains(document.activeElement)) {
      grid.activate();
    }
  }

  /** Say what the current cell holds, once it is there. */
  private _announce(source: ITableSource, row: number, column: number): void {
    const { columns } = source;
    const say = () => {
      const text = source.cell(row, column);
      if (text !== undefined && columns[column]) {
        const name = columns[column].name || String(column + 1);
        const number = this._texts.row(source.rowNumber(row));
        this._live.text = this._texts.cell(number, name, text);
      }
    };
    if (row >= 0 && source.cell(row, column) === undefined) {
      void source.load(row, row, column, column).then(say, () => undefined);
    } else {
      say();
    }
  }

  private _fail(reason: unknown): void {
    const { place, trans } = this._options;
    const { details, message } =
      reason instanceof TableError
        ? { details: reason.details, message: this._texts.problem(reason) }
        : explain(reason, trans, place().path);
    const isTable = reason instanceof TableError;
    const again = {
      label: trans.__('Load Again'),
      run: () => void this.load()
    };
    const isFinal = isTable && !reason.mayPass;
    this._message.tell(message, details, isFinal ? undefined : again);
    if (isTable && !this._grid) {
      void this._showFile(null);
    }
  }

  private _close(): void {
    this._grid?.dispose();
    this._grid = null;
    this._page.hide();
    this._status.text = '';
    this._live.text = '';
  }

  private _onTheme(): void {
    this._grid?.paintTheme();
  }

  private readonly _texts: TableTexts;
  private readonly _message: ViewMessage;
  private readonly _page: FilePage;
  private readonly _status = new ViewLine();
  private readonly _live = new ViewLine();
  private _grid: TableGrid | null = null;
  private _stop = new AbortController();
  private _isDisposed = false;
}
