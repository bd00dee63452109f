// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { copyText } from './clipboard';
import type { Obstacle } from './insertion/place';
import { LIBRARY_NAMES } from './languages';
import { obstacleText } from './sentences';
import type { IFound } from './snippets';
import { nameOf } from './wishes';
import type { Library } from './write/types';

/**
 * How long a person is told that all went well, and that something else was
 * done than was asked for (milliseconds).
 */
const BRIEF_MS = 3000;
const LONG_MS = 10_000;

/**
 * Copy a snippet, and say so; with a button that copies it where the browser
 * has refused, or where it was to be inserted.
 *
 * @param obstacle - Why it was not inserted; `null`: it was to be copied.
 */
export async function handOver(
  text: string,
  library: Library,
  obstacle: Obstacle | null,
  trans: TranslationBundle
): Promise<void> {
  const isCopied = await copyText(text);
  const name = LIBRARY_NAMES[library];
  const said = isCopied
    ? trans.__('The %1 snippet was copied.', name)
    : trans.__('The %1 snippet is ready to be copied.', name);
  if (isCopied && !obstacle) {
    Notification.success(said, { autoClose: BRIEF_MS });
    return;
  }
  const why = obstacle ? [obstacleText(obstacle, trans)] : [];
  Notification.info([...why, said].join(' '), {
    autoClose: isCopied ? LONG_MS : false,
    actions: [{ label: trans.__('Copy'), callback: () => void copyText(text) }]
  });
}

/**
 * Say that a place could not be looked into, so that its snippet is the general
 * form; with a button that tells why. Nothing where all could.
 */
export function tellTrouble(
  found: readonly IFound[],
  trans: TranslationBundle
): void {
  const first = found.find(({ trouble }) => trouble !== undefined);
  if (!first) {
    return;
  }
  const name = nameOf(first.place);
  Notification.warning(
    trans.__('"%1" could not be looked into: its code is general.', name),
    {
      autoClose: LONG_MS,
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
  const { showProblem } = await import('../dialogs/problems');
  await showProblem(name, trouble, trans);
}
