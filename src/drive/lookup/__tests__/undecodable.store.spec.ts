// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';

let d: IDriveFixture;

useDrive({}, made => {
  d = made;
});

/** What a store writes for a key that is no text, and how it is shown. */
const KEYS: readonly (readonly [string, string, string])[] = [
  ['a byte that is no UTF-8', '%FF', '%FF'],
  ['a sequence that is cut off', 'x%E9.csv', 'x%E9.csv'],
  ['one of Latin-1 among UTF-8', '%C3%A9%E9%F0%9F%8E%89', 'é%E9🎉'],
  ['a surrogate in UTF-8', '%ED%A0%80', '%ED%A0%80'],
  ['a per cent sign that encodes nothing', '%zz', '%25zz'],
  ['a per cent sign at the end', 'x%', 'x%25'],
  ['a character that there is not', '&#99999999;', '%26#99999999;'],
  ['one in hexadecimal', '&#x110000;', '%26#x110000;'],
  ['half a character', '&#xD800;', '\ufffd']
];

/** Have the store list something else. */
function rewriteListings(rewrite: (text: string) => string): void {
  d.fixture.intercept(async (request, next) => {
    const response = await next();
    if (!request.url.includes('list-type')) {
      return response;
    }
    const { status } = response;
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    return new Response(rewrite(await response.text()), { headers, status });
  });
}

let count = 0;

/** Fill a folder, and have one of its keys listed as something else. */
async function folderWith(listed: string): Promise<string> {
  const folder = `odd ${++count}`;
  await d.put(`${folder}/good é.txt`, 'good');
  await d.put(`${folder}/ODD`, 'odd');
  await d.put(`${folder}/sub/x`, 'x');
  rewriteListings(text => text.replace(/\bODD\b/g, () => listed));
  return folder;
}

describe.each(['NaN', 'Infinity', '-1', '0.5', '9'.repeat(400), 'much', ''])(
  'a size of "%s"',
  size => {
    it('is shown as none, and nothing acts on what is listed so', async () => {
      const folder = `size ${++count}`;
      await d.put(`${folder}/a.txt`, 'a');
      await d.put(`${folder}/b.txt`, 'bb');
      rewriteListings(text =>
        text.replace('<Size>1</Size>', `<Size>${size}</Size>`)
      );
      const path = `${d.bucket}/${folder}`;
      const { content } = await d.drive.get(path);
      expect(
        content.map((entry: Contents.IModel) => [entry.name, entry.size])
      ).toEqual([
        ['a.txt', undefined],
        ['b.txt', 2]
      ]);
      const failure = await d.drive
        .rename(path, `${path} moved`)
        .catch(error => error);
      expect(failure).toMatchObject({ code: 'ListingBroken', status: 502 });
      await d.drive.delete(`${path}/a.txt`);
      d.fixture.intercept(null);
      expect(await d.keys(folder)).toEqual([`${folder}/b.txt`]);
    });
  }
);

describe.each(KEYS)('%s in a key (%s)', (_, listed, shown) => {
  it('is a row that nothing can be done with, and the rest is there', async () => {
    const folder = await folderWith(listed);
    const model = await d.drive.get(`${d.bucket}/${folder}`);
    const entries: { name: string; path: string; writable: boolean }[] =
      model.content;
    expect(entries.map(({ name }) => name.replace(/^\W/, ''))).toHaveLength(3);
    const odd = entries.find(({ name }) => name.includes(shown))!;
    expect(odd.writable).toBe(false);
    expect(d.drive.flags(odd.path).unaddressable).toBe('not-text');
    await expect(d.drive.get(odd.path)).rejects.toThrow();
    const good = entries.find(({ name }) => name === 'good é.txt')!;
    expect((await d.drive.get(good.path)).content).toBe('good');
    expect((await d.drive.get(`${d.bucket}/${folder}/sub`)).type).toBe(
      'directory'
    );
  });

  it('stays where its folder is deleted, and is named', async () => {
    const folder = await folderWith(listed);
    await expect(d.drive.delete(`${d.bucket}/${folder}`)).rejects.toThrow(
      `did not delete "${folder}/${shown}"`
    );
    d.fixture.intercept(null);
    expect(await d.keys(`${folder}/`)).toEqual([`${folder}/ODD`]);
  });

  it('keeps its folder from being moved in part', async () => {
    const folder = await folderWith(listed);
    await expect(
      d.drive.rename(`${d.bucket}/${folder}`, `${d.bucket}/${folder} moved`)
    ).rejects.toThrow();
    d.fixture.intercept(null);
    expect(await d.keys(`${folder}/`)).toEqual(
      ['ODD', 'good é.txt', 'sub/x'].map(name => `${folder}/${name}`)
    );
    expect(await d.keys(`${folder} moved/`)).toEqual([]);
  });
});
