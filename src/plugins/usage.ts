// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IListPage } from '../s3/listing';
import type { IS3Location } from '../s3/path';
import { CommandIDs, IS3Drive, IS3Panel, TRANSLATION_DOMAIN } from '../tokens';

/**
 * Measures what is stored in a folder.
 */
export const usagePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:usage',
  description: 'Adds the command that measures folders of the S3 drive.',
  autoStart: true,
  requires: [IS3Panel, IS3Drive],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    panel: IS3Panel,
    drive: IS3Drive,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;

    const placesOf = async (
      args: ReadonlyPartialJSONObject
    ): Promise<IS3Location[]> => {
      const { targets } = await panel.ready();
      const paths = Array.isArray(args.paths) ? args.paths : null;
      return paths
        ? paths.flatMap(path => targets.locations({ path: String(path) }))
        : targets.locations(args);
    };

    commands.addCommand(CommandIDs.folderSize, {
      label: trans.__('Folder Size…'),
      caption: trans.__('Count the objects below, and add up their sizes'),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            path: {
              type: 'string',
              description: trans.__(
                'A folder or file (s3:bucket/key); by default what is selected in the panel, or its folder.'
              )
            },
            paths: {
              type: 'array',
              items: { type: 'string' },
              description: trans.__('Several of them.')
            }
          }
        }
      },
      isEnabled: args =>
        Array.isArray(args.paths) ||
        typeof args.path === 'string' ||
        (!!panel.browser && panel.browser.targets.locations(args).length > 0),
      execute: async args => {
        const places = await placesOf(args);
        const [{ showUsage }, { listPlaces }, { toUri }, loaded] =
          await Promise.all([
            import('../usage/dialog'),
            import('../usage/places'),
            import('../s3/path'),
            drive.load()
          ]);
        if (places.length === 0) {
          return null;
        }
        const list = (signal: AbortSignal): AsyncIterable<IListPage> =>
          listPlaces(loaded.connection, places, signal);
        const title =
          places.length === 1
            ? toUri(places[0])
            : trans._n('%1 item', '%1 items', places.length);
        const { usage, isAll } = await showUsage(title, list, trans);
        return { objects: usage.objects, bytes: usage.bytes, isAll };
      }
    });
    palette?.addItem({
      command: CommandIDs.folderSize,
      category: trans.__('S3')
    });
  }
};
