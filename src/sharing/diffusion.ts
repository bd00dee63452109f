// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { refusal } from '../drive/messages';
import { hasPrefix } from '../s3/listing';
import { toPath, type IS3Location } from '../s3/path';
import type { IOutcome } from './sharing';
import { setVisibility, type Ask, type IPublishing } from './publishing';

/**
 * What has become of the diffusion folder.
 */
export interface IDiffusion {
  readonly place: IS3Location;
  /** `null` where nothing was published: not wanted, or not needed. */
  readonly outcome: IOutcome | null;
}

/**
 * Create the folder at a bucket's root in which everything is public, or, where
 * the platform opens it to its own users, only create it.
 *
 * @param save - Creates a folder in the drive.
 *
 * @returns `null` when the person has thought better of it.
 *
 * @throws `DriveError` where it cannot be done; `S3Error`.
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
  const place = { bucket, key: `${diffusionFolder}/` };
  const isThere = await hasPrefix(connection, bucket, place.key);
  if (diffusionIsOpen && !(await isAgreed(place, isThere, trans))) {
    return null;
  }
  if (!isThere) {
    await save(toPath(bucket, diffusionFolder));
  }
  if (diffusionIsOpen) {
    return { place, outcome: null };
  }
  const description = await sharing.describe(place);
  const outcome =
    description.visibility === 'public'
      ? null
      : await setVisibility(description, 'public', context, ask);
  return { place, outcome };
}

/**
 * Say who will read what is in the folder, where the platform decides that.
 */
async function isAgreed(
  { bucket, key }: IS3Location,
  isThere: boolean,
  trans: TranslationBundle
): Promise<boolean> {
  const result = await showDialog({
    title: isThere
      ? trans.__('The diffusion folder is there')
      : trans.__('Create the diffusion folder?'),
    body: trans.__(
      'What is in s3://%1 is readable by every user of the platform, and by nobody else.',
      toPath(bucket, key)
    ),
    buttons: isThere
      ? [Dialog.okButton({ label: trans.__('Open') })]
      : [
          Dialog.cancelButton({ label: trans.__('Cancel') }),
          Dialog.okButton({ label: trans.__('Create') })
        ]
  });
  return result.button.accept;
}
