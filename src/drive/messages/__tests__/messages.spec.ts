// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';

import { type Problem, PROBLEMS } from '../../../s3/errorcodes';
import {
  isHopeless,
  type Origin,
  problemOf,
  S3Error
} from '../../../s3/errors';
import { DriveError, explain, refusal, toDriveError } from '../messages';

const trans = nullTranslator.load('jupyterlab_s3_drive');

function error(code: string, status: number, origin = 'store'): S3Error {
  return new S3Error({
    message: 'raw text of the store',
    code,
    status,
    origin: origin as Origin,
    bucket: 'lab',
    key: 'a b/é.csv',
    requestId: 'REQ123'
  });
}

const CASES: [string, number, string, RegExp][] = [
  ['CredentialsExpired', 403, 'proxy', /have expired.*Renew/],
  ['CredentialsMissing', 403, 'proxy', /no S3 credentials/],
  ['InvalidAccessKeyId', 403, 'store', /does not accept/],
  ['AccessDenied', 403, 'store', /does not allow.*s3:\/\/lab\/a b\/é.csv/],
  ['KeyNotUsable', 403, 'store', /key that the store does not let you use/],
  ['SourceLocked', 403, 'store', /Both exist now/],
  ['SourceLeft', 503, 'store', /only the deletion is left/],
  ['RequesterPays', 403, 'store', /c\.S3Drive\.request_payer/],
  ['AccountProblem', 403, 'store', /does not serve the account/],
  ['NoSuchKey', 404, 'store', /is not there/],
  ['NoSuchBucket', 404, 'store', /no bucket "lab"/],
  ['NoSuchUpload', 404, 'store', /upload of .* is not there any more/],
  ['ObjectExists', 412, 'store', /already exists/],
  ['PreconditionFailed', 412, 'store', /changed by someone else in/],
  ['SourceChanged', 412, 'store', /changed by someone else while/],
  ['FileChanged', 400, 'network', /on your computer/],
  ['InvalidObjectState', 403, 'store', /is archived.*Restore it/],
  ['RequestTimeTooSkewed', 403, 'store', /clock of the Jupyter server/],
  ['XMinioAdminBucketQuotaExceeded', 400, 'store', /reached its quota/],
  ['XMinioStorageFull', 507, 'store', /disks of the store are full/],
  ['EntityTooLarge', 400, 'store', /larger than the store takes/],
  ['BadDigest', 400, 'store', /is not what was sent/],
  ['KMS.NotFoundException', 400, 'store', /key that encrypts/],
  ['PermanentRedirect', 301, 'store', /another region/],
  ['NotImplemented', 501, 'store', /cannot do.*raw text of the store\.$/],
  ['InvalidTag', 400, 'store', /would do so again.*raw text of the store\.$/],
  ['SlowDown', 503, 'store', /too much to do/],
  ['InternalError', 500, 'store', /failed at .*raw text of the store\. Your/],
  ['StoreUnreachable', 502, 'proxy', /The store does not answer/],
  ['StoreHostUnknown', 502, 'proxy', /name of the store is not known/],
  ['StoreTlsFailed', 502, 'proxy', /certificate/],
  ['StoreTimeout', 504, 'proxy', /too long/],
  ['StoreConnectionLost', 502, 'proxy', /connection was lost/],
  ['AnswerBroken', 502, 'store', /no answer of an S3 store/],
  ['NetworkError', 502, 'network', /The Jupyter server does not answer/],
  ['Jupyter503', 503, 'jupyter', /in front of the Jupyter server.*HTTP 503/],
  ['InvalidKey', 400, 'proxy', /cannot be used as a name/],
  ['ReadOnly', 403, 'proxy', /read-only/],
  ['Forbidden', 403, 'proxy', /Jupyter server refused/],
  ['whatever', 404, 'jupyter', /server part of the S3 drive/],
  ['whatever', 500, 'jupyter', /answered with an error: raw text/]
];

/**
 * The errors that stores return to our requests: the error lists of AWS (API
 * page ErrorResponses), MinIO (`cmd/api-errors.go`), SeaweedFS
 * (`weed/s3api/s3err`) and Ceph, each with its status and the problem that it
 * is shown as.
 */
