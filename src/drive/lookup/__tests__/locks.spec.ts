// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathLocks } from '../locks';

/** Run operations that take a while, and record how they overlap. */
async function record(paths: string[][]): Promise<string[]> {
  const locks = new PathLocks();
  const log: string[] = [];
  await Promise.all(
    paths.map((held, i) =>
      locks.run(held, async () => {
        log.push(`+${i}`);
        await new Promise(resolve => setTimeout(resolve, 5));
        log.push(`-${i}`);
      })
    )
  );
  return log;
}

describe('PathLocks', () => {
  it('runs what touches one path in order', async () => {
    expect(await record([['b/x'], ['b/x'], ['b/x']])).toEqual([
      '+0',
      '-0',
      '+1',
      '-1',
      '+2',
      '-2'
    ]);
  });

  it('runs what touches different paths at the same time', async () => {
    const log = await record([['b/x'], ['b/y'], ['b/xx']]);
    expect(log.slice(0, 3)).toEqual(['+0', '+1', '+2']);
  });

  it('knows what is below a folder', async () => {
    const log = await record([['b/dir/'], ['b/dir/x'], ['b/dirx']]);
    expect(log.indexOf('+1')).toBeGreaterThan(log.indexOf('-0'));
    expect(log.indexOf('+2')).toBeLessThan(log.indexOf('-0'));
  });

  it('does not lock out two operations on two paths each', async () => {
    const log = await record([
      ['b/x', 'b/y'],
      ['b/y', 'b/x']
    ]);
    expect(log).toEqual(['+0', '-0', '+1', '-1']);
  });

  it('goes on after an operation that failed', async () => {
    const locks = new PathLocks();
    const failed = locks.run(['b/x'], () => Promise.reject(new Error('no')));
    const next = locks.run(['b/x'], () => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });
});
