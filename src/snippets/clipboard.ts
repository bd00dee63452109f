// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Copy a text to the system's clipboard.
 *
 * JupyterLab's own does not tell whether it worked: a browser refuses when the
 * click that led here is too long ago.
 *
 * @returns Whether the text is there.
 */
export async function copyText(text: string): Promise<boolean> {
  if (copyNow(text)) {
    return true;
  }
  try {
    // Not there where the page came without https.
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * By the event that a person's own copying causes; this works without https.
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
