// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the conditions, copies and batches that this is made of are proved on each store by smaller specs

import { ListObjectsV2Command } from '@aws-sdk/client-s3';

import type {
  IFolderOptions,
  IFolderProgress
} from '../../s3/copies/copyfolder';
import { SMALL_AT_ONCE } from '../../s3/transport/batcher';
import { runs } from '../../testing/random';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';

/**
 * How many objects a folder has here: more than a page of a listing, and than a
 * batch of deletions.
 */
const MANY = runs(1100);

let d: IDriveFixture;
let b: string;

useDrive({ own: true, timeout: 120_000 }, made => {
  d = made;
  b = d.bucket;
});

/** Fill a folder: objects in ten subfolders, one with a marker. */
async function fill(folder: string, count = MANY): Promise<void> {
  const todo = Array.from({ length: count }, (_, i) => i).values();
  const work = async () => {
    for (const i of todo) {
      await d.put(`${folder}/${i % 10}/o${i}.txt`, `object ${i}`);
    }
  };
  await d.put(`${folder}/`, '');
  await Promise.all(Array.from({ length: 16 }, work));
}

/** What is below a folder: ETags by key, without hidden journals. */
async function below(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let token: string | undefined;
  do {
    const page = await d.fixture.foreign.send(
      new ListObjectsV2Command({
        Bucket: b,
        Prefix: `${folder}/`,
        ContinuationToken: token
      })
    );
    for (const { ETag, Key } of page.Contents ?? []) {
      if (!Key!.endsWith('.json')) {
        found.set(Key!.slice(folder.length), ETag ?? '');
      }
    }
    token = page.NextContinuationToken;
  } while (token);
  return found;
}

/** Watch the progress, and call a function at one point. */
function at(
  point: (progress: IFolderProgress) => boolean,
  run: () => void
): Pick<IFolderOptions, 'onProgress'> {
  let ran = false;
  return {
    onProgress: progress => {
      if (!ran && point(progress)) {
        ran = true;
        run();
      }
    }
  };
}

/** Let a number of requests through, and none after. */
function cutAfter(count: number): void {
  let sent = 0;
  d.fixture.intercept(async (_, next) => {
    if (++sent > count) {
      throw new TypeError('network error');
    }
    return next();
  });
}

