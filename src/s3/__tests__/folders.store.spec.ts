// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PutObjectCommand } from '@aws-sdk/client-s3';

import {
  connect,
  freshBucket,
  freshPrefix,
  type IFixture
} from '../../testing/fixtures';
import { copyFolder, moveFolder } from '../copy';
import { JOURNAL } from '../journal';
import { listAll } from '../listing';
import {
  deleteObject,
  getObject,
  getTagging,
  head,
  putObject
} from '../objects';
import type { IS3Location } from '../path';
import { uploadBlob } from '../uploads';

let fixture: IFixture;
let bucket: string;
let root: string;
let from: IS3Location;
let to: IS3Location;

beforeAll(async () => {
  fixture = await connect();
  bucket = await freshBucket(fixture);
});

beforeEach(() => {
  root = freshPrefix('folder');
  from = { bucket, key: `${root}a (b)+/` };
  to = { bucket, key: `${root}c/d é/` };
});

afterEach(() => fixture.intercept(null));

afterAll(() => fixture.dispose());

/** Somebody else writes. */
async function foreignPut(key: string, body: string): Promise<void> {
  await fixture.foreign.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body) })
  );
}

/** Every key below a prefix, without the prefix, and its text. */
async function contentOf(prefix: string): Promise<{ [key: string]: string }> {
  const content: { [key: string]: string } = {};
  for await (const page of listAll(fixture.connection, bucket, prefix)) {
    for (const { key } of page.objects) {
      const opened = await getObject(fixture.connection, bucket, key);
      const text = new TextDecoder().decode(await opened.body());
      content[key.slice(prefix.length)] = text;
    }
  }
  return content;
}

const FILES: { [name: string]: string } = {
  'x.txt': 'x',
  'sub/y é.txt': 'y',
  'sub/deep/#%z.txt': 'z',
  '.hidden': 'h',
  'empty.txt': ''
};

/** A folder of files, with a marker of its own. */
async function fill(prefix: string): Promise<void> {
  await putObject(fixture.connection, bucket, prefix, '');
  for (const [name, text] of Object.entries(FILES)) {
    await putObject(fixture.connection, bucket, prefix + name, text, {
      contentType: 'text/x-test',
      metadata: { name: 'value' },
      tagging: { t: 'v' }
    });
  }
}

const FILLED = { '': '', ...FILES };

/** Run something before, or instead of, the first request that matches. */
function onFirst(
  pattern: RegExp,
  run: (next: () => Promise<Response>) => Promise<Response | void>
): void {
  let ran = false;
  fixture.intercept(async (request, next) => {
    if (ran || !pattern.test(`${request.method} ${request.url}`)) {
      return next();
    }
    ran = true;
    return (await run(next)) ?? next();
  });
}

describe('copyFolder', () => {
  it('copies everything, with what belongs to it', async () => {
    await fill(from.key);
    await foreignPut(`${root}a (b)+2/other`, 'other');
    const steps: number[][] = [];
    const result = await copyFolder(fixture.connection, from, to, {
      onProgress: (...step) => steps.push(step)
    });
    expect(result).toEqual({ copied: 6, kept: [] });
    expect(await contentOf(to.key)).toEqual(FILLED);
    expect(await contentOf(from.key)).toEqual(FILLED);
    const copy = `${to.key}sub/y é.txt`;
    expect(await head(fixture.connection, bucket, copy)).toMatchObject({
      contentType: 'text/x-test',
      metadata: { name: 'value' }
    });
    const tags = await getTagging(fixture.connection, bucket, copy);
    expect(tags).toEqual({ t: 'v' });
    expect(steps[0]).toEqual([0, 6]);
    expect(steps[steps.length - 1]).toEqual([6, 6]);
  });

  it('copies a folder without a marker', async () => {
    await foreignPut(`${from.key}x`, 'x');
    await copyFolder(fixture.connection, from, to);
    expect(await contentOf(to.key)).toEqual({ x: 'x' });
  });

  it('takes the object as it is when it changes under the copy', async () => {
    await foreignPut(`${from.key}x`, '1');
    onFirst(/^PUT .*%20%C3%A9\/x/, () => foreignPut(`${from.key}x`, 'two'));
    await copyFolder(fixture.connection, from, to);
    expect(await contentOf(to.key)).toEqual({ x: 'two' });
  });

  it('leaves out what is deleted under the copy', async () => {
    await foreignPut(`${from.key}x`, '1');
    await foreignPut(`${from.key}y`, '2');
    onFirst(/^PUT .*%20%C3%A9\/x/, () =>
      deleteObject(fixture.connection, bucket, `${from.key}x`)
    );
    const result = await copyFolder(fixture.connection, from, to);
    expect(result.copied).toBe(1);
    expect(await contentOf(to.key)).toEqual({ y: '2' });
  });
});

