// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { detailsNode } from './messagenode';
import type { IState, StateAction } from './states';

/**
 * Shows a state in place of the entries: the problem and the possible actions.
 *
 * Changes are announced to screen readers.
 */
export class StatePanel extends Widget {
  constructor(trans: TranslationBundle) {
    super();
    this._trans = trans;
    this.addClass('jp-S3State');
    this.node.setAttribute('role', 'status');
    this.node.setAttribute('aria-live', 'polite');
    this.hide();
  }

  /**
   * A signal emitted when an action is chosen.
   */
  get requested(): ISignal<this, StateAction> {
    return this._requested;
  }

  /**
   * Show a state, or nothing.
   */
  setState(state: IState | null): void {
    const key = JSON.stringify(state);
    if (key === this._shown) {
      return;
    }
    this._shown = key;
    this.node.replaceChildren();
    this.node.dataset.kind = state?.kind ?? '';
    this.setHidden(state === null);
    if (state) {
      this._render(state);
    }
  }

  private _render(state: IState): void {
    const title = document.createElement('h3');
    title.className = 'jp-S3State-title';
    title.textContent = state.title;
    const message = document.createElement('p');
    message.className = 'jp-S3State-message';
    message.textContent = state.message;
    const actions = document.createElement('div');
    actions.className = 'jp-S3State-actions';
    actions.append(
      ...state.actions.map((action, index) => this._button(action, index === 0))
    );
    this.node.append(title, message, actions);
    if (state.details) {
      this.node.append(detailsNode(state.details, this._trans));
    }
  }

  private _button(action: StateAction, isFirst: boolean): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'jp-S3State-action jp-mod-styled';
    button.classList.add(isFirst ? 'jp-mod-accept' : 'jp-mod-reject');
    button.dataset.action = action;
    button.textContent = this._label(action);
    button.onclick = () => this._requested.emit(action);
    return button;
  }

  private _label(action: StateAction): string {
    const trans = this._trans;
    switch (action) {
      case 'retry':
        return trans.__('Try Again');
      case 'open-location':
        return trans.__('Open Location…');
      case 'go-up':
        return trans.__('Go Up');
      case 'go-root':
        return trans.__('All Buckets');
      case 'upload':
        return trans.__('Upload Files…');
      case 'clear-filter':
        return trans.__('Clear Search');
      case 'search-below':
        return trans.__('Search Below This Folder');
      case 'ask-for-bucket':
        return trans.__('Ask for a Shared Bucket');
      case 'renew':
        return trans.__('Renew Access…');
    }
  }

  private readonly _trans: TranslationBundle;
  private readonly _requested = new Signal<this, StateAction>(this);
  private _shown = '';
}
