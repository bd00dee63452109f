// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentManager } from '@jupyterlab/docmanager';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

/**
 * Wrap the document manager for the panel's widgets.
 *
 * JupyterLab's file browser assumes the default drive in some places: the
 * breadcrumbs drop onto `folder/name` instead of `s3:folder/name`, the path
 * editor lists `folder`, and a move between drives throws in the event handler,
 * where nobody sees it. In the wrapper, a path without a drive belongs to the
 * S3 drive, and a move from another drive rejects with a message.
 *
 * @param manager - JupyterLab's document manager.
 * @param driveName - The name of the drive that the panel shows.
 * @param trans - The translation bundle.
 * @param rename - Renames or moves an entry as the panel does: with progress,
 * and after asking where the cost is high.
 */
export function panelDocumentManager(
  manager: IDocumentManager,
  driveName: string,
  trans: TranslationBundle,
  rename: IDocumentManager['rename']
): IDocumentManager {
  const contents = manager.services.contents;

  const ours = (path: string): string =>
    contents.driveName(path)
      ? path
      : `${driveName}:${contents.localPath(path)}`;

  const guarded = async <T>(
    from: string,
    run: () => Promise<T>
  ): Promise<T> => {
    if (contents.driveName(from) !== driveName) {
      throw crossDriveError(trans);
    }
    return run();
  };

  const services = Private.overlay(manager.services, {
    contents: Private.overlay(contents, {
      get: (path, options) => contents.get(ours(path), options)
    })
  });
  return Private.overlay(manager, {
    services,
    rename: (from, to) => guarded(from, () => rename(from, ours(to))),
    overwrite: (from, to) =>
      guarded(from, () => manager.overwrite(from, ours(to))),
    copy: (from, dir) => guarded(from, () => manager.copy(from, ours(dir)))
  });
}

/**
 * The error for a move or copy between the workspace and S3.
 */
export function crossDriveError(
  trans: TranslationBundle
): ServerConnection.ResponseError {
  return new ServerConnection.ResponseError(
    new Response(null, { status: 400 }),
    trans.__(
      'Files cannot be moved between drives this way. Between the workspace and S3 they are copied: use "Copy to S3…" in the menu of the file browser, or "Copy to Workspace" in that of the S3 panel. From one S3 connection to another, copy to the workspace first, then to S3.'
    )
  );
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * A proxy that overrides some members of an object.
   */
  export function overlay<T extends object>(target: T, own: Partial<T>): T {
    return new Proxy(target, {
      get: (base, name) => {
        if (Object.prototype.hasOwnProperty.call(own, name)) {
          return Reflect.get(own, name);
        }
        const value: unknown = Reflect.get(base, name, base);
        return typeof value === 'function' ? value.bind(base) : value;
      },
      set: (base, name, value) => Reflect.set(base, name, value, base)
    });
  }
}
