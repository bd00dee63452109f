// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

import { isAborted, problemOf, S3Error, type Origin } from '../errors';
import {
  abortedError,
  headError,
  networkError,
  refusedError,
  toS3Error
} from '../http/failures';

function error(code: string, status: number, origin: Origin = 'store') {
  return new S3Error({ message: 'told', code, status, origin });
}

describe('S3Error', () => {
  it('is a response error with the true status', () => {
    const thrown = error('NoSuchKey', 404);
    expect(thrown).toBeInstanceOf(ServerConnection.ResponseError);
    expect(thrown.response.status).toBe(404);
    expect(thrown.message).toBe('told');
  });

  it('knows what its caller has cancelled', () => {
    expect(isAborted(abortedError())).toBe(true);
    expect(isAborted(networkError(new TypeError('x')))).toBe(false);
    expect(isAborted(new Error('Aborted'))).toBe(false);
  });
});

describe('problemOf', () => {
  it.each([
    ['ExpiredToken', 400, 'expired'],
    ['InvalidTokenId', 403, 'expired'],
    ['CredentialsExpired', 403, 'expired'],
    ['TokenRefreshRequired', 400, 'expired'],
    ['CredentialsMissing', 403, 'no-credentials'],
    ['InvalidAccessKeyId', 403, 'wrong-credentials'],
    ['SignatureDoesNotMatch', 403, 'wrong-credentials'],
    ['AccessDenied', 403, 'forbidden'],
    ['SomethingNew', 403, 'refused'],
    ['SomethingNew', 409, 'refused'],
    ['SomethingNew', 400, 'refused'],
    ['SomethingNew', 500, 'failed'],
    ['SomethingNew', 507, 'full'],
    ['SomethingNew', 429, 'busy'],
    ['KMS.DisabledException', 400, 'encryption'],
    ['OperationAborted', 409, 'busy'],
    ['InvalidObjectState', 403, 'archived'],
    ['RequestTimeTooSkewed', 403, 'clock'],
    ['XMinioStorageFull', 507, 'full'],
    ['XMinioAdminBucketQuotaExceeded', 400, 'quota'],
    ['NoSuchKey', 404, 'not-found'],
    ['NoSuchBucket', 404, 'no-such-bucket'],
    ['ObjectExists', 412, 'exists'],
    ['DestinationExists', 409, 'exists'],
    ['PreconditionFailed', 412, 'changed'],
    ['SourceChanged', 412, 'changed'],
    ['SlowDown', 503, 'busy'],
    ['XMinioInvalidObjectName', 400, 'invalid-key'],
    ['InternalError', 500, 'failed']
  ])('of the store’s %s (%i) is %s', (code, status, problem) => {
    expect(problemOf(error(code, status))).toBe(problem);
  });

  it.each([
    ['StoreUnreachable', 502, 'unreachable'],
    ['StoreHostUnknown', 502, 'unknown-host'],
    ['StoreTlsFailed', 502, 'tls'],
    ['StoreConnectionLost', 502, 'interrupted'],
    ['StoreTimeout', 504, 'timeout'],
    ['ReadOnly', 403, 'read-only'],
    ['Forbidden', 403, 'jupyter-forbidden'],
    ['InvalidKey', 400, 'invalid-key']
  ])('of the proxy’s %s (%i) is %s', (code, status, problem) => {
    expect(problemOf(error(code, status, 'proxy'))).toBe(problem);
  });

  it.each([
    [403, 'jupyter-forbidden'],
    [404, 'server-missing'],
    [405, 'server-missing'],
    [502, 'jupyter-down'],
    [503, 'jupyter-down'],
    [504, 'jupyter-down'],
    [500, 'other']
  ])('of Jupyter’s own %i is %s', (status, problem) => {
    expect(problemOf(error('x', status, 'jupyter'))).toBe(problem);
  });

  it('tells an expired session from wrong keys by the credentials’ state', () => {
    const refused = error('InvalidAccessKeyId', 403);
    expect(problemOf(refused, 'expired')).toBe('expired');
    expect(problemOf(refused, 'valid')).toBe('wrong-credentials');
    expect(problemOf(error('AccessDenied', 403), 'expired')).toBe('forbidden');
  });

  it('tells what is locked by the words of the stores', () => {
    const of = (code: string, status: number, message: string) =>
      problemOf(new S3Error({ code, status, message, origin: 'store' }));
    const minio = 'Object is WORM protected and cannot be overwritten';
    expect(of('InvalidRequest', 400, minio)).toBe('locked');
    const aws = 'Access Denied because object protected by object lock.';
    expect(of('AccessDenied', 403, aws)).toBe('locked');
  });

  it('tells no answer of Jupyter from none of the store', () => {
    expect(problemOf(networkError(new TypeError('x')))).toBe('no-answer');
    expect(problemOf(error('StoreUnreachable', 502, 'proxy'))).toBe(
      'unreachable'
    );
  });

  it('knows nothing of other errors', () => {
    expect(problemOf(new Error('NoSuchKey'))).toBe('other');
    expect(problemOf(undefined)).toBe('other');
  });
});

