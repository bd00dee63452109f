// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { askQuestion } from './ask';

/**
 * What to do with an entry whose name exists at the destination.
 */
export type ConflictAnswer = 'replace' | 'both' | 'skip' | 'cancel';

/**
 * Asks what to do with names that exist, one dialog at a time, and remembers an
 * answer given for all of them.
 */
export class ConflictAsker {
  /**
   * @param trans - The translation bundle.
   * @param several - Whether there is more than one entry.
   */
  constructor(trans: TranslationBundle, several: boolean) {
    this._trans = trans;
    this._several = several;
  }

  /**
   * Ask about one name. Calls wait for each other.
   *
   * @param note - Something else the person has to know; with it the question
   * is asked even after an answer for all.
   */
  ask(name: string, note?: string): Promise<ConflictAnswer> {
    const answer = this._last.then(async () => {
      const isSettled = this._forAll === 'replace' ? !note : true;
      if (this._forAll && isSettled) {
        return this._forAll;
      }
      const { answer, all } = await this._show(name, note);
      if (all || answer === 'cancel') {
        this._forAll = answer;
      }
      return answer;
    });
    this._last = answer;
    return answer;
  }

  private async _show(
    name: string,
    note?: string
  ): Promise<{ answer: ConflictAnswer; all: boolean }> {
    const trans = this._trans;
    const text = trans.__(
      '"%1" exists already. Replacing it cannot be undone.',
      name
    );
    const { answer, isRemembered } = await askQuestion<ConflictAnswer>({
      title: trans.__('Name already exists'),
      body: note ? `${text} ${note}` : text,
      decline: trans.__('Cancel'),
      choices: [
        { label: trans.__('Skip'), answer: 'skip' },
        { label: trans.__('Keep Both'), answer: 'both' },
        { label: trans.__('Replace'), answer: 'replace', isWarning: true }
      ],
      preferred: 'both',
      remember: this._several
        ? {
            label: trans.__('Do the same for all'),
            caption: trans.__('Do not ask again for the others')
          }
        : null
    });
    return { answer: answer ?? 'cancel', all: isRemembered };
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
 * Whether an error says that the new name exists. Not if the old name is both
 * an object and a folder, as another name does not help then.
 */
export function isConflict(error: unknown): boolean {
  const { code, response } =
    (error as { code?: string; response?: { status?: number } } | null) ?? {};
  return response?.status === 409 && code !== 'Ambiguous';
}
