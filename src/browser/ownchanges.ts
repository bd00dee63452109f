// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { CHECKPOINTS } from '../drive/checkpoints';

/**
 * What a change made here means for the entries of a folder: an entry came or
 * changed, one went, or one with that name is there now.
 */
export type EntryChange =
  | { readonly kind: 'put'; readonly item: Contents.IModel }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'look'; readonly name: string };

/**
 * What a change in the drive means for the entries of a folder.
 *
 * A change deeper down may be the first that is seen of a sub-folder.
 *
 * @param folder - The folder's global path (`s3:bucket/prefix`).
 */
export function changesIn(
  folder: string,
  { type, oldValue, newValue }: Contents.IChangedArgs
): EntryChange[] {
  const changes: EntryChange[] = [];
  const from = Private.below(folder, oldValue?.path);
  const to = Private.below(folder, newValue?.path);
  if (from?.isChild && (type === 'delete' || type === 'rename')) {
    changes.push({ kind: 'remove', path: `${folder}/${from.name}` });
  }
  if (to && newValue && `${to.name}/` !== CHECKPOINTS) {
    const item = to.isChild ? Private.whole(newValue) : null;
    changes.push(
      item ? { kind: 'put', item } : { kind: 'look', name: to.name }
    );
  }
  return changes;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The entry of a folder that a path is, or is below.
   */
  export function below(
    folder: string,
    path: string | undefined
  ): { name: string; isChild: boolean } | null {
    if (!path?.startsWith(`${folder}/`)) {
      return null;
    }
    const [name, ...rest] = path.slice(folder.length + 1).split('/');
    return name ? { name, isChild: rest.length === 0 } : null;
  }

  /**
   * The model as an entry, unless something of it is missing.
   */
  export function whole(
    value: Partial<Contents.IModel>
  ): Contents.IModel | null {
    const { created, last_modified, name, path, type } = value;
    const texts = [created, last_modified, name, path, type];
    return texts.every(text => typeof text === 'string')
      ? ({ ...value, content: null, format: null } as Contents.IModel)
      : null;
  }
}
