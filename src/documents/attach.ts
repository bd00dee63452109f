// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker as NotebookTracker } from '@jupyterlab/notebook';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB as StateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';

import { showProblem } from '../dialogs/errordialog';
import type { LazyDrive } from '../drive/lazy';
import { followSettings } from '../drive/settings';
import type { IDriveOptions } from '../drive/context';
import { connectionOf, PluginIDs } from '../names';
import type { Tasks } from '../transfers/tasks/tasks';
import { Exports, handOverExports } from './exports';
import { KernelNote } from './kernelnote';
import { handOverPrinting, printPage } from './printing';

/**
 * What `attach` needs of the drive's plugin.
 */
export interface IAttached {
  readonly drive: LazyDrive;
  readonly options: IDriveOptions;
  readonly settings: ISettingRegistry | null;
  /** The running tasks. */
  readonly tasks: () => Promise<Tasks>;
  readonly trans: TranslationBundle;
}

const attached = new WeakSet<LazyDrive>();

/**
 * Replace what JupyterLab does with an open document where that only works for
 * files of the workspace. Called on the first use of the drive: before that, no
 * document on the drive is open.
 */
export async function attach(
  app: JupyterFrontEnd,
  belonging: IAttached
): Promise<void> {
  const { drive, options, settings } = belonging;
  if (attached.has(drive)) {
    // Called again, because the drive's code could not be fetched at first.
    return;
  }
  attached.add(drive);
  const notebooks = app.resolveOptionalService(NotebookTracker);
  const isOurs = (path: string) =>
    app.serviceManager.contents.driveName(path) === drive.name;
  const print = attachExports(app, notebooks, isOurs, belonging);
  const follow = attachNote(app, isOurs, belonging);
  void notebooks.then(tracker => {
    eachNotebook(tracker, panel => {
      handOverPrinting(panel, isOurs, print);
      void follow(panel);
    });
  });
  if (settings) {
    // Without a schema the default settings apply.
    await followSettings(options, settings).catch(() => undefined);
  }
}

/**
 * Export notebooks that are on the drive.
 *
 * @returns A function that prints such a notebook.
 */
function attachExports(
  app: JupyterFrontEnd,
  notebooks: Promise<INotebookTracker | null>,
  isOurs: (path: string) => boolean,
  { drive, options, tasks, trans }: IAttached
): (panel: NotebookPanel) => Promise<void> {
  const { contents, nbconvert, serverSettings } = app.serviceManager;
  const exportsOf = async (path: string): Promise<Exports> => {
    const tracker = await notebooks;
    const isOpen = !!tracker?.find(({ context }) => context.path === path);
    return new Exports({
      serverSettings,
      connection: connectionOf(drive.name),
      trans,
      tasks: await tasks(),
      limit: () => options.maxEditableSize,
      // The ETag of a document that is closed says nothing about what is shown.
      seen: localPath =>
        isOpen ? (drive.loaded?.drive.seen(localPath) ?? null) : null,
      followPatience: () =>
        drive.loaded?.drive.followPatience() ?? (() => undefined)
    });
  };
  handOverExports(nbconvert, isOurs, async ({ exporterOptions, ...asked }) => {
    const exports = await exportsOf(asked.path);
    await exports.download(
      contents.localPath(asked.path),
      asked.format,
      exporterOptions?.sanitizeHtml === true
    );
  });
  return async ({ context }) => {
    if (!(await saved(context))) {
      return;
    }
    try {
      const exports = await exportsOf(context.path);
      const page = await exports.page(contents.localPath(context.path));
      await printPage(page, serverSettings);
    } catch (error) {
      await showProblem(trans.__('Cannot be printed'), error, trans);
    }
  };
}

/**
 * Show the person where the kernels of a notebook on the drive run.
 *
 * @returns A function that follows the kernels of a notebook.
 */
function attachNote(
  app: JupyterFrontEnd,
  isOurs: (path: string) => boolean,
  { drive, options, settings, trans }: IAttached
): (panel: NotebookPanel) => Promise<void> {
  const { contents } = app.serviceManager;
  const note = app.resolveOptionalService(StateDB).then(
    state =>
      new KernelNote({
        connection: connectionOf(drive.name),
        state,
        trans,
        isWanted: () => options.kernelNote !== false,
        needsIt: async path => {
          const { hasBeside } = await import('./beside');
          return hasBeside((await drive.load()).connection, path);
        },
        explain: async () => (await import('./beside')).explainKernels(trans),
        stop: async () => settings?.set(PluginIDs.drive, 'kernelNote', false)
      })
  );
  const bring = async (context: DocumentRegistry.Context): Promise<void> => {
    try {
      if (await saved(context)) {
        const { bringFolder } = await import('./beside');
        const { connection } = await drive.load();
        const path = contents.localPath(context.path);
        await bringFolder(path, connection, app.commands, trans);
      }
    } catch (error) {
      await showProblem(trans.__('Nothing was copied'), error, trans);
    }
  };
  return async panel => {
    const { context } = panel;
    const path = () =>
      isOurs(context.path) ? contents.localPath(context.path) : null;
    const told = await note;
    if (!panel.isDisposed) {
      told.follow(context.sessionContext, path, () => bring(context));
    }
  };
}

/**
 * Save a document that has changes.
 *
 * @returns Whether the store now holds what is shown; if not, JupyterLab shows
 * why.
 */
async function saved(context: DocumentRegistry.Context): Promise<boolean> {
  try {
    if (context.model.dirty && !context.model.readOnly) {
      await context.save();
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * Call a function with every notebook, open now or later.
 */
function eachNotebook(
  tracker: INotebookTracker | null,
  work: (panel: NotebookPanel) => void
): void {
  tracker?.forEach(work);
  tracker?.widgetAdded.connect((_, panel) => work(panel));
}
