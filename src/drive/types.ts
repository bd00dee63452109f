// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import type { IS3Connection } from '../s3/connection';
import type { IFolderOptions } from '../s3/copy';
import type { DirectAccess } from '../s3/direct';
import type { IS3Location, Unaddressable } from '../s3/path';
import type { Policies } from '../s3/policies';
import type { ISharingRules } from '../s3/status';
import type { IGathering } from './publication';

/**
 * What the drive does by settings; read anew at each use.
 */
export interface IDriveOptions {
  /** Larger objects are not opened (bytes). */
  maxEditableSize: number;

  /** Whether checkpoints are made. */
  checkpoints: boolean;

  /**
   * Whether large transfers go to the store itself where the browser reaches
   * it; `automatic` unless told.
   */
  directTransfers?: 'automatic' | 'never';
}

/**
 * Places that a person keeps, shown in the root beside the buckets.
 */
export interface ILocations {
  bookmarks(): { name: string; location: IS3Location }[];
  recents(): IS3Location[];
}

/**
 * What a drive needs.
 */
export interface IS3DriveOptions {
  connection: IS3Connection;

  /** The MIME type of a path, or the file types that JupyterLab knows. */
  fileTypes: (path: string) => string | readonly DocumentRegistry.IFileType[];

  /** Settings; read anew at each use, so that they may change. */
  options: IDriveOptions;

  /** What the root shows beside the buckets. */
  locations: ILocations;

  /** The way to the store itself; by default as the settings say. */
  direct?: DirectAccess;

  translator?: ITranslator;
}

/**
 * What a person is told outside of any dialog.
 */
export interface INotice {
  level: 'info' | 'warning' | 'error';
  message: string;
  details?: string;
}

/**
 * How to rename, move or copy.
 */
export interface IMoveOptions extends IFolderOptions {
  /** What this is a part of: see `S3Drive.gather`. */
  gathering?: IGathering | null;
}

/**
 * What is special about an entry of a listing.
 */
export interface IEntryFlags {
  /** Why its key cannot be addressed: nothing can be done with it. */
  unaddressable?: Unaddressable;

  /** The exact key, where the name does not tell it. */
  key?: string;

  /** An object and a folder have the same name. */
  ambiguous?: boolean;

  /** What an entry of the root is. */
  kind?: 'bucket' | 'bookmark' | 'recent';
}

/**
 * Entries of a folder whose names begin with a text.
 */
export interface IFound {
  readonly entries: Contents.IModel[];

  /** Whether the store has more of them. */
  readonly more: boolean;
}

/**
 * What the parts of the drive share.
 */
export interface IRoom {
  readonly connection: IS3Connection;
  readonly trans: TranslationBundle;
  readonly options: IDriveOptions;

  /** The way to the store itself, where the browser reaches it. */
  readonly direct: DirectAccess;

  /** The bucket policies that were read: who may see what. */
  readonly policies: Policies;

  /** What the administrator says about sharing; `null`: it cannot be had. */
  sharing(): Promise<ISharingRules | null>;

  /** The MIME type of a path, or `''` if none is known. */
  mimetype(path: string): string;

  /** Tell the person. */
  notify(notice: INotice): void;

  /** Emit the drive's `fileChanged`. */
  emit(change: Contents.IChangedArgs): void;
}
