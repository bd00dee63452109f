// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { isAgreed } from '../dialogs/ask';
import { refusal } from '../drive/messages/messages';
import { hasPrefix } from '../s3/objects/list';
import { S3Location } from '../s3/location';
import type { IVisibilityOutcome } from './types';
import { setVisibility, type Ask, type IPublishing } from './publishing';

/**
 * The result of creating a diffusion folder.
 */
export interface IDiffusion {
  readonly location: S3Location;
  /** `null` if nothing was made public: declined, or not needed. */
  readonly outcome: IVisibilityOutcome | null;
}

/**
 * Create the folder at a bucket's root in which everything is public. Where the
 * platform opens it to its own users, it is only created.
 *
 * @param save - Creates a folder in the drive.
 *
 * @returns `null` when the person declined.
 *
 * @throws `DriveError` if it is not possible; `S3Error`.
 */
export async function createDiffusionFolder(
  bucket: string,
  save: (localPath: string) => Promise<Contents.IModel>,
  context: IPublishing,
  ask: Ask
): Promise<IDiffusion | null> {
  const { connection, sharing, trans } = context;
  const { diffusionFolder, diffusionIsOpen } = (await sharing.status()).sharing;
  if (!diffusionFolder) {
    throw refusal(
      409,
      'NoDiffusionFolder',
      trans.__('The administrator has set no folder for publishing.')
    );
  }
  const location = S3Location.fromPath(
    `${bucket}/${diffusionFolder}/`,
    connection.name
  );
  const isThere = await hasPrefix(connection, bucket, location.key);
  if (diffusionIsOpen && !(await isWanted(location, isThere, trans))) {
    return null;
  }
  if (!isThere) {
    await save(location.entryPath);
  }
  if (diffusionIsOpen) {
    return { location, outcome: null };
  }
  const description = await sharing.describe(location);
  const outcome =
    description.visibility === 'public'
      ? null
      : await setVisibility(description, 'public', context, ask);
  return { location, outcome };
}

/**
 * Ask for agreement with who will read the folder, where the platform decides
 * that.
 */
async function isWanted(
  location: S3Location,
  isThere: boolean,
  trans: TranslationBundle
): Promise<boolean> {
  return isAgreed({
    title: isThere
      ? trans.__('The diffusion folder is there')
      : trans.__('Create the diffusion folder?'),
    body: trans.__(
      'What is in s3://%1 is readable by every user of the platform, and by nobody else.',
      location.path
    ),
    decline: isThere ? null : trans.__('Cancel'),
    accept: { label: isThere ? trans.__('Open') : trans.__('Create') },
    preferred: true
  });
}
