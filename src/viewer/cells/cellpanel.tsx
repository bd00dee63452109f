// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { closeIcon, ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { prettyJson } from './prettyjson';

/**
 * A cell, as the side view shows it.
 */
export interface IShownCell {
  /** The number of its row. */
  readonly row: string;
  /** The name of its column. */
  readonly column: string;
  /** What the cells of its column are. */
  readonly type: string;
  /** To the letter as in the file. */
  readonly text: string;
}

/**
 * Shows one cell as a whole beside the grid: long texts are wrapped, and JSON has
 * a line for each value.
 */
export class CellPanel extends ReactWidget {
  /**
   * @param closed - Called when the person closes it.
   */
  constructor(
    private readonly _closed: () => void,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-S3Cell');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('Cell'));
    this.node.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this._closed();
      }
    });
    this.hide();
  }

  /** Show a cell. */
  tell(cell: IShownCell): void {
    this._cell = cell;
    this.update();
  }

  /** Give the focus to the text, from which it can be copied. */
  focusText(): void {
    void this.renderPromise?.then(() =>
      this.node.querySelector<HTMLElement>('.jp-S3Cell-text')?.focus()
    );
  }

  protected render(): React.ReactElement | null {
    const { _cell: cell, _trans: trans } = this;
    if (!cell) {
      return null;
    }
    const pretty = prettyJson(cell.text);
    return (
      <>
        <header>
          <h3 title={cell.column}>{cell.column}</h3>
          <button
            className="jp-Button jp-mod-minimal"
            title={trans.__('Close')}
            aria-label={trans.__('Close')}
            onClick={() => this._closed()}
          >
            <closeIcon.react tag={null} stylesheet="toolbarButton" />
          </button>
        </header>
        <p className="jp-S3Cell-place">
          {trans.__('Row %1', cell.row)} · {cell.type}
        </p>
        {cell.text === '' ? (
          <p className="jp-S3Cell-text jp-mod-empty" tabIndex={0}>
            {trans.__('This cell is empty.')}
          </p>
        ) : (
          <pre
            className="jp-S3Cell-text"
            tabIndex={0}
            aria-label={trans.__('Value')}
          >
            {pretty ?? cell.text}
          </pre>
        )}
      </>
    );
  }

  private _cell: IShownCell | null = null;
}
