// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { searchIcon } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

/**
 * An action offered by the field.
 */
export type FieldAction = 'below' | 'stop' | 'back' | 'retry';

/**
 * An event of the field: the text changed, `Enter` or the down arrow was
 * pressed, `Escape` was pressed, or an action was chosen.
 */
export type FieldEvent = 'typed' | 'entered' | 'left' | FieldAction;

/**
 * The search field, with a line below that says what was searched.
 */
export class SearchField extends Widget {
  constructor(trans: TranslationBundle) {
    super();
    this._trans = trans;
    this.addClass('jp-S3Search');
    this.node.setAttribute('role', 'search');
    this._input.type = 'search';
    this._input.className = 'jp-S3Search-input';
    this._input.spellcheck = false;
    this._input.autocomplete = 'off';
    this._input.placeholder = trans.__('Search in this folder');
    this._input.setAttribute('aria-label', trans.__('Search in this folder'));
    this._input.oninput = () => this._happened.emit('typed');
    this._input.onkeydown = event => this._onKey(event);
    this._text.setAttribute('role', 'status');
    const box = document.createElement('div');
    box.className = 'jp-S3Search-box';
    box.append(
      searchIcon.element({ tag: 'span', className: 'jp-S3Search-icon' }),
      this._input
    );
    this._line.className = 'jp-S3Search-line';
    this._line.append(this._text, this._actions);
    this.node.append(box, this._line);
    this.hide();
  }

  /** A signal emitted when something happens in the field. */
  get happened(): ISignal<this, FieldEvent> {
    return this._happened;
  }

  /** What is in the field. */
  get value(): string {
    return this._input.value;
  }

  set value(value: string) {
    if (this._input.value !== value) {
      this._input.value = value;
    }
  }

  /** Whether the field has the focus. */
  get hasFocus(): boolean {
    return this.node.contains(document.activeElement);
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    Signal.clearData(this);
    super.dispose();
  }

  /** Show and focus the field, with its text selected. */
  focus(): void {
    this.show();
    this._input.focus();
    this._input.select();
  }

  /** Set the line and its actions; `''` hides the line. */
  setLine(text: string, details: string, actions: FieldAction[]): void {
    const key = JSON.stringify([text, details, actions]);
    if (key === this._shown) {
      return;
    }
    this._shown = key;
    this._line.hidden = text === '' && actions.length === 0;
    this._text.textContent = text;
    this._text.title = details;
    this._setActions(actions);
  }

  /** Buttons that remain are reused: one may have the focus. */
  private _setActions(actions: FieldAction[]): void {
    const before = new Map(
      Array.from(this._actions.children, node => [
        (node as HTMLElement).dataset.action,
        node
      ])
    );
    this._actions.replaceChildren(
      ...actions.map(action => before.get(action) ?? this._button(action))
    );
  }

  private _button(action: FieldAction): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'jp-S3Note-action';
    button.dataset.action = action;
    button.textContent = this._label(action);
    button.onclick = () => this._happened.emit(action);
    return button;
  }

  private _label(action: FieldAction): string {
    switch (action) {
      case 'below':
        return this._trans.__('Search below this folder');
      case 'stop':
        return this._trans.__('Stop');
      case 'back':
        return this._trans.__('Back to the folder');
      case 'retry':
        return this._trans.__('Try Again');
    }
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.isComposing) {
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this._happened.emit('left');
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      this._happened.emit('entered');
    }
  }

  private readonly _trans: TranslationBundle;
  private readonly _input = document.createElement('input');
  private readonly _line = document.createElement('div');
  private readonly _text = document.createElement('span');
  private readonly _actions = document.createElement('span');
  private readonly _happened = new Signal<this, FieldEvent>(this);
  private _shown = '';
}
