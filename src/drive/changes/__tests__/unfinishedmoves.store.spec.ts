// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';

let d: IDriveFixture;

useDrive({}, made => {
  d = made;
});

let count = 0;
/** An unused folder, without a trailing slash. */
const folder = () => `unfinished ${++count}`;

/** The ways to move `from/é a.txt` to `to/é a.txt`; each rejects if it fails. */
const WAYS: {
  readonly [name: string]: (from: string, to: string) => Promise<void>;
} = {
  'a rename': async (from, to) => {
    await d.contents.rename(
      `s3:${d.bucket}/${from}/é a.txt`,
      `s3:${d.bucket}/${to}/é a.txt`
    );
  },
  'a move of a selection': async (from, to) => {
    const path = `${d.bucket}/${from}/é a.txt`;
    const done = await d.drive.moveAll([path], `${d.bucket}/${to}`);
    const error = done.get(path);
    if (error) {
      throw error;
    }
    if (!done.has(path)) {
      // What is left to be done alone is, as by the panel.
      await WAYS['a rename'](from, to);
    }
  }
};

/** Have the store refuse to delete; it does everything else. */
function refuseToDelete(): void {
  d.fixture.intercept(async (request, next) => {
    const isDelete =
      request.method === 'DELETE' || /[?&]delete[=&]/.test(request.url);
    return isDelete
      ? new Response('<Error><Code>NotImplemented</Code></Error>', {
          status: 501,
          headers: { 'X-S3-Drive-Origin': 'store' }
        })
      : next();
  });
}

describe.each(Object.keys(WAYS))('%s whose last step fails', name => {
  const move = WAYS[name];

  it('is told as it is, and completed by the same again', async () => {
    const [from, to] = [folder(), folder()];
    const more = { ContentType: 'text/x-kept', Metadata: { author: 'me' } };
    await d.put(`${from}/é a.txt`, 'content', more);
    await d.put(`${to}/there`, 'there');
    refuseToDelete();
    await expect(move(from, to)).rejects.toThrow(/only the deletion is left/);
    expect(await d.text(`${from}/é a.txt`)).toBe('content');
    expect(await d.text(`${to}/é a.txt`)).toBe('content');
    // A second time, as long as the store is as it is.
    await expect(move(from, to)).rejects.toThrow(/only the deletion is left/);
    d.fixture.intercept(null);
    const sent = d.fixture.sent.length;
    await move(from, to);
    expect(
      d.fixture.sent.slice(sent).filter(line => /uploadId|uploads/.test(line))
    ).toEqual([]);
    expect(await d.exists(`${from}/é a.txt`)).toBe(false);
    const moved = await d.head(`${to}/é a.txt`);
    expect([moved.ContentType, moved.Metadata]).toEqual([
      'text/x-kept',
      { author: 'me' }
    ]);
  });

  it.each([
    ['the source', 'from'],
    ['the copy', 'to']
  ])('keeps both where %s was changed since', async (_, changed) => {
    const places = { from: folder(), to: folder() };
    const { from, to } = places;
    await d.put(`${from}/é a.txt`, 'content');
    await d.put(`${to}/there`, 'there');
    refuseToDelete();
    await expect(move(from, to)).rejects.toThrow();
    d.fixture.intercept(null);
    const key = `${places[changed as 'from' | 'to']}/é a.txt`;
    await d.put(key, 'changed by someone else');
    await expect(move(from, to)).rejects.toThrow();
    expect(await d.text(key)).toBe('changed by someone else');
    expect(await d.exists(`${from}/é a.txt`)).toBe(true);
    expect(await d.exists(`${to}/é a.txt`)).toBe(true);
    // Then the other is an object like any other that is in the way.
    await expect(move(from, to)).rejects.toThrow(/already/);
  });
});
