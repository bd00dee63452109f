// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';

/**
 * The keys that JupyterLab's dialog takes for its own buttons.
 */
const KEYS = ['Enter', 'ArrowLeft', 'ArrowRight'];

/**
 * A dialog whose body has buttons and fields of its own.
 *
 * JupyterLab's listens for keys before its body does: there "Enter" would do
 * nothing on a button of the body, and close the dialog in a field.
 */
export class FormDialog<T> extends Dialog<T> {
  handleEvent(event: Event): void {
    const isInBody =
      event.target instanceof Element &&
      event.target.closest('.jp-Dialog-body') !== null;
    if (
      event instanceof KeyboardEvent &&
      event.type === 'keydown' &&
      KEYS.includes(event.key) &&
      isInBody
    ) {
      return;
    }
    super.handleEvent(event);
  }
}
