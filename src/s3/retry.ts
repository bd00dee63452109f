// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IAnswer, IHttpRequest } from './handler';
import { abortedError, withParts } from './failures';
import { S3Error } from './errors';

/**
 * Pauses before the second and the third attempt, in milliseconds.
 */
const PAUSES = [250, 1000];

/**
 * What an attempt without success means: the request was turned away
 * untouched, its answer was lost so that it may have been applied, or the
 * answer stands.
 */
type Verdict = 'rejected' | 'lost' | 'final';

/**
 * The outcome of a request after all its attempts.
 */
export interface IOutcome {
  readonly answer: IAnswer;

  /** Whether an earlier attempt may have been applied. */
  readonly afterLostAnswer: boolean;
}

/**
 * Ask, and ask again where that is safe: always when the store turned the
 * request away, and when an answer was lost only if asking twice is as good as
 * asking once. What was retried is marked with `afterLostAnswer`.
 *
 * @param attempt - Makes one attempt; resolves to any answer of the store.
 *
 * @throws `S3Error` of the last attempt.
 */
export async function withRetry(
  request: IHttpRequest,
  attempt: () => Promise<IAnswer>,
  signal?: AbortSignal
): Promise<IOutcome> {
  let afterLostAnswer = false;
  for (let tries = 0; ; tries++) {
    let answer: IAnswer | undefined;
    let error: unknown;
    try {
      answer = await attempt();
    } catch (reason) {
      error = reason;
    }
    const verdict = answer ? verdictOfAnswer(answer) : verdictOfError(error);
    const again =
      verdict === 'rejected' || (verdict === 'lost' && isRepeatable(request));
    // Who has waited for a timeout does not want to wait for three.
    const slow = error instanceof S3Error && error.status === 504;
    if (!again || tries >= (slow ? 1 : PAUSES.length)) {
      if (answer) {
        return { answer, afterLostAnswer };
      }
      throw marked(error, afterLostAnswer || verdict === 'lost');
    }
    afterLostAnswer ||= verdict === 'lost';
    await pause(PAUSES[tries], signal);
  }
}

/**
 * Whether a request may be repeated although it may have been applied.
 *
 * A repeated DELETE could delete what someone else has written in between, and
 * a repeated POST makes a second upload or misses the one it has completed. A
 * conditional PUT is repeated: `putObject` reads what a 412 then means.
 */
export function isRepeatable(request: IHttpRequest): boolean {
  switch (request.method) {
    case 'GET':
    case 'HEAD':
    case 'PUT':
      return true;
    case 'DELETE':
      return request.query?.uploadId !== undefined;
    default:
      return false;
  }
}

function verdictOfAnswer(answer: IAnswer): Verdict {
  if (answer.statusCode === 503) {
    return 'rejected';
  }
  return [500, 502, 504].includes(answer.statusCode) ? 'lost' : 'final';
}

function verdictOfError(error: unknown): Verdict {
  if (!(error instanceof S3Error)) {
    return 'final';
  }
  switch (error.code) {
    case 'StoreUnreachable':
      return 'rejected';
    case 'StoreConnectionLost':
    case 'StoreTimeout':
    case 'NetworkError':
    case 'Interrupted':
      return 'lost';
    default:
      return error.origin === 'jupyter' &&
        [502, 503, 504].includes(error.status)
        ? 'lost'
        : 'final';
  }
}

/**
 * Wait, a little more or less than said so that many do not come at once.
 *
 * @throws `S3Error` `Aborted` when the signal fires.
 */
export function pause(
  milliseconds: number,
  signal?: AbortSignal
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(abortedError());
    };
    const go = () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(go, milliseconds * (0.75 + Math.random() / 2));
    if (signal?.aborted) {
      stop();
    }
    signal?.addEventListener('abort', stop, { once: true });
  });
}

function marked(error: unknown, afterLostAnswer: boolean): unknown {
  return error instanceof S3Error && afterLostAnswer
    ? withParts(error, { afterLostAnswer })
    : error;
}
