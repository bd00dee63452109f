// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Dialog, showDialog, showErrorMessage } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IS3Drive, IS3Panel } from 'jupyterlab-s3-drive';

const COMMAND = 's3-object-tags:show';

/**
 * Adds "Object Tags…" to the context menu of files in the S3 panel.
 */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 's3-object-tags:plugin',
  description: 'Shows the tags of a file on S3.',
  autoStart: true,
  requires: [IS3Drive, IS3Panel],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    drive: IS3Drive,
    panel: IS3Panel,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('s3_object_tags');
    const { commands, contextMenu, serviceManager } = app;
    commands.addCommand(COMMAND, {
      label: trans.__('Object Tags…'),
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => panel.selected().length === 1,
      execute: async () => {
        const [{ name, path }] = panel.selected();
        try {
          const loaded = await drive.load();
          const localPath = serviceManager.contents.localPath(path);
          const { bucket, key } = await loaded.drive.locationOf(localPath);
          const { TagSet = [] } = await loaded.connection.send(
            sdk => new sdk.GetObjectTaggingCommand({ Bucket: bucket, Key: key })
          );
          const tags = TagSet.map(tag => `${tag.Key} = ${tag.Value}`);
          await showDialog({
            title: name,
            body: tags.join(', ') || trans.__('This object has no tags.'),
            buttons: [Dialog.okButton()]
          });
        } catch (error) {
          const title = trans.__('The tags cannot be read');
          await showErrorMessage(title, error as Error);
        }
      }
    });
    const files = '#jp-s3-browser .jp-DirListing-item[data-s3-kind="file"]';
    contextMenu.addItem({ command: COMMAND, selector: files, rank: 20 });
  }
};

export default plugin;
