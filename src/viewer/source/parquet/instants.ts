// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * A point in time to the last digit, as `2024-05-01 12:34:56.123456`. JavaScript's
 * dates end at milliseconds, and at the year 275,760: what is further away stays
 * a number.
 *
 * @param value - The time since 1970.
 * @param perSecond - How many of its units a second has.
 */
export function instantText(value: bigint, perSecond: bigint): string {
  const [seconds, rest] = split(value, perSecond);
  const milliseconds = Number(seconds) * 1000;
  if (Math.abs(milliseconds) > LAST) {
    return String(value);
  }
  const text = new Date(milliseconds).toISOString().slice(0, -5);
  return `${text.replace('T', ' ')}${fraction(rest, perSecond)}`;
}

/**
 * A day, as `2024-05-01`.
 *
 * @param days - Since 1970.
 */
export function dateText(days: number): string {
  const milliseconds = days * 86_400_000;
  return Math.abs(milliseconds) > LAST
    ? String(days)
    : new Date(milliseconds).toISOString().slice(0, -14);
}

/**
 * A time of day to the last digit, as `12:34:56.5`.
 */
export function dayTimeText(value: bigint, perSecond: bigint): string {
  const [seconds, rest] = split(value, perSecond);
  const two = (part: bigint) => String(part).padStart(2, '0');
  const [hours, minutes] = [seconds / 3600n, (seconds / 60n) % 60n];
  const whole = [hours, minutes, seconds % 60n].map(two).join(':');
  return `${whole}${fraction(rest, perSecond)}`;
}

/** Whole seconds, rounded down, and the rest. */
function split(value: bigint, perSecond: bigint): [bigint, bigint] {
  const rest = ((value % perSecond) + perSecond) % perSecond;
  return [(value - rest) / perSecond, rest];
}

function fraction(rest: bigint, perSecond: bigint): string {
  const digits = String(perSecond).length - 1;
  const text = String(rest).padStart(digits, '0').replace(/0+$/, '');
  return text && `.${text}`;
}

/** The last millisecond of a `Date`. */
const LAST = 8.64e15;
