// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Copy a text to the system's clipboard.
 *
 * JupyterLab's `Clipboard` does not report whether it worked: a browser refuses
 * when the click that led here was too long ago.
 *
 * @returns Whether the text was copied.
 */
export async function copyText(text: string): Promise<boolean> {
  if (copyNow(text)) {
    return true;
  }
  try {
    // Not available where the page was loaded without https.
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Copy by a `copy` event, as when a person presses the keys; works without
 * https.
 */
function copyNow(text: string): boolean {
  let isTaken = false;
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    isTaken = true;
  };
  document.addEventListener('copy', put, true);
  try {
    return document.execCommand('copy') && isTaken;
  } finally {
    document.removeEventListener('copy', put, true);
  }
}
