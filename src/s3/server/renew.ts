// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions } from '../http/types';
import type { IRouted } from './ask';
import { ask, JSON_TYPE } from './ask';
import type { IServerStatus, RenewalWay } from './status';
import { asStatus } from './status';

/**
 * Keys that a person gives to the server.
 */
export interface IKeys {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Empty for permanent keys. */
  readonly sessionToken: string;
  /** ISO 8601 with a zone, where it is known; or empty. */
  readonly expiresAt: string;
}

/**
 * Have the server renew its credentials. It tries the new ones at the store, and
 * uses them from the next request on.
 *
 * @param keys - For the way `paste`.
 *
 * @returns The status with the credentials that are in use.
 *
 * @throws `S3Error` when there are none, or when the store refuses them: the
 * old ones stay.
 */
export async function renew(
  connection: IRouted,
  way: RenewalWay,
  keys?: IKeys,
  options: IRequestOptions = {}
): Promise<IServerStatus> {
  const body = JSON.stringify({ way, ...keys });
  const init = { method: 'POST', body, headers: JSON_TYPE };
  return asStatus(await ask(connection, 'renew', init, options));
}
