// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { ISharingRules } from '../../s3/server/status';
import { webAddress } from '../../dialogs/weblink';
import type { INote } from '../model/types';

/**
 * The page where people request a shared bucket; `null` if the administrator
 * has set none, or if it is not a web address.
 */
export function sharedBucketUrl(rules: ISharingRules | null): string | null {
  return webAddress(rules?.sharedBucketUrl ?? '');
}

/**
 * The line below the buckets with a link to that page.
 */
export function sharedBucketNote(
  rules: ISharingRules | null,
  trans: TranslationBundle
): INote | null {
  const href = sharedBucketUrl(rules);
  return href === null
    ? null
    : {
        kind: 'shared-bucket',
        text: trans.__('Working with others?'),
        link: { label: trans.__('Ask for a shared bucket'), href }
      };
}