describe('a folder of many objects', () => {
  it.each(['rename', 'copy'] as const)(
    'stays whole when its %s is cancelled, and nothing else is left',
    async kind => {
      await fill(`${kind}/from`);
      const before = await below(`${kind}/from`);
      const abort = new AbortController();
      const seen: number[] = [];
      const options = {
        signal: abort.signal,
        ...at(
          ({ done }) => done > 700,
          () => abort.abort()
        )
      };
      const { onProgress } = options;
      options.onProgress = progress => {
        seen.push(progress.done);
        onProgress?.(progress);
      };
      const to = `${b}/${kind}/to`;
      await expect(
        d.drive[kind](`${b}/${kind}/from`, to, options)
      ).rejects.toMatchObject({ code: 'Aborted', keys: [] });
      expect(seen.length).toBeGreaterThan(700);
      // What is under way is finished, and nothing more begun.
      expect(seen.length).toBeLessThan(700 + SMALL_AT_ONCE + 10);
      expect(await below(`${kind}/from`)).toEqual(before);
      expect(await d.keys(`${kind}/to`)).toEqual([]);
    },
    120_000
  );

  it('is not halved by cancelling when its sources are being deleted', async () => {
    await fill('late/from');
    const before = await below('late/from');
    const abort = new AbortController();
    let committed = 0;
    await d.drive.rename(`${b}/late/from`, `${b}/late/to`, {
      signal: abort.signal,
      onCommit: () => {
        committed += 1;
        abort.abort();
      }
    });
    expect(committed).toBe(1);
    expect((await below('late/from')).size).toBe(0);
    expect(await below('late/to')).toEqual(before);
  }, 120_000);

  it('loses nothing wherever its move is cut off, and is moved in the end', async () => {
    await fill('cut/from');
    const before = await below('cut/from');
    let attempts = 0;
    for (let isMoved = false; !isMoved; attempts++) {
      // First early, then later each time.
      cutAfter(20 + Math.floor((Math.random() * MANY) / 3));
      isMoved = await d.drive.rename(`${b}/cut/from`, `${b}/cut/to`).then(
        () => true,
        () => false
      );
      d.fixture.intercept(null);
      const both = new Map([
        ...(await below('cut/to')),
        ...(await below('cut/from'))
      ]);
      expect(both).toEqual(before);
      expect(attempts).toBeLessThan(30);
    }
    expect(attempts).toBeGreaterThan(2);
    expect(await below('cut/to')).toEqual(before);
    expect(await d.keys('cut/from')).toEqual([]);
    expect((await d.keys('cut/to')).filter(key => /json$/.test(key))).toEqual(
      []
    );
  }, 240_000);

  it('is copied once, however often its copy is cut off', async () => {
    await fill('copy/from');
    const before = await below('copy/from');
    for (const count of [300, 500]) {
      cutAfter(count);
      await expect(
        d.drive.copy(`${b}/copy/from`, `${b}/copy/into`)
      ).rejects.toThrow();
      d.fixture.intercept(null);
    }
    const already = (await below('copy/into/from')).size;
    expect(already).toBeGreaterThan(MANY / 4);
    const sent = d.fixture.sent.length;
    const copy = await d.drive.copy(`${b}/copy/from`, `${b}/copy/into`);
    expect(copy.path).toBe(`${b}/copy/into/from`);
    // What was already copied is not copied again.
    const puts = d.fixture.sent.slice(sent).filter(one => /^PUT /.test(one));
    expect(puts.length).toBeLessThan(MANY - already + 10);
    expect(await below('copy/into/from')).toEqual(before);
    expect(await below('copy/from')).toEqual(before);
    // The same for a copy next to the original.
    cutAfter(400);
    await expect(d.drive.copy(`${b}/copy/from`, `${b}/copy`)).rejects.toThrow();
    d.fixture.intercept(null);
    const beside = await d.drive.copy(`${b}/copy/from`, `${b}/copy`);
    expect(beside.path).toBe(`${b}/copy/from-Copy1`);
    expect(await below('copy/from-Copy1')).toEqual(before);
    const next = await d.drive.copy(`${b}/copy/from`, `${b}/copy`);
    expect(next.path).toBe(`${b}/copy/from-Copy2`);
  }, 240_000);

  it('survives that the store is killed in the middle of its move', async () => {
    await fill('kill/from');
    const before = await below('kill/from');
    let killing: Promise<void> | undefined;
    const options = at(
      ({ done }) => done > MANY / 4 + (Math.random() * MANY) / 2,
      () => (killing = d.fixture.control.killStore())
    );
    await expect(
      d.drive.rename(`${b}/kill/from`, `${b}/kill/to`, options)
    ).rejects.toThrow();
    await killing;
    await d.fixture.control.startStore();
    expect(await below('kill/from')).toEqual(before);
    await d.drive.rename(`${b}/kill/from`, `${b}/kill/to`);
    expect(await below('kill/to')).toEqual(before);
    expect(await d.keys('kill/from')).toEqual([]);
  }, 240_000);

  it('is deleted in few requests, with progress, and no neighbour with it', async () => {
    await fill('gone/dir');
    await d.put('gone/dir2/x', 'neighbour');
    const seen: number[] = [];
    const sent = d.fixture.sent.length;
    await d.drive.remove(`${b}/gone/dir`, { onProgress: n => seen.push(n) });
    // HEAD and LIST of the name, its folder, the pages, two batches per page.
    expect(d.fixture.sent.length - sent).toBeLessThan(
      8 + 3 * Math.ceil(MANY / 1000)
    );
    expect(seen[seen.length - 1]).toBe(MANY);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
    expect(await d.keys('gone/dir/')).toEqual([]);
    expect(await d.text('gone/dir2/x')).toBe('neighbour');
  }, 120_000);

  it('stays in part when its deletion is cancelled, to be deleted again', async () => {
    await fill('part/dir');
    const abort = new AbortController();
    await expect(
      d.drive.remove(`${b}/part/dir`, {
        signal: abort.signal,
        onProgress: () => abort.abort()
      })
    ).rejects.toMatchObject({ code: 'Aborted' });
    const left = await below('part/dir');
    expect(left.has('/')).toBe(true);
    expect(left.size).toBeGreaterThan(1);
    await d.drive.remove(`${b}/part/dir`);
    expect(await d.keys('part/dir/')).toEqual([]);
  }, 120_000);
});
