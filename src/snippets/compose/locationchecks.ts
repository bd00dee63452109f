// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { refusal } from '../../drive/messages/messages';
import { DEFAULT_CONNECTION, type S3Location } from '../../s3/location';

/**
 * The maximum number of locations at a time, as each is inspected.
 */
const MOST = 10;

/**
 * Require that there are not too many locations, as each costs requests.
 *
 * @throws `DriveError` 400.
 */
export function requireFew(
  locations: readonly unknown[],
  trans: TranslationBundle
): void {
  if (locations.length > MOST) {
    const sentence = trans.__('At most %1 at a time, please.', MOST);
    throw refusal(400, 'TooMany', sentence);
  }
}

/**
 * Require that kernels have keys for the store of each location.
 *
 * @throws `DriveError` 400.
 */
export function requireOwn(
  locations: readonly S3Location[],
  trans: TranslationBundle
): void {
  const other = locations.find(
    ({ connection }) => connection !== DEFAULT_CONNECTION
  );
  if (other) {
    const sentence = trans.__(
      'Kernels have the keys of the store of this server, and not those of the connection "%1": no code is written for it. Copy the file to the workspace, or name the profile in code of your own.',
      other.connection
    );
    throw refusal(400, 'OtherConnection', sentence);
  }
}
