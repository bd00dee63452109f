// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the answers are scripted.

import {
  type IContext,
  saveAgain,
  saveAnswering,
  statusOf,
  type
} from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';

let d: IDriveFixture;
let context: IContext;
let number = 0;
let key: string;

useDrive({}, made => {
  d = made;
});

beforeEach(async () => {
  key = `answers/doc-${number++}.txt`;
  await d.put(key, 'original');
  context = await d.open(key);
  type(context, 'mine');
});

describe('a save', () => {
  it('succeeds when its answer was lost and the store is there', async () => {
    let lost = 0;
    d.fixture.intercept(async (request, next) => {
      const response = await next();
      if (request.method === 'PUT' && !lost) {
        lost++;
        throw new TypeError('Failed to fetch');
      }
      return response;
    });
    await context.save();
    expect(lost).toBe(1);
    expect(await d.text(key)).toBe('mine');
    await saveAgain(context, 'second');
    expect(await d.text(key)).toBe('second');
  });

  it('knows its own write again after a failure', async () => {
    let written = false;
    d.fixture.intercept(async (request, next) => {
      if (written) {
        throw new TypeError('Failed to fetch');
      }
      const response = await next();
      const { pathname } = new URL(request.url);
      if (request.method === 'PUT' && pathname.endsWith(key)) {
        written = true;
        throw new TypeError('Failed to fetch');
      }
      return response;
    });
    const { saved } = await saveAnswering(context, 'Close');
    expect(saved).toBe(false);
    expect(context.model.dirty).toBe(true);
    d.fixture.intercept(null);
    expect(await d.text(key)).toBe('mine');
    // No dialog about a change that was our own.
    await saveAgain(context, 'mine, second');
    expect(await d.text(key)).toBe('mine, second');
  });
});

describe('a new object', () => {
  it('is refused where a folder has its name', async () => {
    await d.put(`${key}-dir/inside.txt`, 'x');
    const model = { type: 'file', format: 'text', content: 'x' } as const;
    const save = d.drive.save(`${d.bucket}/${key}-dir`, model);
    expect(await statusOf(save)).toBe(409);
    expect(await d.exists(`${key}-dir`)).toBe(false);
  });

  it('is refused below an object', async () => {
    const model = { type: 'file', format: 'text', content: 'x' } as const;
    const save = d.drive.save(`${d.bucket}/${key}/deep/below.txt`, model);
    expect(await statusOf(save)).toBe(409);
    expect(await d.keys(key)).toEqual([key]);
  });

  it('is refused in chunks of base64', async () => {
    const save = d.drive.save(`${d.bucket}/${key}.bin`, {
      type: 'file',
      format: 'base64',
      content: 'AAAA',
      chunk: 1
    });
    expect(await statusOf(save)).toBe(400);
  });
});
