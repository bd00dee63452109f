// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { refusal } from '../drive/messages';
import type { IS3Connection } from '../s3/connection';
import type { IDescription } from './description';
import { contentsOf, deleteCheckpoints } from './contents';
import { obstacleText } from './sentences';
import type { IOutcome, Sharing } from './sharing';
import type { WarnedBuckets } from './warned';
import type { IConsent, IQuestion } from './warning';

/**
 * What a change of visibility needs beside the store.
 */
export interface IPublishing {
  readonly connection: IS3Connection;
  readonly sharing: Sharing;
  readonly warned: WarnedBuckets;
  readonly trans: TranslationBundle;
}

/**
 * Asks a person; `null` when they do not agree.
 */
export type Ask = (question: IQuestion) => Promise<IConsent | null>;

/**
 * Publish a place or take it back, after the questions that belong to it: the
 * open-data warning before the first publication in a bucket, and for a folder
 * what becomes public with it.
 *
 * @param description - The place as it is now.
 *
 * @returns `null` when the person has thought better of it.
 *
 * @throws `DriveError` 409 where it cannot be done, with the reason; `S3Error`
 * as the store has answered.
 */
export async function setVisibility(
  description: IDescription,
  visibility: 'public' | 'private',
  context: IPublishing,
  ask: Ask
): Promise<IOutcome | null> {
  const { sharing, trans } = context;
  const { place, publishing, takingBack } = description;
  const obstacle = visibility === 'public' ? publishing : takingBack;
  if (obstacle) {
    throw refusal(
      409,
      'VisibilityNotChanged',
      obstacleText(obstacle, description, trans),
      place
    );
  }
  if (visibility === 'public' && description.visibility !== 'public') {
    if (!(await isConfirmed(description, context, ask))) {
      return null;
    }
  }
  return sharing.setVisibility(place, visibility);
}

/**
 * Ask what must be asked before a publication.
 */
async function isConfirmed(
  { isFolder, place }: IDescription,
  { connection, sharing, warned }: IPublishing,
  ask: Ask
): Promise<boolean> {
  const { endpoint, sharing: rules } = await sharing.status();
  const isFirst = !(await warned.has(endpoint, place.bucket));
  if (!isFirst && !isFolder) {
    return true;
  }
  const contents = isFolder
    ? // Who may not list here may publish nevertheless.
      await contentsOf(connection, place).catch(() => null)
    : undefined;
  const consent = await ask({ place, contents, isFirst, rules });
  if (!consent) {
    return false;
  }
  if (isFirst) {
    await warned.add(endpoint, place.bucket);
  }
  if (consent.withoutCheckpoints) {
    await deleteCheckpoints(connection, place);
  }
  return true;
}
