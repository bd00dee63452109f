// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error, type Origin } from '../errors';
import type { IAnswer, IHttpRequest } from '../handler';
import { isRepeatable, withRetry } from '../retry';

function request(method: string, query?: IHttpRequest['query']): IHttpRequest {
  return { method, path: '/b/k', headers: {}, query };
}

function answer(statusCode: number): IAnswer {
  return { statusCode, reason: '', headers: {}, body: new Uint8Array() };
}

function error(code: string, status: number, origin: Origin = 'proxy') {
  return new S3Error({ message: '', code, status, origin });
}

/** Attempts that end as told, one after the other; the last one for ever. */
function attempts(...outcomes: (IAnswer | S3Error)[]) {
  return jest.fn(async () => {
    const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0];
    if (!outcome || outcome instanceof S3Error) {
      throw outcome;
    }
    return outcome;
  });
}

describe('isRepeatable', () => {
  it.each([
    ['GET', {}, true],
    ['HEAD', {}, true],
    ['PUT', {}, true],
    ['DELETE', {}, false],
    ['DELETE', { uploadId: 'u' }, true],
    ['POST', { uploadId: 'u' }, false],
    ['POST', { uploads: '' }, false]
  ])('of %s %j is %s', (method, query, repeatable) => {
    expect(isRepeatable(request(method, query))).toBe(repeatable);
  });
});

describe('withRetry', () => {
  it('asks once where the answer stands', async () => {
    for (const status of [200, 304, 403, 404, 409, 412, 416]) {
      const attempt = attempts(answer(status));
      const outcome = await withRetry(request('GET'), attempt);
      expect(outcome).toEqual({
        answer: answer(status),
        afterLostAnswer: false
      });
      expect(attempt).toHaveBeenCalledTimes(1);
    }
  });

  it('asks anything again that the store turned away', async () => {
    const attempt = attempts(answer(503), answer(200));
    const outcome = await withRetry(request('POST'), attempt);
    expect(outcome.answer.statusCode).toBe(200);
    expect(outcome.afterLostAnswer).toBe(false);
    const unreached = attempts(error('StoreUnreachable', 502), answer(204));
    expect((await withRetry(request('DELETE'), unreached)).answer).toEqual(
      answer(204)
    );
  });

  it.each([
    error('StoreConnectionLost', 502),
    error('NetworkError', 502, 'network'),
    error('Interrupted', 502, 'network'),
    error('Jupyter503', 503, 'jupyter')
  ])('asks a PUT again after a lost answer: %p', async lost => {
    const attempt = attempts(lost, answer(412));
    const outcome = await withRetry(request('PUT'), attempt);
    expect(outcome).toEqual({ answer: answer(412), afterLostAnswer: true });
  });

  it('does not ask a DELETE or a POST again that may have been done', async () => {
    for (const method of ['DELETE', 'POST']) {
      const attempt = attempts(error('StoreConnectionLost', 502), answer(200));
      await expect(withRetry(request(method), attempt)).rejects.toMatchObject({
        code: 'StoreConnectionLost',
        afterLostAnswer: true
      });
      expect(attempt).toHaveBeenCalledTimes(1);
    }
  });

  it('gives up after three attempts, after two where each takes long', async () => {
    const lost = attempts(error('StoreConnectionLost', 502));
    await expect(withRetry(request('GET'), lost)).rejects.toThrow();
    expect(lost).toHaveBeenCalledTimes(3);
    const slow = attempts(error('StoreTimeout', 504));
    await expect(withRetry(request('GET'), slow)).rejects.toThrow();
    expect(slow).toHaveBeenCalledTimes(2);
    const failing = attempts(answer(500));
    const outcome = await withRetry(request('GET'), failing);
    expect(outcome.answer.statusCode).toBe(500);
    expect(failing).toHaveBeenCalledTimes(3);
  });

  it.each([
    error('StoreHostUnknown', 502),
    error('StoreTlsFailed', 502),
    error('Aborted', 499, 'network'),
    error('CredentialsExpired', 403)
  ])('does not ask again in vain: %p', async final => {
    const attempt = attempts(final);
    await expect(withRetry(request('GET'), attempt)).rejects.toBe(final);
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it('heeds the signal while it waits', async () => {
    const controller = new AbortController();
    const attempt = attempts(error('StoreConnectionLost', 502));
    const result = withRetry(request('GET'), attempt, controller.signal);
    setTimeout(() => controller.abort(), 20);
    await expect(result).rejects.toMatchObject({ code: 'Aborted' });
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});
