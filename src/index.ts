// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { diffusionPlugin } from './plugins/diffusion';
import { bookmarksPlugin } from './plugins/bookmarks';
import { browserPlugin } from './plugins/browser';
import { commandsPlugin } from './plugins/commands';
import { drivePlugin } from './plugins/drive';
import { dropsPlugin } from './plugins/drops';
import { entriesPlugin } from './plugins/entries';
import { incompletePlugin } from './plugins/incomplete';
import { launcherPlugin } from './plugins/launcher';
import { noticesPlugin } from './plugins/notices';
import { openLocationPlugin } from './plugins/openlocation';
import { openWithPlugin } from './plugins/openwith';
import { pastesPlugin } from './plugins/pastes';
import { placesPlugin } from './plugins/places';
import { publicNotesPlugin } from './plugins/publicnotes';
import { searchPlugin } from './plugins/search';
import { serverPlugin } from './plugins/server';
import { sharingPlugin } from './plugins/sharing';
import { sharedBucketsPlugin } from './plugins/sharedbuckets';
import { snippetDropsPlugin } from './plugins/snippetdrops';
import { snippetsPlugin } from './plugins/snippets';
import { toolbarPlugin } from './plugins/toolbar';
import { transfersPlugin } from './plugins/transfers';
import { uploadPlugin } from './plugins/upload';
import { workspacePlugin } from './plugins/workspace';
import { usagePlugin } from './plugins/usage';

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
  publicNotesPlugin,
  sharedBucketsPlugin,
  serverPlugin,
  toolbarPlugin
];

export default plugins;
