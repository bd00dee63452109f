// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DirListing, FileBrowser } from '@jupyterlab/filebrowser';

import { clearClipboard } from './internals';

/**
 * Forget what was copied or cut in a file browser.
 *
 * Why: each listing has a clipboard of its own, and a paste brings what was
 * copied in it before something was copied in the other panel.
 * Ends with: one clipboard for all file browsers upstream.
 */
export function forgetClipboard(browser: FileBrowser): void {
  const { listing } = browser as unknown as { listing?: DirListing };
  if (listing) {
    clearClipboard(listing);
  }
}
