// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IHttpRequest } from '../../http/types';
import type { IAnswer } from '../answers';
import { S3Error, type Origin } from '../../errors';
import { refusedError } from '../../http/failures';
import { retryAfter } from '../../http/retryafter';
import { withRetry } from '../retry';
import {
  ATTEMPTS,
  isRepeatable,
  isUncertain,
  verdictOfAnswer,
  verdictOfError,
  type Verdict
} from '../retrytable';
import { Throttle } from '../../http/throttle';

/**
 * The same list is used to test the server's own client.
 */
import TABLE from '../../../../jupyterlab_s3_drive/tests/retries.json';

function request(method: string, ...query: string[]): IHttpRequest {
  const values = Object.fromEntries(query.map(name => [name, 'x']));
  return { method, path: '/b/k', headers: {}, query: values };
}

function answer(
  statusCode: number,
  code?: string,
  headers: IAnswer['headers'] = {}
): IAnswer {
  return { statusCode, code, reason: '', headers, body: new Uint8Array() };
}

function error(code: string, status: number, origin: Origin = 'proxy') {
  return new S3Error({ message: '', code, status, origin });
}

/**
 * Attempts with the given outcomes, one after the other; the last one repeats.
 */
function attempts(...outcomes: (IAnswer | S3Error)[]) {
  return jest.fn(async (begin: () => Promise<void>) => {
    await begin();
    const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0];
    if (!outcome || outcome instanceof S3Error) {
      throw outcome;
    }
    return outcome;
  });
}

const ANSWERS = TABLE.answers.map(({ status, code, inside, verdict }) => ({
  name: [status, code ?? '-', ...(inside ? ['in the body'] : [])].join(' '),
  // The status of an error after a 200: see `answers.ts`.
  outcome: answer(
    inside ? { SlowDown: 503, AccessDenied: 403 }[code] || 500 : status,
    code
  ),
  verdict: verdict as Verdict
}));

const ERRORS = TABLE.errors.map(({ code, verdict }) => ({
  name: code,
  outcome: error(code, 502),
  verdict: verdict as Verdict
}));

const CELLS = TABLE.requests.flatMap(({ name, method, query, repeatable }) =>
  [...ANSWERS, ...ERRORS].map(cell => ({
    ...cell,
    name: `${name}, ${cell.name}`,
    request: request(method, ...query),
    again:
      ['throttled', 'unreached'].includes(cell.verdict) ||
      (isUncertain(cell.verdict) && repeatable)
  }))
);

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Let a promise settle, with as much time as it takes. */
async function settled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  await jest.runAllTimersAsync();
  return promise;
}

