// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression } from '../../../inspect/facts';
import type { IUnpacker } from './unpacker';

/**
 * Makes an unpacker for files of a compression; `null` if there is none here. For
 * xz no decoder was found that is plain JavaScript and made for browsers.
 */
export async function unpackerOf(
  compression: Compression
): Promise<(() => IUnpacker) | null> {
  switch (compression) {
    case 'gzip': {
      const { Gzip } = await import('./gzip');
      return () => new Gzip();
    }
    case 'zstd': {
      const { Zstd } = await import('./zstd');
      return () => new Zstd();
    }
    case 'bz2': {
      const { Bz2 } = await import('./bz2');
      return () => new Bz2();
    }
    default:
      return null;
  }
}
