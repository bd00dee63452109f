// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { GroupItem, ProgressBar, TextItem } from '@jupyterlab/statusbar';
import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { TransfersModel } from './model';

/**
 * Half of the space between text and bar, as in JupyterLab's own items.
 */
const HALF_SPACING = 4;

/**
 * The item of the status bar with the running tasks and their progress. A click
 * opens the list.
 */
export class TransfersStatus extends VDomRenderer<TransfersModel> {
  /**
   * @param open - Opens the list.
   */
  constructor(
    model: TransfersModel,
    open: () => void,
    trans: TranslationBundle
  ) {
    super(model);
    this._trans = trans;
    this._open = open;
    this.addClass('jp-mod-highlighted');
    this.addClass('jp-S3TransfersStatus');
    this.title.caption = trans.__('Show S3 transfers');
    this.node.title = this.title.caption;
    this.node.tabIndex = 0;
    this.node.setAttribute('role', 'button');
    this.node.addEventListener('click', this);
    this.node.addEventListener('keydown', this);
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.model?.dispose();
      super.dispose();
    }
  }

  handleEvent(event: Event): void {
    const { key } = event as KeyboardEvent;
    if (event.type === 'click' || key === 'Enter' || key === ' ') {
      event.preventDefault();
      this._open();
    }
  }

  protected render(): React.ReactElement | null {
    const { running } = this.model.tasks;
    const { fraction } = this.model;
    if (running.length === 0) {
      return null;
    }
    const text =
      running.length === 1
        ? running[0].options.title
        : this._trans.__('%1 S3 transfers', running.length);
    return (
      <GroupItem spacing={HALF_SPACING}>
        <TextItem source={text} className="jp-S3TransfersStatus-text" />
        {fraction !== null && (
          <ProgressBar percentage={Math.floor(fraction * 100)} />
        )}
      </GroupItem>
    );
  }

  private readonly _trans: TranslationBundle;
  private readonly _open: () => void;
}
