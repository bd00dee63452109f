// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { S3Error } from '../errors';

/**
 * Whether a bucket keeps the versions of deleted and overwritten objects: `on`;
 * `suspended`: only those from before; `off`: it never did; `unknown`: there is
 * no permission to ask, or the store does not support versioning.
 *
 * Source: S3 API, GetBucketVersioning. A bucket with object lock is `on`.
 */
export type VersioningState = 'on' | 'suspended' | 'off' | 'unknown';

/**
 * Whether a bucket keeps versions. Requested on first use, once per connection.
 * Never rejects.
 */
export function versioningOf(
  connection: IS3Connection,
  bucket: string,
  options?: IRequestOptions
): Promise<VersioningState> {
  let states = KNOWN.get(connection);
  if (!states) {
    states = new Map();
    KNOWN.set(connection, states);
  }
  const known = states;
  const state =
    known.get(bucket) ??
    ask(connection, bucket, options).catch(error => {
      // A refusal is an answer; after any other error the store is asked again.
      if (!(error instanceof S3Error && REFUSALS.has(error.status))) {
        known.delete(bucket);
      }
      return 'unknown';
    });
  known.set(bucket, state);
  return state;
}

const KNOWN = new WeakMap<
  IS3Connection,
  Map<string, Promise<VersioningState>>
>();

/** Responses that will not change: no permission to ask, or not supported. */
const REFUSALS: ReadonlySet<number> = new Set([403, 405, 501]);

async function ask(
  connection: IS3Connection,
  bucket: string,
  options?: IRequestOptions
): Promise<VersioningState> {
  const { Status: status } = await connection.send(
    sdk => new sdk.GetBucketVersioningCommand({ Bucket: bucket }),
    options
  );
  switch (status) {
    case 'Enabled':
      return 'on';
    case 'Suspended':
      return 'suspended';
    default:
      return 'off';
  }
}
