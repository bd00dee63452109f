// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { Problem } from '../../s3/errorcodes';
import type { S3Error } from '../../s3/errors';

/**
 * The sentence for a request that the store has answered but not fulfilled, for
 * a reason other than rights. It says "Try again" only if that can help.
 *
 * @param place - The object, as shown to the person.
 */
export function refusalSentence(
  problem: Problem,
  place: string,
  error: S3Error,
  trans: TranslationBundle
): string {
  switch (problem) {
    case 'busy':
      return trans.__(
        'The store has too much to do and did not get to %1. Your work is still open here: try again in a few minutes.',
        place
      );
    case 'archived':
      return trans.__(
        '%1 is archived: the store has to restore it before it can be read, which takes hours. Restore it with another S3 client, or ask its owner to.',
        place
      );
    case 'locked':
      return trans.__(
        '%1 is locked until its retention ends or its legal hold is lifted, so it was not changed. Save it under another name.',
        place
      );
    case 'clock':
      return trans.__(
        'The clock of the Jupyter server is wrong, so the store does not accept its requests for %1. Ask the administrator of the Jupyter server to set it.',
        place
      );
    case 'quota':
      return trans.__(
        'The bucket has reached its quota, so %1 was not written. Delete what is not needed there, or ask for a larger quota.',
        place
      );
    case 'full':
      return trans.__(
        'The disks of the store are full, so %1 was not written. Delete what is not needed there, or tell its administrator.',
        place
      );
    case 'too-large':
      return trans.__(
        '%1 is larger than the store takes, so it was not written. Divide it into several objects.',
        place
      );
    case 'damaged':
      return trans.__(
        'What arrived of %1 is not what was sent, so it was not written. Try again.',
        place
      );
    case 'upload-gone':
      return trans.__(
        'The upload of %1 is not there any more: it was completed or removed by someone else. Look whether the object is there, and begin anew if it is not.',
        place
      );
    case 'encryption':
      return trans.__(
        'The key that encrypts %1 cannot be used. Ask the owner of the bucket whether it exists, is enabled, and may be used by you.',
        place
      );
    case 'elsewhere':
      return trans.__(
        'The store says that %1 is in another region, where it could not be reached. Ask the administrator of the Jupyter server to check AWS_REGION and the address of the store.',
        place
      );
    case 'account':
      return trans.__(
        'The store does not serve the account of your S3 credentials any more, so %1 was not reached. Ask the administrator of the store.',
        place
      );
    case 'unsupported':
      return trans.__(
        'The store cannot do what was asked of %1, so nothing was changed. Its words are: %2.',
        place,
        words(error)
      );
    case 'refused':
      return trans.__(
        'The store refused the request for %1, and would do so again. Its words are: %2.',
        place,
        words(error)
      );
    case 'failed':
      return trans.__(
        'The store failed at %1. Its words are: %2. Your work is still open here: try again in a moment.',
        place,
        words(error)
      );
    default:
      return trans.__(
        'The request for %1 was answered with an error: %2. Nothing of yours was discarded.',
        place,
        words(error)
      );
  }
}

/**
 * The words of the answer, without the full stop: the sentence has one.
 */
function words(error: S3Error): string {
  return error.message.trim().replace(/[.\s]+$/, '') || error.code;
}