describe('refusedError', () => {
  const proxy = { 'X-S3-Drive-Origin': 'proxy' };

  it('reads the proxy’s own JSON', () => {
    const body = '{"message":"No.","code":"ReadOnly","details":"why"}';
    const response = new Response(null, { status: 403, headers: proxy });
    expect(refusedError(response, body)).toMatchObject({
      message: 'No.',
      code: 'ReadOnly',
      details: 'why',
      origin: 'proxy',
      status: 403
    });
  });

  it('reads the code of an answer without a body', () => {
    const headers = { ...proxy, 'X-S3-Drive-Code': 'CredentialsExpired' };
    const response = new Response(null, { status: 403, headers });
    expect(problemOf(refusedError(response, ''))).toBe('expired');
  });

  it('believes no code of anybody else', () => {
    const response = new Response(null, { status: 403 });
    const refused = refusedError(response, '{"code":"ExpiredToken"}');
    expect(refused).toMatchObject({ origin: 'jupyter', code: 'Jupyter403' });
    expect(problemOf(refused)).toBe('jupyter-forbidden');
  });

  it('takes a page in the place of an answer for no success', () => {
    const refused = refusedError(new Response(null), '<html>Log in</html>');
    expect(refused).toMatchObject({ origin: 'jupyter', status: 502 });
  });
});

describe('headError', () => {
  it.each([
    [403, undefined, 'AccessDenied'],
    [404, undefined, 'NotFound'],
    [412, undefined, 'PreconditionFailed'],
    [418, undefined, 'Http418'],
    [404, 'NoSuchBucket', 'NoSuchBucket']
  ])('keeps the status %i', (statusCode, told, code) => {
    const answer = { statusCode, code: told, reason: '', headers: {} };
    expect(headError(answer)).toMatchObject({ status: statusCode, code });
  });
});

describe('toS3Error', () => {
  it('takes what cannot be read for no answer', () => {
    const thrown = toS3Error(new SyntaxError('bad XML'), { bucket: 'b' }, 200);
    expect(thrown).toMatchObject({ status: 502, bucket: 'b' });
  });

  it.each([
    ['Unknown', 403, 'forbidden'],
    ['UnknownError', 403, 'forbidden'],
    ['Unknown', 404, 'not-found'],
    ['Unknown', 412, 'changed'],
    ['Unknown', 418, 'refused'],
    ['Unknown', 503, 'busy']
  ])(
    'takes an answer without a code (%s) by its status %i',
    (name, status, problem) => {
      const nameless = Object.assign(new Error('UnknownError'), { name });
      const thrown = toS3Error(nameless, { bucket: 'b' }, status);
      expect(problemOf(thrown)).toBe(problem);
      expect(thrown.message).not.toContain('Unknown');
    }
  );

  it('names the subject of an error of ours', () => {
    const subject = { bucket: 'b', key: 'k' };
    const thrown = toS3Error(error('ReadOnly', 403, 'proxy'), subject);
    expect(thrown).toMatchObject({ ...subject, code: 'ReadOnly', status: 403 });
  });
});
