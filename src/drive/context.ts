// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import type { IS3Connection } from '../s3/http/types';
import type { IFolderOptions } from '../s3/copies/copyfolder';
import type { DirectAccess } from '../s3/uploads/direct';
import type { S3Location } from '../s3/location';
import type { Unaddressable } from '../s3/keys';
import type { Policies } from '../s3/policy/policycache';
import type { ISharingRules } from '../s3/server/status';

import type { VanishedFolders } from './vanishedfolders';

/**
 * The options of the drive that come from the settings; read again at each use.
 */
export interface IDriveOptions {
  /** Larger objects are not opened (bytes). */
  maxEditableSize: number;

  /** Whether checkpoints are made. */
  checkpoints: boolean;

  /**
   * Whether large transfers go directly to the store where the browser can
   * reach it; `automatic` by default.
   */
  directTransfers?: 'automatic' | 'never';

  /** Whether to show the person that kernels do not run in a bucket. */
  kernelNote?: boolean;

  /**
   * Asks the person before something becomes readable by others; see `Consent`.
   * Without it nothing is asked.
   */
  mayPublish?: (question: IPublicationQuestion) => Promise<boolean>;

  /** Returns the open documents; absent if they are not known. */
  documents?: () => Promise<IOpenDocuments>;

  /**
   * Shows a notice while the store asks for fewer requests.
   *
   * @param waiting - Emitted with whether requests have to wait for the store.
   */
  showPatience?: (waiting: ISignal<unknown, boolean>) => void;
}

/**
 * Options of a request that may be cancelled. JupyterLab passes on options that
 * it does not know.
 */
export interface IFetchOptions extends Contents.IFetchOptions {
  /** Cancels the listing of a folder. */
  readonly signal?: AbortSignal;
}

/**
 * The locations that are shown in the root beside the buckets.
 */
export interface ILocations {
  bookmarks(): { name: string; location: S3Location }[];
  recents(): S3Location[];
}

/**
 * Options for creating an `S3Drive`.
 */
export interface IS3DriveOptions {
  connection: IS3Connection;

  /**
   * Returns the MIME type of a path, or the file types that JupyterLab knows.
   */
  fileTypes: (path: string) => string | readonly DocumentRegistry.IFileType[];

  /** Settings; read again at each use, so that they may change. */
  options: IDriveOptions;

  /** The locations that the root shows beside the buckets. */
  locations: ILocations;

  /** Direct access to the store; by default as the settings say. */
  direct?: DirectAccess;

  /** Returns the open documents; by default as the settings say. */
  documents?: () => Promise<IOpenDocuments> | null;

  translator?: ITranslator;
}

/**
 * A message for the person, outside of any dialog.
 */
export interface INotice {
  level: 'info' | 'warning' | 'error';
  /**
   * Whether the person has to act on it, as for errors: the notice stays until
   * it is closed.
   */
  asks?: boolean;
  message: string;
  details?: string;
}

/**
 * How the object of an open document was lost.
 */
export interface IGone {
  /** Whether it was deleted or moved in this page. */
  readonly isOurs: boolean;

  /** Its new path, if it was moved in this page (`bucket/key`). */
  readonly to: string | null;
}

/**
 * The open documents and running sessions of some paths.
 */
export interface IOpenSummary {
  /** How many documents are open. */
  readonly open: number;

  /** The names of documents with unsaved changes. */
  readonly unsaved: readonly string[];

  /** How many sessions are running. */
  readonly running: number;
}

/**
 * The documents that are open in JupyterLab. Paths are local (`bucket/key`);
 * the path of a folder includes everything below it.
 */
export interface IOpenDocuments {
  /**
   * Whether a save may create an object again that is gone. Asks the person,
   * unless it is the late save of a document that was closed.
   */
  mayCreate(path: string, gone: IGone): Promise<boolean>;

  /**
   * Save the documents of a path that have changes, because an earlier save
   * came too late.
   */
  saveAgain(path: string): void;

  /**
   * Show a path's object after it was replaced here, in documents without
   * unsaved changes.
   *
   * @param isAsked - Whether one of the documents reloads by itself.
   */
  reload(path: string, isAsked?: boolean): void;

  /**
   * Count what is open at some paths. A path that ends in a slash means what is
   * below it.
   *
   * @param alone - Those of the paths that are objects beside a folder of the
   * same name.
   */
  summary(paths: readonly string[], alone?: readonly string[]): IOpenSummary;

  /**
   * Delete something on behalf of the person, then close its open documents and
   * shut down its sessions. Meanwhile none of its documents is saved.
   *
   * @param path - With a trailing slash: everything below it, and no object.
   * @param isAlone - Whether it is an object beside a folder of the same name:
   * nothing below it.
   */
  deleting<T>(
    path: string,
    remove: () => Promise<T>,
    isAlone?: boolean
  ): Promise<T>;
}

/**
 * Options for renaming, moving or copying.
 */
export interface IMoveOptions extends IFolderOptions {
  /** The notice group that this belongs to: see `S3Drive.groupNotices`. */
  noticeGroup?: INoticeGroup | null;
}

/**
 * What is special about an entry of a listing.
 */
export interface IEntryFlags {
  /** Why its key cannot be addressed: it can only be deleted. */
  unaddressable?: Unaddressable;

  /** The exact key, if it does not follow from the path. */
  key?: string;

  /** An object and a folder have the same name. */
  ambiguous?: boolean;

  /** Its storage class, if it has to be restored before it can be read. */
  archived?: string;

  /** The kind of an entry of the root. */
  kind?: 'bucket' | 'bookmark' | 'recent';
}

/**
 * Entries of a folder whose names begin with a text.
 */
export interface IFoundEntries {
  readonly entries: Contents.IModel[];

  /** Whether the store has more of them. */
  readonly more: boolean;
}

/**
 * What the parts of the drive share.
 */
export interface IDriveContext {
  readonly connection: IS3Connection;
  readonly trans: TranslationBundle;
  readonly options: IDriveOptions;

  /** Direct access to the store, where the browser can reach it. */
  readonly direct: DirectAccess;

  /** The bucket policies that were read. */
  readonly policies: Policies;

  /** Folders that are empty although the store may list them. */
  readonly vanished: VanishedFolders;

  /** The administrator's rules on sharing; `null` if they are not available. */
  sharing(): Promise<ISharingRules | null>;

  /** The open documents; `null` if they are not known. */
  documents(): Promise<IOpenDocuments> | null;

  /** The MIME type of a path, or `''` if none is known. */
  mimetype(path: string): string;

  /** Show a notice to the person. */
  notify(notice: INotice): void;

  /** Emit the drive's `fileChanged`. */
  emit(change: Contents.IChangedArgs): void;
}

/**
 * The question before something becomes readable by others.
 */
export interface IPublicationQuestion {
  /** Who could read it; see `IAudience`. */
  readonly by: 'anyone' | 'partly' | 'platform';
  /**
   * What makes it readable: a folder (its key is `''` or ends in a slash), or a
   * key that is public by itself.
   */
  readonly location: S3Location;
  /** What becomes readable: one example if there are several. */
  readonly item: S3Location;
}

/**
 * A location at which something was created. The key of a folder ends in a
 * slash.
 */
export interface IExposure {
  readonly to: S3Location;
  /** The earlier location, if it was moved. */
  readonly from?: S3Location;
}

/**
 * Several changes that are reported in one notice, instead of one notice per
 * file.
 */
export interface INoticeGroup {
  /** Add a change. */
  add(arrival: IExposure): void;

  /** End the group: report those that others can read now. */
  end(): void;
}
