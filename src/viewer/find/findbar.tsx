// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import {
  caretDownIcon,
  caretUpIcon,
  closeIcon,
  ReactWidget
} from '@jupyterlab/ui-components';
import * as React from 'react';

/**
 * What a search bar does.
 */
export interface IFinding {
  /**
   * Find the next cell, and make it the current one.
   *
   * @param tell - Called with how many rows were looked at.
   *
   * @returns Whether there is one; `null` if the search was stopped, or what went
   * wrong was shown.
   */
  find(
    text: string,
    isBackward: boolean,
    signal: AbortSignal,
    tell: (rows: number) => void
  ): Promise<boolean | null>;
  /** Called when the person closes it. */
  closed(): void;
  /** A number as the person's language writes it. */
  number(value: number): string;
}

/**
 * A line above the grid with a text to look for. Enter finds the next cell, with
 * Shift the one before; Escape stops, and closes the line.
 */
export class FindBar extends ReactWidget {
  constructor(
    private readonly _finding: IFinding,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-S3Find');
    this.node.setAttribute('role', 'search');
    this.node.addEventListener('keydown', event => this._onKey(event));
    this.hide();
  }

  dispose(): void {
    this._stop?.abort();
    super.dispose();
  }

  /** Show it, with the focus in its field. */
  open(): void {
    this.show();
    this.update();
    void this.renderPromise?.then(() => {
      const field = this.node.querySelector('input');
      field?.focus();
      field?.select();
    });
  }

  protected onAfterHide(): void {
    this._stop?.abort();
    this._said = '';
  }

  protected render(): React.ReactElement {
    const { _said: said, _stop: stop, _text: text, _trans: trans } = this;
    return (
      <>
        <input
          type="search"
          className="jp-mod-styled"
          placeholder={trans.__('Find in the cells')}
          aria-label={trans.__('Find in the cells')}
          value={text}
          onChange={event => {
            this._text = event.target.value;
            this._tell('');
          }}
        />
        {this._button(trans.__('Find Previous'), caretUpIcon, true)}
        {this._button(trans.__('Find Next'), caretDownIcon, false)}
        <span role="status">{said}</span>
        {stop && (
          <button
            className="jp-mod-styled jp-mod-reject"
            onClick={() => stop.abort()}
          >
            {trans.__('Stop')}
          </button>
        )}
        <button
          className="jp-Button jp-mod-minimal"
          title={trans.__('Close')}
          aria-label={trans.__('Close')}
          onClick={() => this._finding.closed()}
        >
          <closeIcon.react tag={null} stylesheet="toolbarButton" />
        </button>
      </>
    );
  }

  private _button(
    label: string,
    icon: typeof caretUpIcon,
    isBackward: boolean
  ): React.ReactElement {
    return (
      <button
        className="jp-Button jp-mod-minimal"
        title={label}
        aria-label={label}
        disabled={!this._text}
        onClick={() => void this._find(isBackward)}
      >
        <icon.react tag={null} stylesheet="toolbarButton" />
      </button>
    );
  }

  private _onKey(event: KeyboardEvent): void {
    const isInField = event.target instanceof HTMLInputElement;
    if (event.key === 'Enter' && isInField && this._text) {
      event.preventDefault();
      void this._find(event.shiftKey);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      this._finding.closed();
    }
  }

  private async _find(isBackward: boolean): Promise<void> {
    const { _finding: finding, _trans: trans } = this;
    this._stop?.abort();
    const stop = (this._stop = new AbortController());
    const tell = (rows: number) => {
      if (this._stop === stop) {
        const count = finding.number(rows);
        this._tell(
          trans._n('%2 row searched', '%2 rows searched', rows, count)
        );
      }
    };
    this.update();
    const found = await finding.find(this._text, isBackward, stop.signal, tell);
    if (this._stop === stop) {
      this._stop = null;
      this._tell(
        found === false
          ? trans.__('No cell contains this.')
          : stop.signal.aborted
            ? trans.__('Stopped.')
            : ''
      );
    }
  }

  private _tell(said: string): void {
    this._said = said;
    this.update();
  }

  private _text = '';
  private _said = '';
  private _stop: AbortController | null = null;
}
