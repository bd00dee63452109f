// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { showProblem } from '../dialogs/errordialog';
import type { LazyDrive } from '../drive/lazy';
import type { S3Location } from '../s3/location';
import { PANEL_ID } from '../names';
import type { S3FileBrowser } from './browser';
import type { ILocated } from '../drive/lookup/locate';
import { locate, readLocation } from '../drive/lookup/locate';
import type { S3Panel } from './panel';
import type { Bookmarks } from '../bookmarks/bookmarks';

/**
 * What is needed to open a location by its address.
 */
export interface IOpeningContext {
  readonly app: JupyterFrontEnd;
  readonly drive: LazyDrive;
  readonly panel: S3Panel;
  readonly places: { get(): Promise<Bookmarks> };
  readonly trans: TranslationBundle;
}

/**
 * The opened location, and the folder shown with it.
 */
export interface IOpened extends ILocated {
  readonly folder: S3Location;
}

/**
 * Open the location of an address, asking for the address if none is given.
 * Errors are shown in a dialog.
 *
 * @returns The path in the drive; `null` when nothing was opened.
 */
export async function openTyped(
  uri: unknown,
  context: IOpeningContext
): Promise<string | null> {
  const { drive, trans } = context;
  const text = typeof uri === 'string' ? uri : await askLocation(trans);
  if (!text?.trim()) {
    return null;
  }
  try {
    const name = connectionIn(text) ?? context.panel.connection;
    const location = await readLocation(
      text,
      (await drive.load(name)).drive,
      trans
    );
    return await openInPanel(location, context);
  } catch (error) {
    await showProblem(trans.__('Cannot be opened'), error, trans);
    return null;
  }
}

/**
 * Open a location, and bring the panel to the front with its folder.
 *
 * @returns The path in the drive.
 *
 * @throws The store's error when there is neither an object nor a folder.
 */
export async function openInPanel(
  location: S3Location,
  context: IOpeningContext
): Promise<string> {
  context.app.shell.activateById(PANEL_ID);
  const browser = await context.panel.switchTo(location.connection);
  const { folder, path } = await openPlace(location, context);
  if (browser.s3.navigation.problem === null && !folder.isRoot) {
    (await context.places.get()).addRecent(folder);
  }
  return path;
}

/**
 * Open a location: an object in JupyterLab, its folder in the panel. A hidden
 * panel navigates when it is shown.
 *
 * @throws The store's error when there is neither an object nor a folder.
 */
export async function openPlace(
  location: S3Location,
  context: IOpeningContext
): Promise<IOpened> {
  const { app, drive, panel } = context;
  const { contents } = app.serviceManager;
  const { connection } = location;
  const { drive: s3 } = await drive.load(connection);
  const located = await locate(contents, s3.name, location);
  const { path, isFolder } = located;
  const folder = isFolder ? location.asFolder() : location.parent;
  const go = (browser: S3FileBrowser) =>
    browser.model.cd(`/${folder.entryPath}`);
  if (!isFolder) {
    await app.commands.execute('docmanager:open', { path });
  }
  if (panel.browser || panel.isVisible) {
    await go(await panel.switchTo(connection));
  } else {
    const once = (sender: S3Panel) => {
      sender.loaded.disconnect(once);
      void sender.switchTo(connection).then(go);
    };
    panel.loaded.connect(once);
  }
  return { ...located, folder };
}

/**
 * The connection that an address names (`s3-<name>:bucket/key`), if any.
 */
export function connectionIn(text: string): string | undefined {
  return /^\s*s3-([a-z0-9-]+):/.exec(text)?.[1];
}

/**
 * Ask for an address.
 *
 * @returns `null` when the dialog is cancelled.
 */
async function askLocation(trans: TranslationBundle): Promise<string | null> {
  const result = await InputDialog.getText({
    title: trans.__('Open S3 Location'),
    label: trans.__('An s3:// address, a link of the store, or bucket/folder/'),
    placeholder: trans.__('s3://bucket/folder/'),
    okLabel: trans.__('Open')
  });
  return result.button.accept ? result.value : null;
}
