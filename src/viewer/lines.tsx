// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { MessageText } from '../dialogs/parts';

/**
 * What a person can do about a message.
 */
export interface IViewAction {
  readonly label: string;
  run(): void;
}

/**
 * One line of text.
 */
export class ViewLine extends ReactWidget {
  get text(): string {
    return this._text;
  }

  set text(text: string) {
    if (text !== this._text) {
      this._text = text;
      this.update();
    }
  }

  protected render(): React.ReactElement {
    return <>{this._text}</>;
  }

  private _text = '';
}

/**
 * The place of a view in which it says that it is loading, or why it shows
 * nothing or not all.
 */
export class ViewMessage extends ReactWidget {
  constructor(private readonly _trans: TranslationBundle) {
    super();
    this.addClass('jp-S3View-message');
    this.node.setAttribute('role', 'status');
    this._message = _trans.__('Loading…');
  }

  /** Show nothing. */
  clear(): void {
    this._message = '';
    this.update();
    this.hide();
  }

  /**
   * Say something.
   *
   * @param message - One or two sentences.
   * @param details - For who wants to know more; `''` for none.
   */
  tell(message: string, details = '', action?: IViewAction): void {
    this._message = message;
    this._details = details;
    this._action = action ?? null;
    this.update();
    this.show();
  }

  protected render(): React.ReactElement {
    const action = this._action;
    return (
      <>
        <MessageText
          message={this._message}
          details={this._details}
          trans={this._trans}
        />
        {action && (
          <button
            className="jp-mod-styled jp-mod-accept"
            onClick={() => action.run()}
          >
            {action.label}
          </button>
        )}
      </>
    );
  }

  private _message: string;
  private _details = '';
  private _action: IViewAction | null = null;
}
