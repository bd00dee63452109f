// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

/**
 * The line under the entries of a folder that is not shown whole.
 */
export class MoreFooter extends Widget {
  /**
   * @param showMore - Shows the next entries; resolves when it has.
   */
  constructor(trans: TranslationBundle, showMore: () => Promise<void>) {
    super();
    this._trans = trans;
    this.addClass('jp-S3More');
    this._text.setAttribute('role', 'status');
    this._button.type = 'button';
    this._button.className = 'jp-S3More-button jp-mod-styled jp-mod-reject';
    this._button.textContent = trans.__('Show more');
    this._button.onclick = () => {
      this._button.disabled = true;
      void showMore().finally(() => {
        this._button.disabled = false;
      });
    };
    this.node.append(this._text, this._button);
    this.hide();
  }

  /**
   * Say how many entries are shown; `null` when that is all.
   */
  setCount(count: number | null): void {
    this.setHidden(count === null);
    const text =
      count === null
        ? ''
        : this._trans.__(
            'The first %1 entries are shown.',
            count.toLocaleString()
          );
    if (this._text.textContent !== text) {
      this._text.textContent = text;
    }
  }

  private readonly _trans: TranslationBundle;
  private readonly _text = document.createElement('span');
  private readonly _button = document.createElement('button');
}
