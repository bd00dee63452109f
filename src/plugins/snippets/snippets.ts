// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { IConsoleTracker } from '@jupyterlab/console';
import { IEditorTracker } from '@jupyterlab/fileeditor';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { codeIcon, copyIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { S3Location } from '../../s3/location';
import { Documents, languageOf } from '../../snippets/insertion/documents';
import { LIBRARY_NAMES } from '../../snippets/write/librarynames';
import { askedOf, SnippetSettings } from '../../snippets/compose/preferences';
import type { ISnippetService } from '../../snippets/service';
import { loadedOnce } from '../../loadedonce';
import {
  CommandIDs,
  connectionOf,
  PluginIDs,
  TRANSLATION_DOMAIN
} from '../../names';
import { pathArgs, snippetArgs } from '../commandargs';
import { IOwnDrive, IOwnPanel, IOwnSnippets } from '../parts';
import { pathsIn, Subject } from '../subject';

/**
 * Adds the commands that write snippets for locations in the S3 drive.
 */
export const snippetsPlugin: JupyterFrontEndPlugin<IOwnSnippets> = {
  id: PluginIDs.snippets,
  description: 'Adds the commands that write code for what is in the S3 drive.',
  autoStart: true,
  provides: IOwnSnippets,
  requires: [IOwnPanel, IOwnDrive],
  optional: [
    INotebookTracker,
    IConsoleTracker,
    IEditorTracker,
    IEditorLanguageRegistry,
    ISettingRegistry,
    ITranslator,
    ICommandPalette
  ],
  activate: (
    app: JupyterFrontEnd,
    panel: IOwnPanel,
    drive: IOwnDrive,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    editors: IEditorTracker | null,
    languages: IEditorLanguageRegistry | null,
    registry: ISettingRegistry | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): IOwnSnippets => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands, shell } = app;
    const { contents } = app.serviceManager;
    const documents = new Documents(
      notebooks,
      consoles,
      editors,
      () => shell.currentWidget
    );
    const settings = new SnippetSettings(() =>
      commands.notifyCommandChanged(CommandIDs.copySnippet)
    );
    void registry?.load(PluginIDs.snippets).then(
      loaded => settings.follow(loaded),
      // Without a schema of the settings the defaults hold.
      () => undefined
    );
    shell.currentChanged?.connect(() =>
      commands.notifyCommandChanged(CommandIDs.copySnippet)
    );

    const get = loadedOnce(async (name): Promise<ISnippetService> => {
      const [{ makeSnippetService }, loaded] = await Promise.all([
        import('../../snippets/service'),
        drive.load(name)
      ]);
      return makeSnippetService(
        loaded.connection,
        loaded.drive,
        settings,
        document => shell.activateById(document.panel.id),
        languages,
        trans
      );
    });

    const subject = new Subject(app, panel);
    const has = (args: ReadonlyPartialJSONObject): boolean =>
      subject.isAny(args) && !subject.isBlocked(args);
    const hasOne = (args: ReadonlyPartialJSONObject): boolean =>
      subject.isOne(args) && !subject.isBlocked(args);
    /**
     * Show an error to the person, and rethrow it for programs that run the
     * command.
     */
    const run = async <T>(
      args: ReadonlyPartialJSONObject,
      work: (service: ISnippetService, locations: S3Location[]) => Promise<T>
    ): Promise<T | null> => {
      try {
        const locations = await subject.found(args, async paths =>
          (await get(subject.connection(args))).placesOf(paths)
        );
        return locations.length > 0
          ? await work(await get(locations[0].connection), locations)
          : null;
      } catch (error) {
        if (pathsIn(args)) {
          throw error;
        }
        const { showProblem } = await import('../../dialogs/errordialog');
        await showProblem(trans.__('No snippet'), error, trans);
        return null;
      }
    };

    commands.addCommand(CommandIDs.copySnippet, {
      label: () => {
        const { current } = documents;
        const language = (current && languageOf(current)) ?? 'python';
        const name = LIBRARY_NAMES[settings.libraryOf(language)];
        return trans.__('Copy %1 Snippet', name);
      },
      caption: trans.__('Copy the code that reads this'),
      icon: copyIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: snippetArgs(trans),
      isEnabled: has,
      execute: args => {
        const { current } = documents;
        const active = current ? languageOf(current) : null;
        return run(args, (service, locations) =>
          service.copy(locations, askedOf(args, trans), active)
        );
      }
    });

    commands.addCommand(CommandIDs.insertSnippet, {
      label: trans.__('Insert Snippet'),
      caption: trans.__(
        'Put the code that reads this into the notebook, console or editor'
      ),
      icon: codeIcon.bindprops({ stylesheet: 'menuItem' }),
      describedBy: snippetArgs(trans),
      isEnabled: has,
      execute: args => {
        const { current } = documents;
        return run(args, (service, locations) =>
          service.insert(locations, askedOf(args, trans), current)
        );
      }
    });

    commands.addCommand(CommandIDs.moreSnippets, {
      label: trans.__('More Snippets…'),
      caption: trans.__('Choose language, library and operation'),
      describedBy: pathArgs(trans),
      isEnabled: hasOne,
      execute: async args => {
        const { current } = documents;
        await run(args, (service, [location]) =>
          service.more(location, current)
        );
      }
    });

    for (const command of [
      CommandIDs.copySnippet,
      CommandIDs.insertSnippet,
      CommandIDs.moreSnippets
    ]) {
      palette?.addItem({ command, category: trans.__('S3') });
    }
    return {
      get,
      documents,
      text: async (path, wish = {}) => {
        const service = await get(connectionOf(contents.driveName(path)));
        const [location] = await service.placesOf([contents.localPath(path)]);
        return service.text(location, askedOf({ ...wish }, trans));
      }
    };
  }
};
