// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The class of an error, for messages and decisions.
 */
export type Problem =
  | 'expired'
  | 'no-credentials'
  | 'wrong-credentials'
  | 'forbidden'
  | 'key-not-usable'
  | 'source-locked'
  | 'source-left'
  | 'account'
  | 'not-found'
  | 'no-such-bucket'
  | 'upload-gone'
  | 'exists'
  | 'changed'
  | 'file-changed'
  | 'archived'
  | 'locked'
  | 'clock'
  | 'quota'
  | 'full'
  | 'too-large'
  | 'damaged'
  | 'encryption'
  | 'elsewhere'
  | 'unsupported'
  | 'busy'
  | 'failed'
  | 'refused'
  | 'unreachable'
  | 'unknown-host'
  | 'tls'
  | 'timeout'
  | 'interrupted'
  | 'broken-listing'
  | 'broken-answer'
  | 'invalid-key'
  | 'read-only'
  | 'no-answer'
  | 'jupyter-down'
  | 'jupyter-forbidden'
  | 'server-missing'
  | 'other';

/**
 * The problem for each error code of stores, of the proxy (Python, `errors.py`)
 * and of `src/s3`. The codes of stores are those that AWS (API page
 * ErrorResponses), MinIO (`cmd/api-errors.go`), SeaweedFS (`weed/s3api/s3err`)
 * and Ceph return for the requests made here. The status decides for a code
 * that is missing.
 */
export const PROBLEMS: { readonly [code: string]: Problem | undefined } = {
  // AWS, MinIO (`InvalidTokenId`) and the proxy: the session token has expired.
  CredentialsExpired: 'expired',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  InvalidTokenId: 'expired',
  TokenRefreshRequired: 'expired',

  CredentialsMissing: 'no-credentials',

  CredentialsInvalid: 'wrong-credentials',
  InvalidAccessKeyId: 'wrong-credentials',
  InvalidSecurity: 'wrong-credentials',
  InvalidToken: 'wrong-credentials',
  SignatureDoesNotMatch: 'wrong-credentials',
  UnauthorizedAccess: 'wrong-credentials',
  XMinioInvalidIAMCredentials: 'wrong-credentials',

  AccessDenied: 'forbidden',
  AccessForbidden: 'forbidden',
  BucketChangeRefused: 'forbidden',
  RequesterPays: 'forbidden',
  Http403: 'forbidden',

  KeyNotUsable: 'key-not-usable',
  SourceLocked: 'source-locked',
  SourceLeft: 'source-left',

  // The account is known, but refused.
  AccountProblem: 'account',
  AllAccessDisabled: 'account',
  InvalidPayer: 'account',
  NotSignedUp: 'account',
  UnauthorizedAccessError: 'account',
  UserSuspended: 'account',

  NoSuchKey: 'not-found',
  NoSuchVersion: 'not-found',
  NotFound: 'not-found',
  NoSuchBucket: 'no-such-bucket',
  NoSuchUpload: 'upload-gone',

  DestinationExists: 'exists',
  ExistingObjectIsDirectory: 'exists',
  ExistingObjectIsFile: 'exists',
  ObjectExists: 'exists',
  XMinioObjectExistsAsDirectory: 'exists',
  XMinioParentIsObject: 'exists',

  ConditionalRequestConflict: 'changed',
  CopyChanged: 'changed',
  PreconditionFailed: 'changed',
  SourceChanged: 'changed',
  FileChanged: 'file-changed',

  InvalidObjectState: 'archived',
  ObjectNotInActiveTierError: 'archived',

  RequestTimeTooSkewed: 'clock',

  MaxVersionsExceeded: 'quota',
  QuotaExceeded: 'quota',
  XMinioAdminBucketQuotaExceeded: 'quota',
  InsufficientStorage: 'full',
  XMinioStorageFull: 'full',

  EntityTooLarge: 'too-large',
  MaxMessageLengthExceeded: 'too-large',

  BadDigest: 'damaged',
  IncompleteBody: 'damaged',
  InvalidDigest: 'damaged',
  InvalidPart: 'damaged',
  InvalidPartOrder: 'damaged',
  XAmzContentChecksumMismatch: 'damaged',
  XAmzContentSHA256Mismatch: 'damaged',

  InvalidEncryptionAlgorithmError: 'encryption',
  XMinioEncryptionError: 'encryption',

  AuthorizationHeaderMalformed: 'elsewhere',
  IllegalLocationConstraintException: 'elsewhere',
  InvalidRegion: 'elsewhere',
  PermanentRedirect: 'elsewhere',
  Redirect: 'elsewhere',
  TemporaryRedirect: 'elsewhere',

  MethodNotAllowed: 'unsupported',
  NotImplemented: 'unsupported',

  BandwidthLimitExceeded: 'busy',
  ErrRequestBytesExceed: 'busy',
  ErrTooManyRequest: 'busy',
  OperationAborted: 'busy',
  RequestLimitExceeded: 'busy',
  RequestTimeout: 'busy',
  ServerBusy: 'busy',
  ServiceUnavailable: 'busy',
  SlowDown: 'busy',
  SlowDownRead: 'busy',
  SlowDownWrite: 'busy',
  TooManyRequests: 'busy',
  XMinioBackendDown: 'busy',

  InternalError: 'failed',

  ListingBroken: 'broken-listing',
  AnswerBroken: 'broken-answer',

  Aborted: 'interrupted',
  ClientDisconnected: 'interrupted',
  Interrupted: 'interrupted',
  StoreConnectionLost: 'interrupted',
  UploadStalled: 'interrupted',
  NetworkError: 'no-answer',
  RegionLearned: 'unreachable',
  StoreUnreachable: 'unreachable',
  StoreHostUnknown: 'unknown-host',
  StoreTlsFailed: 'tls',
  StoreTimeout: 'timeout',

  DestinationInside: 'invalid-key',
  InvalidBucketName: 'invalid-key',
  InvalidKey: 'invalid-key',
  InvalidLocation: 'invalid-key',
  InvalidObjectName: 'invalid-key',
  KeyTooLongError: 'invalid-key',
  XMinioInvalidObjectName: 'invalid-key',
  XMinioInvalidResource: 'invalid-key',
  XMinioInvalidResourceName: 'invalid-key',

  ReadOnly: 'read-only',
  Forbidden: 'jupyter-forbidden'
};

