// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { recentIcon, starIcon, starOutlineIcon } from '../../icons';
import { CommandIDs, TRANSLATION_DOMAIN } from '../../names';
import { bookmarkArgs, pathArgs } from '../commandargs';
import { IOwnPanel, IOwnBookmarks } from '../parts';
import { Subject } from '../subject';

/**
 * Adds the commands for bookmarks and recent locations.
 */
export const bookmarksPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:bookmarks',
  description: 'Adds the commands on bookmarks of the S3 drive.',
  autoStart: true,
  requires: [IOwnPanel, IOwnBookmarks],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    places: IOwnBookmarks,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    type Args = ReadonlyPartialJSONObject;
    const isMarked = (args: Args): boolean =>
      panel.browser?.targets.isBookmarked(args) === true;
    const subject = new Subject(app, panel);
    const hasPlace = (args: Args): boolean => subject.isAny(args);

    commands.addCommand(CommandIDs.toggleBookmark, {
      label: args =>
        isMarked(args) ? trans.__('Remove Bookmark') : trans.__('Bookmark'),
      caption: args =>
        !hasPlace(args)
          ? trans.__('Open a bucket or folder to bookmark it')
          : isMarked(args)
            ? trans.__('Remove this location from the bookmarks')
            : trans.__('Add this location to the bookmarks, above the buckets'),
      icon: args =>
        (isMarked(args) ? starIcon : starOutlineIcon).bindprops({
          stylesheet: 'menuItem'
        }),
      describedBy: bookmarkArgs(trans),
      isEnabled: hasPlace,
      execute: async args => {
        const [location] = await subject.locations(args);
        if (location) {
          await places.toggle(location);
          commands.notifyCommandChanged(CommandIDs.toggleBookmark);
        }
      }
    });

    commands.addCommand(CommandIDs.forgetRecent, {
      label: trans.__('Forget This Location'),
      icon: recentIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: pathArgs(trans),
      isEnabled: hasPlace,
      execute: async args => {
        const [location] = await subject.locations(args);
        if (location) {
          (await places.get()).forget(location);
        }
      }
    });

    palette?.addItem({
      command: CommandIDs.toggleBookmark,
      category: trans.__('S3')
    });
  }
};
