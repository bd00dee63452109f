// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { LabIcon } from '@jupyterlab/ui-components';
import { infoIcon } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';

import { groupIcon, lockIcon, publicIcon, unknownIcon } from '../../icons';
import type { INote } from '../model/types';

/**
 * Lines above or below the entries with notes about the current folder.
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
   * Replace the notes.
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
    'root-problem': infoIcon,
    public: publicIcon,
    platform: groupIcon,
    unknown: unknownIcon,
    closed: lockIcon,
    'shared-bucket': groupIcon
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
    if (note.link) {
      const link = document.createElement('a');
      link.className = 'jp-S3Note-action';
      link.href = note.link.href;
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
      link.textContent = note.link.label;
      text.append(' ', link);
    }
    return node;
  }
}
