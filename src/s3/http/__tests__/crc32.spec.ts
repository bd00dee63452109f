// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { crc32 as crc32OfNode } from 'zlib';

import { fc } from '../../../testing/random';
import { crc32 } from '../crc32';

/** The checksum computed by zlib. */
function expected(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32OfNode(bytes));
  return sum.toString('base64');
}

describe('crc32', () => {
  it('is what the catalogue of CRCs has', () => {
    const check = new TextEncoder().encode('123456789');
    expect(crc32(check)).toBe(
      Buffer.from('cbf43926', 'hex').toString('base64')
    );
    expect(crc32(new Uint8Array())).toBe('AAAAAA==');
  });

  it('is what zlib says of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), bytes => {
        expect(crc32(bytes)).toBe(expected(bytes));
      })
    );
  });
});
