// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Clipboard, ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { copyIcon, shareIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IS3Location } from '../s3/path';
import type { FindReader } from '../sharing/model';
import type { ISharer } from '../sharing/sharer';
import {
  CommandIDs,
  IS3Drive,
  IS3Panel,
  IS3Sharing,
  IS3Snippets,
  TRANSLATION_DOMAIN
} from '../tokens';
import { linkArgs, pathArgs, visibilityArgs } from './arguments';

/**
 * Shares what is in the S3 drive: who can read it, the switch, links.
 */
export const sharingPlugin: JupyterFrontEndPlugin<IS3Sharing> = {
  id: 'jupyterlab-s3-drive:sharing',
  description: 'Adds the commands that share what is in the S3 drive.',
  autoStart: true,
  provides: IS3Sharing,
  requires: [IS3Panel, IS3Drive],
  optional: [
    ITranslator,
    ICommandPalette,
    IStateDB,
    IEditorLanguageRegistry,
    IS3Snippets
  ],
  activate: (
    app: JupyterFrontEnd,
    panel: IS3Panel,
    drive: IS3Drive,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    state: IStateDB | null,
    languages: IEditorLanguageRegistry | null,
    snippets: IS3Snippets | null
  ): IS3Sharing => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const findReader: FindReader | null =
      snippets &&
      (async (place, signal) => (await snippets.get()).readerOf(place, signal));
    let loading: Promise<ISharer> | null = null;
    const sharer = (): Promise<ISharer> => {
      loading ??= Promise.all([import('../sharing/sharer'), drive.load()])
        .then(([{ makeSharer }]) =>
          makeSharer(drive, state, findReader, languages, trans)
        )
        .catch(error => {
          loading = null;
          throw error;
        });
      return loading;
    };

    /** What a command is about: its argument, else the one that is selected. */
    const placeOf = async (
      args: ReadonlyPartialJSONObject
    ): Promise<IS3Location | null> => {
      if (typeof args.path === 'string') {
        const { contents } = app.serviceManager;
        return (await sharer()).placeOf(contents.localPath(args.path));
      }
      return (await panel.ready()).targets.single(args);
    };
    const has = (args: ReadonlyPartialJSONObject): boolean =>
      typeof args.path === 'string' || !!panel.browser?.targets.single(args);

    commands.addCommand(CommandIDs.share, {
      label: trans.__('Share…'),
      caption: trans.__('Who can read this, links, and what to hand over'),
      icon: shareIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: pathArgs(trans),
      isEnabled: has,
      execute: async args => {
        const place = await placeOf(args);
        if (place) {
          await (await sharer()).show(place);
        }
      }
    });

    commands.addCommand(CommandIDs.setVisibility, {
      label: args =>
        args.visibility === 'private'
          ? trans.__('Make Private')
          : trans.__('Make Public…'),
      describedBy: visibilityArgs(trans),
      isEnabled: has,
      execute: async args => {
        const place = await placeOf(args);
        const visibility = args.visibility;
        if (!place || (visibility !== 'public' && visibility !== 'private')) {
          throw new Error(
            trans.__('A path and "public" or "private" are needed.')
          );
        }
        const { notice, ...result } = await (
          await sharer()
        ).setVisibility(place, visibility);
        if (notice) {
          Notification.warning(notice, { autoClose: false });
        }
        return result;
      }
    });

    commands.addCommand(CommandIDs.createLink, {
      label: trans.__('Create Temporary Link'),
      describedBy: linkArgs(trans),
      isEnabled: has,
      execute: async args =>
        (await sharer()).createLink(
          args.operation === 'upload' && typeof args.path === 'string'
            ? app.serviceManager.contents.localPath(args.path)
            : await placeOf(args),
          {
            operation: args.operation === 'upload' ? 'upload' : 'read',
            expiresIn: Number(args.expiresIn ?? NaN)
          }
        )
    });

    commands.addCommand(CommandIDs.copyUrl, {
      label: trans.__('Copy Public Address'),
      caption: trans.__('Copy the address at which anyone can read this'),
      icon: copyIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: pathArgs(trans),
      isEnabled: has,
      isVisible: args => {
        const place = panel.browser?.targets.single(args);
        const known = place && drive.policies?.visibility(place);
        return known?.visibility === 'public';
      },
      execute: async args => {
        const place = await placeOf(args);
        if (!place) {
          return null;
        }
        const url = await (await sharer()).publicUrl(place);
        Clipboard.copyToSystem(url);
        Notification.success(trans.__('Copied: %1', url), { autoClose: 3000 });
        return url;
      }
    });

    palette?.addItem({
      command: CommandIDs.share,
      category: trans.__('S3')
    });
    return { get: sharer };
  }
};
