// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';

/**
 * The keys that JupyterLab's dialog takes for its own buttons.
 */
const KEYS = ['Enter', 'ArrowLeft', 'ArrowRight'];

/**
 * What "Tab" goes to.
 */
const STOPS =
  'input, select, textarea, button, a[href], summary, [tabindex="0"]';

/**
 * A dialog whose body has buttons and fields of its own.
 *
 * JupyterLab's listens for keys before its body does: there "Enter" would do
 * nothing on a button of the body, and close the dialog in a field. It also
 * goes from its last button to what was first when it was opened, which leaves
 * out a body that is filled later.
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

  /** Stay in the dialog: from its last stop to its first, and back. */
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

/** Not in a fold that is shut, nor hidden. */
function isDrawn(node: HTMLElement): boolean {
  return node.getClientRects().length > 0;
}
