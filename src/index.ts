// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { diffusionPlugin } from './plugins/sharing/diffusionfolder';
import { bookmarksPlugin } from './plugins/panel/bookmarkcommands';
import { browserPlugin } from './plugins/panel/panel';
import { commandsPlugin } from './plugins/panel/commands';
import { connectionsPlugin } from './plugins/connections/connections';
import { coreCommandsPlugin } from './plugins/documents/corecommands';
import { drivePlugin } from './plugins/drive/drive';
import { dropsPlugin } from './plugins/transfers/drops';
import { entriesPlugin } from './plugins/panel/entrycommands';
import { incompletePlugin } from './plugins/transfers/incompleteuploads';
import { launcherPlugin } from './plugins/panel/launcher';
import { noticesPlugin } from './plugins/drive/notices';
import { openLocationPlugin } from './plugins/panel/openlocation';
import { openWithPlugin } from './plugins/files/openwith';
import { pastesPlugin } from './plugins/panel/paste';
import { placesPlugin } from './plugins/panel/bookmarks';
import { publicNotesPlugin } from './plugins/sharing/publicnotes';
import { searchPlugin } from './plugins/panel/search';
import { sharingPlugin } from './plugins/sharing/sharing';
import { sharedBucketsPlugin } from './plugins/sharing/sharedbuckets';
import { snippetDropsPlugin } from './plugins/snippets/drops';
import { snippetsPlugin } from './plugins/snippets/snippets';
import { tablesPlugin } from './plugins/viewer/tables';
import { toolbarPlugin } from './plugins/panel/toolbar';
import { transfersPlugin } from './plugins/transfers/transfers';
import { uploadPlugin } from './plugins/transfers/upload';
import { workspacePlugin } from './plugins/transfers/workspace';
import { usagePlugin } from './plugins/files/foldersize';

export { CommandIDs } from './names';
export * from './tokens';

/**
 * The plugins of the extension.
 */
const plugins: JupyterFrontEndPlugin<unknown>[] = [
  placesPlugin,
  drivePlugin,
  noticesPlugin,
  transfersPlugin,
  browserPlugin,
  commandsPlugin,
  entriesPlugin,
  openLocationPlugin,
  coreCommandsPlugin,
  bookmarksPlugin,
  uploadPlugin,
  incompletePlugin,
  launcherPlugin,
  openWithPlugin,
  workspacePlugin,
  dropsPlugin,
  pastesPlugin,
  searchPlugin,
  usagePlugin,
  sharingPlugin,
  diffusionPlugin,
  snippetsPlugin,
  snippetDropsPlugin,
  tablesPlugin,
  publicNotesPlugin,
  sharedBucketsPlugin,
  connectionsPlugin,
  toolbarPlugin
];

export default plugins;
