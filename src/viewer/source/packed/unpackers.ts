// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression } from '../../../inspect/facts';
import { Bz2 } from './bz2';
import { Gzip } from './gzip';
import type { IUnpacker } from './unpacker';
import { Zstd } from './zstd';

/**
 * Makes an unpacker for files of a compression; `null` if there is none here. For
 * xz no decoder was found that is plain JavaScript and made for browsers.
 */
export function unpackerOf(compression: Compression): (() => IUnpacker) | null {
  switch (compression) {
    case 'gzip':
      return () => new Gzip();
    case 'zstd':
      return () => new Zstd();
    case 'bz2':
      return () => new Bz2();
    default:
      return null;
  }
}
