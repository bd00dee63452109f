// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { refusal } from '../drive/messages/messages';
import type { IS3Connection } from '../s3/http/types';
import type { IDescription } from './description';
import { contentsOf, deleteCheckpoints } from './foldercontents';
import { visibilityObstacleText } from './messages';
import type {
  IVisibilityOutcome,
  IConsent,
  IVisibilityQuestion
} from './types';
import type { Sharing } from './sharing';
import type { WarnedBuckets } from './warnedbuckets';

/**
 * What a change of visibility needs.
 */
export interface IPublishing {
  readonly connection: IS3Connection;
  readonly sharing: Sharing;
  readonly warned: WarnedBuckets;
  readonly trans: TranslationBundle;
}

/**
 * Asks a person; resolves to `null` when they decline.
 */
export type Ask = (question: IVisibilityQuestion) => Promise<IConsent | null>;

/**
 * Make a location public or private, after the necessary questions: the
 * open-data warning before the first publication in a bucket and, for a folder,
 * what becomes public with it.
 *
 * @param description - The current state of the location.
 *
 * @returns `null` when the person declined.
 *
 * @throws `DriveError` 409 if it is not possible, with the reason; `S3Error`
 * from the store.
 */
export async function setVisibility(
  description: IDescription,
  visibility: 'public' | 'private',
  context: IPublishing,
  ask: Ask
): Promise<IVisibilityOutcome | null> {
  const { sharing, trans } = context;
  const { location, publishing, takingBack } = description;
  const obstacle = visibility === 'public' ? publishing : takingBack;
  if (obstacle) {
    throw refusal(
      409,
      'VisibilityNotChanged',
      visibilityObstacleText(obstacle, description, trans),
      location
    );
  }
  if (visibility === 'public' && description.visibility !== 'public') {
    if (!(await isConfirmed(description, context, ask))) {
      return null;
    }
  }
  return sharing.setVisibility(location, visibility);
}

/**
 * Ask the necessary questions before something becomes public.
 */
async function isConfirmed(
  { isFolder, location }: IDescription,
  { connection, sharing, warned }: IPublishing,
  ask: Ask
): Promise<boolean> {
  const { endpoint, sharing: rules } = await sharing.status();
  const isFirst = !(await warned.has(endpoint, location.bucket));
  if (!isFirst && !isFolder) {
    return true;
  }
  const contents = isFolder
    ? // Someone who may not list the folder may still be able to publish it.
      await contentsOf(connection, location).catch(() => null)
    : undefined;
  const consent = await ask({ location, contents, isFirst, rules });
  if (!consent) {
    return false;
  }
  if (isFirst) {
    await warned.add(endpoint, location.bucket);
  }
  if (consent.withoutCheckpoints) {
    await deleteCheckpoints(connection, location);
  }
  return true;
}
