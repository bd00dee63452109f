// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import { explain } from '../drive/messages';

/**
 * Something that failed, and what it was done with.
 */
export interface IFailure {
  readonly name: string;
  readonly error: unknown;
}

/**
 * How many failures are told one by one.
 */
const TOLD = 5;

/**
 * Tell what went wrong with an action of the person.
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
 * Tell what went wrong with several entries. Nothing when nothing did.
 */
export async function showFailures(
  title: string,
  failures: IFailure[],
  trans: TranslationBundle
): Promise<void> {
  if (failures.length === 0) {
    return;
  }
  const told = failures.map(({ name, error }) => ({
    name,
    ...explain(error, trans)
  }));
  const sentences = Array.from(new Set(told.map(({ message }) => message)));
  const more = sentences.length - TOLD;
  await showMessage(
    title,
    [
      ...sentences.slice(0, TOLD),
      ...(more > 0 ? [trans._n('And %1 more.', 'And %1 more.', more)] : [])
    ].join('\n'),
    told.map(({ name, details }) => `${name}\n${details}`).join('\n\n'),
    trans
  );
}

/**
 * One sentence for several failures.
 */
export function failureSummary(
  failures: IFailure[],
  trans: TranslationBundle
): string {
  return failures.length === 1
    ? trans.__('"%1" was not uploaded.', failures[0].name)
    : trans._n(
        '%1 file was not uploaded.',
        '%1 files were not uploaded.',
        failures.length
      );
}

/**
 * A sentence, with more under "Show details".
 */
export async function showMessage(
  title: string,
  message: string,
  details: string,
  trans: TranslationBundle
): Promise<void> {
  await showDialog({
    title,
    body: new Widget({ node: messageNode(message, details, trans) }),
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
}

/**
 * Say why something cannot be done here.
 */
export async function refuse(
  title: string,
  reason: string,
  trans: TranslationBundle
): Promise<void> {
  await showMessage(title, reason, '', trans);
}

/**
 * The node of a message with details that fold out.
 */
export function messageNode(
  message: string,
  details: string,
  trans: TranslationBundle
): HTMLElement {
  const node = document.createElement('div');
  node.className = 'jp-S3Message';
  for (const line of message.split('\n')) {
    const paragraph = document.createElement('p');
    paragraph.textContent = line;
    node.append(paragraph);
  }
  if (details) {
    node.append(detailsNode(details, trans));
  }
  return node;
}

/**
 * Details that fold out.
 */
export function detailsNode(
  details: string,
  trans: TranslationBundle
): HTMLElement {
  const fold = document.createElement('details');
  const summary = document.createElement('summary');
  const text = document.createElement('pre');
  fold.className = 'jp-S3Message-details';
  summary.textContent = trans.__('Show details');
  text.textContent = details;
  fold.append(summary, text);
  return fold;
}
