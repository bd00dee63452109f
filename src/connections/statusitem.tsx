// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { TextItem } from '@jupyterlab/statusbar';
import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { Access } from './access';
import { accountText, durationText, lastsText } from './texts';

/**
 * The item of the status bar with the account, and how long the access lasts. A
 * click opens the page with the connections.
 */
export class AccessStatus extends VDomRenderer<Access> {
  /**
   * @param open - Opens the page.
   */
  constructor(access: Access, open: () => void, trans: TranslationBundle) {
    super(access);
    this._open = open;
    this._trans = trans;
    this.addClass('jp-mod-highlighted');
    this.addClass('jp-S3Access');
    this.node.tabIndex = 0;
    this.node.setAttribute('role', 'button');
    this.node.addEventListener('click', this);
    this.node.addEventListener('keydown', this);
  }

  handleEvent(event: Event): void {
    const { key } = event as KeyboardEvent;
    if (event.type === 'click' || key === 'Enter' || key === ' ') {
      event.preventDefault();
      this._open();
    }
  }

  protected render(): React.ReactElement | null {
    const { secondsLeft, standing, status } = this.model;
    if (!status) {
      return null;
    }
    const trans = this._trans;
    const isWarning = standing === 'soon' || standing === 'none';
    this.toggleClass('jp-mod-warning', isWarning);
    this.toggleClass('jp-mod-error', standing === 'ended');
    this.node.title = [
      status.endpoint,
      accountText(status),
      lastsText(standing, secondsLeft, status, trans)
    ]
      .filter(Boolean)
      .join('\n');
    return <TextItem source={itemText(this.model, trans)} />;
  }

  private readonly _open: () => void;
  private readonly _trans: TranslationBundle;
}

/**
 * The text of the item: "S3: alice, 6 d 4 h".
 */
export function itemText(access: Access, trans: TranslationBundle): string {
  const { isAutomatic, secondsLeft, standing, status } = access;
  if (standing === 'none' || !status) {
    return trans.__('S3: no keys');
  }
  const account = accountText(status);
  if (standing === 'ended') {
    return account
      ? trans.__('S3: %1, expired', account)
      : trans.__('S3: expired');
  }
  return secondsLeft === null || isAutomatic
    ? trans.__('S3: %1', account)
    : trans.__('S3: %1, %2', account, durationText(secondsLeft, trans));
}
