// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

import { ConflictAsker } from '../dialogs/conflicts';
import { refuse, showProblem } from '../dialogs/problems';
import { parsePath } from '../s3/path';
import type { CostlyAction } from './costdialog';
import { confirmCost } from './costdialog';
import { confirmDelete } from './deletedialog';
import { EntryTasks } from './entrytasks';
import type { GuardedAction } from './guards';
import { refusalOf } from './guards';
import { crossDriveError } from './manager';
import type { S3BrowserModel } from './model';
import type { IMove } from './moves';
import { insideItself } from './moves';

/**
 * What is done with the entries of the panel: asked first where something
 * could be lost or costs much, refused with a reason where it cannot work, and
 * done as a task that tells what failed.
 */
export class EntryActions {
  constructor(model: S3BrowserModel) {
    this._model = model;
    this._tasks = new EntryTasks(model);
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
    const { count, localPath, trans } = this._model;
    if (items.length === 0 || this.isRefused('delete', items)) {
      return;
    }
    const place = `s3://${localPath}/`;
    const counted = await confirmDelete(items, place, count, trans);
    if (counted) {
      const paths = items.map(({ path }) => path);
      await this._tasks.delete(paths, counted);
    }
  }

  /**
   * Copy entries beside themselves, under a free name.
   */
  async duplicate(items: Contents.IModel[]): Promise<void> {
    const { path: dir } = this._model;
    if (items.length > 0 && !this.isRefused('write', items)) {
      const moves = items.map(({ path }) => ({ from: path, dir }));
      await this._bring(moves, true);
    }
  }

  /**
   * Download one file as it is, a folder or several entries as one zip.
   */
  async download(items: Contents.IModel[]): Promise<void> {
    const { isRoot, trans } = this._model;
    if (items.length === 0 || this.isRefused('read', items)) {
      return;
    }
    const [item] = items;
    try {
      if (items.length === 1 && item.type !== 'directory') {
        await this._model.download(item.path);
      } else if (isRoot) {
        const reason = trans.__(
          'Open a bucket first: what is in it can be downloaded.'
        );
        await refuse(trans.__('Not possible here'), reason, trans);
      } else {
        await this._downloadZip(items);
      }
    } catch (error) {
      await showProblem(trans.__('Download failed'), error, trans);
    }
  }

  /**
   * Move or copy entries into a folder, asking about names that exist.
   *
   * @param paths - The entries, as global paths, from any drive.
   * @param dir - The folder, as a global path.
   */
  async bring(paths: string[], dir: string, copy: boolean): Promise<void> {
    const { trans } = this._model;
    const moves: IMove[] = paths.map(from => ({ from, dir }));
    const title = copy ? trans.__('Copy failed') : trans.__('Move failed');
    const reason = Private.refuseMoves(this._model, moves, copy);
    if (reason) {
      await refuse(title, reason, trans);
      return;
    }
    await this._bring(moves, copy);
  }

  /**
   * Rename or move one entry, for JupyterLab's widgets.
   *
   * @returns The entry as it is now: as it was when the person does not want
   * what it costs, or while it takes long.
   *
   * @throws What fails quickly, as a name that exists (409).
   */
  async rename(from: string, to: string): Promise<Contents.IModel> {
    const { count, trans } = this._model;
    const [item] = await this._itemsOf([from]);
    const isMove = PathExt.dirname(from) !== PathExt.dirname(to);
    const action: CostlyAction = isMove ? 'move' : 'rename';
    const counted = await confirmCost(action, [item], count, trans);
    return counted ? this._tasks.rename(item, to, counted) : item;
  }

  private async _bring(moves: IMove[], copy: boolean): Promise<void> {
    const { count, trans } = this._model;
    const items = await this._itemsOf(moves.map(({ from }) => from));
    const action = copy ? 'copy' : 'move';
    const counted = await confirmCost(action, items, count, trans);
    if (counted) {
      const asker = copy ? null : new ConflictAsker(trans, moves.length > 1);
      await this._tasks.bring(moves, asker, counted);
    }
  }

  /**
   * The entries of some paths: as they are listed, else as the store says.
   * What cannot be found is told by what is done with it.
   */
  private async _itemsOf(paths: string[]): Promise<Contents.IModel[]> {
    const { contents } = this._model.manager.services;
    const wanted = new Set(paths);
    const listed = new Map<string, Contents.IModel>();
    for (const item of this._model.items()) {
      if (wanted.has(item.path)) {
        listed.set(item.path, item);
      }
    }
    const found = async (path: string): Promise<Contents.IModel> =>
      listed.get(path) ??
      contents.get(path, { content: false }).catch(() => Private.unknown(path));
    return Promise.all(paths.map(found));
  }

  private async _downloadZip(items: Contents.IModel[]): Promise<void> {
    const { drive, localPath, manager, tasks, trans } = this._model;
    const { contents } = manager.services;
    const { downloadArchive } = await import('../transfers/archives');
    const { bucket, key: base } = parsePath(`${localPath}/`);
    const keysOf = (isFolder: boolean) =>
      items
        .filter(({ type }) => (type === 'directory') === isFolder)
        .map(({ path }) => contents.localPath(path))
        .map(path => drive.flags(path).key ?? parsePath(path).key)
        .map(key => (isFolder && !key.endsWith('/') ? `${key}/` : key));
    const named =
      items.length === 1 ? items[0].name : PathExt.basename(localPath);
    const name = `${named}.zip`;
    const request = {
      ...{ bucket, base, name },
      keys: keysOf(false),
      prefixes: keysOf(true)
    };
    const title = trans.__('Downloading "%1"', name);
    const place = `s3://${localPath}/`;
    const retry = () => void this._downloadZip(items);
    const options = { kind: 'download', title, place, retry } as const;
    const work = tasks.run(options, task =>
      downloadArchive(drive.serverSettings, request, task, trans)
    );
    // The task tells what went wrong.
    await work.catch(() => undefined);
  }

  private readonly _model: S3BrowserModel;
  private readonly _tasks: EntryTasks;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * What stands for an entry that cannot be found.
   */
  export function unknown(path: string): Contents.IModel {
    return {
      ...{ name: PathExt.basename(path), path, type: 'file', writable: true },
      ...{ created: '', last_modified: '', mimetype: '' },
      ...{ content: null, format: null }
    };
  }

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
