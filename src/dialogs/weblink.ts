// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * An address that an administrator has set for people to open; `null` for
 * anything that is not a web address, such as `javascript:`.
 */
export function webAddress(text: string): string | null {
  try {
    const { href, protocol } = new URL(text);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}
