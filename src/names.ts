// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The name of the drive: its paths are `s3:bucket/key`.
 */
export const DRIVE_NAME = 's3';

/**
 * Whether a drive is one of ours: `s3`, or `s3-<connection>`.
 */
export function isS3Drive(name: string): boolean {
  return /^s3(-|$)/.test(name);
}

/**
 * The connection that one of our drives shows; the default one for any other
 * drive.
 */
export function connectionOf(drive: string): string {
  return /^s3-(.+)/.exec(drive)?.[1] ?? 'default';
}

/**
 * The DOM id of the panel.
 */
export const PANEL_ID = 'jp-s3-browser';

/**
 * The DOM id of the file browser in the panel, and the key of its state.
 */
export const BROWSER_ID = 'jp-s3-filebrowser';

/**
 * The name of the widget factory that shows tables.
 */
export const TABLE_FACTORY = 'S3 Table';

/**
 * What a view that reads a file by itself, and never saves it, passes to the
 * drive as the id of a content provider: the model is then read-only.
 */
export const VIEW_ONLY = 's3-view-only';

/**
 * The translation domain: the name of the Python package.
 */
export const TRANSLATION_DOMAIN = 'jupyterlab_s3_drive';

/**
 * The oldest server extension that the frontend works with.
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
  export const connections = 'jupyterlab-s3-drive:connections';
  export const viewer = 'jupyterlab-s3-drive:viewer';
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
  export const connections = 's3-drive:connections';
  export const renew = 's3-drive:renew';
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
