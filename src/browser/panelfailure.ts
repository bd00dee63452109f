// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';

import { isFetchFailure } from '../drive/messages/chunkfailure';
import { explain } from '../drive/messages/messages';
import { isOlder } from './versions';
import { messageNode } from './widgets/messagenode';

/**
 * The oldest supported applications (`package.json`), by their own name.
 */
export const OLDEST: { readonly [name: string]: string | undefined } = {
  JupyterLab: '4.6.0',
  'Jupyter Notebook': '7.6.0'
};

/**
 * Why the panel could not be created, with expandable details.
 *
 * @returns `null` when its code could not be loaded: the panel reports that
 * without any other code.
 */
export function panelFailure(
  error: unknown,
  { name, version }: Pick<JupyterFrontEnd, 'name' | 'version'>,
  trans: TranslationBundle
): HTMLElement | null {
  if (isFetchFailure(error)) {
    return null;
  }
  const { message, details } = explain(error, trans);
  const oldest = OLDEST[name];
  const sentence =
    oldest && isOlder(version, oldest)
      ? trans.__(
          'This is %1 %2, and the S3 panel needs %3 or newer. Upgrade it, then restart the Jupyter server.',
          name,
          version,
          oldest
        )
      : trans.__(
          'The panel could not be made: %1 Reload the page; if that does not help, show the details to the administrator.',
          asSentence(message)
        );
  return messageNode(sentence, details, trans);
}

/** A text that ends as a sentence. */
function asSentence(text: string): string {
  return /[.!?]\s*$/.test(text) ? text.trim() : `${text}.`;
}
