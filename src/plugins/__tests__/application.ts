// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { JupyterLab } from '@jupyterlab/application';
import { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ILauncher } from '@jupyterlab/launcher';
import type { ServiceManager } from '@jupyterlab/services';
import { ServiceManagerMock } from '@jupyterlab/services/lib/testutils';
import type { Token } from '@lumino/coreutils';
import type { CommandPalette } from '@lumino/widgets';

import plugins from '../../index';
import { PluginIDs } from '../../names';

/**
 * JupyterLab with the plugins of the extension, started.
 */
export interface IStarted {
  readonly app: JupyterLab;
  /** What the plugins added to the palette. */
  readonly palette: CommandPalette.IItemOptions[];
}

/**
 * What a test chooses.
 */
interface IOptions {
  /** Services that are real; the others are mocks. */
  readonly services?: Partial<ServiceManager.IManager>;
  /** The document manager, if a test needs one. */
  readonly manager?: IDocumentManager;
  /** Plugins of other extensions. */
  readonly others?: JupyterFrontEndPlugin<void>[];
}

/**
 * Start JupyterLab with the plugins of the extension, and with what they need
 * of JupyterLab's own to be activated.
 */
export async function startLab(options: IOptions = {}): Promise<IStarted> {
  const serviceManager = new ServiceManagerMock();
  const app = new JupyterLab({
    serviceManager: Object.assign(serviceManager, options.services)
  });
  const palette: CommandPalette.IItemOptions[] = [];
  provide(app, ICommandPalette, {
    placeholder: '',
    activate: () => undefined,
    addItem: item => {
      palette.push(item);
      return { dispose: () => undefined, isDisposed: false };
    }
  });
  provide(app, ILauncher, {});
  provide(app, IFileBrowserFactory, {
    tracker: new WidgetTracker({ namespace: 'filebrowser' })
  });
  provide(app, IDocumentManager, options.manager ?? {});
  app.registerPlugins([...plugins, ...(options.others ?? [])]);
  // The toolbar needs JupyterLab's settings, and has no command of its own.
  const ids = app.listPlugins().filter(id => id !== PluginIDs.toolbar);
  await Promise.all(ids.map(id => app.activatePlugin(id)));
  return { app, palette };
}

/** Provide a token, with the members that plugins use while they start. */
function provide<T>(app: JupyterLab, token: Token<T>, value: Partial<T>): void {
  app.registerPlugin({
    id: `test:${token.name}`,
    description: 'Provides a token of JupyterLab.',
    provides: token,
    activate: () => value
  });
}
