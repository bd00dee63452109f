// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { IPublicationQuestion } from '../drive/context';
import { askQuestion } from './ask';
import { messageBody } from './errordialog';

/**
 * The answer to the question whether something may become public.
 */
export interface IPublicationAnswer {
  readonly isWanted: boolean;
  /** Whether the answer is to be remembered for this folder. */
  readonly isForGood: boolean;
}

/**
 * Ask before something becomes readable by others. "Cancel" has the focus.
 *
 * @param canRemember - Whether "do not ask again" can be stored.
 */
export async function askPublication(
  question: IPublicationQuestion,
  canRemember: boolean,
  trans: TranslationBundle
): Promise<IPublicationAnswer> {
  const { answer, isRemembered } = await askQuestion({
    title: trans.__('Make this public?'),
    body: messageBody(publicationText(question, trans), '', trans),
    decline: trans.__('Cancel'),
    choices: [
      { label: publishLabel(question, trans), answer: true, isWarning: true }
    ],
    preferred: null,
    remember:
      canRemember && isFolder(question)
        ? {
            label: trans.__('Do not ask again for this folder'),
            caption: trans.__(
              'The settings of the S3 drive list the folders that are not asked about'
            )
          }
        : null
  });
  const isWanted = answer === true;
  return { isWanted, isForGood: isWanted && isRemembered };
}

/**
 * What would become readable, by whom, and why: one line each.
 */
export function publicationText(
  question: IPublicationQuestion,
  trans: TranslationBundle
): string {
  const { by, item, location } = question;
  const { name } = item;
  const { uri } = location;
  if (by === 'partly') {
    return [
      trans.__('Something in the folder %1 is public.', uri),
      trans.__(
        'What "%1" holds there will be readable by anyone on the Internet, without a login.',
        name
      )
    ].join('\n');
  }
  if (by === 'platform') {
    return [
      trans.__('The folder %1 is open to every user of the platform.', uri),
      trans.__('All of them will be able to read "%1".', name)
    ].join('\n');
  }
  return [
    isFolder(question)
      ? trans.__('The folder %1 is public.', uri)
      : trans.__('The address %1 is public.', uri),
    trans.__(
      'Anyone on the Internet will be able to read "%1", without a login. Others may have copied it before you take it back.',
      name
    )
  ].join('\n');
}

/**
 * The label of the button that agrees.
 */
export function publishLabel(
  { by }: IPublicationQuestion,
  trans: TranslationBundle
): string {
  return by === 'platform' ? trans.__('Put It There') : trans.__('Publish');
}

/** Whether a folder makes it public, and not its own name. */
function isFolder({ by, location }: IPublicationQuestion): boolean {
  return by !== 'partly' && location.isFolder;
}
