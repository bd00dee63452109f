// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

/**
 * What to do with an entry whose name exists at the destination.
 */
export type ConflictAnswer = 'replace' | 'both' | 'skip' | 'cancel';

/**
 * Asks what to do with names that exist, one dialog at a time, and remembers
 * an answer that is meant for all.
 */
export class ConflictAsker {
  /**
   * @param trans - The translation bundle.
   * @param several - Whether more than one entry is under way.
   */
  constructor(trans: TranslationBundle, several: boolean) {
    this._trans = trans;
    this._several = several;
  }

  /**
   * Ask about one name. Calls wait for each other.
   */
  ask(name: string): Promise<ConflictAnswer> {
    const answer = this._last.then(async () => {
      if (this._forAll) {
        return this._forAll;
      }
      const { answer, all } = await this._show(name);
      if (all || answer === 'cancel') {
        this._forAll = answer;
      }
      return answer;
    });
    this._last = answer;
    return answer;
  }

  private async _show(
    name: string
  ): Promise<{ answer: ConflictAnswer; all: boolean }> {
    const trans = this._trans;
    const result = await showDialog({
      title: trans.__('Name already exists'),
      body: trans.__(
        '"%1" exists already. Replacing it cannot be undone.',
        name
      ),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.createButton({ label: trans.__('Skip'), actions: ['skip'] }),
        Dialog.okButton({ label: trans.__('Keep Both'), actions: ['both'] }),
        Dialog.warnButton({ label: trans.__('Replace'), actions: ['replace'] })
      ],
      checkbox: this._several
        ? {
            label: trans.__('Do the same for all'),
            caption: trans.__('Do not ask again for the others')
          }
        : null,
      defaultButton: 2
    });
    const chosen = result.button.actions[0] as ConflictAnswer | undefined;
    return {
      answer: result.button.accept || chosen ? (chosen ?? 'cancel') : 'cancel',
      all: result.isChecked === true
    };
  }

  private readonly _trans: TranslationBundle;
  private readonly _several: boolean;
  private _last: Promise<unknown> = Promise.resolve();
  private _forAll: ConflictAnswer | null = null;
}

/**
 * The name for the n-th further copy: `a (1).csv`, `a (1).tar.gz`, `.env (1)`.
 */
export function numberedName(name: string, n: number): string {
  const ext = /\.tar\.[^.]+$/.exec(name)?.[0] ?? PathExt.extname(name);
  const stem = name.slice(0, name.length - ext.length);
  return stem ? `${stem} (${n})${ext}` : `${name} (${n})`;
}

/**
 * Whether an error says that the name exists.
 */
export function isConflict(error: unknown): boolean {
  const status = (error as { response?: { status?: number } })?.response
    ?.status;
  return status === 409;
}
