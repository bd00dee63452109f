// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Token } from '@lumino/coreutils';

import type { S3Panel } from './browser/panel';
import type { Places } from './browser/places';
import type { LazyDrive } from './drive/lazy';
import type { ISharer } from './sharing/sharer';
import type { Documents } from './snippets/documents';
import type { ISnippeter } from './snippets/snippeter';
import type { Tasks } from './transfers/tasks';

/**
 * The name of the drive: its paths are `s3:bucket/key`.
 */
export const DRIVE_NAME = 's3';

/**
 * The DOM id of the panel.
 */
export const PANEL_ID = 'jp-s3-browser';

/**
 * The DOM id of the file browser in the panel, also the key of its state.
 */
export const BROWSER_ID = 'jp-s3-filebrowser';

/**
 * The translation domain: the name of the Python package.
 */
export const TRANSLATION_DOMAIN = 'jupyterlab_s3_drive';

/**
 * The oldest server extension that this frontend works with.
 */
export const REQUIRED_SERVER_VERSION = '0.1.0';

/**
 * The ids of the plugins that have settings.
 */
export namespace PluginIDs {
  export const drive = 'jupyterlab-s3-drive:drive';
  export const places = 'jupyterlab-s3-drive:places';
  export const browser = 'jupyterlab-s3-drive:browser';
  export const snippets = 'jupyterlab-s3-drive:snippets';
  export const toolbar = 'jupyterlab-s3-drive:toolbar';
}

/**
 * The commands of the panel. Each acts on `{ path }`, or on the selection.
 */
export namespace CommandIDs {
  export const show = 's3-drive:show';
  export const openLocation = 's3-drive:open-location';
  export const copyUri = 's3-drive:copy-uri';
  export const upload = 's3-drive:upload';
  export const uploadFolder = 's3-drive:upload-folder';
  export const incompleteUploads = 's3-drive:incomplete-uploads';
  export const refresh = 's3-drive:refresh';
  export const goUp = 's3-drive:go-up';
  export const newFolder = 's3-drive:new-folder';
  export const newLauncher = 's3-drive:new-launcher';
  export const toggleFilter = 's3-drive:toggle-filter';
  export const searchBelow = 's3-drive:search-below';
  export const reveal = 's3-drive:reveal';
  export const folderSize = 's3-drive:folder-size';
  export const toggleBookmark = 's3-drive:toggle-bookmark';
  export const forgetRecent = 's3-drive:forget-recent';
  export const rename = 's3-drive:rename';
  export const del = 's3-drive:delete';
  export const cut = 's3-drive:cut';
  export const paste = 's3-drive:paste';
  export const duplicate = 's3-drive:duplicate';
  export const copyToWorkspace = 's3-drive:copy-to-workspace';
  export const copyToS3 = 's3-drive:copy-to-s3';
  export const showTransfers = 's3-drive:show-transfers';
  export const share = 's3-drive:share';
  export const createLink = 's3-drive:create-link';
  export const setVisibility = 's3-drive:set-visibility';
  export const copyUrl = 's3-drive:copy-url';
  export const createDiffusion = 's3-drive:create-diffusion-folder';
  export const askForBucket = 's3-drive:ask-for-bucket';
  export const copySnippet = 's3-drive:copy-snippet';
  export const insertSnippet = 's3-drive:insert-snippet';
  export const moreSnippets = 's3-drive:more-snippets';
}

/**
 * The S3 drive, registered with JupyterLab's contents manager. `load()` gives
 * the way to the store, for S3 requests of one's own.
 */
export const IS3Drive = new Token<IS3Drive>(
  'jupyterlab-s3-drive:IS3Drive',
  'The S3 drive: JupyterLab contents over S3 buckets, and what the panel asks beside them.'
);
export type IS3Drive = LazyDrive;

/**
 * The panel that shows the drive. `ready()` gives the file browser in it.
 */
export const IS3Panel = new Token<IS3Panel>(
  'jupyterlab-s3-drive:IS3Panel',
  'The panel in the left area that shows the S3 drive.'
);
export type IS3Panel = S3Panel;

/**
 * The places beside the buckets: bookmarks and recent locations.
 */
export const IS3Places = new Token<IS3Places>(
  'jupyterlab-s3-drive:IS3Places',
  'Bookmarks and recent locations, shown at the root of the S3 drive.'
);
export interface IS3Places {
  /** Loads them on the first call. */
  get(): Promise<Places>;

  /** Add a place to the bookmarks, or take it off. */
  toggle(place: { bucket: string; key: string }): Promise<void>;
}

/**
 * What takes a while: the list of what is under way, shown in the transfers
 * panel and the status bar. `run` adds to it.
 */
export const ITransfers = new Token<ITransfers>(
  'jupyterlab-s3-drive:ITransfers',
  'The uploads, copies, moves and deletions that are under way, and how far they are.'
);
export type ITransfers = Tasks;

/**
 * Sharing: who can read what, the switch between private and public, links.
 */
export const IS3Sharing = new Token<IS3Sharing>(
  'jupyterlab-s3-drive:IS3Sharing',
  'Shares what is in the S3 drive: visibility, public addresses, temporary links.'
);
export interface IS3Sharing {
  /** Loads it on the first call. */
  get(): Promise<ISharer>;
}

/**
 * Snippets: the code that reads what is in the drive.
 */
export const IS3Snippets = new Token<IS3Snippets>(
  'jupyterlab-s3-drive:IS3Snippets',
  'Writes the code that reads a file or folder of the S3 drive, copies it, and puts it into notebooks, consoles and editors.'
);
export interface IS3Snippets {
  /** Loads it on the first call. */
  get(): Promise<ISnippeter>;

  /** What code can be put into. */
  readonly documents: Documents;
}
