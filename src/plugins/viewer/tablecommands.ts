// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import { Notification } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  codeIcon,
  copyIcon,
  filterIcon,
  listIcon,
  numberingIcon,
  searchIcon
} from '@jupyterlab/ui-components';

import { STAYS } from '../../dialogs/stays';
import type { S3Location } from '../../s3/location';
import type { ViewDocument } from '../../viewer/document';
import { TableCommandIDs } from '../../viewer/toolbar/tablecommandids';
import { fillToolbar } from '../../viewer/toolbar/toolbar';
import { KeptChoices } from '../../viewer/keptchoices';
import type { TableView } from '../../viewer/tableview';
import { NO_ARGS } from '../commandargs';
import type { IOwnSnippets } from '../parts';

/**
 * What the commands on tables need.
 */
export interface ITableCommandOptions {
  readonly app: Pick<JupyterFrontEnd, 'commands' | 'resolveOptionalService'>;
  readonly tracker: WidgetTracker<ViewDocument>;
  /** `null` if their plugin is disabled. */
  readonly snippets: IOwnSnippets | null;
  readonly palette: ICommandPalette | null;
  readonly trans: TranslationBundle;
}

/**
 * The commands on the table in front, and its toolbar.
 */
export class TableCommands {
  constructor(private readonly _options: ITableCommandOptions) {
    this._choices = new KeptChoices(
      _options.app.resolveOptionalService(IStateDB)
    );
    this._add();
  }

  /**
   * Let the commands act on a view, fill the toolbar of its document, and read
   * the file as it was read before.
   *
   * @param location - The location of the file now.
   */
  async attach(
    document: ViewDocument,
    view: TableView,
    location: () => S3Location
  ): Promise<void> {
    const { app, trans } = this._options;
    const { commands } = app;
    const { path } = document.context;
    this._views.set(document, { view, location });
    document.addClass('jp-S3TableDocument');
    fillToolbar(document.toolbar, view, commands, trans);
    view.changed.connect(() => this._notify());
    this._notify();
    view.readAs(await this._choices.of(path));
    view.changed.connect(
      () => void this._choices.keep(document.context.path, view.choice)
    );
  }

  private _add(): void {
    const { app, palette, snippets, tracker, trans } = this._options;
    const { commands } = app;
    const hasTable = () => !!this._current?.view.opened;
    const describedBy = NO_ARGS;
    commands.addCommand(TableCommandIDs.goToRow, {
      label: trans.__('Go to Row…'),
      caption: trans.__('Show a row by its number'),
      icon: numberingIcon,
      describedBy,
      isEnabled: hasTable,
      execute: () => this._current?.view.opened?.table.goToRow()
    });
    commands.addCommand(TableCommandIDs.find, {
      label: trans.__('Find in Table'),
      caption: trans.__('Find a text in the cells'),
      icon: searchIcon,
      describedBy,
      isEnabled: hasTable,
      execute: () => this._current?.view.openFindBar()
    });
    commands.addCommand(TableCommandIDs.filter, {
      label: trans.__('Filter Rows…'),
      caption: trans.__('Filter and sort the rows'),
      icon: filterIcon,
      describedBy,
      isEnabled: hasTable,
      execute: () => this._current?.view.opened?.openQueryBar()
    });
    commands.addCommand(TableCommandIDs.sortUp, {
      label: trans.__('Sort Up'),
      caption: trans.__('Sort the rows by the current column, the least first'),
      describedBy,
      isEnabled: hasTable,
      execute: () => this._current?.view.opened?.sort(false)
    });
    commands.addCommand(TableCommandIDs.sortDown, {
      label: trans.__('Sort Down'),
      caption: trans.__(
        'Sort the rows by the current column, the greatest first'
      ),
      describedBy,
      isEnabled: hasTable,
      execute: () => this._current?.view.opened?.sort(true)
    });
    commands.addCommand(TableCommandIDs.columns, {
      label: trans.__('Columns'),
      caption: trans.__('Show the columns, and what is known of each'),
      icon: listIcon,
      describedBy,
      isEnabled: hasTable,
      isToggleable: true,
      isToggled: () => this._current?.view.hasColumns ?? false,
      execute: () => this._current?.view.toggleColumns()
    });
    commands.addCommand(TableCommandIDs.copy, {
      label: trans.__('Copy Cells'),
      caption: trans.__('Copy the selected cells, as spreadsheets paste them'),
      icon: copyIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy,
      isEnabled: hasTable,
      execute: () => this._current?.view.opened?.table.copy()
    });
    commands.addCommand(TableCommandIDs.showCell, {
      label: trans.__('Show Cell'),
      caption: trans.__('Show the whole current cell beside the table'),
      describedBy,
      isEnabled: hasTable,
      execute: () => this._current?.view.opened?.table.showCell()
    });
    commands.addCommand(TableCommandIDs.insertSnippet, {
      label: trans.__('Insert Snippet of Table'),
      caption: trans.__(
        'Put the code that reads this table into the notebook, console or editor'
      ),
      icon: codeIcon,
      describedBy,
      isEnabled: () => snippets !== null && this._current !== null,
      execute: () => this._insertSnippet()
    });
    for (const command of Object.values(TableCommandIDs)) {
      palette?.addItem({ command, category: trans.__('S3') });
    }
    tracker.currentChanged.connect(() => this._notify());
  }

  /** Insert the code that reads the table as it is shown. */
  private async _insertSnippet(): Promise<string | null> {
    const { snippets, trans } = this._options;
    const current = this._current;
    if (!snippets || !current) {
      return null;
    }
    try {
      const service = await snippets.get(current.location().connection);
      const { choice: table, opened } = current.view;
      const query = opened?.query;
      const { latest } = snippets.documents;
      if (query === null) {
        Notification.warning(
          trans.__(
            'The code reads all rows: a column of the filter or of the order has no name of its own.'
          ),
          { autoClose: STAYS.offer }
        );
      }
      const asked = { table, query };
      return await service.insert([current.location()], asked, latest);
    } catch (error) {
      const { showProblem } = await import('../../dialogs/errordialog');
      await showProblem(trans.__('No snippet'), error, trans);
      return null;
    }
  }

  private get _current(): ITableInFront | null {
    const document = this._options.tracker.currentWidget;
    return (document && this._views.get(document)) ?? null;
  }

  private _notify(): void {
    for (const id of Object.values(TableCommandIDs)) {
      this._options.app.commands.notifyCommandChanged(id);
    }
  }

  private readonly _choices: KeptChoices;
  private readonly _views = new WeakMap<ViewDocument, ITableInFront>();
}

interface ITableInFront {
  readonly view: TableView;
  location(): S3Location;
}
