// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/** Seconds. */
export const HOUR = 3600;
export const DAY = 24 * HOUR;

/**
 * The longest life of a presigned link (seconds).
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 */
export const LONGEST = 7 * DAY;

/**
 * How long a temporary link could live.
 */
export interface IOffers {
  /** The usual lives that are possible (seconds), the shortest first. */
  readonly usual: readonly number[];
  /** The longest that is possible (seconds), at least one. */
  readonly longest: number;
  /** When the credentials end, where that is before `LONGEST`. */
  readonly endsWith: Date | null;
}

/**
 * What can be offered: a link dies with the credentials that made it, whatever
 * it says.
 *
 * @param expiresAt - The end of the credentials; `null` where it is not known
 * or there is none.
 * @param now - Milliseconds.
 *
 * @returns `null` when the credentials have ended.
 */
export function offersOf(expiresAt: Date | null, now: number): IOffers | null {
  const left = expiresAt
    ? Math.floor((expiresAt.getTime() - now) / 1000)
    : Infinity;
  if (left < 1) {
    return null;
  }
  const longest = Math.min(left, LONGEST);
  return {
    usual: [HOUR, DAY, LONGEST].filter(seconds => seconds <= longest),
    longest,
    endsWith: longest < LONGEST ? expiresAt : null
  };
}

/**
 * A number of seconds that a person has written, or `null` for what is none or
 * longer than possible.
 */
export function customLife(
  text: string,
  unit: 'hours' | 'days',
  longest: number
): number | null {
  const number = Number(text.trim().replace(',', '.'));
  const seconds = Math.round(number * (unit === 'hours' ? HOUR : DAY));
  return text.trim() !== '' && seconds >= 60 && seconds <= longest
    ? seconds
    : null;
}
