// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { isOpenToPlatform } from '../drive/reach';
import type { IS3Location } from '../s3/path';
import { asFolder, parsePath } from '../s3/path';
import type { Policies } from '../s3/policies';
import type { IBadge } from './badges';
import { Badges } from './badges';
import type { INote } from './notes';
import type { IPanelDrive } from './types';

/**
 * Who may read what the panel shows: keeps the policy of the bucket fresh, and
 * says what it means for rows and for the place itself.
 *
 * There is one request for a bucket, after its listing, at most once a minute
 * unless the person asks for the list again; none for a row, none at the root.
 */
export class Publicity implements IDisposable {
  /**
   * @param changed - Called when what is known of a bucket is another.
   */
  constructor(
    drive: IPanelDrive,
    trans: TranslationBundle,
    changed: (bucket: string) => void
  ) {
    this._drive = drive;
    this._trans = trans;
    this._changed = changed;
    this._badges = new Badges(() => drive.policies, trans);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._followed?.changed.disconnect(this._onChanged, this);
  }

  /**
   * A place was listed: know its bucket's policy, and what the administrator
   * says. What cannot be had is not told here.
   *
   * @param isAsked - Whether the person asked for the list again.
   */
  listed(localPath: string, isAsked: boolean): void {
    const { policies } = this._drive;
    this._follow(policies);
    if (this._drive.sharing === null) {
      this._drive.status().then(
        () => this._changed(''),
        () => undefined
      );
    }
    const { bucket } = parsePath(localPath);
    if (bucket && policies) {
      const how = { priority: 'background' as const };
      const asking = isAsked
        ? policies.refresh(bucket, how)
        : policies.get(bucket, how);
      asking.catch(() => undefined);
    }
  }

  /** The badge of an entry; `null`: none. */
  badgeOf(item: Contents.IModel, localPath: string): IBadge | null {
    const place = this._placeOf(localPath);
    const isFolder = item.type === 'directory';
    return this._badges.of(isFolder ? asFolder(place) : place);
  }

  /**
   * What is said above the entries of a folder.
   *
   * @param share - Opens the dialog in which that is changed, if there is one.
   */
  noteOf(localPath: string, share: (() => void) | null): INote | null {
    const trans = this._trans;
    const folder = asFolder(parsePath(localPath));
    if (folder.bucket === '') {
      return null;
    }
    const action = share
      ? { action: { label: trans.__('Share…'), run: share } }
      : {};
    const found = this._drive.policies?.visibility(folder);
    if (found?.visibility === 'public') {
      const text = this._publicText(folder, found.through);
      return { kind: 'public', text, ...action };
    }
    if (isOpenToPlatform(folder, this._drive.sharing)) {
      const text = trans.__('Readable by every user of the platform.');
      return { kind: 'platform', text, ...action };
    }
    if (found?.visibility === 'unknown') {
      const text = trans.__(
        'It cannot be told who can read what is in here: the policy of the bucket has conditions.'
      );
      return { kind: 'unknown', text, ...action };
    }
    return null;
  }

  private _publicText(
    { bucket, key }: IS3Location,
    through: string | null
  ): string {
    const trans = this._trans;
    if (through === null || through === key) {
      return trans.__('Public: anyone can read what is in here.');
    }
    return through === ''
      ? trans.__(
          'Public through the bucket %1: anyone can read what is in here.',
          bucket
        )
      : trans.__(
          'Public through the folder %1: anyone can read what is in here.',
          through
        );
  }

  private _placeOf(localPath: string): IS3Location {
    const place = parsePath(localPath);
    const { key } = this._drive.flags(localPath);
    return key === undefined ? place : { ...place, key };
  }

  private _follow(policies: Policies | null): void {
    if (policies !== this._followed) {
      this._followed?.changed.disconnect(this._onChanged, this);
      this._followed = policies;
      policies?.changed.connect(this._onChanged, this);
    }
  }

  private _onChanged(_: Policies, bucket: string): void {
    this._changed(bucket);
  }

  private readonly _drive: IPanelDrive;
  private readonly _trans: TranslationBundle;
  private readonly _changed: (bucket: string) => void;
  private readonly _badges: Badges;
  private _followed: Policies | null = null;
  private _isDisposed = false;
}
