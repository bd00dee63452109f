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

import {
  CommandIDs,
  IS3Drive,
  IS3Panel,
  ITransfers,
  TRANSLATION_DOMAIN
} from '../tokens';
import type { Exchange } from '../workspace/exchange';
import { exchangeArgs } from './arguments';

/**
 * Adds the commands that copy between the workspace and S3, on the server.
 */
export const workspacePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:workspace',
  description: 'Adds the commands that copy between the workspace and S3.',
  autoStart: true,
  requires: [IS3Panel, IS3Drive, ITransfers, IFileBrowserFactory],
  optional: [IDefaultFileBrowser, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    panel: IS3Panel,
    drive: IS3Drive,
    tasks: ITransfers,
    factory: IFileBrowserFactory,
    workspace: IDefaultFileBrowser | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands, serviceManager } = app;
    const { contents, serverSettings } = serviceManager;

    const arrived = (direction: 'to-workspace' | 'to-s3', dir: string) => {
      const s3 = panel.browser?.s3;
      if (direction === 'to-s3') {
        if (s3 && !s3.isRoot && `${dir}/`.startsWith(`${s3.localPath}/`)) {
          void s3.refresh();
        }
      } else if (
        workspace &&
        contents.localPath(workspace.model.path).replace(/^\//, '') === dir
      ) {
        void workspace.model.refresh();
      }
    };
    const make = async (): Promise<Exchange> => {
      const [browser, { Exchange }, { WorkspaceCopies }, { TransfersClient }] =
        await Promise.all([
          panel.ready(),
          import('../workspace/exchange'),
          import('../workspace/copies'),
          import('../workspace/client')
        ]);
      const client = new TransfersClient(serverSettings);
      const gather = () => drive.gather();
      const copies = new WorkspaceCopies({
        ...{ arrived, client, gather, tasks, trans }
      });
      // What the server works on since before the page was loaded.
      copies.resume().catch(() => undefined);
      return new Exchange({ browser, contents, copies, drive, trans });
    };
    let exchange: Promise<Exchange> | null = null;
    const ready = () => (exchange ??= make());
    panel.loaded.connect(() => void ready());

    const paths = (args: ReadonlyPartialJSONObject, driveName: string) => {
      const given = Array.isArray(args.paths)
        ? args.paths
        : typeof args.path === 'string'
          ? [args.path]
          : null;
      const chosen =
        given?.filter(path => typeof path === 'string') ??
        selected(factory, driveName);
      return (chosen as string[]).map(path => contents.localPath(path));
    };

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
        const sources = paths(args, drive.name);
        return (await ready()).toWorkspace(sources, dir);
      }
    });

    commands.addCommand(CommandIDs.copyToS3, {
      label: trans.__('Copy to S3'),
      caption: () => {
        const s3 = panel.browser?.s3;
        return s3 && !s3.isRoot
          ? trans.__('Copy to s3://%1/', s3.localPath)
          : trans.__('Copy to a bucket or folder of S3');
      },
      icon: fileUploadIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: exchangeArgs(
        trans.__(
          'The folder in the drive (s3:bucket/prefix); by default that of the panel.'
        ),
        trans
      ),
      // The menus of other drives' files have the same shape.
      isVisible: () =>
        !factory.tracker.currentWidget ||
        factory.tracker.currentWidget.model.driveName === '',
      execute: async args => {
        const target =
          typeof args.target === 'string'
            ? contents.localPath(args.target).replace(/\/$/, '')
            : undefined;
        return (await ready()).toS3(paths(args, ''), target);
      }
    });
  }
};

/**
 * What is selected in the file browser that had the focus last, if it shows
 * that drive.
 */
function selected(factory: IFileBrowserFactory, driveName: string): string[] {
  const browser = factory.tracker.currentWidget;
  return browser?.model.driveName === driveName
    ? Array.from(browser.selectedItems(), ({ path }) => path)
    : [];
}
