// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Panel } from '@lumino/widgets';

import { CellPanel } from './cells/cellpanel';
import { ColumnPanel, type IColumnEvents } from './columns/columnpanel';
import { FilePage } from './filepage/filepage';
import { FindBar, type IFinding } from './find/findbar';
import type { TableGrid } from './grid/tablegrid';
import { ViewLine, ViewMessage, type IViewAction } from './lines';
import { QueryBar } from './query/querybar';
import '../../style/tabletools.css';

/**
 * What the parts of a view ask for, and how they write.
 */
export interface IFrameEvents
  extends
    Pick<IFinding, 'find' | 'number'>,
    Pick<IColumnEvents, 'goToColumn' | 'chooseColumns' | 'type'> {
  /** What can be done with a file that cannot be shown. */
  readonly actions: readonly IViewAction[];
  /** The side view is to be closed. */
  cellClosed(): void;
  /** A bar was closed. */
  barClosed(): void;
  /** The list of columns is to be closed. */
  columnsClosed(): void;
}

/**
 * The parts of a view that stay while tables are loaded into it: a message, the
 * page of a file that is no table, the bars to search and to filter, the place of the grid with its columns and the
 * side view, a line that says what is shown, and one that is only heard.
 */
export class ViewFrame {
  /**
   * @param _panel - Where it is shown; it owns the parts.
   */
  constructor(
    private readonly _panel: Panel,
    trans: TranslationBundle,
    events: IFrameEvents
  ) {
    const { number } = events;
    const close = (bar: FindBar | QueryBar) => {
      bar.hide();
      events.barClosed();
    };
    this.message = new ViewMessage(trans);
    this.page = new FilePage(events.actions, trans);
    this.findBar = new FindBar(
      { find: events.find, number, closed: () => close(this.findBar) },
      trans
    );
    this.queryBar = new QueryBar(number, () => close(this.queryBar), trans);
    this.cell = new CellPanel(() => events.cellClosed(), trans);
    this.columns = new ColumnPanel(
      { ...events, closed: () => events.columnsClosed() },
      trans
    );
    this.status.addClass('jp-S3View-status');
    this.live.addClass('jp-S3View-live');
    this.live.node.setAttribute('aria-live', 'polite');
    this._place.addWidget(this.columns);
    this._place.addWidget(this.cell);
    const above = [this.message, this.page, this.findBar, this.queryBar];
    for (const part of [...above, this._place, this.status, this.live]) {
      _panel.addWidget(part);
    }
  }

  readonly message: ViewMessage;
  readonly page: FilePage;
  readonly findBar: FindBar;
  readonly queryBar: QueryBar;
  readonly cell: CellPanel;
  readonly columns: ColumnPanel;
  readonly status = new ViewLine();
  readonly live = new ViewLine();

  /** Whether the focus is in the view, and in none of its bars and lists. */
  get isReadIn(): boolean {
    const { activeElement } = document;
    return (
      this._panel.node.contains(activeElement) &&
      ![this.findBar, this.queryBar, this.columns].some(({ node }) =>
        node.contains(activeElement)
      )
    );
  }

  /** Show a grid. */
  show(grid: TableGrid): void {
    this._place.grid = grid;
    this._place.insertWidget(1, grid);
    this._place.show();
  }

  /** Show no table. */
  clear(): void {
    this._place.grid = null;
    this._place.hide();
    this.page.hide();
    this.cell.hide();
    this.columns.table = null;
    this.findBar.hide();
    this.queryBar.model = null;
    this.queryBar.hide();
    this.status.text = '';
    this.live.text = '';
  }

  private readonly _place = new GridPlace();
}

/**
 * The place of the grid, with what is shown beside it.
 */
class GridPlace extends Panel {
  constructor() {
    super();
    this.addClass('jp-S3View-place');
    this.hide();
  }

  grid: TableGrid | null = null;

  /** The grid takes the focus. */
  protected onActivateRequest(msg: Message): void {
    if (this.grid) {
      this.grid.activate();
    } else {
      super.onActivateRequest(msg);
    }
  }
}
