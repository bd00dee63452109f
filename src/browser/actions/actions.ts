// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

import { ConflictAsker } from '../../dialogs/nameconflicts';
import { refuse, showProblem } from '../../dialogs/errordialog';
import type { CostlyAction } from '../../usage/costdialog';
import { confirmCost } from '../../usage/costdialog';
import { confirmDelete, openNote } from './deletedialog';
import { EntryTasks, isAlone } from './entrytasks';
import type { GuardedAction } from '../model/types';
import { refusalOf } from '../model/guards';
import { crossDriveError } from '../model/docmanager';
import type { S3BrowserModel } from '../model/browsermodel';
import type { IMove } from './moveplan';
import { insideItself } from './moveplan';
import { localOf } from '../model/paths';

/**
 * The actions on the entries of the panel. Each is refused with a reason where
 * it cannot work, asks first where data could be lost or the cost is high, and
 * runs as a task that reports what failed.
 */
export class EntryActions {
  constructor(model: S3BrowserModel) {
    this._model = model;
    this.tasks = new EntryTasks(model);
  }

  /** The same actions without questions. */
  readonly tasks: EntryTasks;

  /**
   * Whether an action cannot be done here. If so, a message says why.
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
   * Delete entries permanently, after asking.
   */
  async delete(items: Contents.IModel[]): Promise<void> {
    const { count, drive, localPath, manager, trans } = this._model;
    if (items.length === 0 || this.isRefused('delete', items)) {
      return;
    }
    const place = `s3://${localPath}/`;
    const { bucket } = drive.entryAt(localPath);
    const kept = this._model.versioning(bucket);
    const { contents } = manager.services;
    const documents = await drive.documents?.();
    const local = items.map(({ path }) => localOf(contents, path));
    const alone = local.filter(path => isAlone(drive, path));
    const open = documents?.summary(local, alone);
    const note = open ? openNote(open, trans) : null;
    const counted = await confirmDelete(items, place, count, kept, trans, note);
    if (counted) {
      const paths = items.map(({ path }) => path);
      await this.tasks.delete(paths, counted);
    }
  }

  /**
   * Copy entries into the same folder, under free names.
   */
  async duplicate(items: Contents.IModel[]): Promise<void> {
    const { path: dir } = this._model;
    if (items.length > 0 && !this.isRefused('write', items)) {
      const moves = items.map(({ path }) => ({ from: path, dir }));
      await this._bring(moves, true);
    }
  }

  /**
   * Download one file as it is; a folder or several entries as one zip.
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
   * @returns The renamed entry. The unchanged entry if the person declined, or
   * while the operation is still running.
   *
   * @throws Errors that come quickly, such as a name that exists (409).
   */
  async rename(from: string, to: string): Promise<Contents.IModel> {
    const { count, trans } = this._model;
    const [item] = await this._itemsOf([from]);
    const isMove = PathExt.dirname(from) !== PathExt.dirname(to);
    const action: CostlyAction = isMove ? 'move' : 'rename';
    const counted = await confirmCost(action, [item], count, trans);
    return counted ? this.tasks.rename(item, to, counted) : item;
  }

  private async _bring(moves: IMove[], copy: boolean): Promise<void> {
    const { count, trans } = this._model;
    const items = await this._itemsOf(moves.map(({ from }) => from));
    const action = copy ? 'copy' : 'move';
    const counted = await confirmCost(action, items, count, trans);
    if (counted) {
      const asker = copy ? null : new ConflictAsker(trans, moves.length > 1);
      await this.tasks.bring(moves, asker, counted);
    }
  }

  /**
   * The entries at some paths: as listed, or else as the store describes them.
   * An entry that is not found fails later, in the action itself.
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
    const unlisted = paths.filter(path => !listed.has(path));
    if (unlisted.length > 1) {
      // As after a paste: asked for one by one, each takes two requests.
      const { drive, driveName } = this._model;
      const local = unlisted.map(path => localOf(contents, path));
      for (const item of await drive.findAll(local)) {
        const path = `${driveName}:${item.path}`;
        listed.set(path, { ...item, path });
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
    const { downloadArchive } = await import('../../transfers/downloads/zip');
    const folder = drive.entryAt(localPath).asFolder();
    const places = (isFolder: boolean) =>
      items
        .filter(({ type }) => (type === 'directory') === isFolder)
        .map(({ path }) => drive.entryAt(localOf(contents, path)));
    const named =
      items.length === 1 ? items[0].name : PathExt.basename(localPath);
    const name = `${named}.zip`;
    const request = {
      bucket: folder.bucket,
      base: folder.key,
      name,
      keys: places(false).map(({ key }) => key),
      prefixes: places(true).map(location => location.asFolder().key)
    };
    const title = trans.__('Downloading "%1"', name);
    const place = `s3://${localPath}/`;
    const retry = () => void this._downloadZip(items);
    const options = { kind: 'download', title, place, retry } as const;
    const work = tasks.run(options, task =>
      downloadArchive(drive.serverSettings, folder.connection, request, {
        task,
        trans,
        onWaiting: drive.followPatience?.()
      })
    );
    // The task reports errors.
    await work.catch(() => undefined);
  }

  private readonly _model: S3BrowserModel;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * A stand-in for an entry that was not found.
   */
  export function unknown(path: string): Contents.IModel {
    return {
      name: PathExt.basename(path),
      path,
      type: 'file',
      writable: true,
      created: '',
      last_modified: '',
      mimetype: '',
      content: null,
      format: null
    };
  }

  /**
   * Why entries cannot be moved or copied to these folders, or `null`.
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
      return trans.__(
        'This is the list of buckets: open a bucket, then drop there.'
      );
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
