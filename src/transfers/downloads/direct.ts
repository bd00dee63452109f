// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { downloadInFrame } from '../../dialogs/browserdownloads';
import type { DirectAccess } from '../../s3/uploads/direct';
import type { S3Location } from '../../s3/location';

/**
 * Smaller downloads (bytes) are not worth a link.
 */
const LARGE = 16 * 2 ** 20;

/**
 * Let the browser save a large object directly from the store.
 *
 * @param size - The size of the object in bytes.
 *
 * @returns Whether the download started; otherwise use the proxy.
 */
export async function saveDirectly(
  direct: Pick<DirectAccess, 'downloadUrl'>,
  location: S3Location,
  size: number | null
): Promise<boolean> {
  const url = (size ?? 0) > LARGE ? await direct.downloadUrl(location) : null;
  if (url === null) {
    return false;
  }
  downloadInFrame(url);
  return true;
}
