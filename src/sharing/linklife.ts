// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/** Seconds. */
export const HOUR = 3600;
export const DAY = 24 * HOUR;

/**
 * The longest lifetime of a presigned URL (seconds).
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 */
export const LONGEST = 7 * DAY;

/**
 * The possible lifetimes of a temporary link.
 */
export interface ILinkLifetimes {
  /** The usual lifetimes that are possible (seconds), shortest first. */
  readonly usual: readonly number[];
  /** The longest possible lifetime (seconds), at least one. */
  readonly longest: number;
  /** When the credentials expire, if that is before `LONGEST`. */
  readonly endsWith: Date | null;
}

/**
 * The lifetimes to offer: a link expires with the credentials that signed it,
 * whatever its own lifetime.
 *
 * @param expiresAt - When the credentials expire; `null` if not known or never.
 * @param now - Milliseconds.
 *
 * @returns `null` when the credentials have expired.
 */
export function offersOf(
  expiresAt: Date | null,
  now: number
): ILinkLifetimes | null {
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
 * The number of seconds that a person typed; `null` if it is invalid or longer
 * than possible.
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
