// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ITranslator } from '@jupyterlab/translation';

import type { S3Drive } from '../drive/drive';
import type { IS3Connection } from '../s3/http/types';
import { DEFAULT_CONNECTION, S3Location } from '../s3/location';
import { versioningOf } from '../s3/objects/versioning';
import { BROWSER_ID, PluginIDs, TRANSLATION_DOMAIN } from '../names';
import { EntryActions } from './actions/actions';
import { S3FileBrowser } from './browser';
import { countBelow } from '../usage/count';
import { offerConnections } from './chooser';
import { S3BrowserModel } from './model/browsermodel';
import { localOf } from './model/paths';
import type { S3Panel } from './panel';
import type { Bookmarks } from '../bookmarks/bookmarks';
import { applySettings, CoreSettings } from './settings';
import type { Tasks } from '../transfers/tasks/tasks';
import { Uploads } from '../transfers/uploads/uploads';

/**
 * The settings of JupyterLab's own file browser, which the panel follows.
 */
const CORE_ID = '@jupyterlab/filebrowser-extension:browser';

/**
 * Counting before an operation stops at this number of objects; it takes one
 * request per thousand.
 */
const COUNT_LIMIT = 100_000;

/**
 * What is needed to create the file browser.
 */
export interface IMakeOptions {
  connection: IS3Connection;
  drive: S3Drive;
  manager: IDocumentManager;
  /** Shows the file browser, and offers the other connections above it. */
  panel?: S3Panel;
  places: Bookmarks;
  /** The tasks of the transfers panel. */
  tasks: Tasks;
  translator: ITranslator;
  settings: ISettingRegistry | null;
  state: IStateDB | null;
}

/**
 * Create the file browser of the panel, and restore its settings and last
 * location.
 */
export async function makeBrowser(
  options: IMakeOptions
): Promise<S3FileBrowser> {
  const { connection, drive, manager, places, settings, tasks, translator } =
    options;
  const { contents } = manager.services;
  const trans = translator.load(TRANSLATION_DOMAIN);
  const state = options.state ?? undefined;
  const model = new S3BrowserModel({
    drive,
    manager,
    translator,
    state,
    tasks,
    uploads: new Uploads({
      drive,
      trans,
      tasks
    }),
    count: (path, signal, onCount) => {
      const folder = drive.entryAt(localOf(contents, path));
      return countBelow(connection, folder, COUNT_LIMIT, signal, onCount);
    },
    actions: made => new EntryActions(made),
    versioning: bucket => versioningOf(connection, bucket)
  });
  const id =
    connection.name === DEFAULT_CONNECTION
      ? BROWSER_ID
      : `${BROWSER_ID}-${connection.name}`;
  const browser = new S3FileBrowser({
    id,
    model,
    places,
    state,
    translator
  });
  void model.restore(id);
  browser.fileOpened.connect((_, item) => {
    const { connection } = options;
    const path = contents.localPath(item.path);
    const folder = S3Location.fromPath(path, connection.name).parent;
    if (folder.key) {
      places.addRecent(folder);
    }
  });
  places.changed.connect(() => {
    if (model.isRoot) {
      void model.refresh();
    }
  });
  if (settings) {
    await follow(browser, settings);
  }
  if (options.panel) {
    void offerConnections(options.panel, {
      serverSettings: connection.serverSettings,
      state: options.state,
      trans
    });
  }
  return browser;
}

/**
 * Apply the settings, now and whenever they change.
 */
async function follow(
  browser: S3FileBrowser,
  registry: ISettingRegistry
): Promise<void> {
  const own = await registry.load(PluginIDs.browser);
  const updateOwn = () => applySettings(browser, own.composite);
  own.changed.connect(updateOwn);
  updateOwn();
  const core = await registry.load(CORE_ID).catch(() => null);
  if (core) {
    const shared = new CoreSettings(browser);
    const updateCore = () => shared.apply(core.composite);
    core.changed.connect(updateCore);
    updateCore();
  }
}
