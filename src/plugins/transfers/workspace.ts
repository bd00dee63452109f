// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  IDefaultFileBrowser,
  IFileBrowserFactory
} from '@jupyterlab/filebrowser';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { copyIcon, fileUploadIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { loadedOnce } from '../../loadedonce';
import {
  CommandIDs,
  connectionOf,
  isS3Drive,
  TRANSLATION_DOMAIN
} from '../../names';
import type { WorkspaceService } from '../../workspace/service';
import { exchangeArgs } from '../commandargs';
import { IOwnDrive, IOwnPanel, IOwnTasks } from '../parts';
import { pathsIn } from '../subject';

/**
 * Adds the commands that copy between the workspace and S3, on the server.
 */
export const workspacePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:workspace',
  description: 'Adds the commands that copy between the workspace and S3.',
  autoStart: true,
  requires: [IOwnPanel, IOwnDrive, IOwnTasks, IFileBrowserFactory],
  optional: [IDefaultFileBrowser, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    drive: IOwnDrive,
    tasks: IOwnTasks,
    factory: IFileBrowserFactory,
    workspace: IDefaultFileBrowser | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands, serviceManager } = app;
    const { contents } = serviceManager;

    const ready = loadedOnce(async (name): Promise<WorkspaceService> => {
      const [browser, loaded, { makeWorkspaceService }] = await Promise.all([
        panel.ready(name),
        drive.load(name),
        import('../../workspace/factory')
      ]);
      return makeWorkspaceService({
        app,
        browser,
        drive: loaded.drive,
        panel,
        tasks,
        trans,
        workspace
      });
    });
    // What fails here is tried again, and reported, by the command that needs it.
    panel.loaded.connect(
      (_, { s3 }) =>
        void ready(connectionOf(s3.drive.name)).catch(() => undefined)
    );

    const paths = (args: ReadonlyPartialJSONObject, isWanted: IsDrive) =>
      pathsIn(args) ?? selected(factory, isWanted);
    const local = (path: string) => contents.localPath(path);
    const connection = (path = '') => connectionOf(contents.driveName(path));

    commands.addCommand(CommandIDs.copyToWorkspace, {
      label: trans.__('Copy to Workspace'),
      caption: () =>
        trans.__(
          'Copy to the folder that the file browser shows: /%1',
          workspace?.model.path ?? ''
        ),
      icon: copyIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: exchangeArgs(
        trans.__('The folder of the workspace; by default the one shown.'),
        trans
      ),
      execute: async args => {
        const target =
          typeof args.target === 'string'
            ? args.target
            : (workspace?.model.path ?? '');
        const dir = contents.localPath(target).replace(/^\/|\/$/g, '');
        const sources = paths(args, isS3Drive);
        const service = await ready(connection(sources[0]));
        return service.toWorkspace(sources.map(local), dir);
      }
    });

    commands.addCommand(CommandIDs.copyToS3, {
      label: trans.__('Copy to S3…'),
      caption: trans.__('Copy to a bucket or folder of S3'),
      icon: fileUploadIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: exchangeArgs(
        trans.__(
          'The folder in the drive (s3:bucket/prefix); the person is asked for it by default.'
        ),
        trans
      ),
      // The menus for files of other drives use the same selectors.
      isVisible: () =>
        !factory.tracker.currentWidget ||
        factory.tracker.currentWidget.model.driveName === '',
      execute: async args => {
        const { target } = args;
        const isTold = typeof target === 'string';
        const service = await ready(
          isTold ? connection(target) : panel.connection
        );
        return service.toS3(
          paths(args, name => !name).map(local),
          isTold ? local(target).replace(/\/$/, '') : undefined
        );
      }
    });
  }
};

type IsDrive = (name: string) => boolean;

/**
 * The selection in the file browser that last had the focus, if it shows such a
 * drive.
 */
function selected(factory: IFileBrowserFactory, isWanted: IsDrive): string[] {
  const browser = factory.tracker.currentWidget;
  return browser && isWanted(browser.model.driveName)
    ? Array.from(browser.selectedItems(), ({ path }) => path)
    : [];
}
