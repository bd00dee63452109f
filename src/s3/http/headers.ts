// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions } from './types';

/**
 * The options of an operation that apply to each of its requests.
 */
export function requestOptionsOf({
  priority,
  signal,
  together
}: IRequestOptions): IRequestOptions {
  return { priority, signal, together };
}

/**
 * An ETag with its quotes, as `If-Match` takes it; some responses omit them.
 * Those of S3 are strong: a weak one was made of it by a proxy that compresses
 * responses (RFC 9110, 8.8.3).
 */
export function quoted(etag: string | undefined): string {
  const strong = (etag ?? '').replace(/^W\//, '');
  return strong && !strong.includes('"') ? `"${strong}"` : strong;
}

/**
 * Encode a text for a header: `fetch` takes one character for each byte.
 */
export function toHeader(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/**
 * Decode the text of a header: as UTF-8 if it is valid UTF-8, else unchanged.
 */
export function fromHeader(bytes: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes, char => char.charCodeAt(0))
    );
  } catch {
    return bytes;
  }
}

/**
 * Apply a function to every value of a dictionary.
 */
export function mapValues(
  values: { [name: string]: string },
  change: (value: string) => string
): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, change(value)])
  );
}
