// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { problemOf, S3Error } from '../s3/errors';
import type { CredentialState, Problem } from '../s3/errors';
import { toUri } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { serverSentence } from './servermessages';

/**
 * The error that the drive throws: its message is a translated sentence that
 * says what happened to which object and what to do next; its status is true.
 */
export class DriveError extends S3Error {
  constructor(options: DriveError.IOptions) {
    super(options);
    this.name = 'DriveError';
    this.problem = options.problem;
  }

  /** What kind of trouble it is. */
  readonly problem: Problem;
}

/**
 * The namespace of `DriveError` statics.
 */
export namespace DriveError {
  /** What a `DriveError` is made of. */
  export interface IOptions extends S3Error.IOptions {
    problem: Problem;
  }
}

/**
 * A refusal of the drive itself, before or instead of a request.
 *
 * @param message - The sentence, translated.
 */
export function refusal(
  status: number,
  code: string,
  message: string,
  place?: IS3Location
): DriveError {
  return new DriveError({
    message,
    code,
    status,
    origin: 'network',
    bucket: place?.bucket,
    key: place?.key,
    problem: status === 409 ? 'exists' : 'other'
  });
}

/**
 * What to tell a person about an error.
 *
 * @param error - Anything that was thrown.
 * @param trans - The extension's translations.
 * @param path - The path in the drive that was asked for, where the error does
 * not know the object itself.
 * @param credentials - The state of the server's credentials, if it is known.
 *
 * @returns `message`: one or two sentences; `details`: the store's code, the
 * request id and the exact key, for "Show details".
 */
export function explain(
  error: unknown,
  trans: TranslationBundle,
  path?: string,
  credentials?: CredentialState
): { message: string; details: string } {
  const details = Private.details(error);
  if (error instanceof DriveError) {
    return { message: error.message, details };
  }
  if (!(error instanceof S3Error)) {
    const message = error instanceof Error ? error.message : String(error);
    return { message, details };
  }
  const problem = problemOf(error, credentials);
  const place = Private.placeOf(error, path, trans);
  const message =
    serverSentence(error, place, trans) ??
    Private.sentence(problem, place, error, trans);
  return { message, details };
}

/**
 * The error that the drive throws for one that it met.
 *
 * The status stays, but where JupyterLab would take it for something else: a
 * 404 of Jupyter itself (our server extension is missing) is no 404 of an
 * object, nor is one of the root, and a name that is taken is a 409.
 */
