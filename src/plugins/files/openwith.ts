// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { RankedMenu } from '@jupyterlab/ui-components';
import type { ContextMenu } from '@lumino/widgets';
import type { IDisposable } from '@lumino/disposable';
import { IOwnPanel } from '../parts';

/**
 * The id of the submenu in the schema. JupyterLab's own id cannot be used, as
 * menus with the same id are merged: this one would replace JupyterLab's in the
 * workspace too.
 */
const MENU_ID = 'jp-S3-contextmenu-open-with';

/**
 * Fills the "Open With" menu of files in the panel.
 */
export const openWithPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:open-with',
  description: 'Fills the "Open With" menu of files in the S3 panel.',
  autoStart: true,
  requires: [IOwnPanel],
  activate: (app: JupyterFrontEnd, panel: IOwnPanel): void => {
    const { contextMenu, docRegistry } = app;
    let items: IDisposable[] = [];

    const fill = (sender: ContextMenu) => {
      const menu = sender.menu.items.find(
        item => item.type === 'submenu' && item.submenu?.id === MENU_ID
      )?.submenu as RankedMenu | undefined;
      if (!menu) {
        return;
      }
      items.forEach(item => item.dispose());
      menu.clearItems();
      const names = panel
        .selected()
        .map(item =>
          docRegistry
            .preferredWidgetFactories(item.path)
            .map(({ name }) => name)
        );
      const common = names.reduce(
        (some, more) => some.filter(name => more.includes(name)),
        names[0] ?? []
      );
      items = common.map(name =>
        menu.addItem({
          command: 'filebrowser:open',
          args: {
            factory: name,
            label: docRegistry.getWidgetFactory(name)?.label ?? name
          }
        })
      );
    };
    contextMenu.opened.connect(fill);
  }
};
