// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';

import { bucketIcon } from '../../icons';
import { CommandIDs, TRANSLATION_DOMAIN } from '../../names';
import { Tasks } from '../../transfers/tasks/tasks';
import { NO_ARGS } from '../commandargs';
import { IOwnTasks } from '../parts';

/**
 * The DOM id of the transfers panel.
 */
const TRANSFERS_ID = 'jp-s3-transfers';

/** The code of the panel. */
type Views = [
  typeof import('../../transfers/views/model'),
  typeof import('../../transfers/views/panel')
];

/**
 * Provides the list of tasks. Its views are loaded when there is something to
 * show.
 */
export const transfersPlugin: JupyterFrontEndPlugin<IOwnTasks> = {
  id: 'jupyterlab-s3-drive:transfers',
  description: 'Shows what is under way between JupyterLab and S3.',
  autoStart: true,
  provides: IOwnTasks,
  optional: [ITranslator, IStatusBar, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    statusBar: IStatusBar | null,
    palette: ICommandPalette | null
  ): IOwnTasks => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands, shell } = app;
    const tasks = new Tasks();
    let panel: Widget | null = null;

    const makePanel = ([{ TransfersModel }, { TransfersPanel }]: Views) => {
      const made = new TransfersPanel(new TransfersModel(tasks), trans);
      made.id = TRANSFERS_ID;
      made.title.icon = bucketIcon;
      made.title.label = trans.__('S3 Transfers');
      made.title.closable = true;
      made.disposed.connect(() => {
        panel = null;
      });
      return made;
    };

    commands.addCommand(CommandIDs.showTransfers, {
      label: trans.__('Show S3 Transfers'),
      caption: trans.__('What is uploaded, copied, moved or deleted now'),
      icon: bucketIcon,
      describedBy: NO_ARGS,
      execute: async () => {
        const views = await Promise.all([
          import('../../transfers/views/model'),
          import('../../transfers/views/panel')
        ]);
        // Only now: of two calls at once, the second finds the first one's.
        panel ??= makePanel(views);
        if (!panel.isAttached) {
          shell.add(panel, 'down', { type: 'S3 Transfers' });
        }
        shell.activateById(TRANSFERS_ID);
      }
    });

    const showStatus = async (bar: IStatusBar) => {
      const [{ TransfersModel }, { TransfersStatus }] = await Promise.all([
        import('../../transfers/views/model'),
        import('../../transfers/views/statusitem')
      ]);
      const open = () => void commands.execute(CommandIDs.showTransfers);
      const model = new TransfersModel(tasks);
      bar.registerStatusItem('jupyterlab-s3-drive:transfers', {
        item: new TransfersStatus(model, open, trans),
        align: 'middle',
        isActive: () => tasks.running.length > 0,
        activeStateChanged: model.stateChanged
      });
    };
    if (statusBar) {
      const first = () => {
        tasks.changed.disconnect(first);
        void showStatus(statusBar);
      };
      tasks.changed.connect(first);
    }

    tasks.ended.connect(async (_, task) => {
      const { showEnd } = await import('../../transfers/tasks/notices');
      showEnd(task, tasks, trans);
    });

    palette?.addItem({
      command: CommandIDs.showTransfers,
      category: trans.__('S3')
    });
    return tasks;
  }
};
