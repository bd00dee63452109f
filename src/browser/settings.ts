// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { FileBrowser } from '@jupyterlab/filebrowser';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { S3FileBrowser } from './browser';

/**
 * The settings of JupyterLab's file browser that apply to the panel too.
 */
const SHARED = [
  'showLastModifiedColumn',
  'showDateCreatedColumn',
  'showHiddenFiles',
  'showFileCheckboxes',
  'showFullPath',
  'clearFilterOnNavigation',
  'sortNotebooksFirst',
  'sortFileNamesNaturally',
  'singleClickNavigation',
  'allowFileUploads'
] as const;

/**
 * The settings of its model that apply to the panel too.
 */
const SHARED_MODEL = ['useFuzzyFilter', 'filterDirectories'] as const;

/**
 * Apply the panel's own settings.
 */
export function applySettings(
  browser: S3FileBrowser,
  settings: ReadonlyPartialJSONObject
): void {
  browser.showFileSizeColumn = settings.showFileSizeColumn !== false;
  const { folder, refreshing } = browser.s3;
  const interval = settings.refreshInterval;
  refreshing.automatic.setInterval(typeof interval === 'number' ? interval : 0);
  refreshing.automatic.onReturn = settings.refreshOnReturn !== false;
  folder.wantsWhole = settings.loadWholeFolders !== false;
}

/**
 * Applies the settings of JupyterLab's own file browser, so that both look and
 * behave alike. Only changed settings are applied: some list the folder again.
 */
export class CoreSettings {
  constructor(browser: S3FileBrowser) {
    this._browser = browser;
  }

  /**
   * Apply the settings that changed since the last call.
   */
  apply(settings: ReadonlyPartialJSONObject): void {
    const target: Pick<FileBrowser, (typeof SHARED)[number]> = this._browser;
    for (const name of SHARED) {
      const value = settings[name];
      if (typeof value === 'boolean' && this._applied[name] !== value) {
        this._applied[name] = value;
        target[name] = value;
      }
    }
    for (const name of SHARED_MODEL) {
      const value = settings[name];
      if (typeof value === 'boolean') {
        this._browser.model[name] = value;
      }
    }
  }

  private readonly _browser: S3FileBrowser;
  private readonly _applied: { [name: string]: boolean } = {};
}
