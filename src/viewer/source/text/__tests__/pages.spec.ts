// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PageCache, type IRowPage } from '../pages';

const page = (size: number): IRowPage => ({
  bytes: new Uint8Array(size),
  starts: new Uint32Array(),
  ends: new Uint32Array()
});

describe('the pages in memory', () => {
  it('stay within their budget: those that were used last stay', () => {
    const cache = new PageCache(100);
    cache.set(0, page(40));
    cache.set(1, page(40));
    cache.get(0);
    cache.set(2, page(40));
    expect([0, 1, 2].map(byte => cache.peek(byte) !== undefined)).toEqual([
      true,
      false,
      true
    ]);
    expect(cache.size).toBe(80);
  });

  it('that are read again are counted once', () => {
    const cache = new PageCache(100);
    cache.set(0, page(40));
    cache.set(0, page(40));
    expect(cache.size).toBe(40);
  });

  it('keep one that is larger than the budget', () => {
    const cache = new PageCache(100);
    cache.set(0, page(40));
    cache.set(1, page(400));
    expect(cache.peek(0)).toBeUndefined();
    expect(cache.peek(1)).toBeDefined();
  });
});
