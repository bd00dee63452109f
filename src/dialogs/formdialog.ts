// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { DialogBody } from './body';

/**
 * The keys that JupyterLab's dialog uses for its own buttons.
 */
const KEYS = ['Enter', 'ArrowLeft', 'ArrowRight'];

/**
 * What the Tab key stops at.
 */
const STOPS =
  'input, select, textarea, button, a[href], summary, [tabindex="0"]';

/**
 * A dialog whose body has buttons and fields of its own.
 *
 * JupyterLab's `Dialog` handles keys before its body does: Enter would do
 * nothing on a button of the body, and close the dialog in a field. After its
 * last button, Tab would go to what was first when the dialog opened, which
 * leaves out a body that is filled later.
 */
export class FormDialog<T> extends Dialog<T> {
  handleEvent(event: Event): void {
    if (event instanceof KeyboardEvent && event.type === 'keydown') {
      const isInBody =
        event.target instanceof Element &&
        event.target.closest('.jp-Dialog-body') !== null;
      if (isInBody && KEYS.includes(event.key)) {
        return;
      }
      if (event.key === 'Tab') {
        this._goRound(event);
        return;
      }
    }
    super.handleEvent(event);
  }

  /**
   * Keep the focus in the dialog: from the last stop to the first, and back.
   */
  private _goRound(event: KeyboardEvent): void {
    const stops = Array.from(
      this.node.querySelectorAll<HTMLElement>(STOPS)
    ).filter(stop => !stop.matches(':disabled') && isDrawn(stop));
    const [from, to] = event.shiftKey
      ? [stops[0], stops[stops.length - 1]]
      : [stops[stops.length - 1], stops[0]];
    if (to && document.activeElement === from) {
      event.preventDefault();
      event.stopPropagation();
      to.focus();
    }
  }
}

/**
 * Show a body that has buttons and fields of its own, until it is closed.
 *
 * @param className - A class of the dialog, for what is around the body.
 * @param done - Closes it when it resolves.
 *
 * @returns When the dialog is closed, and the body disposed of.
 */
export async function showUntilClosed(
  title: string,
  body: DialogBody,
  trans: TranslationBundle,
  className?: string,
  done?: Promise<unknown>
): Promise<void> {
  const dialog = new FormDialog({
    title,
    body,
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
  if (className) {
    dialog.addClass(className);
  }
  void done?.then(() => dialog.resolve());
  await dialog.launch();
}

/** Whether a node is visible: neither hidden nor inside closed details. */
function isDrawn(node: HTMLElement): boolean {
  return node.getClientRects().length > 0;
}