/**
 * How stores say that an object is locked: MinIO with the code
 * `InvalidRequest`, AWS with `AccessDenied`.
 */
export const LOCKED = /\bWORM protected\b|protected by object lock/i;

/**
 * The problem for the status of a store's response, for codes missing from the
 * table; none of those is about permissions.
 */
export function problemOfStatus(status: number): Problem {
  switch (status) {
    case 401:
      return 'wrong-credentials';
    case 404:
      return 'not-found';
    case 405:
    case 501:
      return 'unsupported';
    case 412:
      return 'changed';
    case 413:
      return 'too-large';
    case 408:
    case 429:
    case 503:
    case 509:
      return 'busy';
    case 502:
      return 'unreachable';
    case 504:
      return 'timeout';
    case 507:
      return 'full';
    default:
      return status >= 500 ? 'failed' : 'refused';
  }
}

/**
 * The problem for the status of the proxy's own response, for codes missing
 * from the table; most of those have their own message.
 */
export function problemOfOurs(status: number): Problem {
  switch (status) {
    case 401:
    case 403:
      return 'forbidden';
    case 409:
      return 'changed';
    default:
      return problemOfStatus(status);
  }
}

/**
 * The problem for a response of Jupyter itself, or of a hub in front of it.
 * Without our server extension its routes do not exist (404, or 405 for a PUT),
 * and a login page may be returned instead.
 */
export function problemOfJupyter(status: number): Problem {
  switch (status) {
    case 401:
    case 403:
      return 'jupyter-forbidden';
    case 404:
    case 405:
    case 501:
      return 'server-missing';
    case 502:
    case 503:
    case 504:
      return 'jupyter-down';
    default:
      return 'other';
  }
}
