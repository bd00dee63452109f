// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it is about formats, and each store gives bytes back.

import { gzipSync } from 'zlib';

import {
  saveAnswering,
  statusOf,
  type
} from '../../../testing/drive/documents';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';

let d: IDriveFixture;
let b: string;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

const text = { type: 'file', format: 'text', content: true } as const;
const base64 = { type: 'file', format: 'base64', content: true } as const;

describe('a file', () => {
  it('has its content by the format asked for', async () => {
    await d.put('r/a.txt', 'é');
    await d.put('r/b.bin', Uint8Array.of(0, 1, 2, 255));
    const path = `${b}/r/a.txt`;
    expect(await d.drive.get(path, text)).toMatchObject({
      content: 'é',
      format: 'text',
      type: 'file',
      writable: true
    });
    expect((await d.drive.get(path, base64)).content).toBe('w6k=');
    expect(await d.drive.get(path)).toMatchObject({ content: 'é' });
    expect(await d.drive.get(`${b}/r/b.bin`)).toMatchObject({
      content: 'AAEC/w==',
      format: 'base64'
    });
    expect(await statusOf(d.drive.get(`${b}/r/b.bin`, text))).toBe(400);
  });

  it.each([
    '#hash?.csv',
    'a b+c&d=e;f.csv',
    '100%41.csv',
    'é\'"ü.csv',
    '日本.csv'
  ])('called "%s" is that file, and no other one', async name => {
    await d.put(`names/${name}`, name);
    for (const other of ['#hash', 'a b c&d=e;f.csv', '100A.csv']) {
      await d.put(`names/${other}`, 'wrong');
    }
    const model = await d.contents.get(`s3:${b}/names/${name}`, text);
    expect(model.content).toBe(name);
    const context = await d.open(`names/${name}`);
    type(context, 'saved');
    await context.save();
    expect(await d.text(`names/${name}`)).toBe('saved');
  });

  it('that is not there is a 404, one that is a folder a 400', async () => {
    await d.put('r/dir/x', 'x');
    expect(await statusOf(d.drive.get(`${b}/r/none.txt`, text))).toBe(404);
    expect(await statusOf(d.drive.get(`${b}/r/none.txt`))).toBe(404);
    expect(await statusOf(d.drive.get(`${b}/r/dir`, text))).toBe(400);
    const look = { content: false };
    expect(await statusOf(d.drive.get(`${b}/r/none`, look))).toBe(404);
    expect((await d.drive.get(`${b}/r/dir`, look)).type).toBe('directory');
    const check = { content: false, hash: true };
    expect(await statusOf(d.drive.get(`${b}/r/none`, check))).toBe(404);
    expect((await d.drive.get(`${b}/r/dir`, check)).type).toBe('directory');
  });

  it('too large is refused before it is read', async () => {
    await d.put('r/large.txt', 'x'.repeat(9 * 2 ** 20));
    let pulled = 0;
    let signal: AbortSignal | undefined;
    d.fixture.intercept(async (request, next) => {
      const response = await next();
      if (request.method !== 'GET') {
        return response;
      }
      await response.body?.cancel();
      signal = request.signal;
      const source = {
        pull: (controller: ReadableStreamDefaultController) => {
          pulled++;
          controller.enqueue(new Uint8Array(2 ** 20));
        }
      };
      const body = new ReadableStream(source, { highWaterMark: 0 });
      return new Response(body, { headers: response.headers });
    });
    const error = await d.drive
      .get(`${b}/r/large.txt`, text)
      .catch(reason => reason);
    d.fixture.intercept(null);
    expect(error.response.status).toBe(413);
    expect(error.message).toMatch(/9.0 MiB.*at most 8.0 MiB/);
    expect(pulled).toBeLessThan(2);
    expect(signal?.aborted).toBe(true);
  });

  it('in another encoding is read-only, and its bytes stay', async () => {
    const bytes = Uint8Array.of(0x63, 0x61, 0x66, 0xe9);
    await d.put('r/latin.csv', bytes);
    const context = await d.open('r/latin.csv');
    expect(context.model.toString()).toBe('café');
    expect(context.canSave).toBe(false);
    expect(d.notices[0].message).toContain('not UTF-8');
    type(context, 'caf\ufffd');
    const { saved, text: told } = await saveAnswering(context, 'Close');
    expect(saved).toBe(false);
    expect(told).toContain('read-only');
    expect(await d.read('r/latin.csv')).toEqual(bytes);
  });

  it('with a byte order mark and CRLF is saved with both', async () => {
    await d.put('r/bom.txt', '\ufeffa\r\nb\r\n');
    const context = await d.open('r/bom.txt');
    context.model.dirty = true;
    await context.save();
    expect(await d.text('r/bom.txt')).toBe('a\r\nb\r\n');
    expect([...(await d.read('r/bom.txt'))].slice(0, 3)).toEqual([
      0xef, 0xbb, 0xbf
    ]);
  });

  it('stored compressed is read-only, and keeps its encoding', async () => {
    const bytes = new Uint8Array(gzipSync('compressed text'));
    await d.put('r/log.txt', bytes, { ContentEncoding: 'gzip' });
    const context = await d.open('r/log.txt');
    expect(context.model.toString()).toBe('compressed text');
    expect(context.canSave).toBe(false);
    type(context, 'plain');
    const { saved } = await saveAnswering(context, 'Close');
    expect(saved).toBe(false);
    // Nor by a caller that checks first, in any format.
    const path = `${b}/r/log.txt`;
    await d.drive.get(path, { content: false, hash: true });
    const save = d.drive.save(path, {
      type: 'file',
      format: 'base64',
      content: 'eA=='
    });
    expect(await statusOf(save)).toBe(403);
    expect(await d.read('r/log.txt')).toEqual(bytes);
    expect(await d.head('r/log.txt')).toMatchObject({
      ContentEncoding: 'gzip'
    });
  });

  it('is downloaded under its name', async () => {
    await d.put('r/été #1.csv', 'a;b');
    const url = await d.contents.getDownloadUrl(`s3:${b}/r/été #1.csv`);
    const { token } = d.fixture.serverSettings;
    const response = await fetch(url, {
      headers: { Authorization: `token ${token}` }
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('a;b');
    expect(response.headers.get('content-disposition')).toContain(
      'attachment; filename="_t_ #1.csv"; filename*=UTF-8\'\'%C3%A9t%C3%A9%20%231.csv'
    );
  });
});

describe('a save in a format', () => {
  it('stores base64 as bytes, and refuses what is no content', async () => {
    const path = `${b}/r/new.bin`;
    const save = (content: unknown, format: 'text' | 'base64' | 'json') =>
      d.drive.save(path, { type: 'file', format, content });
    await save('AAEC/w==', 'base64');
    expect(await d.read('r/new.bin')).toEqual(Uint8Array.of(0, 1, 2, 255));
    for (const [content, format] of [
      ['***', 'base64'],
      [null, 'text'],
      [{ cells: 'x' }, 'json'],
      [undefined, 'text']
    ] as const) {
      expect(await statusOf(save(content, format))).toBe(400);
    }
    expect(await d.read('r/new.bin')).toEqual(Uint8Array.of(0, 1, 2, 255));
  });

  it('gives a new object the type of its name', async () => {
    await d.drive.save(`${b}/r/new.csv`, { ...text, content: 'a' });
    expect((await d.head('r/new.csv')).ContentType).toBe('text/csv');
    await d.drive.save(`${b}/r/new.unknown`, { ...text, content: 'a' });
    expect((await d.head('r/new.unknown')).ContentType).toBe('text/plain');
  });

  it('makes a folder of a directory', async () => {
    await d.drive.save(`${b}/r/made`, { type: 'directory' });
    expect(await d.keys('r/made')).toEqual(['r/made/']);
    const again = d.drive.save(`${b}/r/made`, { type: 'directory' });
    expect(await statusOf(again)).toBe(409);
  });
});
