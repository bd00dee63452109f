// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { InputDialog } from '@jupyterlab/apputils';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { S3FileBrowser } from '../browser/browser';
import { refusalOf } from '../browser/guards';
import { readLocation } from '../browser/locate';
import { refuse, showProblem } from '../dialogs/problems';
import type { LazyDrive } from '../drive/lazy';
import type { IS3Location } from '../s3/path';
import { parsePath } from '../s3/path';
import type { ICopyResult, WorkspaceCopies } from './copies';

/**
 * Brings entries from one file browser to the other: finds out what is meant,
 * refuses what cannot work with a reason, and has it copied.
 */
export class Exchange {
  constructor(options: Exchange.IOptions) {
    this._options = options;
  }

  /**
   * Copy entries of S3 to the workspace.
   *
   * @param paths - Paths in the drive.
   * @param dir - The folder of the workspace; `''` is its root.
   */
  async toWorkspace(paths: string[], dir: string): Promise<ICopyResult[]> {
    const { browser, copies, trans } = this._options;
    const items = await Promise.all(paths.map(path => this._itemOf(path)));
    const reason =
      refusalOf('read', browser.s3, items) ??
      (paths.some(path => parsePath(path).key === '')
        ? trans.__('A bucket is not copied as a whole: open it, then copy.')
        : null);
    if (reason) {
      await refuse(trans.__('Not possible here'), reason, trans);
      return [];
    }
    return copies.toWorkspace(
      items.map(item => this._placeOf(item)),
      dir
    );
  }

  /**
   * Copy entries of the workspace to S3.
   *
   * @param paths - Paths of the workspace.
   * @param target - The folder in the drive; by default that of the panel, or
   * the one that the person names where the panel shows buckets.
   */
  async toS3(paths: string[], target?: string): Promise<ICopyResult[]> {
    const { browser, copies, trans } = this._options;
    const { isRoot, localPath } = browser.s3;
    const isHere = target === undefined ? !isRoot : target === localPath;
    const reason = isHere ? refusalOf('write', browser.s3, []) : null;
    if (reason || target === '') {
      const atRoot = trans.__(
        'Only buckets stand here: open one, then drop or paste there.'
      );
      await refuse(trans.__('Not possible here'), reason ?? atRoot, trans);
      return [];
    }
    const folder =
      target === undefined && isRoot
        ? await this._askFolder()
        : parsePath(target ?? localPath);
    return folder ? copies.toS3(paths, Private.asFolder(folder)) : [];
  }

  /**
   * Let the person name a folder of S3; `null` when they do not.
   */
  private async _askFolder(): Promise<IS3Location | null> {
    const { contents, drive, trans } = this._options;
    const items = await contents
      .get(`${drive.name}:`, { content: true })
      .then(({ content }) => Private.addresses(contents, content))
      .catch(() => []);
    const result = await InputDialog.getItem({
      title: trans.__('Copy to S3'),
      label: trans.__('The bucket or folder that receives it'),
      items,
      editable: true,
      okLabel: trans.__('Copy')
    });
    if (!result.button.accept || !result.value?.trim()) {
      return null;
    }
    try {
      return await readLocation(result.value, drive, trans);
    } catch (error) {
      await showProblem(trans.__('Nothing was copied'), error, trans);
      return null;
    }
  }

  /** An entry as it is listed, else as the store tells. */
  private async _itemOf(path: string): Promise<Contents.IModel> {
    const { browser, contents, drive } = this._options;
    const full = `${drive.name}:${path}`;
    for (const item of browser.model.items()) {
      if (item.path === full) {
        return item;
      }
    }
    return contents.get(full, { content: false });
  }

  /** The exact place of an entry: a folder's key ends in a slash. */
  private _placeOf(item: Contents.IModel): IS3Location {
    const { contents, drive } = this._options;
    const path = contents.localPath(item.path);
    const { bucket, key } = parsePath(path);
    const exact = { bucket, key: drive.flags(path).key ?? key };
    return item.type === 'directory' ? Private.asFolder(exact) : exact;
  }

  private readonly _options: Exchange.IOptions;
}

/**
 * The namespace of `Exchange` statics.
 */
export namespace Exchange {
  /**
   * What it is made of.
   */
  export interface IOptions {
    browser: S3FileBrowser;
    contents: Contents.IManager;
    copies: WorkspaceCopies;
    drive: LazyDrive;
    trans: TranslationBundle;
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function asFolder({ bucket, key }: IS3Location): IS3Location {
    return { bucket, key: key && !key.endsWith('/') ? `${key}/` : key };
  }

  /**
   * The addresses of the places at the root.
   */
  export function addresses(
    contents: Contents.IManager,
    places: Contents.IModel[]
  ): string[] {
    const all = places.map(({ path }) => `s3://${contents.localPath(path)}/`);
    return Array.from(new Set(all));
  }
}
