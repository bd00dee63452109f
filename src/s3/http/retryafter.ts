// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The longest pause, whatever a store asks for (ms).
 */
const LONGEST = 30_000;

/**
 * For how long a response asks for no requests (`Retry-After`, RFC 9110,
 * 10.2.3): seconds, or a date.
 *
 * @param headers - Its headers, in lower case.
 * @param now - Milliseconds since 1970, used if the response has no date.
 *
 * @returns Milliseconds, within bounds; 0 if there is no usable value.
 */
export function retryAfter(
  headers: { readonly [name: string]: string | undefined },
  now: number
): number {
  const told = headers['retry-after']?.trim() ?? '';
  const since = Date.parse(headers.date ?? '') || now;
  const wanted = /^\d+$/.test(told)
    ? Number(told) * 1000
    : Date.parse(told) - since;
  return Math.min(LONGEST, Math.max(0, wanted || 0));
}
