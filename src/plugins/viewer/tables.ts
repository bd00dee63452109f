// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import {
  ICommandPalette,
  IThemeManager,
  WidgetTracker
} from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { spreadsheetIcon } from '@jupyterlab/ui-components';

import {
  connectionOf,
  isS3Drive,
  PluginIDs,
  TABLE_FACTORY,
  TRANSLATION_DOMAIN
} from '../../names';
import {
  TableFactory,
  ViewModelFactory,
  type ViewDocument
} from '../../viewer/document';
import { offerTables } from '../../viewer/offer';
import { IOwnDrive, IOwnPanel, IOwnSnippets } from '../parts';
import type { TableCommands } from './tablecommands';

/**
 * Shows tables of the drive in a viewer of our own. Its code is loaded with the
 * first table.
 */
export const tablesPlugin: JupyterFrontEndPlugin<void> = {
  id: PluginIDs.viewer,
  description: 'Shows tables on S3 of any size.',
  autoStart: true,
  requires: [IOwnDrive],
  optional: [
    ISettingRegistry,
    ITranslator,
    IThemeManager,
    ILayoutRestorer,
    IOwnSnippets,
    ICommandPalette,
    IOwnPanel
  ],
  activate: (
    app: JupyterFrontEnd,
    drive: IOwnDrive,
    registry: ISettingRegistry | null,
    maybeTranslator: ITranslator | null,
    themes: IThemeManager | null,
    restorer: ILayoutRestorer | null,
    snippets: IOwnSnippets | null,
    palette: ICommandPalette | null,
    panel: IOwnPanel | null
  ): void => {
    const translator = maybeTranslator ?? nullTranslator;
    const trans = translator.load(TRANSLATION_DOMAIN);
    const { docRegistry } = app;
    const { contents } = app.serviceManager;
    let isDefault = true;
    void registry?.load(PluginIDs.viewer).then(
      settings => {
        const update = () => {
          isDefault = settings.get('openTables').composite as boolean;
        };
        settings.changed.connect(update);
        update();
      },
      // Without a schema of the settings the defaults hold.
      () => undefined
    );

    const tracker = new WidgetTracker<ViewDocument>({ namespace: 's3-table' });
    let tableCommands: TableCommands | null = null;
    const show = async (document: ViewDocument) => {
      const { content, context } = document;
      const [{ TableView }, added, { connection, drive: s3 }] =
        await Promise.all([
          import('../../viewer/tableview'),
          import('./tablecommands'),
          drive.load(connectionOf(contents.driveName(context.path)))
        ]);
      if (content.isDisposed) {
        return null;
      }
      const { commands } = app;
      tableCommands ??= new added.TableCommands({
        app,
        tracker,
        snippets,
        palette,
        trans
      });
      const location = () => {
        const at = s3.at(context.localPath);
        const isFolder = context.contentsModel?.type === 'directory';
        return isFolder ? at.asFolder() : at;
      };
      const view = new TableView(content, {
        connection,
        location,
        commands,
        context,
        themeChanged: themes?.themeChanged ?? null,
        trans,
        language: translator.languageCode
      });
      // It reads the file, too.
      await tableCommands.attach(document, view, location);
      await context.ready;
      context.fileChanged.connect(view.load, view);
      return view;
    };
    const factory = new TableFactory(
      {
        name: TABLE_FACTORY,
        label: trans.__('Table'),
        fileTypes: [],
        translator
      },
      document => {
        document.title.icon = spreadsheetIcon;
        show(document).catch(async (reason: unknown) => {
          const { showProblem } = await import('../../dialogs/errordialog');
          await showProblem(trans.__('Cannot be shown'), reason, trans);
        });
      }
    );
    docRegistry.addModelFactory(new ViewModelFactory(trans));
    docRegistry.addWidgetFactory(factory);
    const isOurs = (path: string) => isS3Drive(contents.driveName(path));
    offerTables(docRegistry, isOurs, () => isDefault);

    panel?.loaded.connect(async () => {
      const { addOpenAsTable } = await import('./openastable');
      addOpenAsTable(app, panel, palette, trans);
    });
    factory.widgetCreated.connect((_, document) => {
      void tracker.add(document);
    });
    void restorer?.restore(tracker, {
      command: 'docmanager:open',
      args: ({ context }) => ({ path: context.path, factory: TABLE_FACTORY }),
      name: ({ context }) => context.path
    });
  }
};
