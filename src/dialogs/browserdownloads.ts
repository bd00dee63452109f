// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

// The browser downloads for a page only by way of an element, which is never seen.

/**
 * How long what a download needs is kept (ms): by then the browser has begun.
 */
const KEPT_MS = 60_000;

/**
 * Let the browser download a URL, as JupyterLab does.
 *
 * @param name - The file name, if the server sends none.
 */
export function downloadLink(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * Let the browser download content that is in memory.
 */
export function downloadBlob(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  downloadLink(url, name);
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/**
 * Let the browser download a URL of another server, in a frame, so that an
 * error response cannot replace JupyterLab's page. A download that has begun
 * continues without the frame.
 */
export function downloadInFrame(url: string): void {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.referrerPolicy = 'no-referrer';
  frame.src = url;
  document.body.append(frame);
  setTimeout(() => frame.remove(), KEPT_MS);
}
