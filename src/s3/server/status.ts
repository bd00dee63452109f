// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection, IRequestOptions } from '../http/types';
import { type CredentialState } from '../errors';
import { ask, strangeAnswer } from './ask';

/**
 * What the server extension reports about itself, the store and the
 * credentials.
 */
export interface IServerStatus {
  /** The version of the server extension, which is that of the package. */
  readonly version: string;
  /** The endpoint at which the server reaches the store. */
  readonly endpoint: string;
  /** The endpoint at which a browser elsewhere reaches the store, if any. */
  readonly publicEndpoint: string | null;
  /** What a kernel finds of the store; `null` if there is no store. */
  readonly kernels: IKernels | null;
  readonly region: string;
  readonly addressing: string;
  readonly credentials: {
    /** Where they came from (`env`, `shared-credentials-file`…). */
    readonly source: string | null;
    readonly state: CredentialState;
    /** ISO 8601, or `null` if the expiry is not known. */
    readonly expiresAt: string | null;
  };
  /** The error that every request to the store would currently get, if any. */
  readonly problem: {
    readonly code: string;
    readonly message: string;
    readonly details: string | null;
  } | null;
  /** The administrator's switches. */
  readonly features: { readonly [name: string]: boolean };
  /** The administrator's settings for sharing. */
  readonly sharing: ISharingRules;
}

/**
 * What leads a kernel to the store, by its environment and the AWS files
 * (`jupyterlab_s3_drive/store/kernels.py`).
 */
export interface IKernels {
  /** Whether botocore, and so s3fs, boto3 and `aws`, reaches it by itself. */
  readonly botocoreFinds: boolean;
  /** Whether so does what reads `AWS_ENDPOINT_URL` alone. */
  readonly variableFinds: boolean;
  /** Whether `AWS_ENDPOINT_URL_S3` is there, if only empty, and leads elsewhere. */
  readonly isOverruled: boolean;
  /** The variable with the URL of the endpoint, which may end in a slash. */
  readonly urlVariable: string | null;
  /** The variable with the bare host of an endpoint on https. */
  readonly hostVariable: string | null;
  /** The variable with the region. */
  readonly regionVariable: string | null;
  /** Whether the keys are variables. */
  readonly hasKeys: boolean;
  /** Whether `MC_HOST_s3` leads to the store. */
  readonly hasAlias: boolean;
}

/**
 * The administrator's settings for sharing; an empty text means none.
 */
export interface ISharingRules {
  /** The warning before the first publication in a bucket. */
  readonly openDataNotice: string;
  /** The page that the warning links to. */
  readonly openDataUrl: string;
  /** The folder for publishing at the root of a bucket. */
  readonly diffusionFolder: string;
  /** Whether the platform lets all of its users read these folders. */
  readonly diffusionIsOpen: boolean;
  /** The page where people request a bucket to share. */
  readonly sharedBucketUrl: string;
}

/**
 * Ask the server extension for its status.
 *
 * @throws `S3Error`; its problem is `server-missing` when the extension is not
 * there.
 */
export async function getStatus(
  connection: IS3Connection,
  options: IRequestOptions = {}
): Promise<IServerStatus> {
  const answer = await ask(connection, 'status', { method: 'GET' }, options);
  if (!('version' in answer && 'credentials' in answer)) {
    throw strangeAnswer();
  }
  return answer as IServerStatus;
}