export function told(
  error: unknown,
  trans: TranslationBundle,
  path?: string,
  credentials?: CredentialState
): unknown {
  if (error instanceof DriveError || !(error instanceof S3Error)) {
    return error;
  }
  const problem = problemOf(error, credentials);
  return new DriveError({
    message: explain(error, trans, path, credentials).message,
    code: error.code,
    status: Private.status(problem, error, path),
    origin: error.origin,
    bucket: error.bucket,
    key: error.key,
    keys: error.keys,
    requestId: error.requestId,
    details: error.details ?? error.message,
    problem
  });
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The object as a person knows it: `s3://bucket/key`.
   */
  export function placeOf(
    error: S3Error,
    path: string | undefined,
    trans: TranslationBundle
  ): string {
    if (error.bucket) {
      return toUri({ bucket: error.bucket, key: error.key ?? '' });
    }
    return path ? `s3://${path}` : trans.__('the list of buckets');
  }

  /**
   * The status that JupyterLab is to see.
   */
  export function status(
    problem: Problem,
    error: S3Error,
    path: string | undefined
  ): number {
    if (problem === 'server-missing' || (!path && error.status === 404)) {
      return 503;
    }
    return problem === 'exists' ? 409 : error.status;
  }

  /**
   * Code, request id, exact keys: what an administrator asks for.
   */
  export function details(error: unknown): string {
    if (!(error instanceof S3Error)) {
      return error instanceof Error ? (error.stack ?? error.message) : '';
    }
    const lines = [`${error.code} (HTTP ${error.status})`];
    if (error.requestId) {
      lines.push(`x-amz-request-id: ${error.requestId}`);
    }
    if (error.bucket) {
      lines.push(toUri({ bucket: error.bucket, key: error.key ?? '' }));
    }
    lines.push(...(error.keys ?? []));
    if (error.details) {
      lines.push(error.details);
    }
    return lines.join('\n');
  }

  /**
   * One sentence a problem.
   */
  export function sentence(
    problem: Problem,
    place: string,
    error: S3Error,
    trans: TranslationBundle
  ): string {
    switch (problem) {
      case 'expired':
        return trans.__(
          'Your S3 credentials have expired, so %1 was not reached and nothing was changed. Renew them, then try again.',
          place
        );
      case 'no-credentials':
        return trans.__(
          'The Jupyter server has no S3 credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in its environment, then try again.'
        );
      case 'wrong-credentials':
        return trans.__(
          'The store does not accept your S3 credentials, so %1 was not reached. They are wrong or have expired: renew them, then try again.',
          place
        );
      case 'forbidden':
        return trans.__(
          'The store does not allow you to do this with %1. Ask its owner for access, or open a place that you may use by its address.',
          place
        );
      case 'not-found':
        return trans.__(
          '%1 is not there. It may have been deleted or renamed: refresh the folder.',
          place
        );
      case 'no-such-bucket':
        return trans.__(
          'There is no bucket "%1" in this store. Check the name of the bucket and the address of the store.',
          error.bucket ?? place
        );
      case 'exists':
        return trans.__(
          '%1 already exists and was not touched. Choose another name.',
          place
        );
      case 'changed':
        return error.code === 'SourceChanged'
          ? trans.__(
              '%1 was changed by someone else while it was copied or moved. Nothing was deleted: look at the old and the new place, then try again.',
              place
            )
          : trans.__(
              '%1 was changed by someone else in the meantime; their version was kept and yours was not written. Try again: you will be asked which one to keep.',
              place
            );
      case 'file-changed':
        return trans.__(
          'The file for %1 was changed, moved or deleted on your computer since you chose it, so it was not uploaded. Choose it again.',
          place
        );
      case 'unreachable':
        return trans.__(
          'The store does not answer, so nothing is known of %1. Your work is still open here: try again in a moment.',
          place
        );
      case 'unknown-host':
        return trans.__(
          'The name of the store is not known to the network. Check the address of the store (AWS_S3_ENDPOINT) in the environment of the Jupyter server.'
        );
      case 'tls':
        return trans.__(
          'The certificate of the store is not trusted by the Jupyter server. Check the address of the store and AWS_CA_BUNDLE.'
        );
      case 'timeout':
        return trans.__(
          'The store took too long to answer about %1. Your work is still open here: try again in a moment.',
          place
        );
      case 'interrupted':
        return trans.__(
          'The connection was lost while working on %1. Your work is still open here: try again.',
          place
        );
      case 'invalid-key':
        return trans.__(
          '%1 cannot be used as a name in the store or in a URL. Choose another name, or rename it with another S3 client.',
          place
        );
      case 'read-only':
        return trans.__(
          'The administrator has made S3 read-only here, so %1 was not changed. Copy it to your workspace to edit it.',
          place
        );
      case 'jupyter-forbidden':
        return trans.__(
          'The Jupyter server refused the request for %1. Log in again, or ask the administrator for the right to use S3.',
          place
        );
      case 'server-missing':
        return trans.__(
          'The server part of the S3 drive is not running. Install it with "pip install jupyterlab-s3-drive" and restart the Jupyter server.'
        );
      default:
        return trans.__(
          'The store answered with an error for %1: %2. Nothing of yours was discarded; try again.',
          place,
          error.message || error.code
        );
    }
  }
}
