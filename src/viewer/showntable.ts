// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { InputDialog, Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { copyText } from '../dialogs/clipboard';
import { STAYS } from '../dialogs/stays';
import { cellCount, MOST_COPIED, readTsv } from './cells/tsv';
import type { TableTexts } from './describe';
import { findCell } from './find/search';
import type { ViewFrame } from './frame';
import { TableGrid } from './grid/tablegrid';
import type { ICellPlace, ICellRange } from './rows';
import type { ColumnType, ITableSource } from './source/source';

/**
 * A table that is shown: its grid, and what can be done with its cells.
 */
export class ShownTable implements IDisposable {
  /**
   * @param options - Where it is shown, and what is reported.
   */
  constructor(
    readonly source: ITableSource,
    private readonly _options: ShownTable.IOptions
  ) {
    const { cellOf, column, failed, frame, name, texts } = _options;
    const written = {
      row: texts.row.bind(texts),
      type: texts.type.bind(texts),
      cellOf
    };
    this.grid = new TableGrid(source, written, {
      failed,
      moved: cell => this._moved(cell),
      opened: () => this.showCell(),
      left: () => this.hideCell(),
      copied: () => void this.copy()
    });
    this.grid.node.setAttribute('aria-label', name);
    frame.show(this.grid);
    this.grid.paintTheme();
    if (source.count.rows > 0) {
      this.grid.goTo({ row: 0, column });
    }
  }

  readonly grid: TableGrid;

  get isDisposed(): boolean {
    return this.grid.isDisposed;
  }

  dispose(): void {
    this._stop.abort();
    this.grid.dispose();
  }

  /** Ask for the number of a row, and go there. */
  async goToRow(): Promise<void> {
    const { texts, trans } = this._options;
    const { count } = this.source;
    const label = count.isExact
      ? trans.__('From 1 to %1', texts.number(count.rows))
      : trans.__('From 1 to about %1', texts.number(count.rows));
    const { value } = await InputDialog.getText({
      title: trans.__('Go to Row…'),
      label,
      okLabel: trans.__('Go'),
      pattern: '\\s*[0-9][0-9\\s.,]*',
      required: true
    });
    if (value !== null && !this.isDisposed) {
      this.goTo({
        row: Number(value.replace(/\D/g, '')) - 1,
        column: this.grid.current?.column ?? 0
      });
    }
    this.grid.activate();
  }

  /** Make a cell the current one; one beyond the table is its last one. */
  goTo({ column, row }: ICellPlace): void {
    const last = this.source.count.rows - 1;
    const place = { row: Math.max(0, Math.min(row, last)), column };
    this.grid.goTo(place);
  }

  /**
   * Find the next cell with a text, and go there.
   *
   * @returns As `IFinding.find`.
   */
  async find(
    text: string,
    isBackward: boolean,
    signal: AbortSignal,
    progress: (rows: number) => void
  ): Promise<boolean | null> {
    const from = this.grid.current ?? { row: 0, column: -1 };
    try {
      const work = { signal, progress };
      const found = await findCell(this.source, text, from, isBackward, work);
      if (this.isDisposed || signal.aborted) {
        return null;
      }
      if (found) {
        this.grid.goTo(found);
      }
      return found !== null;
    } catch (reason) {
      this._fail(reason);
      return null;
    }
  }

  /** Copy the selected cells, as spreadsheets paste them. */
  async copy(): Promise<void> {
    const { texts, trans } = this._options;
    const [range, ...others] = this.grid.selected;
    if (!range) {
      return;
    }
    if (others.length > 0) {
      Notification.warning(
        trans.__('One block of cells is copied at a time.'),
        {
          autoClose: STAYS.news
        }
      );
      return;
    }
    const text =
      cellCount(range) > MOST_COPIED ? null : await this._read(range);
    if (text === null) {
      Notification.warning(
        trans.__(
          'At most %1 cells are copied at a time, and fewer of long texts. Select fewer, or read the file by a snippet.',
          texts.number(MOST_COPIED)
        ),
        { autoClose: STAYS.news }
      );
    } else if (text !== undefined) {
      await this._hand(text, cellCount(range));
    }
  }

