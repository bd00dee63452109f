// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { problemOf, S3Error } from '../../s3/errors';
import type { CredentialState } from '../../s3/errors';
import type { Problem } from '../../s3/errorcodes';
import { type IS3Location, S3Location } from '../../s3/location';
import { sentenceOf } from './problems';
import { serverSentence } from './servermessages';

/**
 * The error that the drive throws: its message is a translated sentence that
 * says what happened to which object and what to do next; its status is the
 * actual one.
 */
export class DriveError extends S3Error {
  constructor(options: DriveError.IOptions) {
    super(options);
    this.name = 'DriveError';
    this.problem = options.problem;
  }

  /** The class of the error. */
  readonly problem: Problem;
}

/**
 * The namespace of `DriveError` statics.
 */
export namespace DriveError {
  /** Options for creating a `DriveError`. */
  export interface IOptions extends S3Error.IOptions {
    problem: Problem;
  }
}

/**
 * The class of an error thrown by the drive or below it.
 */
export function problemIn(error: unknown): Problem {
  return error instanceof DriveError ? error.problem : problemOf(error);
}

/**
 * A refusal by the drive itself, before or instead of a request.
 *
 * @param message - The sentence, translated.
 */
export function refusal(
  status: number,
  code: string,
  message: string,
  location?: IS3Location
): DriveError {
  return new DriveError({
    message,
    code,
    status,
    origin: 'network',
    bucket: location?.bucket,
    key: location?.key,
    problem: status === 409 ? 'exists' : 'other'
  });
}

/**
 * Explain an error to a person.
 *
 * @param error - Anything that was thrown.
 * @param trans - The extension's translations.
 * @param path - The path in the drive that was requested, if the error does not
 * name the object itself.
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
    return { message: Private.sentenceOfOthers(error, trans), details };
  }
  const problem = problemOf(error, credentials);
  const place = Private.placeOf(error, path, trans);
  const message =
    serverSentence(error, place, trans) ??
    sentenceOf(problem, place, error, trans);
  return { message, details };
}

/**
 * The error that the drive throws instead of another one.
 *
 * The status stays, except where JupyterLab would misunderstand it: a 404 of
 * Jupyter itself (our server extension is missing) or of the root is not that
 * of an object, and a name that is taken is a 409.
 */
export function toDriveError(
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
  /** The object as shown to a person: `s3://bucket/key`. */
  export function placeOf(
    error: S3Error,
    path: string | undefined,
    trans: TranslationBundle
  ): string {
    return (
      uriOf(error) ?? (path ? `s3://${path}` : trans.__('the list of buckets'))
    );
  }

  /** The URI of what an error names; it knows of no connection. */
  function uriOf({ bucket, key = '' }: S3Error): string | null {
    return bucket ? new S3Location(bucket, key, '').uri : null;
  }

  /**
   * What an error says that is not of S3, but mostly of JupyterLab's own
   * requests: to the workspace, for instance. What a browser says of a request
   * that got no answer ("Failed to fetch") helps nobody.
   */
  export function sentenceOfOthers(
    error: unknown,
    trans: TranslationBundle
  ): string {
    if (error instanceof ServerConnection.NetworkError) {
      return trans.__(
        'The Jupyter server does not answer. Check your network connection: your work is still open here.'
      );
    }
    return error instanceof Error ? error.message : String(error);
  }

  /** The status for JupyterLab. */
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

  /** Code, request id and exact keys: what an administrator asks for. */
  export function details(error: unknown): string {
    if (!(error instanceof S3Error)) {
      return error instanceof Error ? (error.stack ?? error.message) : '';
    }
    const lines = [`${error.code} (HTTP ${error.status})`];
    if (error.requestId) {
      lines.push(`x-amz-request-id: ${error.requestId}`);
    }
    const uri = uriOf(error);
    if (uri) {
      lines.push(uri);
    }
    lines.push(...(error.keys ?? []));
    if (error.details) {
      lines.push(error.details);
    }
    if (error.code === 'AccessDenied' && error.origin === 'store') {
      // AWS gives no other answer when the requester has to pay.
      lines.push('Requester pays? See c.S3Drive.request_payer.');
    }
    return lines.join('\n');
  }
}