describe.each([
  ['copyFolder', copyFolder],
  ['moveFolder', moveFolder]
])('%s', (_, act) => {
  it.each([
    ['a folder', 'c/d é/x'],
    ['an empty folder', 'c/d é/'],
    ['an object', 'c/d é']
  ])('refuses the name of %s', async (_kind, name) => {
    await fill(from.key);
    await foreignPut(root + name, '');
    await expect(act(fixture.connection, from, to)).rejects.toMatchObject({
      code: 'DestinationExists',
      status: 409
    });
    expect(await contentOf(from.key)).toEqual(FILLED);
    expect(await contentOf(`${root}c/`)).toEqual({ [name.slice(2)]: '' });
  });

  it('refuses a folder inside itself, and what is no folder', async () => {
    await fill(from.key);
    const inside = { bucket, key: `${from.key}x/` };
    await expect(act(fixture.connection, from, inside)).rejects.toMatchObject({
      code: 'DestinationInside',
      status: 400
    });
    const file = { bucket, key: `${root}file` };
    await expect(act(fixture.connection, file, to)).rejects.toMatchObject({
      code: 'InvalidKey'
    });
    const whole = { bucket, key: '' };
    await expect(act(fixture.connection, whole, to)).rejects.toMatchObject({
      code: 'InvalidKey'
    });
    expect(await contentOf(root)).toEqual(
      Object.fromEntries(
        Object.entries(FILLED).map(([name, text]) => [`a (b)+/${name}`, text])
      )
    );
  });

  it('gives 404 for a folder that is not there', async () => {
    await expect(act(fixture.connection, from, to)).rejects.toMatchObject({
      status: 404
    });
    expect(await contentOf(root)).toEqual({});
  });

  it('refuses keys that cannot be addressed, naming them, and changes nothing', async () => {
    await foreignPut(`${from.key}x`, 'x');
    // No store behind Jupyter keeps such a key under test, so one is put into
    // the listing on its way.
    onFirst(/^GET .*list-type=2/, async next => {
      const response = await next();
      const text = await response.text();
      const headers = new Headers(response.headers);
      const odd = text.replace(/(<Key>[^<]*)x<\/Key>/, '$1../x</Key>');
      expect(odd).not.toBe(text);
      headers.delete('content-length');
      return new Response(odd, { headers });
    });
    const before = fixture.sent.length;
    await expect(act(fixture.connection, from, to)).rejects.toMatchObject({
      code: 'InvalidKey',
      status: 400,
      keys: [`${from.key}../x`]
    });
    const lines = fixture.sent.slice(before);
    expect(lines.filter(line => !/^(GET|HEAD) /.test(line))).toEqual([]);
  });
});

