// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { ISharingRules } from '../s3/status';
import { webAddress } from '../s3/webaddress';
import type { INote } from './notes';

/**
 * The page where people ask for a bucket that they share; `null` where the
 * administrator has set none, or what is no web address.
 */
export function sharedBucketUrl(rules: ISharingRules | null): string | null {
  return webAddress(rules?.sharedBucketUrl ?? '');
}

/**
 * The line below the buckets that leads there.
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