const OF_STORES: [string, number, Problem][] = [
  ['AccessControlListNotSupported', 400, 'refused'],
  ['AccountProblem', 403, 'account'],
  ['AllAccessDisabled', 403, 'account'],
  ['AuthorizationHeaderMalformed', 400, 'elsewhere'],
  ['AuthorizationQueryParametersError', 400, 'refused'],
  ['BadDigest', 400, 'damaged'],
  ['BandwidthLimitExceeded', 509, 'busy'],
  ['BucketNotEmpty', 409, 'refused'],
  ['ClientDisconnected', 499, 'interrupted'],
  ['ConditionalRequestConflict', 409, 'changed'],
  ['EntityTooLarge', 400, 'too-large'],
  ['EntityTooSmall', 400, 'refused'],
  ['ErrRequestBytesExceed', 429, 'busy'],
  ['ErrTooManyRequest', 429, 'busy'],
  ['ExistingObjectIsDirectory', 409, 'exists'],
  ['ExistingObjectIsFile', 409, 'exists'],
  ['ExpiredToken', 400, 'expired'],
  ['ExpiredTokenException', 400, 'expired'],
  ['IllegalLocationConstraintException', 400, 'elsewhere'],
  ['IncompleteBody', 400, 'damaged'],
  ['InsufficientStorage', 507, 'full'],
  ['InternalError', 500, 'failed'],
  ['InvalidAccessKeyId', 403, 'wrong-credentials'],
  ['InvalidArgument', 400, 'refused'],
  ['InvalidBucketName', 400, 'invalid-key'],
  ['InvalidBucketState', 409, 'refused'],
  ['InvalidDigest', 400, 'damaged'],
  ['InvalidEncryptionAlgorithmError', 400, 'encryption'],
  ['InvalidObjectName', 400, 'invalid-key'],
  ['InvalidObjectState', 403, 'archived'],
  ['InvalidPart', 400, 'damaged'],
  ['InvalidPartOrder', 400, 'damaged'],
  ['InvalidPayer', 403, 'account'],
  ['InvalidRange', 416, 'refused'],
  ['InvalidRegion', 400, 'elsewhere'],
  ['InvalidRequest', 400, 'refused'],
  ['InvalidSecurity', 403, 'wrong-credentials'],
  ['InvalidStorageClass', 400, 'refused'],
  ['InvalidTag', 400, 'refused'],
  ['InvalidToken', 400, 'wrong-credentials'],
  ['InvalidTokenId', 403, 'expired'],
  ['KMS.DisabledException', 400, 'encryption'],
  ['KeyTooLongError', 400, 'invalid-key'],
  ['MalformedXML', 400, 'refused'],
  ['MaxMessageLengthExceeded', 400, 'too-large'],
  ['MaxVersionsExceeded', 400, 'quota'],
  ['MetadataTooLarge', 400, 'refused'],
  ['MethodNotAllowed', 405, 'unsupported'],
  ['MissingContentLength', 411, 'refused'],
  ['MissingContentMD5', 400, 'refused'],
  ['NoSuchBucket', 404, 'no-such-bucket'],
  ['NoSuchKey', 404, 'not-found'],
  ['NoSuchUpload', 404, 'upload-gone'],
  ['NoSuchVersion', 404, 'not-found'],
  ['NotFound', 404, 'not-found'],
  ['NotImplemented', 501, 'unsupported'],
  ['NotSignedUp', 403, 'account'],
  ['ObjectNotInActiveTierError', 403, 'archived'],
  ['OperationAborted', 409, 'busy'],
  ['PermanentRedirect', 301, 'elsewhere'],
  ['PreconditionFailed', 412, 'changed'],
  ['QuotaExceeded', 403, 'quota'],
  ['Redirect', 307, 'elsewhere'],
  ['RequestLimitExceeded', 503, 'busy'],
  ['RequestTimeTooSkewed', 403, 'clock'],
  ['RequestTimeout', 400, 'busy'],
  ['RestoreAlreadyInProgress', 409, 'refused'],
  ['ServerBusy', 503, 'busy'],
  ['ServiceUnavailable', 503, 'busy'],
  ['SignatureDoesNotMatch', 403, 'wrong-credentials'],
  ['SlowDown', 503, 'busy'],
  ['SlowDownRead', 503, 'busy'],
  ['SlowDownWrite', 503, 'busy'],
  ['TemporaryRedirect', 307, 'elsewhere'],
  ['TokenRefreshRequired', 400, 'expired'],
  ['TooManyRequests', 429, 'busy'],
  ['UnauthorizedAccess', 401, 'wrong-credentials'],
  ['UnauthorizedAccessError', 403, 'account'],
  ['UserSuspended', 403, 'account'],
  ['XAmzContentChecksumMismatch', 400, 'damaged'],
  ['XAmzContentSHA256Mismatch', 400, 'damaged'],
  ['XMinioAdminBucketQuotaExceeded', 400, 'quota'],
  ['XMinioBackendDown', 503, 'busy'],
  ['XMinioEncryptionError', 400, 'encryption'],
  ['XMinioInvalidIAMCredentials', 403, 'wrong-credentials'],
  ['XMinioInvalidObjectName', 400, 'invalid-key'],
  ['XMinioInvalidResource', 400, 'invalid-key'],
  ['XMinioInvalidResourceName', 400, 'invalid-key'],
  ['XMinioObjectExistsAsDirectory', 400, 'exists'],
  ['XMinioParentIsObject', 400, 'exists'],
  ['XMinioServerNotInitialized', 503, 'busy'],
  ['XMinioStorageFull', 507, 'full'],
  ['SomethingOfTomorrow', 400, 'refused'],
  ['SomethingOfTomorrow', 403, 'refused'],
  ['SomethingOfTomorrow', 409, 'refused'],
  ['SomethingOfTomorrow', 500, 'failed']
];

