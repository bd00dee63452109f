// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import {
  CommandIDs,
  IS3Drive,
  IS3Panel,
  IS3Sharing,
  TRANSLATION_DOMAIN
} from '../tokens';
import { pathArgs } from './arguments';

/**
 * Creates the folder of a bucket in which everything is public.
 */
export const diffusionPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:diffusion',
  description:
    'Adds the command that creates the diffusion folder of a bucket.',
  autoStart: true,
  requires: [IS3Panel, IS3Drive, IS3Sharing],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    panel: IS3Panel,
    drive: IS3Drive,
    sharing: IS3Sharing,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands, serviceManager } = app;

    /** The one bucket, as a whole, that a command is about. */
    const bucketOf = (args: ReadonlyPartialJSONObject): string | null => {
      if (typeof args.path === 'string') {
        const path = serviceManager.contents.localPath(args.path);
        return path.split('/')[0] || null;
      }
      const place = panel.browser?.targets.single(args);
      return place?.key === '' ? place.bucket : null;
    };

    const create = async (bucket: string) => {
      try {
        return await (await sharing.get()).createDiffusion(bucket);
      } catch (error) {
        const { showProblem } = await import('../dialogs/problems');
        const title = trans.__('The diffusion folder was not created');
        await showProblem(title, error, trans);
        throw error;
      }
    };

    commands.addCommand(CommandIDs.createDiffusion, {
      label: trans.__('Create the Diffusion Folder…'),
      caption: trans.__(
        'A folder at the root of the bucket in which everything is public'
      ),
      describedBy: pathArgs(trans),
      isEnabled: args => bucketOf(args) !== null,
      isVisible: args => bucketOf(args) !== null,
      execute: async args => {
        const bucket = bucketOf(args);
        if (!bucket) {
          return null;
        }
        const made = await create(bucket);
        if (!made) {
          return null;
        }
        const path = `${drive.name}:${made.bucket}/${made.key}`;
        await (await panel.ready()).s3.cd(`/${made.bucket}/${made.key}`);
        return path;
      }
    });
    palette?.addItem({
      command: CommandIDs.createDiffusion,
      category: trans.__('S3')
    });
  }
};
