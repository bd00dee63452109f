// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentManager } from '@jupyterlab/docmanager';

import { TABLE_FACTORY } from '../names';
import { isUnknown, nameOf } from './offer';

/**
 * Open the files of the drive whose names say nothing by what they begin with:
 * the viewer shows what an editor cannot.
 *
 * JupyterLab opens them in the editor, which can only say that they are no text,
 * and closes again.
 *
 * @param isOurs - Whether a path is on the drive.
 * @param isBinary - Whether a file is no text; it never fails.
 */
export function openByContent(
  manager: Pick<IDocumentManager, 'findWidget' | 'openOrReveal' | 'registry'>,
  isOurs: (path: string) => boolean,
  isBinary: (path: string) => Promise<boolean>
): void {
  const { registry } = manager;
  const open = manager.openOrReveal.bind(manager);
  manager.openOrReveal = (path, factory = 'default', ...rest) => {
    const isAsked =
      factory === 'default' &&
      isOurs(path) &&
      isUnknown(registry, nameOf(path)) &&
      registry.defaultWidgetFactory(path).name !== TABLE_FACTORY &&
      !manager.findWidget(path);
    if (!isAsked) {
      return open(path, factory, ...rest);
    }
    void isBinary(path).then(is =>
      open(path, is ? TABLE_FACTORY : factory, ...rest)
    );
  };
}
