// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { createHash } from 'crypto';
import { md5, multipartEtag } from '../etag';
import { fc } from '../../../testing/random';

const nodeMd5 = (bytes: Uint8Array) =>
  createHash('md5').update(bytes).digest('hex');

describe('md5', () => {
  it('is the MD5 of Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        expect(md5(bytes)).toBe(nodeMd5(bytes));
      })
    );
    for (const length of [0, 55, 56, 63, 64, 65, 160_000]) {
      const bytes = new Uint8Array(length).fill(7);
      expect(md5(bytes)).toBe(nodeMd5(bytes));
    }
  });
});

describe('multipartEtag', () => {
  it('is made of the parts’ own', () => {
    const parts = ['a', 'b'].map(text => nodeMd5(Buffer.from(text)));
    const joined = nodeMd5(Buffer.from(parts.join(''), 'hex'));
    expect(multipartEtag(parts.map(part => `"${part}"`))).toBe(`"${joined}-2"`);
    expect(multipartEtag(parts)).toBe(`"${joined}-2"`);
  });

  it('is unknown where a part has no MD5', () => {
    expect(multipartEtag(['"abc"'])).toBeNull();
  });
});
