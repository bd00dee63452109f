// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { readLocation } from '../drive/lookup/locate';
import { showProblem } from '../dialogs/errordialog';
import type { S3Drive } from '../drive/drive';
import type { LazyDrive } from '../drive/lazy';
import { refusal } from '../drive/messages/messages';
import { readPaths } from '../internals/saveas';
import { requireAddressable } from '../s3/keys';

/**
 * What is needed to read a path that was typed.
 */
export interface ISaveAsOptions {
  readonly drive: Pick<S3Drive, 'name' | 'status'>;
  readonly trans: TranslationBundle;
}

/**
 * Have JupyterLab's *Save As* accept an address in S3, and show what fails
 * before anything is written. Documents on the drive that `DocumentRescue` looks
 * after have a dialog of their own.
 *
 * JupyterLab prefixes what was typed with the document's drive, so that an
 * address becomes `s3:s3://bucket/key`, and ignores errors, other than a 404,
 * of the request that looks for an existing file.
 */
export function handOverSaveAs(
  contents: Contents.IManager,
  options: ISaveAsOptions
): void {
  const { drive, trans } = options;
  readPaths({
    read: (path, own) =>
      savePath(path, contents.driveName(own) === drive.name, options),
    tell: error => showProblem(trans.__('Cannot be saved there'), error, trans)
  });
}

/**
 * The same for a drive that is loaded when the store has to be asked.
 */
export function handOverSaves(
  contents: Contents.IManager,
  drive: LazyDrive,
  trans: TranslationBundle
): void {
  const status = async (refresh?: boolean) =>
    (await drive.load()).drive.status(refresh);
  handOverSaveAs(contents, { drive: { name: drive.name, status }, trans });
}

/**
 * The path that the person meant.
 *
 * @param path - The path made by JupyterLab: what was typed, preceded by the
 * drive's name if the document is on the drive.
 * @param isOurs - Whether the document is on the drive.
 *
 * @throws `DriveError` for a URL that does not belong to the store, and for a
 * folder; `S3Error` for a key that cannot be addressed.
 */
export async function savePath(
  path: string,
  isOurs: boolean,
  { drive, trans }: ISaveAsOptions
): Promise<string> {
  const typed = isOurs ? path.slice(drive.name.length + 1) : path;
  const hasScheme = /^\s*(?:s3:|[sS]3[an]?:\/\/|https?:\/\/)/.test(typed);
  if (!hasScheme && !isOurs) {
    return path;
  }
  const text = hasScheme ? typed : `s3://${typed}`;
  const location = await readLocation(text, drive, trans);
  requireAddressable(location.bucket, location.key);
  if (location.isFolder) {
    throw refusal(
      400,
      'InvalidLocation',
      trans.__(
        '"%1" names no file. Type an address such as s3://bucket/folder/name.',
        typed
      )
    );
  }
  return `${drive.name}:${location.path}`;
}
