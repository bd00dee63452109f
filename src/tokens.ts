// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { FileBrowser } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { IBookmark } from './bookmarks/bookmarks';
import type { IS3Connection } from './s3/http/types';
import type { IS3Location } from './s3/location';
import type { IServerStatus } from './s3/server/status';
import type { ITaskOptions, ITaskProgress } from './transfers/tasks/task';

/*
 * What this extension promises to others. The objects behind the tokens have
 * more members, which our own plugins use and which may change.
 */

/**
 * The S3 drive, registered with JupyterLab's contents manager. Its methods take
 * local paths (`bucket/key`).
 */
export const IS3Drive = new Token<IS3Drive>(
  'jupyterlab-s3-drive:IS3Drive',
  'The S3 drive: JupyterLab contents over S3 buckets, and requests to the store.'
);
export interface IS3Drive extends Contents.IDrive {
  /**
   * Load the drive on the first call.
   *
   * @param connection - The name of another connection, to load its drive.
   *
   * @throws `ResponseError` 503 when its code cannot be fetched, 404 for a
   * connection that the server has not.
   */
  load(connection?: string): Promise<IS3LoadedDrive>;
}

/**
 * What is there once the drive is loaded.
 */
export interface IS3LoadedDrive {
  /** Sends requests of S3's own, signed by the server. */
  readonly connection: Pick<IS3Connection, 'name' | 'send'>;
  readonly drive: {
    /**
     * The exact location of a path: the key of a folder ends in a slash.
     *
     * @throws An error with status 404 if there is nothing.
     */
    locationOf(localPath: string): Promise<IS3Location>;

    /** What the server says about the store, the credentials and itself. */
    status(refresh?: boolean): Promise<IServerStatus>;
  };
}

/**
 * The panel that shows the drive. Its paths are global (`s3:bucket/key`).
 */
export const IS3Panel = new Token<IS3Panel>(
  'jupyterlab-s3-drive:IS3Panel',
  'The panel in the left area that shows the S3 drive.'
);
export interface IS3Panel {
  /** The folder that is shown; `null` before the panel is loaded. */
  readonly folder: string | null;

  /** The selected entries; none before the panel is loaded. */
  selected(): Contents.IModel[];

  /**
   * Emitted when the panel is first shown or requested, and again with the file
   * browser of each other connection.
   */
  readonly loaded: ISignal<unknown, FileBrowser>;

  /** The file browser in the panel, loaded on the first call. */
  ready(): Promise<FileBrowser>;
}

/**
 * The bookmarks and recent locations, shown beside the buckets.
 */
export const IS3Bookmarks = new Token<IS3Bookmarks>(
  'jupyterlab-s3-drive:IS3Bookmarks',
  'Bookmarks and recent locations, shown at the root of the S3 drive.'
);
export interface IS3Bookmarks {
  /** Load the bookmarks on the first call. */
  get(): Promise<IS3BookmarkList>;

  /** Add a location to the bookmarks, or remove it. */
  toggle(location: IS3Location): Promise<void>;
}

/**
 * The bookmarks and recent locations.
 */
export interface IS3BookmarkList {
  /** In the order of the settings. */
  bookmarks(): IBookmark[];

  /** Newest first. */
  recents(): IS3Location[];

  isBookmarked(location: IS3Location): boolean;

  /** Emitted when any of them changes. */
  readonly changed: ISignal<unknown, void>;
}

/**
 * The tasks in progress, shown in the transfers panel and the status bar.
 */
export const IS3Tasks = new Token<IS3Tasks>(
  'jupyterlab-s3-drive:IS3Tasks',
  'The uploads, copies, moves and deletions that are under way, and how far they are.'
);
export interface IS3Tasks {
  /**
   * Run work as a task. What it throws is shown as the task's failure, and
   * thrown again.
   */
  run<T>(
    options: ITaskOptions,
    work: (task: IS3Task) => Promise<T>
  ): Promise<T>;
}

/**
 * A task, as seen by the work that it runs.
 */
export interface IS3Task {
  /** Aborted when the person cancels. */
  readonly signal: AbortSignal;

  /** Say how far the work is. */
  report(progress: ITaskProgress): void;

  /** Say how the work has ended. */
  conclude(outcome: string): void;
}

/**
 * Sharing: links and public URLs. Paths are global (`s3:bucket/key`).
 */
export const IS3Sharing = new Token<IS3Sharing>(
  'jupyterlab-s3-drive:IS3Sharing',
  'Shares what is in the S3 drive: the share dialog, temporary links, public URLs.'
);
export interface IS3Sharing {
  /** Show the share dialog. Resolves when it is closed. */
  show(path: string): Promise<void>;

  /**
   * Create a link that reads a file; anyone who has it can.
   *
   * @param seconds - How long it is wanted; a day by default. The credentials
   * may end it earlier.
   *
   * @returns The link, and when it ends (ISO 8601).
   */
  link(
    path: string,
    seconds?: number
  ): Promise<{ readonly url: string; readonly expiresAt: string }>;

  /**
   * The URL at which anyone can read a file; of a folder those of its files,
   * one per line.
   *
   * @throws An error with status 409 if it is not public.
   */
  publicUrl(path: string): Promise<string>;
}

/**
 * Snippets: code that reads files of the drive.
 */
export const IS3Snippets = new Token<IS3Snippets>(
  'jupyterlab-s3-drive:IS3Snippets',
  'Writes the code that reads a file or folder of the S3 drive.'
);
export interface IS3Snippets {
  /**
   * The code for a path (`s3:bucket/key`), which runs as it is. The file is
   * inspected for it.
   *
   * @param wish - What is not named is chosen: Python, the library of the
   * settings, `read`.
   *
   * @throws An error with status 404 if there is nothing, 400 if no snippet
   * does it.
   */
  text(
    path: string,
    wish?: {
      readonly language?: string;
      readonly library?: string;
      readonly operation?: string;
    }
  ): Promise<string>;
}
