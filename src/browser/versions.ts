// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Whether a version is older than another; `false` for an invalid version.
 */
export function isOlder(version: string, than: string): boolean {
  const numbers = (text: string) =>
    text.split('.').slice(0, 3).map(Number.parseFloat);
  const [a, b] = [numbers(version), numbers(than)];
  const index = a.findIndex((number, i) => number !== b[i]);
  return index >= 0 && a[index] < b[index];
}
