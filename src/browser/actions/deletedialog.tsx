// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { isAgreed } from '../../dialogs/ask';
import { drawnBody } from '../../dialogs/body';
import { NameList } from '../../dialogs/parts';
import type { IOpenSummary } from '../../drive/context';
import type { VersioningState } from '../../s3/objects/versioning';
import type { Counter, ICount } from '../../usage/count';
import { countText } from '../../usage/count';
import { BackgroundCount } from '../../usage/counting';

/**
 * The number of names that the dialog shows.
 */
const NAMED = 10;

/**
 * How long the dialog waits for the versioning state (ms).
 */
const PATIENCE_MS = 1500;

/**
 * Ask whether to delete entries permanently.
 *
 * The dialog says "permanently" or, where the bucket keeps earlier versions,
 * that these remain. It names the entries, and counts what is below folders
 * while it is open. "Cancel" has the focus.
 *
 * @param items - The entries to delete.
 * @param place - The display name of their folder.
 * @param count - Counts the objects below a folder.
 * @param versioning - Resolves to whether the bucket keeps deleted versions.
 * @param note - What happens to documents that are open.
 *
 * @returns What was counted until the dialog closed, or `null` when the person
 * declined.
 */
export async function confirmDelete(
  items: Contents.IModel[],
  place: string,
  count: Counter,
  versioning: Promise<VersioningState>,
  trans: TranslationBundle,
  note: string | null = null
): Promise<ICount | null> {
  const counts = new BackgroundCount(items, count);
  const state = await Private.soon(versioning);
  const isKept = state === 'on';
  const text = Private.sentence(items.length, place, state, trans);
  const draw = () => (
    <>
      <p>{text}</p>
      <NameList
        names={items.map(item => Private.nameOf(item, counts, trans))}
        limit={NAMED}
        trans={trans}
      />
      {note && <p className="jp-S3Delete-open">{note}</p>}
    </>
  );
  const isWanted = await isAgreed({
    title: isKept ? trans.__('Delete?') : trans.__('Delete permanently?'),
    body: drawnBody('jp-S3Delete', draw, counts.changed),
    decline: trans.__('Cancel'),
    accept: {
      label: isKept ? trans.__('Delete') : trans.__('Delete Permanently'),
      isWarning: true
    },
    preferred: null
  });
  const { total } = counts;
  counts.dispose();
  return isWanted ? total : null;
}

/**
 * What happens to open documents below the entries to delete; `null` when none
 * is open.
 */
export function openNote(
  { open, running, unsaved }: IOpenSummary,
  trans: TranslationBundle
): string | null {
  const notes: string[] = [];
  if (open > 0) {
    notes.push(
      trans._n(
        '%1 document is open and will be closed.',
        '%1 documents are open and will be closed.',
        open
      )
    );
  }
  if (unsaved.length > 0) {
    const names = unsaved.slice(0, NAMED).join(', ');
    notes.push(trans.__('Changes that were not saved are lost: %1.', names));
  }
  if (running > 0) {
    notes.push(
      trans._n(
        '%1 kernel runs and will be shut down.',
        '%1 kernels run and will be shut down.',
        running
      )
    );
  }
  return notes.length > 0 ? notes.join(' ') : null;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The versioning state if it is known soon: a slow store does not delay the
   * dialog.
   */
  export async function soon(
    versioning: Promise<VersioningState>
  ): Promise<VersioningState> {
    let timer = 0;
    const patience = new Promise<VersioningState>(resolve => {
      timer = window.setTimeout(() => resolve('unknown'), PATIENCE_MS);
    });
    const state = await Promise.race([versioning, patience]);
    clearTimeout(timer);
    return state;
  }

  /**
   * What happens to the deleted entries.
   */
  export function sentence(
    count: number,
    place: string,
    versioning: VersioningState,
    trans: TranslationBundle
  ): string {
    switch (versioning) {
      case 'on':
        return trans._n(
          'Delete this item from %2? It will no longer be listed. This bucket keeps earlier versions, which stay, and take up space: the owner of the bucket can restore them, or remove them for good.',
          'Delete these %1 items from %2? They will no longer be listed. This bucket keeps earlier versions, which stay, and take up space: the owner of the bucket can restore them, or remove them for good.',
          count,
          place
        );
      case 'suspended':
        return trans._n(
          'Delete this item from %2 permanently? This bucket keeps no new versions, so it cannot be undone. Versions that were kept before stay.',
          'Delete these %1 items from %2 permanently? This bucket keeps no new versions, so it cannot be undone. Versions that were kept before stay.',
          count,
          place
        );
      case 'unknown':
        return trans._n(
          'Delete this item from %2 permanently? Unless the bucket keeps earlier versions, which cannot be told, it cannot be undone: S3 has no trash.',
          'Delete these %1 items from %2 permanently? Unless the bucket keeps earlier versions, which cannot be told, it cannot be undone: S3 has no trash.',
          count,
          place
        );
      case 'off':
        return trans._n(
          'Delete this item from %2 permanently? S3 has no trash: it cannot be undone.',
          'Delete these %1 items from %2 permanently? S3 has no trash: it cannot be undone.',
          count,
          place
        );
    }
  }

  /**
   * The name of an entry; with how much is below it, for a folder.
   */
  export function nameOf(
    { name, path, type }: Contents.IModel,
    counts: BackgroundCount,
    trans: TranslationBundle
  ): React.ReactNode {
    const below = counts.of(path);
    return (
      <>
        <b>{name}</b>
        {type === 'directory' && (
          <>
            {' – '}
            <span>
              {counts.hasFailed(path)
                ? trans.__('with all that is in it')
                : below
                  ? countText(below, trans)
                  : trans.__('counting…')}
            </span>
          </>
        )}
      </>
    );
  }
}
