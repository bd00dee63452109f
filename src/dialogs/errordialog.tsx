// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { explain } from '../drive/messages/messages';
import { askQuestion } from './ask';
import type { DialogBody } from './body';
import { drawnBody } from './body';
import { MessageText } from './parts';

/**
 * A failure, and the entry that it is about.
 */
export interface IShownError {
  readonly name: string;
  readonly error: unknown;
}

/**
 * How many failures are listed one by one.
 */
const NAMED = 5;

/**
 * Show what went wrong with an action of the person.
 */
export async function showProblem(
  title: string,
  error: unknown,
  trans: TranslationBundle
): Promise<void> {
  const { message, details } = explain(error, trans);
  await showMessage(title, message, details, trans);
}

/**
 * Show what went wrong with several entries; does nothing without failures.
 */
export async function showFailures(
  title: string,
  failures: IShownError[],
  trans: TranslationBundle
): Promise<void> {
  if (failures.length === 0) {
    return;
  }
  const explained = failures.map(({ name, error }) => ({
    name,
    ...explain(error, trans)
  }));
  const sentences = Array.from(
    new Set(explained.map(({ message }) => message))
  );
  const more = sentences.length - NAMED;
  await showMessage(
    title,
    [
      ...sentences.slice(0, NAMED),
      ...(more > 0 ? [trans._n('And %1 more.', 'And %1 more.', more)] : [])
    ].join('\n'),
    explained.map(({ name, details }) => `${name}\n${details}`).join('\n\n'),
    trans
  );
}

/**
 * Show a sentence, with more under "Show details".
 */
export async function showMessage(
  title: string,
  message: string,
  details: string,
  trans: TranslationBundle
): Promise<void> {
  await askQuestion({
    title,
    body: messageBody(message, details, trans),
    decline: null,
    choices: [{ label: trans.__('Close'), answer: true }],
    preferred: true
  });
}

/**
 * Show why something cannot be done here.
 */
export async function refuse(
  title: string,
  reason: string,
  trans: TranslationBundle
): Promise<void> {
  await showMessage(title, reason, '', trans);
}

/**
 * The body of a dialog that says something, with collapsible details.
 */
export function messageBody(
  message: string,
  details: string,
  trans: TranslationBundle
): DialogBody {
  return drawnBody('jp-S3Message', () => (
    <MessageText message={message} details={details} trans={trans} />
  ));
}