/**
 * The codes that the proxy (`errors.py`) and `src/s3` give, and those of a
 * refusal for want of permission.
 */
const OWN: [string, number, Origin, Problem][] = [
  ['Aborted', 499, 'network', 'interrupted'],
  ['AccessDenied', 403, 'store', 'forbidden'],
  ['AccessForbidden', 403, 'store', 'forbidden'],
  ['AnswerBroken', 502, 'store', 'broken-answer'],
  ['BucketChangeRefused', 403, 'proxy', 'forbidden'],
  ['CopyChanged', 412, 'store', 'changed'],
  ['CredentialsExpired', 403, 'proxy', 'expired'],
  ['CredentialsInvalid', 403, 'proxy', 'wrong-credentials'],
  ['CredentialsMissing', 403, 'proxy', 'no-credentials'],
  ['DestinationExists', 409, 'network', 'exists'],
  ['DestinationInside', 400, 'network', 'invalid-key'],
  ['FileChanged', 400, 'network', 'file-changed'],
  ['Forbidden', 403, 'proxy', 'jupyter-forbidden'],
  ['Http403', 403, 'store', 'forbidden'],
  ['Interrupted', 502, 'network', 'interrupted'],
  ['InvalidKey', 400, 'proxy', 'invalid-key'],
  ['InvalidLocation', 400, 'network', 'invalid-key'],
  ['KeyNotUsable', 403, 'store', 'key-not-usable'],
  ['ListingBroken', 502, 'store', 'broken-listing'],
  ['NetworkError', 502, 'network', 'no-answer'],
  ['ObjectExists', 412, 'store', 'exists'],
  ['ReadOnly', 403, 'proxy', 'read-only'],
  ['RegionLearned', 503, 'proxy', 'unreachable'],
  ['RequesterPays', 403, 'store', 'forbidden'],
  ['SourceChanged', 412, 'store', 'changed'],
  ['SourceLeft', 503, 'store', 'source-left'],
  ['SourceLocked', 403, 'store', 'source-locked'],
  ['StoreConnectionLost', 502, 'proxy', 'interrupted'],
  ['StoreHostUnknown', 502, 'proxy', 'unknown-host'],
  ['StoreTimeout', 504, 'proxy', 'timeout'],
  ['StoreTlsFailed', 502, 'proxy', 'tls'],
  ['StoreUnreachable', 502, 'proxy', 'unreachable'],
  ['UploadStalled', 408, 'proxy', 'interrupted']
];

describe('the table of codes', () => {
  it('has a case for each of its codes', () => {
    const tried = new Set([...OF_STORES, ...OWN].map(([code]) => code));
    expect(Object.keys(PROBLEMS).filter(code => !tried.has(code))).toEqual([]);
  });

  it.each(OWN)('%s (%i, %s) is told as %s', (code, status, origin, problem) => {
    const cause = error(code, status, origin);
    expect(problemOf(cause)).toBe(problem);
    expect(explain(cause, trans).message).toMatch(/[^.]\.$/);
  });
});

