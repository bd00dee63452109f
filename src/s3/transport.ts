// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * An ETag with its quotes, as `If-Match` takes it: some answers leave them out.
 */
export function quoted(etag: string | undefined): string {
  return etag && !etag.includes('"') ? `"${etag}"` : (etag ?? '');
}

/**
 * A text as a header carries it: `fetch` takes one character a byte.
 */
export function toHeader(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/**
 * The text that a header carries: UTF-8 where it is that, else as it stands.
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