describe('the table of retries', () => {
  it.each(CELLS)('$name: again? $again', async ({ again, ...cell }) => {
    const attempt = attempts(cell.outcome, answer(200));
    const run = settled(withRetry(cell.request, attempt)).then(
      ({ answer: { statusCode }, afterLostAnswer }) => ({
        statusCode,
        afterLostAnswer
      }),
      (failure: S3Error) => ({
        statusCode: failure.status,
        afterLostAnswer: failure.afterLostAnswer
      })
    );
    const first =
      cell.outcome instanceof S3Error
        ? cell.outcome.status
        : cell.outcome.statusCode;
    expect(await run).toEqual({
      statusCode: again ? 200 : first,
      afterLostAnswer: isUncertain(cell.verdict)
    });
    expect(attempt).toHaveBeenCalledTimes(again ? 2 : 1);
  });

  it.each(TABLE.requests)(
    '$name is repeatable: $repeatable',
    ({ method, query, repeatable }) =>
      expect(isRepeatable(request(method, ...query))).toBe(repeatable)
  );

  it.each(TABLE.conflicts)(
    'a conflict of conditions, $method: $verdict',
    ({ method, verdict }) =>
      expect(
        verdictOfAnswer(
          request(method),
          answer(409, 'ConditionalRequestConflict')
        )
      ).toBe(verdict)
  );

  it.each([...ANSWERS, ...ERRORS])(
    'gives up after $verdict for long enough: $name',
    async ({ outcome, verdict }) => {
      const attempt = attempts(outcome);
      await settled(withRetry(request('GET'), attempt)).catch(() => undefined);
      const count = TABLE.attempts[verdict];
      expect(attempt).toHaveBeenCalledTimes(count);
      expect(ATTEMPTS[verdict]).toBe(count);
    }
  );

  it.each([
    ['NetworkError', 502, 'network', 'lost'],
    ['Interrupted', 502, 'network', 'lost'],
    ['Aborted', 499, 'network', 'final'],
    ['RegionLearned', 503, 'proxy', 'unreached'],
    ['Jupyter429', 429, 'jupyter', 'throttled'],
    ['Jupyter502', 502, 'jupyter', 'lost'],
    ['Jupyter503', 503, 'jupyter', 'lost'],
    ['Jupyter504', 504, 'jupyter', 'timeout'],
    ['Jupyter403', 403, 'jupyter', 'final'],
    // An error of Jupyter is never one of the store, whatever its code.
    ['StoreUnreachable', 404, 'jupyter', 'final']
  ] as const)('%s %i of the %s: %s', (code, status, origin, verdict) => {
    expect(verdictOfError(error(code, status, origin))).toBe(verdict);
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

  it('waits longer each time, for a throttled store', async () => {
    const times: number[] = [];
    const attempt = async () => {
      times.push(Date.now());
      return answer(503, 'SlowDown');
    };
    await settled(withRetry(request('GET'), attempt));
    const pauses = times.slice(1).map((time, index) => time - times[index]);
    expect(pauses).toHaveLength(7);
    const wanted = [250, 500, 1000, 2000, 4000, 8000, 8000];
    pauses.forEach((length, index) => {
      expect(length).toBeGreaterThanOrEqual(Math.floor(0.75 * wanted[index]));
      expect(length).toBeLessThanOrEqual(Math.ceil(1.25 * wanted[index]));
    });
  });

  it('tries twice as often what takes two requests', async () => {
    for (const requests of [1, 2]) {
      const attempt = jest.fn(async () => answer(503, 'SlowDown'));
      await settled(withRetry(request('PUT'), attempt, { requests }));
      expect(attempt).toHaveBeenCalledTimes(8 * requests);
    }
  });

  it('heeds what the store asks for', async () => {
    const start = Date.now();
    const attempt = attempts(
      answer(503, 'SlowDown', { 'retry-after': '7' }),
      answer(200)
    );
    await settled(withRetry(request('GET'), attempt));
    expect(Date.now() - start).toBeGreaterThanOrEqual(7000);
  });

  it.each([
    ['our server', 'proxy', 'ServerBusy', 503],
    ['Jupyter or a hub', '', '', 429],
    ['Jupyter or a hub that is down', '', '', 503]
  ])('heeds what %s asks for', async (_, origin, code, status) => {
    const start = Date.now();
    const throttle = new Throttle();
    const headers = { 'Retry-After': '7', 'x-s3-drive-origin': origin };
    const refused = refusedError(
      new Response(null, { status, headers }),
      JSON.stringify({ code })
    );
    const attempt = attempts(refused, answer(200));
    await settled(withRetry(request('GET'), attempt, { throttle }));
    expect(Date.now() - start).toBeGreaterThanOrEqual(7000);
  });

  it('heeds the signal while it waits', async () => {
    const controller = new AbortController();
    const attempt = attempts(error('StoreConnectionLost', 502));
    const { signal } = controller;
    const result = withRetry(request('GET'), attempt, { signal });
    setTimeout(() => controller.abort(), 20);
    await expect(settled(result)).rejects.toMatchObject({ code: 'Aborted' });
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});

describe('retryAfter', () => {
  const NOW = Date.parse('Sun, 06 Nov 2022 08:49:37 GMT');

  it.each([
    [undefined, 0],
    ['', 0],
    ['0', 0],
    ['5', 5000],
    [' 5 ', 5000],
    ['86400', 30_000],
    ['-5', 0],
    ['soon', 0],
    ['Sun, 06 Nov 2022 08:49:47 GMT', 10_000],
    ['Sun, 06 Nov 2022 08:48:37 GMT', 0],
    ['Mon, 07 Nov 2022 08:49:37 GMT', 30_000]
  ])('of %p is %i ms', (told, wanted) => {
    expect(retryAfter({ 'retry-after': told }, NOW)).toBe(wanted);
  });

  it('counts a date from the date of the answer', () => {
    const headers = {
      'retry-after': 'Sun, 06 Nov 2022 08:49:47 GMT',
      date: 'Sun, 06 Nov 2022 08:49:45 GMT'
    };
    expect(retryAfter(headers, NOW)).toBe(2000);
  });
});

describe('the throttle', () => {
  /** How long (ms) a number of requests take to begin, one after the other. */
  async function begin(throttle: Throttle, count: number): Promise<number> {
    const start = performance.now();
    await settled(
      Promise.all(Array.from({ length: count }, () => throttle.turn()))
    );
    return performance.now() - start;
  }

  it('lets everything pass that the store takes', async () => {
    expect(await begin(new Throttle(), 100)).toBe(0);
  });

  it('slows all requests together, and speeds them up again', async () => {
    const throttle = new Throttle();
    const refused = attempts(
      ...Array.from({ length: 4 }, () => answer(503, 'SlowDown')),
      answer(200)
    );
    await settled(withRetry(request('GET'), refused, { throttle }));
    const slowed = await begin(throttle, 4);
    // Twice as slow each time, except for the accepted one.
    expect(slowed).toBeGreaterThanOrEqual(4 * 25 * 2 * 2);
    for (let count = 0; count < 20; count++) {
      const taken = attempts(answer(200));
      await settled(withRetry(request('GET'), taken, { throttle }));
    }
    await begin(throttle, 1);
    expect(await begin(throttle, 4)).toBe(0);
  });

  it('counts what was under way together once', async () => {
    const throttle = new Throttle();
    const began = performance.now();
    for (let refused = 0; refused < 10; refused++) {
      throttle.slow(began, 0);
    }
    expect(await begin(throttle, 5)).toBe(5 * 25);
  });

  it('holds nothing up when the clock is set back', async () => {
    const throttle = new Throttle();
    await begin(throttle, 1);
    jest.setSystemTime(Date.now() - 3_600_000);
    expect(await begin(throttle, 4)).toBe(0);
  });

  it('keeps all requests from a store that wants to hear nothing', async () => {
    const throttle = new Throttle();
    throttle.slow(performance.now(), 3000);
    expect(await begin(throttle, 1)).toBe(3000);
  });

  it('says so too while work on the server waits', async () => {
    const throttle = new Throttle();
    const told: boolean[] = [];
    throttle.waiting.connect((_, isWaiting) => void told.push(isWaiting));
    const follow = throttle.follow();
    follow(true);
    follow(false);
    await jest.advanceTimersByTimeAsync(3000);
    expect(told).toEqual([]);
    follow(true);
    follow(true);
    await jest.advanceTimersByTimeAsync(1990);
    expect(told).toEqual([]);
    await jest.advanceTimersByTimeAsync(20);
    follow(true);
    expect(told).toEqual([true]);
    follow(false);
    follow(false);
    expect(told).toEqual([true, false]);
  });

  it('says that the store asks for patience, after two seconds', async () => {
    const throttle = new Throttle();
    const told: boolean[] = [];
    throttle.waiting.connect((_, isWaiting) => void told.push(isWaiting));
    const short = attempts(answer(503), answer(200));
    await settled(withRetry(request('GET'), short, { throttle }));
    expect(told).toEqual([]);
    const long = () =>
      attempts(...Array.from({ length: 5 }, () => answer(503)), answer(200));
    const both = Promise.all([
      withRetry(request('GET'), long(), { throttle }),
      withRetry(request('PUT'), long(), { throttle })
    ]);
    await jest.advanceTimersByTimeAsync(1990);
    expect(told).toEqual([]);
    await jest.advanceTimersByTimeAsync(600);
    expect(told).toEqual([true]);
    await settled(both);
    expect(told).toEqual([true, false]);
  });
});
