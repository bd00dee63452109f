// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { CHECKPOINTS } from '../../drive/lookup/checkpointkeys';

/**
 * A local change to the entries of a folder. `put`: an entry was created or
 * changed; `remove`: one was removed; `look`: an entry of this name exists now
 * and must be looked up.
 */
export type EntryChange =
  | { readonly kind: 'put'; readonly item: Contents.IModel }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'look'; readonly name: string };

/**
 * The changes to the entries of a folder that follow from a change in the
 * drive.
 *
 * A change deeper down may reveal a sub-folder that was not listed yet.
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
    const path = `${folder}/${from.name}${from.end}`;
    changes.push({ kind: 'remove', path });
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
   * The entry of a folder that contains or is at this path. `end` is the
   * trailing slash in the path of a folder that has the name of an object.
   */
  export function below(
    folder: string,
    path: string | undefined
  ): { name: string; end: '' | '/'; isChild: boolean } | null {
    if (!path?.startsWith(`${folder}/`)) {
      return null;
    }
    const [name, ...rest] = path.slice(folder.length + 1).split('/');
    const isTwin = rest.length === 1 && rest[0] === '';
    const isChild = rest.length === 0 || isTwin;
    return name ? { name, end: isTwin ? '/' : '', isChild } : null;
  }

  /**
   * The model as an entry; `null` if members are missing.
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
