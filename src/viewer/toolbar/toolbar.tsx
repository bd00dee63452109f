// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  CommandToolbarButtonComponent,
  Toolbar
} from '@jupyterlab/ui-components';
import {
  CommandToolbarButton,
  ReactWidget,
  UseSignal
} from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import * as React from 'react';

import { Select } from '../../dialogs/parts';
import type { IFacts, ITableChoice } from '../../inspect/facts';
import {
  encodingName,
  ENCODINGS,
  separatorName,
  SEPARATORS,
  withCurrent
} from './readingchoices';
import type { ISheetChoice } from '../source/excel/opentable';
import { TableCommandIDs } from './tablecommandids';

/**
 * A view whose toolbar this is.
 */
export interface IToolbarView {
  /** How the file is read; `null` while that is not known. */
  readonly facts: IFacts | null;
  /** What the person has said of that, also while it is read anew. */
  readonly choice: ITableChoice;
  /** The sheets of a workbook; `null` for other tables. */
  readonly sheets: ISheetChoice | null;
  /** Emitted when any of it has changed. */
  readonly changed: ISignal<unknown, void>;
  /** Read the file as a person says; what is not named stays as it is. */
  readAs(choice: ITableChoice): void;
}

/**
 * Fill the toolbar of a document: how a text is read, and what can be done.
 */
export function fillToolbar(
  toolbar: Pick<Toolbar, 'addItem'>,
  view: IToolbarView,
  commands: CommandToolbarButtonComponent.IProps['commands'],
  trans: TranslationBundle
): void {
  toolbar.addItem('reading', new ReadingItem(view, trans));
  for (const [name, id] of BUTTONS) {
    const label = '';
    toolbar.addItem(name, new CommandToolbarButton({ commands, id, label }));
  }
}

const BUTTONS = [
  ['go-to-row', TableCommandIDs.goToRow],
  ['find', TableCommandIDs.find],
  ['filter', TableCommandIDs.filter],
  ['columns', TableCommandIDs.columns],
  ['insert-snippet', TableCommandIDs.insertSnippet]
] as const;

/**
 * Separator, encoding and header of a text table, or sheet and header of a
 * workbook; nothing of other tables, which say how they are read.
 */
class ReadingItem extends ReactWidget {
  constructor(
    private readonly _view: IToolbarView,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-S3Table-reading');
  }

  protected render(): React.ReactElement {
    return (
      <UseSignal signal={this._view.changed}>
        {() => this._fields(this._view.facts)}
      </UseSignal>
    );
  }

  private _fields(facts: IFacts | null): React.ReactElement | null {
    const { _trans: trans, _view: view } = this;
    const table = facts?.table;
    if (view.sheets) {
      return this._sheetFields(view.sheets);
    }
    if (!facts || !table) {
      return null;
    }
    const encoding = view.choice.encoding ?? facts.encoding ?? 'utf-8';
    const { hasHeader, separator } = { ...table, ...view.choice };
    return (
      <>
        <Select
          label={trans.__('Separator')}
          value={separator}
          values={withCurrent(SEPARATORS, separator)}
          nameOf={each => separatorName(each, trans)}
          choose={each => view.readAs({ separator: each })}
        />
        <Select
          label={trans.__('Encoding')}
          value={encoding}
          values={withCurrent(ENCODINGS, encoding)}
          nameOf={each => encodingName(each, trans)}
          choose={each => view.readAs({ encoding: each })}
        />
        {this._headerField(hasHeader)}
      </>
    );
  }

  private _sheetFields(sheets: ISheetChoice): React.ReactElement {
    const { _trans: trans, _view: view } = this;
    const { current, hasHeader, names } = sheets;
    return (
      <>
        <Select
          label={trans.__('Sheet')}
          value={view.choice.sheet ?? current}
          values={names}
          nameOf={each => each}
          choose={sheet => view.readAs({ sheet, hasHeader: undefined })}
        />
        {this._headerField(view.choice.hasHeader ?? hasHeader)}
      </>
    );
  }

  private _headerField(hasHeader: boolean): React.ReactElement {
    const { _trans: trans, _view: view } = this;
    return (
      <label title={trans.__('Whether the first row names the columns')}>
        <input
          type="checkbox"
          checked={hasHeader}
          onChange={event => view.readAs({ hasHeader: event.target.checked })}
        />
        {trans.__('Header')}
      </label>
    );
  }
}
