// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { CommandIDs, TRANSLATION_DOMAIN } from '../../names';
import { pathArgs } from '../commandargs';
import { IOwnPanel, IOwnSharing } from '../parts';
import { Subject } from '../subject';

/**
 * Adds the command that creates the diffusion folder of a bucket, in which
 * everything is public.
 */
export const diffusionPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:diffusion',
  description:
    'Adds the command that creates the diffusion folder of a bucket.',
  autoStart: true,
  requires: [IOwnPanel, IOwnSharing],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    sharing: IOwnSharing,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const subject = new Subject(app, panel);

    /** The bucket that a command applies to, if it is a single whole bucket. */
    const bucketOf = (args: ReadonlyPartialJSONObject): string | null => {
      const [path] = subject.named(args) ?? [];
      if (path !== undefined) {
        return path.split('/')[0] || null;
      }
      const location = subject.selected(args);
      return location?.key === '' ? location.bucket : null;
    };

    const create = async (bucket: string, name: string) => {
      try {
        return await (await sharing.get(name)).createDiffusion(bucket);
      } catch (error) {
        const { showProblem } = await import('../../dialogs/errordialog');
        const title = trans.__('The diffusion folder was not created');
        await showProblem(title, error, trans);
        throw error;
      }
    };

    commands.addCommand(CommandIDs.createDiffusion, {
      label: args =>
        bucketOf(args) === null
          ? trans.__('Create the Diffusion Folder… (choose a bucket first)')
          : trans.__('Create the Diffusion Folder…'),
      caption: args =>
        bucketOf(args) === null
          ? trans.__(
              'Choose a bucket in the S3 panel first: the folder is made at its root'
            )
          : trans.__(
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
        const name = subject.connection(args) ?? panel.connection;
        const made = await create(bucket, name);
        if (!made) {
          return null;
        }
        await (await panel.switchTo(name)).s3.cd(`/${made.path}`);
        return made.drivePath;
      }
    });
    palette?.addItem({
      command: CommandIDs.createDiffusion,
      category: trans.__('S3')
    });
  }
};
