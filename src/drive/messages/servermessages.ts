// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { S3Error } from '../../s3/errors';

/**
 * The sentence for an error of the server's own routes (copies with the
 * workspace, links); `null` for an error that could also come from the store.
 *
 * @param name - The object, as shown to the person.
 */
export function serverSentence(
  error: S3Error,
  name: string,
  trans: TranslationBundle
): string | null {
  if (error.origin !== 'proxy') {
    return null;
  }
  switch (error.code) {
    case 'DiskFull':
      return trans.__(
        'There is no space left on the disk of the Jupyter server, so %1 was not copied. Make room in your workspace, then try again.',
        name
      );
    case 'EncodingBroken':
      return trans.__(
        '%1 is stored compressed (gzip), but cannot be uncompressed: it is damaged. Read it from a notebook, or ask whoever wrote it.',
        name
      );
    case 'Exists':
      return trans.__(
        'Something in the workspace has the name of %1 already, and was not touched. Choose another name or folder.',
        name
      );
    case 'ExportChanged':
      return trans.__(
        '%1 was changed by someone else since it was opened here, so it was not converted. Reload it from disk, then try again.',
        name
      );
    case 'ExportFailed':
      return trans.__(
        '%1 could not be converted to this format. "Show details" has the words of nbconvert.',
        name
      );
    case 'ExportNotNotebook':
      return trans.__('%1 holds no notebook, so it cannot be converted.', name);
    case 'ExportToolMissing':
      return trans.__(
        '%1 was not converted: this format needs %2, which the Jupyter server does not have. Install it there, or choose another format.',
        name,
        error.message
      );
    case 'ExportTooLong':
      return trans.__(
        'Converting %1 took too long and was ended. Try again, or copy it to the workspace and run "jupyter nbconvert" there.',
        name
      );
    case 'ExportUnknown':
      return trans.__(
        'The Jupyter server does not know this format, so %1 was not converted. Choose another one.',
        name
      );
    case 'TooLarge':
      return trans.__(
        '%1 is too large to be converted here: a setting of the S3 drive says how large a file may be. Copy it to the workspace and run "jupyter nbconvert" there.',
        name
      );
    case 'HiddenFile':
      return trans.__(
        '%1 is a hidden file, and this Jupyter server permits none. Rename it, or ask the administrator for "allow_hidden".',
        name
      );
    case 'NameNotAllowed':
      return trans.__(
        '%1 cannot be the name of a file in your workspace. Rename the object, then copy it again.',
        name
      );
    case 'OutsideWorkspace':
      return trans.__(
        '%1 leads out of the folder that Jupyter serves, so it was not copied.',
        name
      );
    case 'ServerBusy':
      return trans.__(
        'The Jupyter server is passing on as much as it has memory for. Wait a moment, then try again.'
      );
    case 'SpecialFile':
      return trans.__(
        '%1 is a device, a pipe or a socket and not a file, so it was left out.',
        name
      );
    case 'TargetChanged':
      return trans.__(
        'Someone else wrote %1 while it was copied: their version was kept. Try again: you will be asked which one to keep.',
        name
      );
    case 'RenewalFailed':
      return trans.__(
        'The administrator\'s command for new keys gave none. "Show details" has the reason: tell it to the administrator.'
      );
    case 'RenewalOff':
      return trans.__(
        'The administrator of the Jupyter server does not permit this way to renew the access to S3. Ask them for new keys.'
      );
    case 'TooMany':
      return trans.__(
        'Too many copies are under way on the Jupyter server. Wait until one has ended, then try again.'
      );
    case 'UploadStalled':
      return trans.__(
        'The rest of %1 did not come to the Jupyter server for a minute, so nothing was written. Check your connection, then try again.',
        name
      );
    case 'WorkspaceForbidden':
      return trans.__(
        'The Jupyter server may not write %1 in its folder. Choose a folder that you may write to.',
        name
      );
    case 'WorkspaceUnavailable':
      return trans.__(
        'This Jupyter server cannot copy between S3 and its workspace: its files are not in a plain folder. Download and upload instead.'
      );
    case 'WorkspaceFailed':
      return trans.__(
        'The disk of the Jupyter server refused %1. "Show details" has its words.',
        name
      );
    case 'PublicSharingOff':
      return trans.__(
        'The administrator has switched public sharing off, so nothing was published.'
      );
    case 'TrustChanged':
      return trans.__(
        '%1 was changed by someone else in the meantime, so it was not marked as trusted.',
        name
      );
    case 'UnknownConnection':
      return trans.__(
        'The Jupyter server has no S3 connection of that name any more. Reload the page.'
      );
    case 'LinksOff':
      return trans.__('The administrator has switched links to the store off.');
    default:
      return null;
  }
}
