// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DocumentRegistry } from '@jupyterlab/docregistry';

import { TABLE_FACTORY } from '../names';
import { tableRole } from './kinds';

/**
 * Offer the table viewer for files of the drive, and for no others.
 *
 * JupyterLab chooses a viewer by the name of a file alone: with a file type, the
 * viewer would open the files of the workspace too
 * (`docregistry/src/registry.ts`).
 *
 * @param isOurs - Whether a path is on the drive.
 * @param isDefault - Whether tables are opened with it by a double click.
 */
export function offerTables(
  registry: DocumentRegistry,
  isOurs: (path: string) => boolean,
  isDefault: () => boolean
): void {
  const preferred = registry.preferredWidgetFactories.bind(registry);
  registry.preferredWidgetFactories = path => {
    const factories = preferred(path);
    const viewer = registry.getWidgetFactory(TABLE_FACTORY);
    const name = nameOf(path);
    const role = tableRole(name);
    if (!viewer || !isOurs(path) || !(role || isUnknown(registry, name))) {
      return factories;
    }
    return role === 'opened' && isDefault() && !isChosen(name, factories)
      ? [viewer, ...factories]
      : [...factories, viewer];
  };
}

/**
 * Whether JupyterLab knows no type of file for a name.
 */
export function isUnknown(registry: DocumentRegistry, name: string): boolean {
  return registry.getFileTypesForPath(name).length === 0;
}

/**
 * The last segment of a path.
 */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** JupyterLab's own viewers of tables (`csvviewer-extension/src/index.ts`). */
const OWN_VIEWERS: { readonly [extension: string]: string } = {
  csv: 'CSVTable',
  tsv: 'TSVTable'
};

/**
 * Whether a person has chosen another viewer in JupyterLab's settings: then it
 * comes before JupyterLab's own.
 *
 * @param factories - Those that JupyterLab prefers, in its order.
 */
function isChosen(
  name: string,
  factories: readonly DocumentRegistry.WidgetFactory[]
): boolean {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const own = OWN_VIEWERS[extension];
  return factories.findIndex(factory => factory.name === own) > 0;
}
