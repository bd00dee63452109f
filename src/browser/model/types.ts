// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';

import type { INoticeGroup, IOpenDocuments } from '../../drive/context';
import type { S3Drive } from '../../drive/drive';

/**
 * What the panel needs of the drive, in addition to JupyterLab's contents
 * manager.
 */
export interface IPanelDrive extends Pick<
  S3Drive,
  | 'name'
  | 'find'
  | 'copy'
  | 'copyAll'
  | 'entryAt'
  | 'findAll'
  | 'flags'
  | 'freeNames'
  | 'isTruncated'
  | 'isWritable'
  | 'more'
  | 'moveAll'
  | 'probeWritable'
  | 'remove'
  | 'removeAll'
  | 'rename'
  | 'rootProblem'
  | 'serverSettings'
  | 'sharing'
  | 'status'
  | 'tellFolder'
  | 'upload'
  | 'walk'
> {
  readonly writableChanged: ISignal<unknown, string>;

  /** See `Throttle.follow`; absent where nothing waits. */
  readonly followPatience?: S3Drive['followPatience'];

  /** See `S3Drive.groupNotices`; `null` where nothing is announced. */
  groupNotices(): INoticeGroup | null;

  /** Direct access to the store; `null` where there is none. */
  readonly direct: S3Drive['direct'] | null;

  /** The bucket policies that were read; `null` if none are read. */
  readonly policies: S3Drive['policies'] | null;

  /** The uploads of this page; `null` where nothing keeps them. */
  readonly uploads: S3Drive['uploads'] | null;

  /** The open documents; absent if they are not known. */
  readonly documents?: () => Promise<IOpenDocuments> | null;
}

/**
 * The actions on the entries of the panel. Each is refused with a reason where
 * it cannot work, asks first where data could be lost or the cost is high, and
 * reports its own errors. Paths are global (`s3:bucket/key`).
 */
export interface IEntryActions {
  /** Whether an action cannot be done here. If so, a message says why. */
  isRefused(action: GuardedAction, items: Contents.IModel[]): boolean;

  /** Delete entries permanently, after asking. */
  delete(items: Contents.IModel[]): Promise<void>;

  /** Copy entries into the same folder, under free names. */
  duplicate(items: Contents.IModel[]): Promise<void>;

  /** Download one file as it is; a folder or several entries as one zip. */
  download(items: Contents.IModel[]): Promise<void>;

  /** Move or copy entries into a folder, asking about names that exist. */
  bring(paths: string[], dir: string, copy: boolean): Promise<void>;

  /**
   * Rename or move one entry.
   *
   * @throws Errors that come quickly, such as a name that exists (409).
   */
  rename(from: string, to: string): Promise<Contents.IModel>;
}

/**
 * An action on a folder or its entries. `write`: anything that adds to the
 * folder.
 */
export type GuardedAction =
  'read' | 'write' | 'upload' | 'new' | 'rename' | 'cut' | 'delete';

/**
 * A line above the entries.
 */
export interface INote {
  readonly kind:
    | 'read-only'
    | 'stale'
    | 'root-problem'
    | 'public'
    | 'platform'
    | 'unknown'
    | 'closed'
    | 'shared-bucket';
  readonly text: string;
  /** The tooltip, with details. */
  readonly title?: string;
  /** An action offered with the note. */
  readonly action?: { label: string; run: () => void };
  /** A page about it, opened in another tab. */
  readonly link?: { label: string; href: string };
}
