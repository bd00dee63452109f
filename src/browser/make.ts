// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ITranslator } from '@jupyterlab/translation';

import type { LazyDrive } from '../drive/lazy';
import { parentPrefix, parsePath } from '../s3/path';
import { BROWSER_ID, PluginIDs, TRANSLATION_DOMAIN } from '../tokens';
import { S3FileBrowser } from './browser';
import { countBelow } from './count';
import { S3BrowserModel } from './model';
import type { Places } from './places';
import { applySettings, CoreSettings } from './settings';
import type { Tasks } from '../transfers/tasks';
import { Uploads } from '../transfers/uploads';

/**
 * The settings of JupyterLab's own file browser, which the panel follows.
 */
const CORE_ID = '@jupyterlab/filebrowser-extension:browser';

/**
 * Where counting what an operation takes along ends, with one request a
 * thousand objects.
 */
const COUNT_LIMIT = 100_000;

/**
 * What the file browser is made of.
 */
export interface IMakeOptions {
  drive: LazyDrive;
  manager: IDocumentManager;
  places: Places;
  /** What is under way. */
  tasks: Tasks;
  translator: ITranslator;
  settings: ISettingRegistry | null;
  state: IStateDB | null;
}

/**
 * Make the file browser of the panel, with its settings and its last place.
 */
export async function makeBrowser(
  options: IMakeOptions
): Promise<S3FileBrowser> {
  const { drive, manager, places, settings, tasks, translator } = options;
  const { contents } = manager.services;
  const trans = translator.load(TRANSLATION_DOMAIN);
  const { connection } = await drive.load();
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
      const local = contents.localPath(path);
      return countBelow(connection, local, COUNT_LIMIT, signal, onCount);
    }
  });
  const browser = new S3FileBrowser({
    id: BROWSER_ID,
    model,
    places,
    state,
    translator
  });
  void model.restore(BROWSER_ID);
  browser.fileOpened.connect((_, item) => {
    const { bucket, key } = parsePath(contents.localPath(item.path));
    if (parentPrefix(key)) {
      places.addRecent({ bucket, key: parentPrefix(key) });
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
  return browser;
}

/**
 * Keep the panel as the settings say, now and later.
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
