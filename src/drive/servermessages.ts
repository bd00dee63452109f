// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { S3Error } from '../s3/errors';

/**
 * What to tell about an error of the server's own routes (copies with the
 * workspace, links), or `null` for one that the store could have answered too.
 *
 * @param name - What it is about, as the person knows it.
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
    case 'Exists':
      return trans.__(
        'Something in the workspace has the name of %1 already, and was not touched. Choose another name or folder.',
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
    case 'TooMany':
      return trans.__(
        'Too many copies are under way on the Jupyter server. Wait until one has ended, then try again.'
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
    case 'LinksOff':
      return trans.__('The administrator has switched links to the store off.');
    default:
      return null;
  }
}
