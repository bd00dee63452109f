// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { LabShell } from '@jupyterlab/application';
import { InputDialog, Notification } from '@jupyterlab/apputils';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { showMessage } from '../dialogs/errordialog';
import { STAYS } from '../dialogs/stays';
import type { LazyDrive } from '../drive/lazy';
import { DriveError, explain } from '../drive/messages/messages';
import { DEFAULT_CONNECTION, S3Location } from '../s3/location';
import { PANEL_ID } from '../names';
import { readLocation } from '../drive/lookup/locate';
import type { IOpeningContext } from './opening';
import { connectionIn, openInPanel, openPlace } from './opening';
import { savedPlace } from './model/paths';

/**
 * What is needed to open a path when the page loads.
 */
export interface IStartContext extends IOpeningContext {
  /** JupyterLab's own file browser, if there is one. */
  readonly home: IDefaultFileBrowser | null;
  readonly state: IStateDB | null;
}

/**
 * JupyterLab's `filebrowser:open-path` for paths on S3: *Open from Path…*, and
 * the path in the page's URL.
 *
 * JupyterLab's implementation (`filebrowser-extension/src/index.ts`) looks for
 * a file browser of the drive, which does not exist before the panel is shown,
 * and reports errors in a dialog, over a page that is not ready yet.
 *
 * @param run - JupyterLab's implementation, for other paths.
 */
export async function openPath(
  args: ReadonlyPartialJSONObject,
  run: (args: ReadonlyPartialJSONObject) => Promise<unknown>,
  context: IStartContext
): Promise<unknown> {
  const { drive, trans } = context;
  const text =
    typeof args.path === 'string' && args.path
      ? args.path
      : await askPath(trans);
  const location = text && (await readS3(text, drive, trans));
  if (!location) {
    return text ? run({ ...args, path: text }) : undefined;
  }
  try {
    await (args.dontShowBrowser
      ? openAtStart(location, context)
      : openInPanel(location, context));
  } catch (error) {
    tell(error, location, context);
  }
}

/**
 * The location on S3 that a text names.
 *
 * @returns `null` for a path of another drive, and for a URL outside the store.
 */
async function readS3(
  text: string,
  drive: LazyDrive,
  trans: TranslationBundle
): Promise<S3Location | null> {
  if (/^\s*https?:/i.test(text)) {
    return drive
      .load()
      .then(loaded => readLocation(text, loaded.drive, trans))
      .catch(() => null);
  }
  if (!connectionIn(text) && !/^\s*(?:s3:|[sS]3[an]?:\/\/)/.test(text)) {
    return null;
  }
  try {
    return S3Location.typed(text, [], DEFAULT_CONNECTION);
  } catch {
    // No bucket: the list of buckets.
    return S3Location.fromPath('', connectionIn(text) ?? DEFAULT_CONNECTION);
  }
}

/**
 * Ask for a path, as JupyterLab does.
 */
async function askPath(trans: TranslationBundle): Promise<string | null> {
  const { value } = await InputDialog.getText({
    title: trans.__('Open Path'),
    label: trans.__('A path in the workspace, or an address in S3'),
    placeholder: trans.__('path or s3://bucket/key'),
    okLabel: trans.__('Open')
  });
  return value;
}

/**
 * Open the path in the page's URL.
 *
 * The panel comes to the front for a folder, or when there is no saved layout,
 * in which case JupyterLab shows its own file browser. Otherwise the left area
 * is not changed.
 */
async function openAtStart(
  location: S3Location,
  context: IStartContext
): Promise<void> {
  const { shell } = context.app;
  void restoreHome(context);
  const { isFolder } = await openPlace(location, context);
  const layout = shell instanceof LabShell ? await shell.restored : null;
  if (isFolder || layout?.fresh) {
    shell.activateById(PANEL_ID);
  }
}

/**
 * Make JupyterLab's own file browser list its last folder. It does so itself
 * only if the URL has no path, or a path in the workspace.
 */
async function restoreHome(context: IStartContext): Promise<void> {
  const { app, home, state } = context;
  if (!home || home.model.path) {
    return;
  }
  const { contents } = app.serviceManager;
  const saved = await state
    ?.fetch(`file-browser-${home.id}:cwd`)
    .catch(() => undefined);
  const path = savedPlace(contents, saved);
  const isThere = await contents.get(path, { content: false }).then(
    () => true,
    () => false
  );
  await home.model.cd(isThere ? `/${path}` : '/');
}

/**
 * Show a notice why nothing was opened, with an action that goes to the folder
 * of a missing object.
 */
function tell(
  error: unknown,
  location: S3Location,
  context: IOpeningContext
): void {
  const { trans } = context;
  const { message, details } = explain(error, trans);
  const actions: Notification.IAction[] = [
    {
      label: trans.__('Show details'),
      callback: () =>
        void showMessage(trans.__('Cannot be opened'), message, details, trans)
    }
  ];
  if (error instanceof DriveError && error.problem === 'not-found') {
    const folder = location.parent;
    actions.unshift({
      label: trans.__('Show Its Folder'),
      callback: () =>
        void openInPanel(folder, context).catch(problem =>
          tell(problem, folder, context)
        )
    });
  }
  Notification.error(message, { autoClose: STAYS.waits, actions });
}
