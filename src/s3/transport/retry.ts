// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IHttpRequest } from '../http/types';
import type { IAnswer } from './answers';
import { S3Error } from '../errors';
import { withParts } from '../http/failures';
import { retryAfter } from '../http/retryafter';
import {
  ATTEMPTS,
  isUncertain,
  mayRepeat,
  verdictOfAnswer,
  verdictOfError,
  type Verdict
} from './retrytable';
import type { Throttle } from '../http/throttle';
import { pause, sleep } from '../http/wait';

/**
 * The pauses before the next attempts, in milliseconds; the last one applies to
 * all further attempts. A request without a response is repeated sooner.
 */
const PAUSES = [250, 500, 1000, 2000, 4000, 8000];
const UNANSWERED_PAUSES = [250, 1000];

/**
 * The outcome of a request after all its attempts.
 */
export interface IRetryOutcome {
  readonly answer: IAnswer;

  /** Whether an attempt without a response may have been applied. */
  readonly afterLostAnswer: boolean;
}

/**
 * Makes one attempt.
 */
export type Attempt = (begin: () => Promise<void>) => Promise<IAnswer>;

/**
 * How to retry.
 */
export interface IRetryOptions {
  signal?: AbortSignal;
  /** Slows down the other requests to the store. */
  throttle?: Throttle;
  /**
   * How many requests the server sends for one attempt, each of which the store
   * may turn away; 1 by default.
   */
  requests?: number;
}

/**
 * Make a request, and repeat it where that is safe: always when the store
 * throttled the request, and when it may have been applied only if the request
 * is repeatable. An outcome that may have been applied before is marked with
 * `afterLostAnswer`.
 *
 * @param attempt - Makes one attempt; resolves to any response of the store. It
 * calls `begin` when it has its slot in the queue, and then continues.
 *
 * @throws `S3Error` of the last attempt.
 */
export async function withRetry(
  request: IHttpRequest,
  attempt: Attempt,
  { requests = 1, signal, throttle }: IRetryOptions = {}
): Promise<IRetryOutcome> {
  let afterLostAnswer = false;
  let stopWaiting: (() => void) | undefined;
  let began = 0;
  const begin = async () => {
    await throttle?.turn(signal);
    began = performance.now();
  };
  try {
    for (let tries = 1; ; tries++) {
      const { answer, error } = await settle(() => attempt(begin));
      const verdict = answer
        ? verdictOfAnswer(request, answer)
        : verdictOfError(error);
      const asked = answer
        ? retryAfter(answer.headers, Date.now())
        : askedBy(error);
      afterLostAnswer ||= isUncertain(verdict);
      if (verdict === 'throttled') {
        throttle?.slow(began, asked);
      } else if (answer && verdict === 'final') {
        throttle?.ease();
      }
      const most = ATTEMPTS[verdict] * (verdict === 'throttled' ? requests : 1);
      if (!mayRepeat(request, verdict) || tries >= most) {
        if (answer) {
          return { answer, afterLostAnswer };
        }
        throw marked(error, afterLostAnswer);
      }
      stopWaiting ??= throttle?.wait();
      await sleep(asked, signal);
      await pause(pauseAfter(verdict, tries), signal);
    }
  } finally {
    stopWaiting?.();
  }
}

/** For how long (ms) our server, Jupyter or a hub asks for no requests. */
function askedBy(error: unknown): number {
  return error instanceof S3Error ? error.retryAfter : 0;
}

function pauseAfter(verdict: Verdict, tries: number): number {
  const answered = verdict === 'throttled' || verdict === 'failed';
  const pauses = answered ? PAUSES : UNANSWERED_PAUSES;
  return pauses[Math.min(tries, pauses.length) - 1];
}

async function settle(
  attempt: () => Promise<IAnswer>
): Promise<{ answer?: IAnswer; error?: unknown }> {
  try {
    return { answer: await attempt() };
  } catch (error) {
    return { error };
  }
}

function marked(error: unknown, afterLostAnswer: boolean): unknown {
  return error instanceof S3Error && afterLostAnswer
    ? withParts(error, { afterLostAnswer })
    : error;
}
