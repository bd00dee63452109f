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
    const name = path.slice(path.lastIndexOf('/') + 1);
    const role = isOurs(path) ? tableRole(name) : null;
    if (!viewer || !role) {
      return factories;
    }
    return role === 'opened' && isDefault()
      ? [viewer, ...factories]
      : [...factories, viewer];
  };
}