describe('what stores answer', () => {
  it.each(OF_STORES)('%s (%i) is told as %s', (code, status, problem) => {
    const cause = error(code, status);
    expect(problemOf(cause)).toBe(problem);
    const { message } = explain(cause, trans);
    expect(message).toMatch(/[^.]\.$/);
    expect(message).not.toMatch(/\.\s*\.|[:;,]\./);
    // No message asks for a right that is not the one missing.
    expect(message).not.toMatch(/Ask its owner for access/);
    if (isHopeless(problemOf(cause)) && problemOf(cause) !== 'changed') {
      expect(message).not.toMatch(/try again/i);
    }
  });

  it('keeps one full stop of a store’s own', () => {
    const cause = new S3Error({
      message: 'The tag is not valid.',
      code: 'InvalidTag',
      status: 400,
      origin: 'store'
    });
    expect(explain(cause, trans).message).toMatch(/The tag is not valid\.$/);
  });

  it('shows the code where there are no words', () => {
    const plain = { message: '', code: 'New', status: 400 } as const;
    const cause = new S3Error({ ...plain, origin: 'store' });
    expect(explain(cause, trans).message).toMatch(/Its words are: New\.$/);
  });
});

describe('explain', () => {
  it.each(CASES)('tells %s (%i, %s)', (code, status, origin, expected) => {
    const { message, details } = explain(error(code, status, origin), trans);
    expect(message).toMatch(expected);
    expect(details).toContain(code);
    expect(details).toContain('REQ123');
  });

  it('has another sentence for each problem', () => {
    const messages = CASES.map(
      ([code, status, origin]) =>
        explain(error(code, status, origin), trans).message
    );
    expect(new Set(messages).size).toBe(CASES.length);
  });

  it('tells expired from wrong credentials by the state of the server', () => {
    const wrong = error('InvalidAccessKeyId', 403);
    expect(explain(wrong, trans, 'lab', 'expired').message).toMatch(
      /have expired, so/
    );
  });

  it('names the path where the error knows no object', () => {
    const plain = new S3Error({
      message: '',
      code: 'AccessDenied',
      status: 403,
      origin: 'store'
    });
    expect(explain(plain, trans, 'lab/x').message).toContain('s3://lab/x');
    expect(explain(plain, trans, '').message).toContain('list of buckets');
  });

  it('leaves errors of the drive and of others as they are', () => {
    expect(explain(refusal(409, 'X', 'Taken.'), trans).message).toBe('Taken.');
    expect(explain(new Error('bug'), trans).message).toBe('bug');
    expect(explain('text', trans).message).toBe('text');
  });

  it('names who pays in the details of what AWS merely denies', () => {
    const hint = /c\.S3Drive\.request_payer/;
    const detailsOf = (code: string, origin: string) =>
      explain(error(code, 403, origin), trans).details;
    expect(detailsOf('AccessDenied', 'store')).toMatch(hint);
    expect(detailsOf('AccessDenied', 'proxy')).not.toMatch(hint);
    expect(detailsOf('InvalidObjectState', 'store')).not.toMatch(hint);
  });

  it('says of a request to Jupyter without an answer what it means', () => {
    const lost = new ServerConnection.NetworkError(
      new TypeError('Failed to fetch')
    );
    expect(explain(lost, trans).message).toMatch(
      /^The Jupyter server does not answer\. .*your work is still open/
    );
  });
});

describe('told', () => {
  const statusOf = (cause: S3Error, path?: string) =>
    (toDriveError(cause, trans, path) as DriveError).response.status;

  it('keeps the status and the code', () => {
    const cause = error('AccessDenied', 403);
    const result = toDriveError(cause, trans) as DriveError;
    expect(result).toBeInstanceOf(DriveError);
    expect(result.response.status).toBe(403);
    expect(result.code).toBe('AccessDenied');
    expect(result.problem).toBe('forbidden');
  });

  it('never makes a 404 of an answer that is not about the object', () => {
    expect(statusOf(error('x', 404, 'jupyter'), 'lab/x')).toBe(503);
    expect(statusOf(error('NoSuchKey', 404), '')).toBe(503);
    expect(statusOf(error('NoSuchKey', 404), 'lab/x')).toBe(404);
  });

  it('makes a 409 of a name that is taken', () => {
    expect(statusOf(error('ObjectExists', 412), 'lab/x')).toBe(409);
    expect(statusOf(error('PreconditionFailed', 412), 'lab/x')).toBe(412);
  });
});
