// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { askQuestion, type IQuestionChoice } from '../dialogs/ask';
import { drawnBody } from '../dialogs/body';

/**
 * What to do with a document whose object is gone: save it at the same path
 * (`here`), follow the object to its new path, save it under another name
 * (`copy`), or close it; `later`: nothing for now.
 */
export type GoneAnswer = 'here' | 'follow' | 'copy' | 'close' | 'later';

/**
 * Ask what to do with a document whose object is gone.
 *
 * @param path - `bucket/key`.
 * @param found - The path of the same object now, if it was found.
 */
export async function askGone(
  path: string,
  found: string | null,
  trans: TranslationBundle
): Promise<GoneAnswer> {
  const choices: IQuestionChoice<GoneAnswer>[] = [
    {
      label: trans.__('Discard'),
      answer: 'close',
      caption: trans.__('Close it; what was not saved is lost'),
      isWarning: true
    },
    { label: trans.__('Save a Copy…'), answer: 'copy' },
    { label: trans.__('Save Here Again'), answer: 'here' }
  ];
  if (found) {
    choices.push({ label: trans.__('Follow It'), answer: 'follow' });
  }
  const text = found
    ? trans.__(
        'Nothing was saved: there is no %1 any more. The same file is at %2 now; it was moved or renamed. Follow it there, or choose what to do with what you have changed here.',
        `s3://${path}`,
        `s3://${found}`
      )
    : trans.__(
        'Nothing was saved: there is no %1 any more. It was deleted, moved or renamed. Choose what to do with what you have changed here.',
        `s3://${path}`
      );
  const { answer } = await askQuestion<GoneAnswer>({
    title: trans.__(
      '"%1" is not in its place any more',
      PathExt.basename(path)
    ),
    // The dialog for a plain text is too narrow for the buttons.
    body: drawnBody('jp-S3Gone', () => text),
    decline: trans.__('Not Now'),
    choices,
    preferred: found ? 'follow' : null
  });
  return answer ?? 'later';
}
