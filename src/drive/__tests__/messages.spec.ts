// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';

import { S3Error } from '../../s3/errors';
import { DriveError, explain, refusal, told } from '../messages';

const trans = nullTranslator.load('jupyterlab_s3_drive');

function error(code: string, status: number, origin = 'store'): S3Error {
  return new S3Error({
    message: 'raw text of the store',
    code,
    status,
    origin: origin as S3Error['origin'],
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
  ['NoSuchKey', 404, 'store', /is not there/],
  ['NoSuchBucket', 404, 'store', /no bucket "lab"/],
  ['ObjectExists', 412, 'store', /already exists/],
  ['PreconditionFailed', 412, 'store', /changed by someone else in/],
  ['SourceChanged', 412, 'store', /changed by someone else while/],
  ['StoreUnreachable', 502, 'proxy', /does not answer/],
  ['StoreHostUnknown', 502, 'proxy', /name of the store is not known/],
  ['StoreTlsFailed', 502, 'proxy', /certificate/],
  ['StoreTimeout', 504, 'proxy', /too long/],
  ['StoreConnectionLost', 502, 'proxy', /connection was lost/],
  ['InvalidKey', 400, 'proxy', /cannot be used as a name/],
  ['ReadOnly', 403, 'proxy', /read-only/],
  ['Forbidden', 403, 'proxy', /Jupyter server refused/],
  ['whatever', 404, 'jupyter', /server part of the S3 drive/],
  ['SlowDown', 418, 'store', /raw text of the store/]
];

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
});

describe('told', () => {
  const statusOf = (cause: S3Error, path?: string) =>
    (told(cause, trans, path) as DriveError).response.status;

  it('keeps the status and the code', () => {
    const cause = error('AccessDenied', 403);
    const result = told(cause, trans) as DriveError;
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