  /** Show the current cell as a whole beside the grid, and follow it. */
  showCell(): void {
    const { cell } = this._options.frame;
    const { current } = this.grid;
    if (current) {
      cell.show();
      void this._tellCell(current);
      cell.focusText();
    }
  }

  /** Hide the side view. */
  hideCell(): void {
    const { cell } = this._options.frame;
    if (cell.isVisible) {
      cell.hide();
      this.grid.activate();
    }
  }

  /**
   * Read the cells of a block.
   *
   * @returns `null` if they are too many, `undefined` if it was stopped or what
   * went wrong was shown.
   */
  private async _read(range: ICellRange): Promise<string | null | undefined> {
    const { trans } = this._options;
    this._stop.abort();
    const stop = (this._stop = new AbortController());
    let id: string | null = null;
    const timer = setTimeout(() => {
      id = Notification.emit(trans.__('Reading the cells…'), 'in-progress', {
        autoClose: STAYS.waits,
        actions: [{ label: trans.__('Stop'), callback: () => stop.abort() }]
      });
    }, SILENT_MS);
    try {
      const text = await readTsv(this.source, range, { signal: stop.signal });
      return stop.signal.aborted ? undefined : text;
    } catch (reason) {
      this._fail(reason);
      return undefined;
    } finally {
      clearTimeout(timer);
      if (id !== null) {
        Notification.dismiss(id);
      }
    }
  }

  /** Copy a text, and say so; a browser refuses some time after the keys. */
  private async _hand(text: string, cells: number): Promise<void> {
    const { texts, trans } = this._options;
    const count = texts.number(cells);
    if (await copyText(text)) {
      const said = trans._n(
        '%2 cell was copied.',
        '%2 cells were copied.',
        cells,
        count
      );
      Notification.success(said, { autoClose: STAYS.brief });
      return;
    }
    const said = trans._n(
      '%2 cell is ready to be copied.',
      '%2 cells are ready to be copied.',
      cells,
      count
    );
    Notification.info(said, {
      autoClose: STAYS.waits,
      actions: [
        { label: trans.__('Copy'), callback: () => void copyText(text) }
      ]
    });
  }

  /** Say what the current cell holds, and show it if one is shown as a whole. */
  private _moved(cell: ICellPlace): void {
    void this._tellCell(cell);
  }

  private async _tellCell(place: ICellPlace): Promise<void> {
    const { frame, texts } = this._options;
    const { column, row } = place;
    const { source } = this;
    if (source.cell(row, column) === undefined) {
      // What cannot be read is reported by the grid, which reads it too.
      await source.load(row, row, column, column).catch(() => undefined);
    }
    const text = source.cell(row, column);
    const { current } = this.grid;
    const isCurrent = current?.row === row && current.column === column;
    if (!isCurrent || this.isDisposed) {
      return;
    }
    const { rows } = source.count;
    if (text === undefined && row >= rows && rows > 0) {
      // The table had been estimated to be longer.
      this.goTo(place);
    }
    if (text === undefined) {
      return;
    }
    const { name, type } = source.columns[column];
    const shown = name || String(column + 1);
    const number = texts.row(source.rowNumber(row));
    frame.live.text = texts.cell(number, shown, text);
    frame.cell.tell({
      row: number,
      column: shown,
      type: texts.type(type),
      text
    });
  }

  private _fail(reason: unknown): void {
    if (!this.isDisposed) {
      this._options.failed(reason);
    }
  }

  private _stop = new AbortController();
}

/** How long cells are read without a word (ms). */
const SILENT_MS = 1000;

/**
 * The namespace of `ShownTable` statics.
 */
export namespace ShownTable {
  /** The options of a shown table. */
  export interface IOptions {
    readonly frame: ViewFrame;
    readonly texts: TableTexts;
    readonly trans: TranslationBundle;
    /** The name of the file. */
    readonly name: string;
    /** Writes a cell as the person's language does. */
    cellOf(type: ColumnType, text: string): string;
    /** The column of the cell that is the current one at first. */
    readonly column: number;
    /** Called with the reason why something could not be read. */
    failed(reason: unknown): void;
  }
}
