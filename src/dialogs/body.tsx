// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ReactWidget } from '@jupyterlab/apputils';
import { type Message, MessageLoop } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import { flushSync } from 'react-dom';

/**
 * The body of a dialog, drawn by React. `update()` draws it again.
 *
 * It is drawn as soon as it is attached: otherwise JupyterLab's dialog would
 * take the focus only when the browser is idle, and the keys pressed until then
 * would go to what is behind the dialog.
 */
export abstract class DialogBody extends ReactWidget {
  /**
   * @param className - The class of the body's node, if it has one.
   */
  constructor(className: string | null) {
    super();
    if (className) {
      this.addClass(className);
    }
  }

  dispose(): void {
    if (!this.isDisposed) {
      Signal.clearData(this);
      super.dispose();
    }
  }

  /**
   * Draw it again at once, as the handler of a field has to: what is typed is
   * taken back where a field has another value when the event ends.
   */
  protected redraw(): void {
    MessageLoop.sendMessage(this, Widget.Msg.UpdateRequest);
  }

  protected onUpdateRequest(msg: Message): void {
    if (this.isAttached) {
      flushSync(() => super.onUpdateRequest(msg));
      // Nothing is left to wait for.
      this.renderPromise = undefined;
    }
  }
}

/**
 * Make a body that has no value.
 *
 * @param draw - Returns what it shows.
 * @param changed - Emitted when that is something else.
 */
export function drawnBody(
  className: string | null,
  draw: () => React.ReactNode,
  changed?: ISignal<unknown, unknown>
): DialogBody {
  return new DrawnBody(className, draw, changed);
}

class DrawnBody extends DialogBody {
  constructor(
    className: string | null,
    private readonly _draw: () => React.ReactNode,
    changed?: ISignal<unknown, unknown>
  ) {
    super(className);
    changed?.connect(this.update, this);
  }

  protected render(): React.ReactElement {
    return <>{this._draw()}</>;
  }
}
