// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { S3FileBrowser } from '../browser/browser';
import type { S3Panel } from '../browser/panel';
import type { S3Drive } from '../drive/drive';
import type { IExposure } from '../drive/context';
import { showProblem } from '../dialogs/errordialog';
import { connectionOf } from '../names';
import type { Tasks } from '../transfers/tasks/tasks';
import type { Direction } from './client';
import { TransfersClient } from './client';
import { WorkspaceCopies } from './copies';
import { WorkspaceService } from './service';

/**
 * What `makeExchange` needs.
 */
export interface IWorkspaceParts {
  readonly app: JupyterFrontEnd;
  readonly browser: S3FileBrowser;
  readonly drive: S3Drive;
  readonly panel: S3Panel;
  readonly tasks: Tasks;
  readonly trans: TranslationBundle;
  /** JupyterLab's own file browser, if there is one. */
  readonly workspace: IDefaultFileBrowser | null;
}

/**
 * Make the service that copies between the two file browsers.
 */
export function makeWorkspaceService(parts: IWorkspaceParts): WorkspaceService {
  const { app, browser, drive, tasks, trans } = parts;
  const { contents, serverSettings } = app.serviceManager;
  const copies = new WorkspaceCopies({
    client: new TransfersClient(serverSettings, connectionOf(drive.name)),
    tasks,
    trans,
    arrived: (direction, dir) => refreshAt(parts, direction, dir),
    wrote: location => drive.tellWritten(location),
    groupNotices: () => drive.groupNotices(),
    followPatience: () => drive.followPatience(),
    requireConsent: (arrivals: IExposure[]) =>
      drive.consent.require(...arrivals),
    show: (direction, path) => {
      showAt(parts, direction, path).catch((error: unknown) =>
        showProblem(trans.__('Cannot be shown'), error, trans)
      );
    }
  });
  // Show the copies that were already running when the page was loaded.
  copies.resume().catch(() => undefined);
  return new WorkspaceService({ browser, contents, copies, drive, trans });
}

/**
 * List a folder again wherever it is shown, as it has new entries.
 *
 * @param dir - A path of the workspace, or `bucket/prefix`.
 */
function refreshAt(
  { app, browser, workspace }: IWorkspaceParts,
  direction: Direction,
  dir: string
): void {
  const { contents } = app.serviceManager;
  const { s3 } = browser;
  if (direction === 'to-s3') {
    if (!s3.isRoot && `${dir}/`.startsWith(`${s3.localPath}/`)) {
      void s3.refresh();
    }
  } else if (
    workspace &&
    contents.localPath(workspace.model.path).replace(/^\//, '') === dir
  ) {
    void workspace.model.refresh();
  }
}

/**
 * Show an entry in its file browser.
 *
 * @param path - A path of the workspace, or `bucket/key`.
 */
async function showAt(
  { app, browser, panel, workspace }: IWorkspaceParts,
  direction: Direction,
  path: string
): Promise<void> {
  if (direction === 'to-s3') {
    app.shell.activateById(panel.id);
    await browser.reveal(path);
  } else if (workspace) {
    app.shell.activateById(workspace.id);
    await workspace.model.cd(`/${PathExt.dirname(path)}`);
    await workspace.selectItemByName(PathExt.basename(path));
  }
}