describe('moveFolder', () => {
  it('moves everything, markers too, and nothing else', async () => {
    await fill(from.key);
    await putObject(fixture.connection, bucket, `${from.key}hollow/`, '');
    const beside = [`${root}a (b)+2/x`, `${root}a (b)`, `${root}a`];
    for (const key of beside) {
      await foreignPut(key, 'beside');
    }
    const result = await moveFolder(fixture.connection, from, to);
    expect(result).toEqual({ copied: 7, kept: [] });
    expect(await contentOf(from.key)).toEqual({});
    expect(await contentOf(to.key)).toEqual({ ...FILLED, 'hollow/': '' });
    for (const key of beside) {
      await head(fixture.connection, bucket, key);
    }
  });

  it('onto itself does nothing', async () => {
    await fill(from.key);
    const before = fixture.sent.length;
    await moveFolder(fixture.connection, from, from);
    expect(fixture.sent.length).toBe(before);
  });

  it('keeps and tells what is changed or comes into being meanwhile', async () => {
    await fill(from.key);
    // After the copies were verified, before the sources are deleted.
    let lists = 0;
    fixture.intercept(async (request, next) => {
      if (/list-type=2/.test(request.url) && ++lists === 4) {
        await foreignPut(`${from.key}x.txt`, 'changed');
        await foreignPut(`${from.key}sub/new`, 'new');
      }
      return next();
    });
    const result = await moveFolder(fixture.connection, from, to);
    expect(lists).toBe(4);
    expect([...result.kept].sort()).toEqual(
      [`${from.key}x.txt`, `${from.key}sub/new`].sort()
    );
    expect(await contentOf(to.key)).toEqual(FILLED);
    expect(await contentOf(from.key)).toEqual({
      '': '',
      'x.txt': 'changed',
      'sub/new': 'new'
    });
  });

  it('keeps the source of a copy that somebody replaces', async () => {
    await fill(from.key);
    let lists = 0;
    fixture.intercept(async (request, next) => {
      if (/list-type=2/.test(request.url) && ++lists === 3) {
        await foreignPut(`${to.key}x.txt`, 'theirs');
      }
      return next();
    });
    const result = await moveFolder(fixture.connection, from, to);
    expect(result.kept).toEqual([`${from.key}x.txt`]);
    expect((await contentOf(to.key))['x.txt']).toBe('theirs');
    expect((await contentOf(from.key))['x.txt']).toBe('x');
  });

  it.each([
    ['the first copy', /^PUT .*txt\?\d+$/],
    ['the verification', /^GET .*list-type=2.*prefix=[^&]*d%20/],
    ['the deletion', /^POST .*delete/],
    ['its end', /^DELETE /]
  ])(
    'interrupted before %s is completed by the same call',
    async (_step, pattern) => {
      await fill(from.key);
      const big = new Blob(['m'.repeat(17 * 2 ** 20)]);
      await uploadBlob(fixture.connection, bucket, `${from.key}big`, big);
      let seen = 0;
      // From here on nothing gets through. The first listing of the destination
      // asks whether it is free.
      const skipped = pattern.source.includes('list-type') ? 1 : 0;
      fixture.intercept(async (request, next) => {
        if (pattern.test(`${request.method} ${request.url}`)) {
          seen += 1;
        }
        if (seen > skipped) {
          throw new TypeError('network error');
        }
        return next();
      });
      const failed = moveFolder(fixture.connection, from, to);
      await expect(failed).rejects.toMatchObject({ code: 'NetworkError' });
      fixture.intercept(null);

      // Every byte is at its source or at its destination.
      const rest = {
        ...(await contentOf(to.key)),
        ...(await contentOf(from.key))
      };
      expect(rest).toMatchObject(FILLED);

      await moveFolder(fixture.connection, from, to);
      expect(await contentOf(from.key)).toEqual({});
      const { big: moved, ...content } = await contentOf(to.key);
      expect(moved.length).toBe(big.size);
      expect(content).toEqual(FILLED);
    }
  );

  it('is not completed over what somebody has put there', async () => {
    await fill(from.key);
    const controller = new AbortController();
    let lists = 0;
    fixture.intercept(async (request, next) => {
      if (/list-type=2/.test(request.url) && ++lists === 3) {
        controller.abort();
      }
      return next();
    });
    const { signal } = controller;
    const failed = moveFolder(fixture.connection, from, to, { signal });
    await expect(failed).rejects.toMatchObject({ code: 'Aborted' });
    fixture.intercept(null);
    await foreignPut(`${to.key}x.txt`, 'theirs');
    await expect(
      moveFolder(fixture.connection, from, to)
    ).rejects.toMatchObject({
      code: 'DestinationExists',
      keys: [`${to.key}x.txt`]
    });
    expect(await contentOf(from.key)).toEqual(FILLED);
    expect((await contentOf(to.key))['x.txt']).toBe('theirs');
  });

  it('that could copy nothing leaves nothing behind', async () => {
    await fill(from.key);
    const controller = new AbortController();
    let puts = 0;
    fixture.intercept(async (request, next) => {
      if (request.method === 'PUT' && ++puts === 2) {
        controller.abort();
      }
      return next();
    });
    const { signal } = controller;
    const failed = moveFolder(fixture.connection, from, to, { signal });
    await expect(failed).rejects.toMatchObject({ code: 'Aborted' });
    expect(await contentOf(to.key)).toEqual({});
    expect(await contentOf(from.key)).toEqual(FILLED);
  });

  it('keeps another folder’s move out', async () => {
    await fill(from.key);
    await foreignPut(`${root}other/o`, 'o');
    onFirst(/^PUT .*txt\?\d+$/, async () => {
      const other = { bucket, key: `${root}other/` };
      await expect(
        moveFolder(fixture.connection, other, to)
      ).rejects.toMatchObject({ code: 'DestinationExists' });
    });
    await moveFolder(fixture.connection, from, to);
    expect(await contentOf(to.key)).toEqual(FILLED);
    expect(await contentOf(`${root}other/`)).toEqual({ o: 'o' });
  });

  it('leaves no journal behind, and moves none along', async () => {
    await fill(from.key);
    await foreignPut(from.key + JOURNAL, '{"movedFrom":"s3://elsewhere/x/"}');
    await moveFolder(fixture.connection, from, to);
    expect(await contentOf(to.key)).toEqual(FILLED);
    expect(await contentOf(from.key)).toEqual({});
  });
});
