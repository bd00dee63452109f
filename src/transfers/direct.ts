// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DirectAccess } from '../s3/direct';
import { parsePath } from '../s3/path';

/**
 * Smaller downloads are not worth a link (bytes).
 */
const LARGE = 16 * 2 ** 20;

/**
 * How long the frame of a download stays (ms): what has begun goes on.
 */
const FRAME_MS = 60_000;

/**
 * Have the browser save a large object from the store itself.
 *
 * In a frame of its own: an answer of the store that is no file must not take
 * the place of JupyterLab.
 *
 * @param size - Of the object, in bytes.
 *
 * @returns Whether it does; else it goes through the proxy.
 */
export async function saveDirectly(
  direct: Pick<DirectAccess, 'downloadUrl'>,
  localPath: string,
  size: number | null
): Promise<boolean> {
  const url =
    (size ?? 0) > LARGE ? await direct.downloadUrl(parsePath(localPath)) : null;
  if (url === null) {
    return false;
  }
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.referrerPolicy = 'no-referrer';
  frame.src = url;
  document.body.append(frame);
  setTimeout(() => frame.remove(), FRAME_MS);
  return true;
}
