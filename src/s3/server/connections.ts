// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ServerConnection } from '@jupyterlab/services';

import type { IRequestOptions } from '../http/types';
import { DEFAULT_CONNECTION } from '../location';
import { ask, strangeAnswer } from './ask';

/**
 * A connection that the server can make. Nothing in it is secret.
 */
export interface IOfferedConnection {
  /** In the routes, and in the name of its drive. */
  readonly name: string;
  /** How people call it; empty for the server's own. */
  readonly label: string;
  /** Empty where it is no URL. */
  readonly endpoint: string;
  readonly isAnonymous: boolean;
}

/**
 * The connections of the server, its own first. No store is asked.
 *
 * @throws `S3Error`.
 */
export async function listConnections(
  serverSettings: ServerConnection.ISettings,
  options: IRequestOptions = {}
): Promise<IOfferedConnection[]> {
  const answer = await ask(
    { name: DEFAULT_CONNECTION, serverSettings },
    'connections',
    { method: 'GET' },
    options
  );
  if (!('connections' in answer && Array.isArray(answer.connections))) {
    throw strangeAnswer();
  }
  return answer.connections as IOfferedConnection[];
}
