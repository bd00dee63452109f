// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { BreadCrumbs } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';

import { bucketIcon } from '../../icons';

/**
 * JupyterLab's breadcrumbs, with the list of buckets as the first one.
 */
export class S3BreadCrumbs extends BreadCrumbs {
  constructor(options: S3BreadCrumbs.IOptions) {
    super(options);
    const { trans } = options;
    this._rootLabel = trans.__('All buckets');
    this.node.setAttribute('role', 'navigation');
    this.node.setAttribute('aria-label', trans.__('Place in S3'));
  }

  protected onUpdateRequest(msg: Message): void {
    super.onUpdateRequest(msg);
    const root = this.node.querySelector<HTMLElement>('.jp-BreadCrumbs-home');
    if (root && root !== this._root) {
      this._root = root;
      root.title = this._rootLabel;
      root.setAttribute('aria-label', this._rootLabel);
      const icon = bucketIcon.element({
        tag: 'span',
        stylesheet: 'breadCrumb'
      });
      root.replaceChildren(...Array.from(icon.childNodes));
    }
  }

  private readonly _rootLabel: string;
  private _root: HTMLElement | null = null;
}

/**
 * The namespace of `S3BreadCrumbs` statics.
 */
export namespace S3BreadCrumbs {
  /**
   * The options of JupyterLab's breadcrumbs.
   */
  export interface IOptions extends BreadCrumbs.IOptions {
    trans: TranslationBundle;
  }
}
