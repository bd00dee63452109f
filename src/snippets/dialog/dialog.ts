// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { FormDialog } from '../../dialogs/formdialog';
import type { Highlighter } from '../../dialogs/highlighting';
import { SnippetModel } from './model';
import { SnippetView, TOLD_ID } from './view';

/**
 * Show the snippets for a location in all languages and libraries.
 *
 * @param highlight - Highlights code; `null`: it stays plain.
 *
 * @returns The snippet to insert, or `null`.
 */
export async function showSnippets(
  options: SnippetModel.IOptions,
  highlight: Highlighter | null
): Promise<SnippetModel['chosen']> {
  const model = new SnippetModel(options);
  const { trans } = options;
  const view = new SnippetView(model, highlight, trans);
  const dialog = new SnippetDialog(model, view, trans);
  void model.look();
  await dialog.launch();
  const { chosen } = dialog;
  dialog.dispose();
  return chosen;
}

/**
 * The indices of the buttons.
 */
const CLOSE = 0;
const COPY = 1;
const INSERT = 2;

/**
 * The dialog. It stays open after copying, and while there is nothing to
 * insert.
 */
class SnippetDialog extends FormDialog<unknown> {
  constructor(
    model: SnippetModel,
    body: SnippetView,
    trans: TranslationBundle
  ) {
    super({
      title: trans.__('Snippets for "%1"', model.location.name),
      body,
      buttons: [
        Dialog.cancelButton({ label: trans.__('Close') }),
        Dialog.createButton({ label: trans.__('Copy'), accept: false }),
        Dialog.okButton({ label: trans.__('Insert') })
      ],
      defaultButton: model.obstacle ? COPY : INSERT
    });
    this._model = model;
    this._default = model.obstacle ? COPY : INSERT;
    this.addClass('jp-S3SnippetDialog');
    this._footer = Array.from(
      this.node.querySelectorAll<HTMLElement>(
        '.jp-Dialog-footer .jp-Dialog-button'
      )
    );
    this._footer[INSERT]?.setAttribute('aria-describedby', TOLD_ID);
    model.stateChanged.connect(this._update, this);
    this._update();
  }

  /** The snippet to insert, once the dialog is closed. */
  get chosen(): SnippetModel['chosen'] {
    return this._chosen;
  }

  /** Handle a button. */
  resolve(index: number = this._default): void {
    const { _model: model } = this;
    if (index === CLOSE) {
      super.resolve(index);
    } else if (index === COPY && model.text) {
      void model.copy();
    } else if (index === INSERT && model.isInsertable) {
      this._chosen = model.chosen;
      super.resolve(index);
    }
  }

  /** Update the buttons. A disabled one keeps the focus. */
  private _update(): void {
    const { found, isInsertable, problem, text } = this._model;
    const isLooking = !found && !problem;
    if (isLooking && this.node.contains(document.activeElement)) {
      // The focused element may be gone, and Escape works only inside the
      // dialog.
      this._footer[this._default]?.focus();
    }
    const isReady = [true, text !== '', isInsertable];
    for (const [index, button] of this._footer.entries()) {
      button.setAttribute('aria-disabled', String(!isReady[index]));
    }
  }

  private readonly _model: SnippetModel;
  private readonly _default: number;
  private readonly _footer: readonly HTMLElement[];
  private _chosen: SnippetModel['chosen'] = null;
}
