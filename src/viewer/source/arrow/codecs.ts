// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { setCompressionCodec } from '@uwdata/flechette/src/compression.js';
import { CompressionType } from '@uwdata/flechette/src/constants.js';

import { TableError } from '../tableerror';
import { lz4Frame } from './lz4frame';

/**
 * Load what unpacks buffers of a compression.
 *
 * @param codec - Its number; `null` for none.
 *
 * @throws `TableError` if there is nothing for it.
 */
export async function setCodecs(codec: number | null): Promise<void> {
  switch (codec) {
    case null:
      return;
    case CompressionType.LZ4_FRAME:
      setCompressionCodec(codec, codecOf(lz4Frame));
      return;
    case CompressionType.ZSTD: {
      const { decompress } = await import('fzstd');
      setCompressionCodec(
        codec,
        codecOf((packed, size) => decompress(packed, new Uint8Array(size)))
      );
      return;
    }
    default:
      throw new TableError('codec', String(codec));
  }
}

function codecOf(unpack: (packed: Uint8Array, size: number) => Uint8Array) {
  return {
    decode: (packed: Uint8Array, size: number) => {
      if (size > LARGEST) {
        throw new TableError('large', `a buffer of ${size} bytes`);
      }
      return unpack(packed, size);
    },
    encode: () => {
      throw new Error('Nothing is written.');
    }
  };
}

/** The largest buffer, unpacked. */
const LARGEST = 2 ** 25;
