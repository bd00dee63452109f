// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { diffusionOf, isOpenToPlatform } from '../../drive/exposure/audience';
import { S3Location } from '../../s3/location';
import type { Policies } from '../../s3/policy/policycache';
import type { IBadge } from './badges';
import { Badges } from './badges';
import type { INote, IPanelDrive } from './types';

/**
 * Badges and notes about who may read what the panel shows. Keeps the policy of
 * the current bucket up to date.
 *
 * One request per bucket after it is listed, at most once a minute unless the
 * person asks for the list again. No requests for single rows, none at the
 * root.
 */
export class AccessBadges implements IDisposable {
  /**
   * @param current - The folder that is shown.
   * @param changed - Called when the policy known for any bucket has changed.
   */
  constructor(current: AccessBadges.IFolder, changed: () => void) {
    const { drive, trans } = current;
    this._current = current;
    this._drive = drive;
    this._trans = trans;
    this._changed = changed;
    this._badges = new Badges(
      () => drive.policies,
      trans,
      () => drive.sharing
    );
  }

  /** A signal emitted when the badges of the shown rows may have changed. */
  get rowsChanged(): ISignal<this, void> {
    return this._rowsChanged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  /**
   * A folder was listed: fetch its bucket's policy, and the administrator's
   * rules. Errors are ignored here.
   *
   * @param isAsked - Whether the person asked for the list again.
   */
  listed(localPath: string, isAsked: boolean): void {
    const { policies } = this._drive;
    this._follow(policies);
    if (this._drive.sharing === null) {
      this._drive.status().then(
        () => this._onChanged(null, ''),
        () => undefined
      );
    }
    const { bucket } = this._drive.entryAt(localPath);
    if (bucket && policies) {
      const how = { priority: 'background' as const };
      const asking = isAsked
        ? policies.refresh(bucket, how)
        : policies.get(bucket, how);
      asking.catch(() => undefined);
    }
  }

  /** The badge of an entry; `null` for none. */
  badgeOf(item: Contents.IModel, localPath: string): IBadge | null {
    const location = this._drive.entryAt(localPath);
    const isFolder = item.type === 'directory';
    const badge = this._badges.of(isFolder ? location.asFolder() : location);
    return badge?.kind === 'public' && this._isInPublic()
      ? { ...badge, isQuiet: true }
      : badge;
  }

  private _isInPublic(): boolean {
    const { isRoot, localPath } = this._current;
    const folder = this._drive.entryAt(localPath).asFolder();
    return !isRoot && this._badges.of(folder)?.kind === 'public';
  }

  /**
   * The note above the entries of a folder.
   *
   * @param share - Opens the share dialog for a path of the drive, if there is
   * one.
   */
  noteOf(
    localPath: string,
    share: ((localPath: string) => void) | null
  ): INote | null {
    const trans = this._trans;
    const folder = this._drive.entryAt(localPath).asFolder();
    if (folder.isRoot) {
      return null;
    }
    const action = share
      ? {
          action: {
            label: trans.__('Share…'),
            run: () => share(`${localPath}/`)
          }
        }
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
    return found ? this._diffusionNote(folder, share) : null;
  }

  /** The note that others cannot read a diffusion folder. */
  private _diffusionNote(
    folder: S3Location,
    share: ((localPath: string) => void) | null
  ): INote | null {
    const trans = this._trans;
    const diffusion = diffusionOf(folder, this._drive.sharing);
    if (!diffusion) {
      return null;
    }
    const label = trans.__('Make Public…');
    return {
      kind: 'closed',
      text: trans.__('Others cannot read this diffusion folder yet.'),
      ...(share ? { action: { label, run: () => share(diffusion.path) } } : {})
    };
  }

  private _publicText(
    { bucket, key }: S3Location,
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

  private _follow(policies: Policies | null): void {
    if (policies !== this._followed) {
      this._followed?.changed.disconnect(this._onChanged, this);
      this._followed = policies;
      policies?.changed.connect(this._onChanged, this);
    }
  }

  private _onChanged(_: Policies | null, bucket: string): void {
    const { isRoot, localPath } = this._current;
    if (isRoot || this._drive.entryAt(localPath).bucket === bucket) {
      this._rowsChanged.emit();
    }
    this._changed();
  }

  private readonly _current: AccessBadges.IFolder;
  private readonly _drive: IPanelDrive;
  private readonly _trans: TranslationBundle;
  private readonly _changed: () => void;
  private readonly _rowsChanged = new Signal<this, void>(this);
  private readonly _badges: Badges;
  private _followed: Policies | null = null;
  private _isDisposed = false;
}

/**
 * The namespace of `AccessBadges` statics.
 */
export namespace AccessBadges {
  /**
   * The folder whose entries have the badges.
   */
  export interface IFolder {
    readonly drive: IPanelDrive;
    readonly trans: TranslationBundle;

    /** Its path in the drive (`bucket/key`). */
    readonly localPath: string;

    readonly isRoot: boolean;
  }
}
