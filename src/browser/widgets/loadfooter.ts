// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Widget } from '@lumino/widgets';

import { explain } from '../../drive/messages/messages';
import type { S3BrowserModel } from '../model/browsermodel';

/**
 * The line below the entries of an incompletely shown folder: how many entries
 * are shown, and the possible actions.
 */
export class LoadFooter extends Widget {
  constructor(model: S3BrowserModel) {
    super();
    this._model = model;
    this.addClass('jp-S3More');
    this._text.className = 'jp-S3More-text';
    this._said.className = 'jp-S3More-said';
    this._said.setAttribute('role', 'status');
    this._button.type = 'button';
    this._button.className = 'jp-S3More-button jp-mod-styled jp-mod-reject';
    this._button.onclick = () => this._act();
    this.node.append(this._text, this._said, this._button);
    model.folder.progressed.connect(this._onProgress, this);
    this.hide();
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._model.folder.progressed.disconnect(this._onProgress, this);
    super.dispose();
  }

  /** Show the state of the model. */
  refresh(): void {
    const { folder, isRoot, navigation } = this._model;
    const { confirmedCount, loadState } = folder;
    const isOver = loadState === 'complete' || isRoot || confirmedCount === 0;
    this.setHidden(isOver || navigation.problem !== null);
    this.node.dataset.state = loadState;
    const text = isOver ? '' : this._sentence();
    this._text.textContent = text;
    // Announce the beginning and the end to screen readers, not each page.
    if (loadState !== this._shownState) {
      this._shownState = loadState;
      this._said.textContent = text;
    }
    this._text.title = this._details();
    this._button.textContent = this._label();
    this._button.disabled = loadState === 'loading' && !this._canStop;
  }

  private _sentence(): string {
    const { folder, trans } = this._model;
    const { confirmedCount, loadedCount, loadProblem, loadState } = folder;
    const number = confirmedCount.toLocaleString();
    const isAgain = confirmedCount < loadedCount;
    switch (loadState) {
      case 'loading':
      case 'paused':
        return isAgain
          ? trans.__('Listing again: %1 so far…', number)
          : trans.__('%1 so far…', number);
      case 'failed':
        return trans.__(
          'Listing broke off after %1 entries. %2',
          number,
          explain(loadProblem, trans).message
        );
      default:
        return isAgain
          ? trans.__('The first %1 entries were listed again.', number)
          : trans.__('The first %1 entries are shown.', number);
    }
  }

  private _details(): string {
    const { folder, trans } = this._model;
    const { loadProblem } = folder;
    return loadProblem ? explain(loadProblem, trans).details : '';
  }

  private _label(): string {
    const { folder, trans } = this._model;
    const { loadState, loadsWhole } = folder;
    switch (loadState) {
      case 'loading':
      case 'paused':
        return this._canStop ? trans.__('Stop') : trans.__('Show more');
      case 'failed':
        return trans.__('Try Again');
      default:
        return loadsWhole ? trans.__('Load the rest') : trans.__('Show more');
    }
  }

  /** A single page cannot be stopped: it arrives soon. */
  private get _canStop(): boolean {
    return this._model.folder.loadsWhole;
  }

  private _act(): void {
    const { folder } = this._model;
    if (folder.isLoading) {
      folder.stopLoading();
    } else {
      void folder.resumeLoading();
    }
  }

  /** Pages may come faster than frames. */
  private _onProgress(): void {
    this._frame ??= requestAnimationFrame(() => {
      this._frame = null;
      if (!this.isDisposed) {
        this.refresh();
      }
    });
  }

  private readonly _model: S3BrowserModel;
  private readonly _text = document.createElement('span');
  private readonly _said = document.createElement('span');
  private readonly _button = document.createElement('button');
  private _shownState = '';
  private _frame: number | null = null;
}
