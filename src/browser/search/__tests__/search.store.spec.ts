// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: long listings are compared elsewhere.

import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';
import { measure } from '../../../usage/measure';
import { listPlaces } from '../../../usage/listbelow';
import { BelowSearch } from '../searchbelow';
import { S3Location } from '../../../s3/location';

/** The number of objects in the folder: more than three pages of a listing. */
const MANY = 3300;

/** The number of entries of the folder: one folder more. */
const ENTRIES = MANY + 1;

/** The number of concurrent writes. */
const AT_A_TIME = 32;

describe('a folder of several pages', () => {
  let d: IDriveFixture;
  let folder: string;

  useDrive({ timeout: 300_000 }, async made => {
    d = made;
    folder = `${d.bucket}/many`;
    const keys = Array.from({ length: MANY }, (_, i) => `many/n${1e5 + i}.csv`);
    keys.push('many/zoé+1 %/Zoë.txt', 'other/x', 'many-more/x');
    const next = keys[Symbol.iterator]();
    const write = async () => {
      for (const key of next) {
        await d.put(key, 'x');
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, write));
  });

  /** The LIST requests that were sent since the last call. */
  const lists = () =>
    d.fixture.sent.splice(0).filter(url => url.includes('list-type=2'));

  it('is listed by one request a thousand, each entry once', async () => {
    lists();
    const { content } = await d.drive.get(folder);
    const paths = content.map((item: { path: string }) => item.path);
    for await (const page of d.drive.more(folder)) {
      paths.push(...page.map(item => item.path));
    }
    expect(paths).toHaveLength(ENTRIES);
    expect(new Set(paths).size).toBe(ENTRIES);
    expect(lists()).toHaveLength(Math.ceil(ENTRIES / 1000));
  });

  it('stops at once, and goes on where it stopped', async () => {
    const seen = new Set<string>();
    const take = (items: { path: string }[]) =>
      items.forEach(item => seen.add(item.path));
    take((await d.drive.get(folder)).content);
    const abort = new AbortController();
    lists();
    const cancelled = async () => {
      for await (const page of d.drive.more(folder, {
        signal: abort.signal
      })) {
        take(page);
        abort.abort();
      }
    };
    await expect(cancelled()).rejects.toMatchObject({ code: 'Aborted' });
    expect(lists().length).toBeLessThanOrEqual(2);
    for await (const page of d.drive.more(folder)) {
      take(page);
    }
    expect(seen.size).toBe(ENTRIES);
  });

  it('goes on after an error with the page that failed', async () => {
    const seen = new Set<string>();
    (await d.drive.get(folder)).content.forEach((item: { path: string }) =>
      seen.add(item.path)
    );
    let count = 0;
    d.fixture.intercept(async (request, next) => {
      count += 1;
      return count === 3
        ? new Response('<Error><Code>NotImplemented</Code></Error>', {
            status: 501,
            headers: { 'X-S3-Drive-Origin': 'store' }
          })
        : next();
    });
    const all = async () => {
      for await (const page of d.drive.more(folder)) {
        page.forEach(item => seen.add(item.path));
      }
    };
    await expect(all()).rejects.toThrow();
    d.fixture.intercept(null);
    expect(seen.size).toBe(3000);
    await all();
    expect(seen.size).toBe(ENTRIES);
  });

  it('tells the names that begin with a text by one request', async () => {
    lists();
    const found = await d.drive.find(folder, 'n10000');
    expect(found.entries.map(item => item.name).sort()).toEqual(
      Array.from({ length: 10 }, (_, i) => `n10000${i}.csv`)
    );
    expect(found.more).toBe(false);
    const inBucket = await d.drive.find(d.bucket, 'many');
    expect(inBucket.entries.map(item => item.name).sort()).toEqual([
      'many',
      'many-more'
    ]);
    expect((await d.drive.find(folder, 'n1')).more).toBe(true);
    expect((await d.drive.find(folder, 'zoé+1 %')).entries).toMatchObject([
      { name: 'zoé+1 %', type: 'directory', path: `${folder}/zoé+1 %` }
    ]);
    expect((await d.drive.find(folder, 'Zoé')).entries).toEqual([]);
    expect(lists()).toHaveLength(5);
  });

  it('is searched with all that is below', async () => {
    const below = new BelowSearch((path, options) =>
      d.drive.walk(path, options)
    );
    await below.start(folder, 'ZOË');
    expect(below.hits).toMatchObject([
      { path: `${folder}/zoé+1 %/Zoë.txt`, folder: 'zoé+1 %/', name: 'Zoë.txt' }
    ]);
    expect(below.lookedAt).toBe(ENTRIES);
    await below.start(d.bucket, '/x');
    expect(below.hits.map(hit => hit.path).sort()).toEqual([
      `${d.bucket}/many-more/x`,
      `${d.bucket}/other/x`
    ]);
    below.dispose();
  });

  it('is measured', async () => {
    const { signal } = new AbortController();
    const { bucket } = d;
    const locations = [
      S3Location.fromPath(`${bucket}/many/`),
      S3Location.fromPath(`${bucket}/other/x`)
    ];
    const usage = await measure(
      listPlaces(d.fixture.connection, locations, signal),
      signal,
      () => undefined
    );
    expect(usage.objects).toBe(MANY + 2);
    expect(usage.bytes).toBe(MANY + 2);
  });
});
