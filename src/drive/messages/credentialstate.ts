// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../../s3/http/types';
import { getStatus } from '../../s3/server/status';
import type { CredentialState } from '../../s3/errors';

/**
 * The state of the server's credentials, if it is available: stores may give
 * the same answer to an expired session as to wrong keys.
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
