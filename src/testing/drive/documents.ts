// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Context, DocumentRegistry } from '@jupyterlab/docregistry';
import { waitForDialog } from '@jupyterlab/testing';

/** A document. */
export type IContext = Context<DocumentRegistry.IModel>;

/**
 * The status of the error that a promise rejects with; fails if it does not.
 */
export async function statusOf(promise: Promise<unknown>): Promise<number> {
  const error = await promise.then(
    () => {
      throw new Error('It was expected to fail.');
    },
    (reason: { response?: { status: number } }) => reason
  );
  if (!error.response) {
    throw error;
  }
  return error.response.status;
}

/**
 * Change a text document, as typing does.
 */
export function type(context: IContext, text: string): void {
  context.model.fromString(text);
  context.model.dirty = true;
}

/**
 * Wait for JupyterLab's next dialog, and answer it.
 *
 * @param label - The label of the button to press.
 * @param said - What the dialog says: another one may still be there.
 *
 * @returns The dialog's title and text.
 */
export async function answer(label: string, said = /^/): Promise<string> {
  const dialogs = document.body.getElementsByClassName('jp-Dialog');
  const last = () => dialogs[dialogs.length - 1];
  await waitForDialog(document.body, 20000);
  for (let i = 0; !said.test(last()?.textContent ?? '') && i < 4000; i++) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  const dialog = last();
  const text = dialog.textContent ?? '';
  const button = [...dialog.getElementsByTagName('button')].find(
    candidate => candidate.textContent === label
  );
  if (!button) {
    throw new Error(`No button ${label} in: ${text}`);
  }
  button.click();
  for (let i = 0; dialog.isConnected && i < 200; i++) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  return text;
}

/**
 * End the run of the microtask queue in which a save was done: the drive takes
 * what comes in the same run for JupyterLab's own steps (R1 in
 * `docs/architecture.md`), and what a person does comes later.
 */
export function laterRun(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 0));
}

/**
 * Change a document and save it again, as a person does.
 */
export async function saveAgain(
  context: IContext,
  text: string
): Promise<void> {
  await laterRun();
  type(context, text);
  await context.save();
}

/**
 * *File > Save As…*: type a path into JupyterLab's dialog, and press *Save*.
 *
 * @returns Whether it was saved, once all dialogs are answered.
 */
export async function saveAs(context: IContext, to: string): Promise<boolean> {
  const saving = context.saveAs();
  await waitForDialog(document.body, 20000);
  const input =
    document.body.querySelector<HTMLInputElement>('.jp-Dialog input')!;
  input.value = to;
  await answer('Save');
  return saving;
}

/**
 * Save a document, answering the dialog that opens.
 *
 * @returns The dialog's text, and whether the save succeeded.
 */
export async function saveAnswering(
  context: IContext,
  label: string
): Promise<{ text: string; saved: boolean }> {
  const saving = context.save().then(
    () => true,
    () => false
  );
  const text = await answer(label);
  return { text, saved: await saving };
}

/**
 * Save as the autosave does: its errors are not shown.
 *
 * @returns `saved`, or the name of the error.
 */
export function autosave(context: IContext): Promise<string> {
  return context.save().then(
    () => 'saved',
    error => error.name
  );
}
