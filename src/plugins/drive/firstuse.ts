// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import {
  IDocumentManager,
  IDocumentWidgetOpener
} from '@jupyterlab/docmanager';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';

import { showPatience } from '../../dialogs/patiencenotice';
import { askPublication } from '../../dialogs/publicquestion';
import type { IPublicationQuestion, IDriveOptions } from '../../drive/context';
import type { LazyDrive } from '../../drive/lazy';
import { openDocuments } from '../../documents/index';
import { DocumentRescue } from '../../documents/rescue/rescue';
import { LateChanges } from '../../documents/rescue/latechanges';
import { PublicFolders } from '../../sharing/publicfolders';
import { CommandIDs, connectionOf, PluginIDs } from '../../names';
import { openByContent } from '../../viewer/openbycontent';
import { isBinary } from '../../viewer/filepage/firstbytes';

/**
 * What is needed to complete the drive.
 */
export interface IFirstUse {
  readonly app: JupyterFrontEnd;
  readonly drive: LazyDrive;
  /** The drive's options, which are completed. */
  readonly options: IDriveOptions;
  readonly settings: ISettingRegistry | null;
  readonly trans: TranslationBundle;
}

/**
 * Complete the drive when it is first used: the question before something
 * becomes public, and the handling of documents that cannot be saved.
 */
export function equip(use: IFirstUse): void {
  const { drive, options, settings, trans } = use;
  if (options.mayPublish) {
    // Called again after the code of the drive had to be loaded again.
    return;
  }
  const loading = settings?.load(PluginIDs.drive).catch(() => null);
  const folders = new PublicFolders(
    loading ?? Promise.resolve(null),
    async () => (await (await drive.load()).drive.status()).endpoint
  );
  options.mayPublish = async (question: IPublicationQuestion) => {
    if (await folders.has(question)) {
      return true;
    }
    const canKeep = await folders.canKeep();
    const answer = await askPublication(question, canKeep, trans);
    if (answer.isForGood) {
      // The answer is valid even if it cannot be stored.
      await folders.add(question).catch(() => undefined);
    }
    return answer.isWanted;
  };
  options.showPatience = waiting => showPatience(waiting, trans);
  void followDocuments(use);
}

/**
 * Attach to the documents of the drive, including open ones.
 */
async function followDocuments({
  app,
  drive,
  options,
  trans
}: IFirstUse): Promise<void> {
  const { contents } = app.serviceManager;
  const [manager, opener] = await Promise.all([
    app.resolveOptionalService(IDocumentManager),
    app.resolveOptionalService(IDocumentWidgetOpener)
  ]);
  if (!manager) {
    return;
  }
  openByContent(
    manager,
    path => contents.driveName(path) === drive.name,
    async path => {
      const { connection, drive: s3 } = await drive.load();
      return isBinary(connection, s3.at(contents.localPath(path)));
    }
  );
  options.documents = async () => openDocuments(app, manager, drive, trans);
  const rescue = new DocumentRescue({
    contents,
    drive,
    trans,
    workspaceDir: async () => {
      const browser = await app.resolveOptionalService(IDefaultFileBrowser);
      return contents.localPath(browser?.model.path ?? '').replace(/^\//, '');
    },
    renew: async () =>
      (await app.commands.execute(CommandIDs.renew, {
        connection: connectionOf(drive.name)
      })) === true,
    open: path => void manager.openOrReveal(path)
  });
  const lateChanges = new LateChanges();
  const adopt = (widget: Widget) => {
    const context = manager.contextForWidget(widget);
    if (context && contents.driveName(context.path) === drive.name) {
      rescue.adopt(context);
      lateChanges.adopt(context, widget);
    }
  };
  opener?.opened.connect((_, widget) => adopt(widget));
  for (const widget of app.shell.widgets('main')) {
    adopt(widget);
  }
}
