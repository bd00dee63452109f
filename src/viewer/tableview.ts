// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Panel } from '@lumino/widgets';

import { explain } from '../drive/messages/messages';
import type { IFacts, ITableChoice } from '../inspect/facts';
import { isAborted } from '../s3/errors';
import { TableTexts } from './describe';
import { fileActions, snippetAction } from './filepage/fileactions';
import { readFirstBytes, type IFirstBytes } from './filepage/firstbytes';
import { ViewFrame } from './frame';
import { openFile } from './openfile';
import { OpenedTable } from './openedtable';
import type { ShownTable } from './showntable';
import type { FolderKind } from './source/folder/folderkind';
import type { ISheetChoice } from './source/excel/opentable';
import type { ITableColumn, ITableSource } from './source/source';
import { TableError } from './source/tableerror';
import type { IViewOptions } from './viewoptions';
import '../../style/viewer.css';

/**
 * Shows a file as a table: a grid, and a line below that says what is shown. Of a
 * file that is none, its first bytes.
 */
export class TableView implements IDisposable {
  /**
   * @param panel - Where it is shown.
   */
  constructor(
    panel: Panel,
    private readonly _options: IViewOptions
  ) {
    const { commands, context, language, themeChanged, trans } = _options;
    const actions = fileActions(commands, context, trans);
    this._texts = new TableTexts(trans, language);
    const number = (value: number) => this._texts.number(value);
    this._frame = new ViewFrame(panel, trans, {
      actions,
      number,
      type: ({ type }: ITableColumn) => this._texts.type(type),
      find: async (...asked: Parameters<ShownTable['find']>) =>
        this._opened?.table.find(...asked) ?? null,
      goToColumn: column => this._opened?.goToColumn(column),
      chooseColumns: columns => this._opened?.chooseColumns(columns),
      cellClosed: () => this._opened?.table.hideCell(),
      barClosed: () => this._opened?.table.grid.activate(),
      columnsClosed: () => this.toggleColumns()
    });
    themeChanged?.connect(this._onTheme, this);
    panel.disposed.connect(this.dispose, this);
  }

  /** How the file is read; `null` while that is not known. */
  get facts(): IFacts | null {
    return this._facts;
  }

  /** What the person has said of it in place of the look. */
  get choice(): ITableChoice {
    return this._choice;
  }

  /** The sheets of a workbook; `null` for other tables. */
  get sheets(): ISheetChoice | null {
    return this._sheets;
  }

  /** The table that is open; `null` if there is none. */
  get opened(): OpenedTable | null {
    return this._opened;
  }

  /**
   * Emitted when another table is open, what is shown beside it changes, or the
   * person says how it is to be read.
   */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._stop.abort();
      this._opened?.dispose();
      this._options.themeChanged?.disconnect(this._onTheme, this);
      Signal.clearData(this);
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
      const { connection, location } = this._options;
      const choice = this._choice;
      const opened = await openFile(connection, location(), signal, choice);
      if (signal.aborted) {
        opened.source?.dispose();
        return;
      }
      this._facts = opened.facts;
      this._sheets = ('sheets' in opened && opened.sheets) || null;
      if (opened.source) {
        this._show(opened.source, opened.facts);
      } else {
        this._close();
        if ('folder' in opened) {
          this._sayNoTable(opened.folder);
        } else {
          this._say(this._texts.noTable(opened.facts));
          await this._showFile(opened.first);
        }
      }
      this._changed.emit();
    } catch (reason) {
      if (!signal.aborted && !isAborted(reason)) {
        this._close();
        this._fail(reason);
        this._changed.emit();
      }
    }
  }

  /**
   * Read a text table as the person says. What is not named stays as they have
   * said before, or as the look finds.
   */
  readAs(choice: ITableChoice): void {
    this._choice = { ...this._choice, ...choice };
    this._changed.emit();
    void this.load();
  }

  /** Show the bar in which a text is looked for. */
  openFindBar(): void {
    if (this._opened) {
      this._frame.findBar.open();
    }
  }

  /** Show the columns beside the grid, or hide them. */
  toggleColumns(): void {
    const { columns } = this._frame;
    if (columns.isVisible) {
      columns.hide();
      this._opened?.table.grid.activate();
    } else if (this._opened) {
      columns.open();
    }
    this._changed.emit();
  }

  /** Whether the columns are shown beside the grid. */
  get hasColumns(): boolean {
    return this._frame.columns.isVisible;
  }

  /** Show what a file begins with, and what can be done with it. */
  private async _showFile(first: IFirstBytes | null): Promise<void> {
    const { connection, location } = this._options;
    const { signal } = this._stop;
    const at = location();
    try {
      const found = first ?? (await readFirstBytes(connection, at, signal));
      if (!signal.aborted) {
        this._frame.page.tell(at.name, found);
      }
    } catch {
      // What is wrong with the file is said already.
    }
  }

  /** Say why a folder is no table. */
  private _sayNoTable(folder: FolderKind): void {
    const { commands, context } = this._options;
    const [snippet] = snippetAction(commands, context);
    this._frame.message.tell(this._texts.noFolderTable(folder), '', snippet);
  }

  private _say(message: string): void {
    if (message) {
      this._frame.message.tell(message);
    } else {
      this._frame.message.clear();
    }
  }

  private _show(source: ITableSource, facts: IFacts): void {
    const { language, location, trans } = this._options;
    this._close();
    this._frame.message.clear();
    this._opened = new OpenedTable(source, {
      frame: this._frame,
      texts: this._texts,
      trans,
      name: location().name,
      facts,
      language,
      failed: reason => this._fail(reason)
    });
    if (this._frame.isReadIn) {
      this._opened.table.grid.activate();
    }
  }

  private _fail(reason: unknown): void {
    const { location, trans } = this._options;
    const { details, message } =
      reason instanceof TableError
        ? { details: reason.details, message: this._texts.problem(reason) }
        : explain(reason, trans, location().path);
    const isTable = reason instanceof TableError;
    const again = {
      label: trans.__('Load Again'),
      run: () => void this.load()
    };
    const isFinal = isTable && !reason.mayPass;
    this._frame.message.tell(message, details, isFinal ? undefined : again);
    if (isTable && !this._opened) {
      void this._showFile(null);
    }
  }

  private _close(): void {
    this._opened?.dispose();
    this._opened = null;
    this._frame.clear();
  }

  private _onTheme(): void {
    this._opened?.table.grid.paintTheme();
  }

  private readonly _texts: TableTexts;
  private readonly _frame: ViewFrame;
  private readonly _changed = new Signal<this, void>(this);
  private _opened: OpenedTable | null = null;
  private _facts: IFacts | null = null;
  private _sheets: ISheetChoice | null = null;
  private _choice: ITableChoice = {};
  private _stop = new AbortController();
  private _isDisposed = false;
}
