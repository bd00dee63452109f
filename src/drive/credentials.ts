// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../s3/connection';
import { getStatus } from '../s3/connection';
import type { CredentialState } from '../s3/errors';

/**
 * The state of the server's credentials, if it can be had: stores may answer an
 * expired session as they answer wrong keys.
 */
export async function credentialState(
  connection: IS3Connection
): Promise<CredentialState | undefined> {
  try {
    return (await getStatus(connection)).credentials.state;
  } catch {
    return undefined;
  }
}
