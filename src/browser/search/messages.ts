// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { S3BrowserModel } from '../model/browsermodel';
import { explain } from '../../drive/messages/messages';
import type { BelowSearch } from './searchbelow';
import { MOST } from './searchbelow';
import type { SearchModel } from './model';

/**
 * What a search in one folder found, and what it did not cover.
 */
export function folderSentence(
  search: SearchModel,
  model: S3BrowserModel
): string {
  const { folder, trans } = model;
  const shown = folder.shown.list().length;
  const count = counted(shown, trans);
  if (search.isAsking) {
    return trans.__('%1 Asking the store for more…', count);
  }
  if (search.problem) {
    const { message } = explain(search.problem, trans);
    return trans.__(
      '%1 The store could not be asked for more. %2',
      count,
      message
    );
  }
  if (!folder.isTruncated || model.isRoot) {
    return count;
  }
  const loaded = folder.loadedCount.toLocaleString();
  if (search.hasMore) {
    return trans.__(
      '%1 More names at the store begin with this text: type more of it.',
      count
    );
  }
  return search.isAnswered
    ? trans.__(
        '%1 These are all names that begin with this text; elsewhere in names, the %2 loaded entries were searched.',
        count,
        loaded
      )
    : trans.__('%1 The %2 loaded entries were searched.', count, loaded);
}

/**
 * The progress or the outcome of a search below a folder.
 */
export function belowSentence(
  below: BelowSearch,
  trans: TranslationBundle
): string {
  const found = counted(below.hits.length, trans);
  const looked = below.lookedAt.toLocaleString();
  switch (below.state) {
    case 'running':
      return trans.__('%1 %2 objects searched so far…', found, looked);
    case 'stopped':
      return trans.__('%1 Stopped after %2 objects.', found, looked);
    case 'full':
      return trans.__(
        'The first %1 matches are shown. Type more of the name to find others.',
        MOST.toLocaleString()
      );
    case 'failed':
      return trans.__(
        '%1 The search broke off after %2 objects. %3',
        found,
        looked,
        explain(below.problem, trans).message
      );
    case 'done':
      return trans.__('%1 All %2 objects were searched.', found, looked);
    default:
      return '';
  }
}

function counted(count: number, trans: TranslationBundle): string {
  return count === 0
    ? trans.__('No match.')
    : trans
        ._n('%1 match.', '%1 matches.', count)
        .replace(String(count), count.toLocaleString());
}
