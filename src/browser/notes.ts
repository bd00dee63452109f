// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { LabIcon } from '@jupyterlab/ui-components';
import { infoIcon } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';

import { lockIcon } from './icons';

/**
 * A line above the entries.
 */
export interface INote {
  readonly kind: 'read-only' | 'stale' | 'root-problem';
  readonly text: string;
  /** The tooltip: more about it. */
  readonly title?: string;
  /** What can be done about it. */
  readonly action?: { label: string; run: () => void };
}

/**
 * Lines above the entries: what a person should know about this place.
 */
export class Notes extends Widget {
  constructor() {
    super();
    this.addClass('jp-S3Notes');
    this.node.setAttribute('role', 'status');
    this.node.setAttribute('aria-live', 'polite');
    this.hide();
  }

  /**
   * Show these notes and no others.
   */
  setNotes(notes: INote[]): void {
    const key = JSON.stringify(notes);
    if (key === this._shown) {
      return;
    }
    this._shown = key;
    this.setHidden(notes.length === 0);
    this.node.replaceChildren(...notes.map(Private.render));
  }

  private _shown = '[]';
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  const ICONS: { [kind in INote['kind']]: LabIcon } = {
    'read-only': lockIcon,
    stale: infoIcon,
    'root-problem': infoIcon
  };

  export function render(note: INote): HTMLElement {
    const node = document.createElement('div');
    node.className = 'jp-S3Note';
    node.dataset.kind = note.kind;
    const text = document.createElement('span');
    text.textContent = note.text;
    text.title = note.title ?? '';
    node.append(
      ICONS[note.kind].element({ tag: 'span', className: 'jp-S3Note-icon' }),
      text
    );
    if (note.action) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'jp-S3Note-action';
      button.textContent = note.action.label;
      button.onclick = note.action.run;
      text.append(' ', button);
    }
    return node;
  }
}
