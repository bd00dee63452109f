// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { S3Error } from '../s3/errors';
import { wildcardIn } from '../s3/policy/policy';
import type { IDescription, VisibilityObstacle } from './description';
import type { IVisibilityOutcome } from './types';

/**
 * Who can read a location, in one or two words.
 */
export function headline(
  { cause, inheritedFrom, isOpenToPlatform, visibility }: IDescription,
  trans: TranslationBundle
): string {
  if (visibility === 'public') {
    return cause === 'folder' && inheritedFrom
      ? trans.__('Public through the folder %1', inheritedFrom)
      : cause === 'folder'
        ? trans.__('Public through the whole bucket')
        : trans.__('Public');
  }
  if (isOpenToPlatform) {
    return trans.__('Readable by every user of the platform');
  }
  return visibility === 'unknown'
    ? trans.__('It cannot be told who can read this')
    : trans.__('Private');
}

/**
 * What that means, and why.
 */
export function meaning(
  description: IDescription,
  trans: TranslationBundle
): string {
  const { cause, isFolder, isListable, visibility } = description;
  const sentences: string[] = [];
  if (visibility === 'public') {
    sentences.push(
      !isFolder
        ? trans.__(
            'Anyone who has its address can read it, without signing in.'
          )
        : isListable
          ? trans.__(
              'Anyone can read, and list, what is in this folder and below, without signing in, also what is put there later.'
            )
          : trans.__(
              'Anyone who has the address of a file in this folder or below can read it, without signing in, also what is put there later. The folder cannot be listed that way.'
            )
    );
    sentences.push(
      description.isWritable
        ? trans.__(
            'Worse: anyone can change or delete it, too. Ask the owner of the bucket whether that is meant.'
          )
        : trans.__('Nobody can change it that way.')
    );
  } else if (visibility === 'unknown') {
    sentences.push(
      trans.__(
        'A statement in the policy of the bucket depends on more than the name of what is read.'
      )
    );
  } else if (description.isOpenToPlatform) {
    sentences.push(
      trans.__(
        'All who have signed in to the platform can read it; others cannot.'
      )
    );
  } else {
    sentences.push(
      trans.__(
        'Only those who have access to the bucket "%1" can read it.',
        description.location.bucket
      )
    );
    if (isListable) {
      sentences.push(
        trans.__('Anyone can see the names of what is in it, though.')
      );
    }
  }
  if (visibility !== 'public' && description.isWritable) {
    sentences.push(
      trans.__(
        'Anyone can put files here, or delete some, without signing in, though. Ask the owner of the bucket whether that is meant.'
      )
    );
  }
  if (cause === 'statement' && visibility === 'public') {
    sentences.push(
      trans.__('A statement in the policy of the bucket makes it so.')
    );
  } else if (cause === 'elsewhere') {
    sentences.push(
      trans.__('Something other than the policy of the bucket makes it so.')
    );
  } else if (cause === 'refused') {
    sentences.push(
      trans.__(
        'The policy of the bucket makes it public, but the store refuses requests without credentials. It may take a moment, or the store blocks public access: ask its administrator.'
      )
    );
  }
  return sentences.join(' ');
}

/**
 * Who will be able to read a file that is sent by a link; empty if only those
 * with access to the bucket.
 */
export function uploadAudienceText(
  audience: 'anyone' | 'platform' | 'owner' | 'unknown',
  trans: TranslationBundle
): string {
  switch (audience) {
    case 'anyone':
      return trans.__(
        'What is sent here is public at once: anyone on the Internet can read it.'
      );
    case 'platform':
      return trans.__(
        'What is sent here can be read by every user of the platform.'
      );
    case 'unknown':
      return trans.__('It cannot be told who can read what is sent here.');
    case 'owner':
      return '';
  }
}

/**
 * Why a location cannot be made public or private, and what to do.
 */
export function visibilityObstacleText(
  obstacle: VisibilityObstacle,
  description: IDescription,
  trans: TranslationBundle
): string {
  const { inheritedFrom, location, policyError } = description;
  switch (obstacle) {
    case 'no-policies':
      return policyError instanceof S3Error && policyError.status === 403
        ? trans.__(
            'You may not see the policy of the bucket "%1", so who can read this cannot be changed here. Ask the owner of the bucket.',
            location.bucket
          )
        : trans.__(
            'This store has no bucket policies, so who can read this cannot be changed here. Temporary links work nevertheless.'
          );
    case 'wildcard':
      return trans.__(
        'The name holds "%1", which a policy reads as a pattern: files with similar names would be published too. Rename it first, or make a temporary link.',
        wildcardIn(location.key) ?? ''
      );
    case 'bucket':
      return trans.__(
        'A whole bucket is not published here. Make a folder in it public.'
      );
    case 'off':
      return trans.__(
        'The administrator has switched public sharing off. Temporary links may still be allowed.'
      );
    case 'read-only':
      return trans.__(
        'The administrator has made the S3 drive read-only: who can read this cannot be changed here.'
      );
    case 'folder':
      return inheritedFrom
        ? trans.__(
            'To make it private, make the folder %1 private, or move it elsewhere.',
            inheritedFrom
          )
        : trans.__(
            'To make it private, take back what makes the whole bucket public.'
          );
    case 'statement':
      return trans.__(
        'A statement of the policy that was not made here decides. Change it with the tool that made it ("mc anonymous", for example), or ask the owner of the bucket.'
      );
    case 'elsewhere':
      return trans.__(
        'It cannot be made private here. Ask the administrator of the store.'
      );
  }
}

/**
 * The outcome of a change of visibility.
 */
export function visibilityOutcomeText(
  outcome: IVisibilityOutcome,
  wanted: 'public' | 'private',
  trans: TranslationBundle
): string {
  const { alsoPrivate, description, isAsWanted, isAsWritten } = outcome;
  const sentences: string[] = [];
  if (!isAsWritten) {
    sentences.push(
      trans.__(
        'Someone else changed the policy of the bucket at the same time. What is shown is what the store says now.'
      )
    );
  }
  if (isAsWanted) {
    sentences.push(
      wanted === 'public'
        ? trans.__('It is public now. This was checked without credentials.')
        : trans.__('It is private again. This was checked without credentials.')
    );
  } else if (wanted === 'private' && description.visibility === 'public') {
    sentences.push(trans.__('It is still public.'));
  } else if (description.cause !== 'refused') {
    sentences.push(
      wanted === 'public'
        ? trans.__('It is not public.')
        : trans.__('It cannot be told whether it is private now.')
    );
  }
  if (alsoPrivate.length > 0) {
    sentences.push(
      trans.__('No longer public either: %1.', alsoPrivate.join(', '))
    );
  }
  return sentences.join(' ');
}
