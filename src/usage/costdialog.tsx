// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { isAgreed } from '../dialogs/ask';
import { drawnBody } from '../dialogs/body';
import type { Counter, ICount } from './count';
import { countText } from './count';
import { BackgroundCount } from './counting';

/**
 * An operation that copies everything; `bring` copies to the workspace.
 */
export type CostlyAction = 'rename' | 'move' | 'copy' | 'bring';

/**
 * What is copied without asking: it takes a few seconds.
 */
const CHEAP = { objects: 100, bytes: 100 * 2 ** 20 };

/**
 * The same for files without folders: each is copied by one request.
 */
const CHEAP_FILES = { objects: 100, bytes: 2 ** 30 };

/**
 * How long to count before the dialog opens without a complete count (ms).
 */
const PATIENCE_MS = 1000;

/**
 * Whether to go on with a rename, move or copy. Small ones go on at once; for
 * large ones a dialog says what they cost and asks. A copy to the workspace is
 * always asked about.
 *
 * @param items - The entries to copy.
 * @param count - Counts what is below a folder, in the background, while the
 * dialog is open.
 *
 * @returns The count, or `null` when the person declines.
 */
export async function confirmCost(
  action: CostlyAction,
  items: Contents.IModel[],
  count: Counter,
  trans: TranslationBundle
): Promise<ICount | null> {
  const counts = new BackgroundCount(items, count);
  await Private.settled(counts);
  const isCheap =
    action !== 'bring' && !counts.total.more && !Private.isExpensive(counts);
  const draw = () => (
    <>
      {Private.countLine(counts.total, trans)}
      {Private.sentencesOf(action, trans).map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
    </>
  );
  const goesOn =
    isCheap ||
    (await isAgreed({
      title: Private.title(action, items, trans),
      body: drawnBody('jp-S3Cost', draw, counts.changed),
      decline: trans.__('Cancel'),
      accept: { label: Private.verb(action, trans) },
      preferred: true
    }));
  const { total } = counts;
  counts.dispose();
  return goesOn ? total : null;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * Wait until the count shows that the operation is expensive, or is complete,
   * or took too long.
   */
  export async function settled(counts: BackgroundCount): Promise<void> {
    let enough = () => undefined as void;
    const known = new Promise<void>(resolve => (enough = resolve));
    const check = () => {
      if (isExpensive(counts)) {
        enough();
      }
    };
    counts.changed.connect(check);
    const timer = setTimeout(enough, PATIENCE_MS);
    check();
    await Promise.race([known, counts.done]);
    clearTimeout(timer);
    counts.changed.disconnect(check);
  }

  export function isExpensive(counts: BackgroundCount): boolean {
    const limit = counts.hasFolders ? CHEAP : CHEAP_FILES;
    const { bytes, objects } = counts.total;
    return objects > limit.objects || bytes > limit.bytes;
  }

  export function verb(action: CostlyAction, trans: TranslationBundle): string {
    switch (action) {
      case 'rename':
        return trans.__('Rename');
      case 'move':
        return trans.__('Move');
      case 'copy':
      case 'bring':
        return trans.__('Copy');
    }
  }

  export function title(
    action: CostlyAction,
    items: Contents.IModel[],
    trans: TranslationBundle
  ): string {
    const [{ name }] = items;
    const several = items.length > 1;
    switch (action) {
      case 'rename':
        return trans.__('Rename "%1"?', name);
      case 'move':
        return several
          ? trans.__('Move %1 items?', items.length)
          : trans.__('Move "%1"?', name);
      case 'copy':
        return several
          ? trans.__('Copy %1 items?', items.length)
          : trans.__('Copy "%1"?', name);
      case 'bring':
        return trans.__('Copy "%1" to the workspace?', name);
    }
  }

  /** What the operation means, sentence by sentence. */
  export function sentencesOf(
    action: CostlyAction,
    trans: TranslationBundle
  ): string[] {
    switch (action) {
      case 'copy':
        return [
          trans.__(
            'Each object is copied inside the store. The copies take as much space again.'
          )
        ];
      case 'bring':
        return [
          trans.__(
            'The folder is copied to the one that the file browser shows. What you change there stays there until you copy it back.'
          )
        ];
      default:
        return [
          trans.__(
            'S3 has no rename: everything is copied inside the store, then deleted in its old place.'
          ),
          trans.__(
            'It can be cancelled as long as it copies: then all stays where it is.'
          )
        ];
    }
  }

  /** How much it is, as far as it is counted. */
  export function countLine(
    total: ICount,
    trans: TranslationBundle
  ): React.ReactElement {
    const mark = total.more ? ' jp-mod-counting' : '';
    return (
      <p className={`jp-S3Cost-count${mark}`} role="status">
        {total.objects === 0 && total.more
          ? trans.__('Counting…')
          : countText(total, trans)}
      </p>
    );
  }
}
