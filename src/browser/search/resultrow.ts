// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { formatFileSize } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import { folderIcon } from '@jupyterlab/ui-components';

import type { IHit } from './searchbelow';

/**
 * The row of a hit: its name, its folder, and a button that goes to the folder.
 */
export function hitRow(
  hit: IHit,
  icon: LabIcon | null,
  trans: TranslationBundle
): HTMLElement {
  const row = document.createElement('div');
  row.className = 'jp-S3Hit';
  row.setAttribute('role', 'option');
  row.dataset.path = hit.path;
  row.title = tooltip(hit, trans);
  if (hit.isBlocked) {
    row.classList.add('jp-mod-s3Blocked');
    row.setAttribute('aria-disabled', 'true');
  }
  const name = text('jp-S3Hit-name', hit.name || hit.path);
  const folder = text(
    'jp-S3Hit-folder',
    hit.folder || trans.__('in this folder')
  );
  const words = document.createElement('div');
  words.className = 'jp-S3Hit-words';
  words.append(name, folder);
  const iconNode = document.createElement('span');
  iconNode.className = 'jp-S3Hit-icon';
  icon?.element({ container: iconNode, stylesheet: 'listing' });
  row.append(iconNode, words);
  if (!hit.isBlocked) {
    row.append(revealButton(trans));
  }
  return row;
}

function tooltip(hit: IHit, trans: TranslationBundle): string {
  const address = `s3://${hit.path}${hit.isFolder ? '/' : ''}`;
  if (hit.isBlocked) {
    return trans.__(
      '%1\nThis key cannot be addressed in JupyterLab. Rename it with another S3 client.',
      address
    );
  }
  return hit.isFolder
    ? address
    : trans.__('%1\nSize: %2', address, formatFileSize(hit.size, 1, 1024));
}

function text(className: string, content: string): HTMLElement {
  const node = document.createElement('span');
  node.className = className;
  node.textContent = content;
  return node;
}

/** Not in the tab order: `Shift Enter` on the list does the same. */
function revealButton(trans: TranslationBundle): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.tabIndex = -1;
  button.className = 'jp-S3Hit-reveal';
  button.title = trans.__('Show in its folder (Shift+Enter)');
  button.setAttribute('aria-label', trans.__('Show in its folder'));
  folderIcon.element({ container: button, stylesheet: 'listing' });
  return button;
}
