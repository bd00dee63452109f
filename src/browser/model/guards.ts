// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { readableKey } from '../../s3/objects/keytext';
import type { S3BrowserModel } from './browsermodel';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { GuardedAction } from './types';

/**
 * Why an action cannot be done, or `null` when it can be tried.
 *
 * @param items - The entries concerned.
 */
export function refusalOf(
  action: GuardedAction,
  model: Pick<
    S3BrowserModel,
    'drive' | 'isRoot' | 'isWritable' | 'manager' | 'navigation' | 'trans'
  >,
  items: Contents.IModel[]
): string | null {
  const { drive, trans } = model;
  const { contents } = model.manager.services;
  for (const item of items) {
    const flags = drive.flags(contents.localPath(item.path));
    const { unaddressable: reason } = flags;
    if (reason && (action !== 'delete' || reason === 'not-text')) {
      const key = flags.key ?? item.name;
      return blockedReason(reason, key, trans);
    }
  }
  if (action === 'read') {
    return null;
  }
  if (model.isRoot) {
    return Private.atRoot(action, model, items);
  }
  if (model.navigation.isUnknown) {
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
   * Why an action cannot be done at the root.
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
          'This is the list of buckets. Open a bucket first, then create or paste there.'
        );
    }
  }
}

/**
 * Why an entry can only be deleted.
 */
export function blockedReason(
  reason: string,
  key: string,
  trans: TranslationBundle
): string {
  switch (reason) {
    case 'dot-segment':
      return trans.__(
        'The key "%1" has "." or ".." between slashes. Browsers would turn it into another one, so all that can be done with it here is to delete it. Rename it with another S3 client to use it.',
        key
      );
    case 'empty-segment':
      return trans.__(
        'The key "%1" has two slashes in a row. JupyterLab would turn it into another one, so all that can be done with it here is to delete it. Rename it with another S3 client to use it.',
        key
      );
    case 'not-text':
      return trans.__(
        'The key "%1" is not valid text (UTF-8), so nothing can be done with it here. Rename or delete it with another S3 client.',
        readableKey(key)
      );
    default:
      return trans.__(
        'The key "%1" begins with a slash. JupyterLab would turn it into another one, so all that can be done with it here is to delete it. Rename it with another S3 client to use it.',
        key
      );
  }
}
