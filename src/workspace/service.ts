// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { S3FileBrowser } from '../browser/browser';
import { refusalOf } from '../browser/model/guards';
import { readLocation } from '../drive/lookup/locate';
import { refuse, showProblem } from '../dialogs/errordialog';
import type { S3Drive } from '../drive/drive';
import type { S3Location } from '../s3/location';
import type { ICopyResult, WorkspaceCopies } from './copies';
import { arrivalsIn } from './requests';
import type { IChosenPlace } from './placedialog';
import { askPlace } from './placedialog';

/**
 * Copies entries from one file browser to the other. Finds out which objects or
 * files the paths mean, and refuses, with a reason, what cannot work.
 */
export class WorkspaceService {
  constructor(options: WorkspaceService.IOptions) {
    this._options = options;
  }

  /**
   * Copy entries of S3 to the workspace.
   *
   * @param paths - Paths in the drive.
   * @param dir - The folder of the workspace; `''` is its root.
   */
  async toWorkspace(paths: string[], dir: string): Promise<ICopyResult[]> {
    const { browser, copies, drive, trans } = this._options;
    const items = await Promise.all(paths.map(path => this._itemOf(path)));
    const reason =
      refusalOf('read', browser.s3, items) ??
      (paths.some(path => drive.entryAt(path).key === '')
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
   * @param target - The folder in the drive; without it the person is asked for
   * one.
   */
  async toS3(paths: string[], target?: string): Promise<ICopyResult[]> {
    const { browser, copies, drive, trans } = this._options;
    if (paths.length === 0) {
      return [];
    }
    const isHere = target === browser.s3.localPath;
    const reason = isHere ? refusalOf('write', browser.s3, []) : null;
    if (reason || target === '') {
      const atRoot = trans.__(
        'This is the list of buckets: open a bucket, then drop or paste there.'
      );
      await refuse(trans.__('Not possible here'), reason ?? atRoot, trans);
      return [];
    }
    const folder =
      target === undefined
        ? await this._askFolder(paths)
        : drive.entryAt(target).asFolder();
    return folder ? copies.toS3(paths, folder) : [];
  }

  /**
   * Let the person name a folder of S3; `null` when they cancel. The dialog
   * proposes the folder that the S3 panel shows, as the panel may be hidden.
   */
  private async _askFolder(paths: string[]): Promise<S3Location | null> {
    const { browser, contents, drive, trans } = this._options;
    const { isRoot, localPath } = browser.s3;
    const suggestions = await contents
      .get(`${drive.name}:`, { content: true })
      .then(({ content }) => Private.addresses(contents, content))
      .catch(() => []);
    try {
      const chosen = await askPlace({
        title:
          paths.length === 1
            ? trans.__('Copy "%1" to S3', PathExt.basename(paths[0]))
            : trans.__('Copy %1 items to S3', paths.length),
        value: isRoot ? '' : `s3://${localPath}/`,
        suggestions,
        trans,
        judge: text => this._judge(text, paths)
      });
      chosen?.told.forEach(question => drive.consent.agreed(question));
      return chosen?.folder ?? null;
    } catch (error) {
      await showProblem(trans.__('Nothing was copied'), error, trans);
      return null;
    }
  }

  /** What an address means, and what would become public there. */
  private async _judge(text: string, paths: string[]): Promise<IChosenPlace> {
    const { drive, trans } = this._options;
    const folder = (await readLocation(text, drive, trans)).asFolder();
    const told = await drive.consent.questions(arrivalsIn(folder, paths));
    return { folder, told };
  }

  /** An entry as it was listed, or else as the store describes it. */
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

  /** The exact location of an entry: a folder's key ends in a slash. */
  private _placeOf(item: Contents.IModel): S3Location {
    const { contents, drive } = this._options;
    const location = drive.entryAt(contents.localPath(item.path));
    return item.type === 'directory' ? location.asFolder() : location;
  }

  private readonly _options: WorkspaceService.IOptions;
}

/**
 * The namespace of `WorkspaceService` statics.
 */
export namespace WorkspaceService {
  /** Options for creating a `WorkspaceService`. */
  export interface IOptions {
    browser: S3FileBrowser;
    contents: Contents.IManager;
    copies: WorkspaceCopies;
    drive: S3Drive;
    trans: TranslationBundle;
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** The addresses of the locations shown at the root. */
  export function addresses(
    contents: Contents.IManager,
    places: Contents.IModel[]
  ): string[] {
    const all = places.map(({ path }) => `s3://${contents.localPath(path)}/`);
    return Array.from(new Set(all));
  }
}
