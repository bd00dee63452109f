// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { S3BrowserModel } from './model';
import { blockedReason } from './rows';

/**
 * What a person may want to do with a place or with entries in it. `write`:
 * anything that adds to the place.
 */
export type GuardedAction =
  'read' | 'write' | 'upload' | 'new' | 'rename' | 'cut' | 'delete';

/**
 * Why something cannot be done, or `null` when it can be tried.
 *
 * @param items - The entries concerned.
 */
export function refusalOf(
  action: GuardedAction,
  model: Pick<
    S3BrowserModel,
    'drive' | 'isRoot' | 'isUnknown' | 'isWritable' | 'manager' | 'trans'
  >,
  items: Contents.IModel[]
): string | null {
  const { drive, trans } = model;
  const { contents } = model.manager.services;
  for (const item of items) {
    const flags = drive.flags(contents.localPath(item.path));
    if (flags.unaddressable) {
      const key = flags.key ?? item.name;
      return blockedReason(flags.unaddressable, key, trans);
    }
  }
  if (action === 'read') {
    return null;
  }
  if (model.isRoot) {
    return Private.atRoot(action, model, items);
  }
  if (model.isUnknown) {
    return trans.__(
      'This place could not be opened, so nothing can be changed in it.'
    );
  }
  return model.isWritable === false
    ? trans.__(
        'You can read here, not write: the store does not allow changes in this place.'
      )
    : null;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * Why something cannot be done among the buckets.
   */
  export function atRoot(
    action: GuardedAction,
    model: Pick<S3BrowserModel, 'drive' | 'manager' | 'trans'>,
    items: Contents.IModel[]
  ): string {
    const { drive, trans } = model;
    const { contents } = model.manager.services;
    const isKept = items.some(item => {
      const { kind } = drive.flags(contents.localPath(item.path));
      return kind === 'bookmark' || kind === 'recent';
    });
    switch (action) {
      case 'delete':
        return isKept
          ? trans.__(
              'This is a bookmark or a recent location, not a folder. Take it off the list with "Remove Bookmark" or "Forget" in its menu.'
            )
          : trans.__(
              'A bucket cannot be deleted from JupyterLab. Ask the administrator of the store.'
            );
      case 'rename':
      case 'cut':
        return isKept
          ? trans.__(
              'This is a bookmark or a recent location, not a folder. Open it to work in it.'
            )
          : trans.__('A bucket cannot be renamed or moved.');
      case 'upload':
        return trans.__(
          'Files are uploaded into a bucket. Open one first, then upload there.'
        );
      default:
        return trans.__(
          'Only buckets stand here. Open one first, then create or paste there.'
        );
    }
  }
}
