// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { copyText } from './clipboard';
import type { Obstacle } from './insertion/place';
import { LIBRARY_NAMES } from './languages';
import { obstacleText } from './sentences';
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
