// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { STAYS } from '../dialogs/stays';
import { copyText } from '../dialogs/clipboard';
import type { InsertionObstacle } from './insertion/types';
import { LIBRARY_NAMES } from './write/librarynames';
import { insertionObstacleText } from './dialog/messages';
import type { IFound } from './compose/types';
import type { Library } from './write/types';

/**
 * Copy a snippet and show a notice. The notice has a "Copy" button if the
 * browser refused to copy, or if the snippet should have been inserted.
 *
 * @param obstacle - Why it was not inserted; `null` if copying was requested.
 */
export async function handOver(
  text: string,
  library: Library,
  obstacle: InsertionObstacle | null,
  trans: TranslationBundle
): Promise<void> {
  const isCopied = await copyText(text);
  const name = LIBRARY_NAMES[library];
  const said = isCopied
    ? trans.__('The %1 snippet was copied.', name)
    : trans.__('The %1 snippet is ready to be copied.', name);
  if (isCopied && !obstacle) {
    Notification.success(said, { autoClose: STAYS.brief });
    return;
  }
  const why = obstacle ? [insertionObstacleText(obstacle, trans)] : [];
  Notification.info([...why, said].join(' '), {
    autoClose: isCopied ? STAYS.offer : STAYS.waits,
    actions: [{ label: trans.__('Copy'), callback: () => void copyText(text) }]
  });
}

/**
 * Show a notice if a location could not be inspected, so that its snippet is
 * generic, with a button that shows why.
 */
export function showTrouble(
  found: readonly IFound[],
  trans: TranslationBundle
): void {
  const first = found.find(({ trouble }) => trouble !== undefined);
  if (!first) {
    return;
  }
  const { name } = first.location;
  Notification.warning(
    trans.__('"%1" could not be looked into: its code is general.', name),
    {
      autoClose: STAYS.offer,
      actions: [
        {
          label: trans.__('Show Why'),
          callback: () => void showWhy(name, first.trouble, trans)
        }
      ]
    }
  );
}

async function showWhy(
  name: string,
  trouble: unknown,
  trans: TranslationBundle
): Promise<void> {
  const { showProblem } = await import('../dialogs/errordialog');
  await showProblem(name, trouble, trans);
}
