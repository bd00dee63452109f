// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DirListing, FileBrowser } from '@jupyterlab/filebrowser';

import { clearClipboard } from './listing';

/**
 * Empty the clipboard of a file browser.
 *
 * Why: each listing has its own clipboard, and a paste would insert what was
 * copied there before something was copied in the other panel.
 * Ends with: one clipboard for all file browsers upstream.
 */
export function forgetClipboard(browser: FileBrowser): void {
  const { listing } = browser as unknown as { listing?: DirListing };
  if (listing) {
    clearClipboard(listing);
  }
}
