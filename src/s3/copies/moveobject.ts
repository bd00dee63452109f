// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isAborted, S3Error } from '../errors';
import { withParts } from '../http/failures';
import { requestOptionsOf } from '../http/headers';
import type { IRequestOptions, IS3Connection } from '../http/types';
import type { IS3Location } from '../location';
import { deleteObject } from '../objects/delete';
import { head } from '../objects/head';
import type { IWritten } from '../objects/put';
import {
  copyKnown,
  headSource,
  isSameObject,
  sourceChanged,
  type ICopyOptions
} from './copyobject';

/**
 * The versions of an object that was copied and has to be deleted.
 */
export interface IMovedVersions {
  /** The ETag of the source. */
  readonly source: string;
  /** The ETag of its copy. */
  readonly copy: string;
  /** The size of both (bytes). */
  readonly size: number;
}

/**
 * How to move one object.
 */
export interface IMoveObjectOptions extends ICopyOptions {
  /** Called when it was copied, and is still at its old place. */
  onCopied?: (moved: IMovedVersions) => void;
}

/**
 * Move one object: copy it, verify the copy, and delete the source if it is
 * unchanged. Moving an object onto itself does nothing.
 *
 * @throws `S3Error` as `copyObject` and `finishMove`.
 */
export async function moveObject(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  options: IMoveObjectOptions = {}
): Promise<IWritten> {
  const source = await headSource(connection, from, options);
  if (isSameObject(from, to)) {
    return { etag: source.etag };
  }
  const written = await copyKnown(connection, from, to, source, options);
  const moved = { source: source.etag, copy: written.etag, size: source.size };
  options.onCopied?.(moved);
  await finishMove(connection, from, to, moved, options);
  return written;
}

/**
 * The end of a move: verify the copy, and delete the source if it is unchanged.
 *
 * MinIO ignores the condition of the last step: a change of the source between
 * the HEAD just before and the DELETE is lost there.
 *
 * @throws `S3Error`: `CopyChanged` (412), `SourceChanged` (412), `SourceLocked`
 * (403) when the source may not be deleted, `SourceLeft` with the status of the
 * failure when it was not deleted. In each case the copy and the source remain.
 */
export async function finishMove(
  connection: IS3Connection,
  from: IS3Location,
  to: IS3Location,
  moved: IMovedVersions,
  options: IRequestOptions = {}
): Promise<void> {
  const { priority, signal } = requestOptionsOf(options);
  const requests = { priority, signal };
  try {
    const copy = await head(connection, to.bucket, to.key, requests);
    if (copy.size !== moved.size || copy.etag !== moved.copy) {
      throw new S3Error({
        message: 'The copy is not what was copied; the source was kept.',
        code: 'CopyChanged',
        status: 412,
        origin: 'store',
        ...to
      });
    }
  } catch (error) {
    throw asLeft(error, from);
  }
  try {
    const ifMatch = moved.source;
    await headSource(connection, from, { ...requests, ifMatch });
    const condition = { ...requests, ifMatch };
    await deleteObject(connection, from.bucket, from.key, condition);
  } catch (error) {
    throwUnlessGone(error, from);
  }
}

/**
 * Ignore that the source is gone: if someone else deleted it meanwhile, the
 * move is done all the same.
 */
function throwUnlessGone(error: unknown, from: IS3Location): void {
  if (error instanceof S3Error && error.status === 412) {
    throw sourceChanged(from, error);
  }
  // No right to delete it, or it is locked in a bucket without versions.
  if (error instanceof S3Error && error.code === 'AccessDenied') {
    throw withParts(error, { code: 'SourceLocked', ...from });
  }
  if (!(error instanceof S3Error && error.status === 404)) {
    throw asLeft(error, from);
  }
}

/**
 * The error of a move that failed after the copy was made, with what failed as
 * its details. A cancellation, and a change by someone else, are reported as they
 * are.
 */
export function asLeft(error: unknown, from: IS3Location): unknown {
  if (!(error instanceof S3Error) || error.status === 412 || isAborted(error)) {
    return error;
  }
  const details = error.details ?? `${error.code}: ${error.message}`;
  return withParts(error, { code: 'SourceLeft', details, ...from });
}
