// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ReactWidget } from '@jupyterlab/apputils';
import type { VDomRenderer } from '@jupyterlab/ui-components';
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
   * Say on the button that accepts the dialog what it does now.
   *
   * @param isWarning - Whether something is lost, or seen by others, by it.
   */
  protected nameAccept(label: string, isWarning: boolean): void {
    const button = this.node
      .closest('.jp-Dialog')
      ?.querySelector('.jp-Dialog-footer .jp-mod-accept');
    const text = button?.querySelector('.jp-Dialog-buttonLabel');
    if (button && text) {
      text.textContent = label;
      button.setAttribute('aria-label', label);
      button.classList.toggle('jp-mod-warn', isWarning);
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
 * The body of a dialog that shows a model. It is drawn again when the model
 * changes, and the model ends with it.
 */
export abstract class ModelBody<
  M extends VDomRenderer.IModel
> extends DialogBody {
  constructor(
    className: string,
    protected readonly model: M
  ) {
    super(className);
    model.stateChanged.connect(this.update, this);
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.model.dispose();
      super.dispose();
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
