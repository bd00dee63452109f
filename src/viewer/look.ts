// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableChoice } from '../inspect/facts';
import { inspectFile } from '../inspect/file';
import type { IS3Connection } from '../s3/http/types';
import type { IS3Location } from '../s3/location';
import type { IObjectInfo } from '../s3/metadata/objectinfo';
import type { IKnownBytes } from './source/ranges';

/**
 * What one look at a file has found.
 */
export interface IFileLook {
  readonly facts: IFacts;
  /** The version that was looked at; `null` for an empty file. */
  readonly version: Pick<IObjectInfo, 'etag' | 'size'> | null;
  /** What was read of it. */
  readonly known: readonly IKnownBytes[];
}

/**
 * Look at a file: the same look that writes snippets.
 *
 * @param choice - What a person says of a text table.
 *
 * @throws `S3Error` if it cannot be read; `Aborted` by the signal.
 */
export async function lookAtFile(
  connection: IS3Connection,
  location: IS3Location,
  signal: AbortSignal,
  choice: ITableChoice = {}
): Promise<IFileLook> {
  const known: IKnownBytes[] = [];
  let version: IObjectInfo | null = null;
  let failure: { reason: unknown } | null = null;
  const facts = await inspectFile(connection, location, null, {
    choice,
    signal,
    opened: info => (version = info),
    got: (bytes, first) => known.push({ bytes, first }),
    failed: reason => (failure = { reason })
  });
  const failed = failure as { reason: unknown } | null;
  if (failed) {
    throw failed.reason;
  }
  return { facts, known, version };
}
