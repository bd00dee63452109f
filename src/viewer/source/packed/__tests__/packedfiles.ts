// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';
import { gzipSync } from 'zlib';

import type { Compression } from '../../../../inspect/facts';

/**
 * Pack bytes as other programs do.
 */
export function packed(
  bytes: Uint8Array,
  compression: Compression
): Uint8Array {
  if (compression === 'gzip') {
    return new Uint8Array(gzipSync(bytes));
  }
  const options = { input: bytes, maxBuffer: 2 ** 28 };
  return new Uint8Array(
    execFileSync('python', ['-c', SCRIPT, compression], options)
  );
}

const SCRIPT = `
import bz2, lzma, sys
import pyarrow
compress = {
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda data: pyarrow.compress(data, codec="zstd", asbytes=True),
}[sys.argv[1]]
sys.stdout.buffer.write(compress(sys.stdin.buffer.read()))
`;
