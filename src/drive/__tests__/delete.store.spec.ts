// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { statusOf } from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';

let d: IDriveFixture;
let b: string;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

describe('delete', () => {
  it('takes the exact key alone', async () => {
    await d.put('del/del.csv', 'x');
    await d.put('del/del.csv.bak', 'x');
    await d.put('del/del.csv2/x.txt', 'x');
    await d.contents.delete(`s3:${b}/del/del.csv`);
    expect(await d.keys('del/')).toEqual([
      'del/del.csv.bak',
      'del/del.csv2/x.txt'
    ]);
    expect(d.events).toEqual([
      {
        type: 'delete',
        oldValue: { path: `${b}/del/del.csv` },
        newValue: null
      }
    ]);
  });

  it('takes a folder with all below it, and no neighbour', async () => {
    for (const key of ['', 'x', 'sub/', 'sub/y', 'sub/deep/z']) {
      await d.put(`gone/${key}`, 'x'.repeat(key.endsWith('/') ? 0 : 1));
    }
    await d.put('gone2/x', 'x');
    await d.put('gone.txt', 'x');
    await d.contents.delete(`s3:${b}/gone`);
    expect(await d.keys('gone')).toEqual(['gone.txt', 'gone2/x']);
  });

  it('of what is not there is a 404', async () => {
    expect(await statusOf(d.drive.delete(`${b}/nothing`))).toBe(404);
    expect(d.events).toEqual([]);
  });

  it('takes the checkpoint along, and leaves the folder', async () => {
    await d.put('kept/a.txt', 'x');
    await d.put('kept/.ipynb_checkpoints/a-checkpoint.txt', 'x');
    await d.contents.delete(`s3:${b}/kept/a.txt`);
    expect(await d.keys('kept/')).toEqual(['kept/']);
    const model = await d.drive.get(`${b}/kept`);
    expect(model.content).toEqual([]);
    await d.contents.delete(`s3:${b}/kept`);
    expect(await d.keys('kept')).toEqual([]);
  });

  it('leaves the folder when all in it is deleted at once', async () => {
    const names = ['a', 'b', 'c', 'sub/x'];
    for (const name of names) {
      await d.put(`once/${name}`, 'x');
    }
    await Promise.all(
      ['a', 'b', 'c', 'sub'].map(name =>
        d.contents.delete(`s3:${b}/once/${name}`)
      )
    );
    expect(await d.keys('once/')).toEqual(['once/']);
  });

  it('leaves the folder of what was moved away', async () => {
    await d.put('away/sub/x', 'x');
    await d.drive.rename(`${b}/away/sub`, `${b}/elsewhere`);
    expect(await d.keys('away/')).toEqual(['away/']);
  });

  it('shows its progress where a file browser asks for it', async () => {
    for (let i = 0; i < 5; i++) {
      await d.put(`progress/${i}`, 'x');
    }
    const seen: number[] = [];
    await d.drive.remove(`${b}/progress`, { onProgress: n => seen.push(n) });
    expect(seen).toEqual([5]);
    expect(await d.keys('progress')).toEqual([]);
  });
});
