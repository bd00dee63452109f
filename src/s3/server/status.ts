// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions } from '../http/types';
import { type CredentialState } from '../errors';
import type { IRouted } from './ask';
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
    /**
     * Where they came from: botocore's name (`env`, `shared-credentials-file`…),
     * `paste` or `command`.
     */
    readonly source: string | null;
    readonly state: CredentialState;
    /** Whose session it is, where the session token says so. */
    readonly account: string | null;
    /** The access key id, shortened. */
    readonly accessKey: string | null;
    /** ISO 8601, or `null` if the expiry is not known. */
    readonly expiresAt: string | null;
    /** Until then (s), by the server's clock when it answered. */
    readonly secondsLeft: number | null;
  };
  readonly renewal: IRenewal;
  /** The error that every request to the store would currently get, if any. */
  readonly problem: {
    readonly code: string;
    readonly message: string;
    readonly details: string | null;
  } | null;
  /** The administrator's switches. */
  readonly features: { readonly [name: string]: boolean };
  /** Why a feature is off that nobody has switched off, by its name. */
  readonly reasons?: { readonly [name: string]: string | undefined };
  /** The administrator's settings for sharing. */
  readonly sharing: ISharingRules;
}

/**
 * How the credentials can be renewed: their source is read anew, the
 * administrator's command is run, or the person gives some.
 */
export type RenewalWay = 'chain' | 'command' | 'paste';

/**
 * What is known of the renewal of the credentials.
 */
export interface IRenewal {
  /** Whether they are renewed before they end, without anybody. */
  readonly isAutomatic: boolean;
  /** In the order in which to try them. */
  readonly ways: readonly RenewalWay[];
  /** Where people get new keys, in the administrator's words; or empty. */
  readonly notice: string;
  /** The page where they get them, or empty. */
  readonly url: string;
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
 * @param isUnasked - Nobody has asked for it: it does not keep a server from
 * being stopped for idleness.
 *
 * @throws `S3Error`; its problem is `server-missing` when the extension is not
 * there.
 */
export async function getStatus(
  connection: IRouted,
  options: IRequestOptions = {},
  isUnasked = false
): Promise<IServerStatus> {
  const route = isUnasked ? 'status?no_track_activity=1' : 'status';
  const answer = await ask(connection, route, { method: 'GET' }, options);
  return asStatus(answer);
}

/**
 * The status in an answer.
 *
 * @throws `S3Error` when it is none.
 */
export function asStatus(answer: object): IServerStatus {
  if (!('version' in answer && 'credentials' in answer)) {
    throw strangeAnswer();
  }
  return answer as IServerStatus;
}
