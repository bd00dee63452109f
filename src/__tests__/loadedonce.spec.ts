// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import { loadedOnce } from '../loadedonce';

describe('loadedOnce', () => {
  it('loads when it is first asked, and once for all who ask', async () => {
    const load = jest.fn(async () => ({}));
    const get = loadedOnce(load);
    expect(load).not.toHaveBeenCalled();
    const [first, second] = await Promise.all([get(), get()]);
    expect(second).toBe(first);
    expect(await get()).toBe(first);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('loads what there is of each key', async () => {
    const load = jest.fn(async (key: string) => ({ key }));
    const get = loadedOnce(load);
    expect(await get('lab')).toBe(await get('lab'));
    expect(await get()).toBe(await get('default'));
    expect(load.mock.calls.flat()).toEqual(['lab', 'default']);
  });

  it('tells a failure to all who wait, and loads again for the next', async () => {
    const load = jest
      .fn<Promise<string>, []>()
      .mockRejectedValueOnce(new Error('Loading chunk 1 failed'))
      .mockResolvedValue('loaded');
    const get = loadedOnce(load);
    const told = await Promise.allSettled([get(), get()]);
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(load).toHaveBeenCalledTimes(1);
    expect(await get()).toBe('loaded');
    expect(await get()).toBe('loaded');
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('is what every plugin keeps a promise by', () => {
    // By hand, a plugin forgets to reset it, and is dead after one failure.
    const folder = join(__dirname, '..', 'plugins');
    const byHand = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts') && !name.includes('__tests__'))
      .filter(name =>
        /\?\?= await|Promise<[^>]*> \| null = null/.test(
          readFileSync(join(folder, name), 'utf8')
        )
      );
    expect(byHand).toEqual([]);
  });
});
