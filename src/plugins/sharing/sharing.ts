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

import type { S3Location } from '../../s3/location';
import type { FindReader } from '../../sharing/dialog/model';
import type { ISharingService } from '../../sharing/service';
import { loadedOnce } from '../../loadedonce';
import { CommandIDs, connectionOf, TRANSLATION_DOMAIN } from '../../names';
import { linkArgs, pathArgs, visibilityArgs } from '../commandargs';
import { IOwnDrive, IOwnPanel, IOwnSharing, IOwnSnippets } from '../parts';
import { Subject } from '../subject';

/**
 * Adds sharing: who can read a location, changing that, and links.
 */
export const sharingPlugin: JupyterFrontEndPlugin<IOwnSharing> = {
  id: 'jupyterlab-s3-drive:sharing',
  description: 'Adds the commands that share what is in the S3 drive.',
  autoStart: true,
  provides: IOwnSharing,
  requires: [IOwnPanel, IOwnDrive],
  optional: [
    ITranslator,
    ICommandPalette,
    IStateDB,
    IEditorLanguageRegistry,
    IOwnSnippets
  ],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    drive: IOwnDrive,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    state: IStateDB | null,
    languages: IEditorLanguageRegistry | null,
    snippets: IOwnSnippets | null
  ): IOwnSharing => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const findReader: FindReader | null =
      snippets &&
      (async (location, signal) =>
        (await snippets.get(location.connection)).readerOf(location, signal));
    const sharer = loadedOnce(async (name): Promise<ISharingService> => {
      const [{ makeSharingService }, loaded] = await Promise.all([
        import('../../sharing/service'),
        drive.load(name)
      ]);
      return makeSharingService(
        loaded.connection,
        loaded.drive,
        state,
        findReader,
        languages,
        trans
      );
    });

    const subject = new Subject(app, panel);
    const serviceOf = (args: ReadonlyPartialJSONObject) =>
      sharer(subject.connection(args) ?? panel.connection);
    const placeOf = (args: ReadonlyPartialJSONObject) =>
      subject.foundOne(args, async path =>
        (await serviceOf(args)).placeOf(path)
      );
    const isOne = (args: ReadonlyPartialJSONObject) => subject.isOne(args);

    commands.addCommand(CommandIDs.share, {
      label: trans.__('Share…'),
      caption: trans.__(
        'Who can read this, links, and instructions for others'
      ),
      icon: shareIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: pathArgs(trans),
      isEnabled: isOne,
      execute: async args => {
        const location = await placeOf(args);
        if (location) {
          await (await serviceOf(args)).show(location);
        }
      }
    });

    commands.addCommand(CommandIDs.setVisibility, {
      label: args =>
        args.visibility === 'private'
          ? trans.__('Make Private')
          : trans.__('Make Public…'),
      describedBy: visibilityArgs(trans),
      isEnabled: isOne,
      execute: async args => {
        const changed = await (
          await serviceOf(args)
        ).setVisibility(await placeOf(args), args.visibility);
        if (!changed) {
          return null;
        }
        const { notice, ...result } = changed;
        if (notice) {
          const { STAYS } = await import('../../dialogs/stays');
          Notification.warning(notice, { autoClose: STAYS.waits });
        }
        return result;
      }
    });

    commands.addCommand(CommandIDs.createLink, {
      label: trans.__('Create Temporary Link'),
      describedBy: linkArgs(trans),
      isEnabled: isOne,
      execute: async args =>
        (await serviceOf(args)).createLink(
          // What is uploaded need not exist.
          (args.operation === 'upload' && subject.named(args)?.[0]) ||
            (await placeOf(args)),
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
      isEnabled: isOne,
      isVisible: args => {
        const location = subject.selected(args);
        const known =
          location && panel.browser?.s3.drive.policies?.visibility(location);
        return known?.visibility === 'public';
      },
      execute: async args => {
        const location = await placeOf(args);
        if (!location) {
          return null;
        }
        const url = await (await serviceOf(args)).publicUrl(location);
        Clipboard.copyToSystem(url);
        const { STAYS } = await import('../../dialogs/stays');
        Notification.success(trans.__('Copied: %1', url), {
          autoClose: STAYS.brief
        });
        return url;
      }
    });

    palette?.addItem({
      command: CommandIDs.share,
      category: trans.__('S3')
    });
    /** Do some work with the location of a path. */
    const at = async <T>(
      path: string,
      work: (service: ISharingService, location: S3Location) => Promise<T>
    ): Promise<T> => {
      const { contents } = app.serviceManager;
      const service = await sharer(connectionOf(contents.driveName(path)));
      return work(service, await service.placeOf(contents.localPath(path)));
    };
    return {
      get: sharer,
      show: path => at(path, (service, location) => service.show(location)),
      link: (path, seconds = NaN) =>
        at(path, (service, location) => service.readLink(location, seconds)),
      publicUrl: path =>
        at(path, (service, location) => service.publicUrl(location))
    };
  }
};
