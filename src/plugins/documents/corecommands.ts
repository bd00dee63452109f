// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import {
  connectionOf,
  isS3Drive,
  PANEL_ID,
  TRANSLATION_DOMAIN
} from '../../names';
import { IOwnDrive, IOwnPanel, IOwnBookmarks } from '../parts';
import { override } from './override';

/**
 * Makes JupyterLab's commands work for paths on S3 as for paths in the
 * workspace.
 */
export const coreCommandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:core-commands',
  description: "Makes commands of JupyterLab's work with paths on S3.",
  autoStart: true,
  requires: [IOwnPanel, IOwnDrive, IOwnBookmarks],
  optional: [ITranslator, IDefaultFileBrowser, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    drive: IOwnDrive,
    places: IOwnBookmarks,
    translator: ITranslator | null,
    home: IDefaultFileBrowser | null,
    state: IStateDB | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands, serviceManager, shell } = app;
    const { contents } = serviceManager;
    const isOurs = (path: unknown): path is string =>
      typeof path === 'string' && isS3Drive(contents.driveName(path));

    override(commands, 'filebrowser:open-path', (args, run) =>
      isElsewhere(args.path)
        ? null
        : import('../../browser/openpath').then(
            ({ openPath }) =>
              openPath(args, run, {
                app,
                drive,
                home,
                panel,
                places,
                state,
                trans
              }),
            () => run(args)
          )
    );
    // These need a file browser of the drive to exist.
    for (const name of ['activate', 'go-to-path', 'open-directory']) {
      override(commands, `filebrowser:${name}`, (args, run) =>
        isOurs(args.path)
          ? panel.switchTo(connectionOf(contents.driveName(args.path))).then(
              () => run(args),
              () => shell.activateById(PANEL_ID)
            )
          : null
      );
    }
    // A tab that is restored, or a link: the drive is registered by its first path.
    override(commands, 'docmanager:open', (args, run) => {
      const other = /^s3-([a-z0-9-]+):/.exec(String(args.path));
      return other
        ? drive.load(other[1]).then(
            () => run(args),
            () => run(args)
          )
        : null;
    });
    override(commands, 'docmanager:save-as', async (args, run) => {
      await import('../../documents/saveas').then(
        ({ handOverSaves }) => handOverSaves(contents, drive, trans),
        () => undefined
      );
      return run(args);
    });
    override(commands, 'console:create', ({ path, ...args }, run) =>
      isOurs(path) && !args.sessionContext
        ? import('../../documents/consoles')
            .then(({ withSession }) => withSession(app, path, args))
            .then(run, () => run({ ...args, path }))
        : null
    );
  }
};

/**
 * Whether a path is clearly not on S3. `false` without a path, which is then
 * asked for.
 */
function isElsewhere(path: unknown): boolean {
  return typeof path === 'string' && !!path && !/^\s*(s3|http)/i.test(path);
}
