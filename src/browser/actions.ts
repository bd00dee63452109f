// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { ConflictAsker } from '../dialogs/conflicts';
import { confirmDelete } from './deletedialog';
import { refuse, showFailures } from '../dialogs/problems';
import type { GuardedAction } from './guards';
import { refusalOf } from './guards';
import { crossDriveError } from './manager';
import type { S3BrowserModel } from './model';
import type { IMove, IOutcome } from './moves';
import { copyAll, each, insideItself, moveAll } from './moves';
import { withNotice } from './tasknotice';

/**
 * What is done with the entries of the panel: asked first where something
 * could be lost, refused with a reason where it cannot work, and told in one
 * dialog where it failed.
 */
export class EntryActions {
  constructor(model: S3BrowserModel) {
    this._model = model;
  }

  /**
   * Whether something cannot be done here; if so, the person is told why.
   */
  isRefused(action: GuardedAction, items: Contents.IModel[]): boolean {
    const reason = refusalOf(action, this._model, items);
    if (reason) {
      const { trans } = this._model;
      void refuse(trans.__('Not possible here'), reason, trans);
    }
    return reason !== null;
  }

  /**
   * Delete entries for good, after asking.
   */
  async delete(items: Contents.IModel[]): Promise<void> {
    const { count, drive, localPath, manager, trans } = this._model;
    const { contents } = manager.services;
    if (items.length === 0 || this.isRefused('delete', items)) {
      return;
    }
    const place = `s3://${localPath}/`;
    if (await confirmDelete(items, place, count, trans)) {
      const message = trans.__('Deleting from %1', place);
      const gone: { [path: string]: number } = {};
      const outcomes = await withNotice(message, trans, (report, signal) =>
        each(items, async ({ path }) => {
          const onProgress = (done: number) => {
            gone[path] = done;
            const all = Object.values(gone).reduce((a, b) => a + b, 0);
            report(
              trans.__(
                'Deleting from %1: %2 objects are gone',
                place,
                all.toLocaleString()
              )
            );
          };
          const options = { signal, onProgress };
          await drive.remove(contents.localPath(path), options);
          return true;
        })
      );
      await this._tell(trans.__('Delete failed'), outcomes);
    }
  }

  /**
   * Copy entries beside themselves, under a free name.
   */
  async duplicate(items: Contents.IModel[]): Promise<void> {
    const { manager, path: dir, trans } = this._model;
    if (!this.isRefused('write', items)) {
      const moves = items.map(({ path }) => ({ from: path, dir }));
      const outcomes = await copyAll(manager, moves);
      await this._tell(trans.__('Duplicate failed'), outcomes);
    }
  }

  /**
   * Download files.
   */
  async download(items: Contents.IModel[]): Promise<void> {
    const { trans } = this._model;
    const files = items.filter(item => item.type !== 'directory');
    if (this.isRefused('read', items)) {
      return;
    }
    if (files.length === 0) {
      const reason = trans.__('Select files: a folder cannot be downloaded.');
      await refuse(trans.__('Download'), reason, trans);
      return;
    }
    const outcomes = await each(files, async ({ path }) => {
      await this._model.download(path);
      return true;
    });
    await this._tell(trans.__('Download failed'), outcomes);
  }

  /**
   * Move or copy entries into a folder, asking about names that exist.
   *
   * @param paths - The entries, as global paths, from any drive.
   * @param dir - The folder, as a global path.
   */
  async bring(paths: string[], dir: string, copy: boolean): Promise<void> {
    const { manager, trans } = this._model;
    const moves: IMove[] = paths.map(from => ({ from, dir }));
    const title = copy ? trans.__('Copy failed') : trans.__('Move failed');
    const reason = Private.refuseMoves(this._model, moves, copy);
    if (reason) {
      await refuse(title, reason, trans);
      return;
    }
    const asker = new ConflictAsker(trans, moves.length > 1);
    const outcomes = copy
      ? await copyAll(manager, moves)
      : await moveAll(manager, moves, asker);
    await this._tell(title, outcomes);
  }

  private async _tell(title: string, outcomes: IOutcome[]): Promise<void> {
    const { contents } = this._model.manager.services;
    const failures = outcomes
      .filter(outcome => outcome.error !== undefined)
      .map(({ path, error }) => ({ name: contents.localPath(path), error }));
    await showFailures(title, failures, this._model.trans);
  }

  private readonly _model: S3BrowserModel;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * Why entries cannot be moved or copied there, or `null`.
   */
  export function refuseMoves(
    model: S3BrowserModel,
    moves: IMove[],
    copy: boolean
  ): string | null {
    const { trans, driveName } = model;
    const { contents } = model.manager.services;
    if (moves.some(({ from }) => contents.driveName(from) !== driveName)) {
      return crossDriveError(trans).message;
    }
    if (moves.some(({ from }) => !contents.localPath(from).includes('/'))) {
      return trans.__('A bucket cannot be moved or copied.');
    }
    if (moves.some(({ dir }) => contents.localPath(dir) === '')) {
      return trans.__('Only buckets stand here: open one, then drop there.');
    }
    const inside = copy ? null : insideItself(moves);
    return inside
      ? trans.__(
          '"%1" cannot be put into itself.',
          contents.localPath(inside.from)
        )
      : null;
  }
}
