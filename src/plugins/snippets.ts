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

import type { IS3Location } from '../s3/path';
import { Documents, languageOf } from '../snippets/documents';
import { LIBRARY_NAMES } from '../snippets/languages';
import { askedOf, SnippetSettings } from '../snippets/preferences';
import type { ISnippeter } from '../snippets/snippeter';
import {
  CommandIDs,
  IS3Drive,
  IS3Panel,
  IS3Snippets,
  PluginIDs,
  TRANSLATION_DOMAIN
} from '../tokens';
import { pathArgs, pathsIn, snippetArgs } from './arguments';

/**
 * Adds the commands that write the code for what is in the S3 drive.
 */
export const snippetsPlugin: JupyterFrontEndPlugin<IS3Snippets> = {
  id: PluginIDs.snippets,
  description: 'Adds the commands that write code for what is in the S3 drive.',
  autoStart: true,
  provides: IS3Snippets,
  requires: [IS3Panel, IS3Drive],
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
    panel: IS3Panel,
    drive: IS3Drive,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    editors: IEditorTracker | null,
    languages: IEditorLanguageRegistry | null,
    registry: ISettingRegistry | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): IS3Snippets => {
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
    void registry?.load(PluginIDs.snippets).then(loaded => {
      settings.follow(loaded);
    });
    shell.currentChanged?.connect(() =>
      commands.notifyCommandChanged(CommandIDs.copySnippet)
    );

    let loading: Promise<ISnippeter> | null = null;
    const get = (): Promise<ISnippeter> => {
      loading ??= import('../snippets/snippeter')
        .then(({ makeSnippeter }) =>
          makeSnippeter(
            drive,
            settings,
            document => shell.activateById(document.panel.id),
            languages,
            trans
          )
        )
        .catch(error => {
          loading = null;
          throw error;
        });
      return loading;
    };

    /** The exact places that a command is about. */
    const placesOf = async (
      args: ReadonlyPartialJSONObject
    ): Promise<IS3Location[]> => {
      const named = pathsIn(args);
      return named
        ? (await get()).placesOf(named.map(path => contents.localPath(path)))
        : (await panel.ready()).targets.locations(args);
    };
    const hasOne = (args: ReadonlyPartialJSONObject): boolean =>
      pathsIn(args) !== null || !!panel.browser?.targets.hasSingle(args);
    const has = (args: ReadonlyPartialJSONObject): boolean =>
      hasOne(args) || !!panel.browser?.targets.hasSeveral(args);
    /** Tells the person what went wrong, and a program by its error. */
    const run = async <T>(
      args: ReadonlyPartialJSONObject,
      work: (snippeter: ISnippeter, places: IS3Location[]) => Promise<T>
    ): Promise<T | null> => {
      try {
        const places = await placesOf(args);
        return places.length > 0 ? await work(await get(), places) : null;
      } catch (error) {
        if (pathsIn(args)) {
          throw error;
        }
        const { showProblem } = await import('../dialogs/problems');
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
        return run(args, (snippeter, places) =>
          snippeter.copy(places, askedOf(args, trans), active)
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
        return run(args, (snippeter, places) =>
          snippeter.insert(places, askedOf(args, trans), current)
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
        await run(args, (snippeter, [place]) => snippeter.more(place, current));
      }
    });

    for (const command of [
      CommandIDs.copySnippet,
      CommandIDs.insertSnippet,
      CommandIDs.moreSnippets
    ]) {
      palette?.addItem({ command, category: trans.__('S3') });
    }
    return { get, documents };
  }
};
