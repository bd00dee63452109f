// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: what is wrong with the listings is scripted

import type { Done } from '../../changes/selections';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';

let d: IDriveFixture;
let b: string;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

/** What a broken gateway makes of the request for a listing. */
type Lie = (url: URL) => void;

/** What it makes of the store's answer. */
type Forgery = (listing: string) => string;

const asIs: Forgery = listing => listing;

const LIES: [string, Lie, Forgery][] = [
  ['drops the prefix', url => url.searchParams.delete('prefix'), asIs],
  [
    'shortens the prefix',
    url => {
      const prefix = url.searchParams.get('prefix') ?? '';
      url.searchParams.set('prefix', prefix.slice(0, 1));
    },
    asIs
  ],
  [
    'says that there is more, and not where',
    () => undefined,
    listing =>
      listing
        .replace(/<NextContinuationToken>.*?<\/NextContinuationToken>/, '')
        .replace(
          /<IsTruncated>false<\/IsTruncated>/,
          '<IsTruncated>true</IsTruncated>'
        )
  ],
  [
    'begins again and again',
    url => url.searchParams.delete('continuation-token'),
    listing =>
      listing
        .replace(/<NextContinuationToken>.*?<\/NextContinuationToken>/, '')
        .replace(
          /<IsTruncated>(true|false)<\/IsTruncated>/,
          '<IsTruncated>true</IsTruncated><NextContinuationToken>same</NextContinuationToken>'
        )
  ]
];

const OPERATIONS: [string, (folder: string) => Promise<unknown>][] = [
  ['delete', folder => d.drive.delete(folder)],
  ['rename', folder => d.drive.rename(folder, `${folder}-new`)],
  ['copy', folder => d.drive.copy(folder, `${b}/to`)]
];

/** They are tried one by one when a listing of the folder does not help. */
const SELECTIONS: [string, (files: string[]) => Promise<Done>][] = [
  ['removal', files => d.drive.removeAll(files)],
  ['move', files => d.drive.moveAll(files, `${b}/to`)],
  ['copy', files => d.drive.copyAll(files, `${b}/to`)]
];

/** Fill the bucket, and return its keys. */
async function fill(): Promise<string[]> {
  await d.put('keep/me.txt', 'mine');
  await d.put('deep/a.txt', 'a');
  await d.put('deep/sub/b.txt', 'b');
  await d.put('depth.txt', 'neighbour');
  await d.drive.get(`${b}/deep`);
  return d.keys('');
}

/** Let all listings be what a broken gateway makes of them. */
function spoil(lie: Lie, forgery: Forgery): void {
  d.fixture.intercept(async (request, next) => {
    const url = new URL(request.url);
    if (!url.searchParams.has('list-type')) {
      return next();
    }
    lie(url);
    const response = await fetch(new Request(url, request));
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    return new Response(forgery(await response.text()), {
      status: response.status,
      headers
    });
  });
}

describe.each(LIES)('a gateway that %s', (_, lie, forgery) => {
  it.each(OPERATIONS)('makes the %s of a folder fail', async (name, run) => {
    const before = await fill();
    spoil(lie, forgery);
    await expect(run(`${b}/deep`)).rejects.toMatchObject({
      code: 'ListingBroken'
    });
    d.fixture.intercept(null);
    const after = await d.keys('');
    if (name === 'delete') {
      // It may have begun with what is in the folder, as the person wanted.
      const kept = before.filter(key => !key.startsWith('deep/'));
      expect(after).toEqual(expect.arrayContaining(kept));
    } else {
      expect(after).toEqual(before);
    }
    expect(await d.text('keep/me.txt')).toBe('mine');
  });

  it.each(SELECTIONS)('ends no %s of a selection', async (_, run) => {
    const before = await fill();
    spoil(lie, forgery);
    const done = await run([`${b}/deep/a.txt`]);
    expect([...done.values()]).not.toContain(null);
    d.fixture.intercept(null);
    expect(await d.keys('')).toEqual(before);
  });
});
