// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { S3BrowserModel } from '../model/browsermodel';

/**
 * Groups the entries of the current folder, lowest first: at the root
 * bookmarks, buckets and recent locations; `undefined` where all are of one
 * kind.
 */
export function groupsOf(
  model: S3BrowserModel
): ((item: Contents.IModel) => number) | undefined {
  const { drive, isRoot, manager } = model;
  if (!isRoot) {
    return undefined;
  }
  return item => {
    const path = manager.services.contents.localPath(item.path);
    const kind = drive.flags(path).kind ?? 'bucket';
    return ['bookmark', 'bucket', 'recent'].indexOf(kind);
  };
}
