// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: a store that is down answers nothing, whichever it is

import type { IFixture } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import { copyFolder, moveFolder } from '../copies/copyfolder';
import { moveObject } from '../copies/moveobject';
import { problemOf } from '../errors';
import { S3Location } from '../location';
import { listAll, listPage } from '../objects/list';
import { exists } from '../objects/head';
import { getObject } from '../objects/get';
import { putObject } from '../objects/put';
import { until } from '../../testing/until';
import { uploadBlob } from '../../testing/uploadblob';

const MIB = 2 ** 20;

let fixture: IFixture;
let bucket: string;

useStore({ own: true, stallTimeout: 1000 }, async made => {
  ({ fixture, bucket } = made);
  await putObject(fixture.connection, bucket, 'kept', '1');
});

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    error => error
  );
}

async function textAt(key: string): Promise<string> {
  const opened = await getObject(fixture.connection, bucket, key);
  return new TextDecoder().decode(await opened.body());
}

/** Kill the store just before the n-th request that matches. */
function killBefore(pattern: RegExp, nth = 1): { killed: boolean } {
  const state = { killed: false };
  let matched = 0;
  fixture.intercept(async (request, next) => {
    const line = `${request.method} ${request.url}`;
    if (pattern.test(line) && ++matched === nth) {
      state.killed = true;
      await fixture.control.killStore();
    }
    return next();
  });
  return state;
}

/** How long a store, or an answer of it, may take to come (ms). */
const BACK_MS = 30_000;

/** Start the store, and wait until it has found its data again. */
async function revive(): Promise<void> {
  fixture.intercept(null);
  await fixture.control.startStore();
  await until(async () => void (await textAt('kept')), BACK_MS);
}

describe('a store that is down', () => {
  it('is said, and the next try works when it is up again', async () => {
    const { connection } = fixture;
    await fixture.control.killStore();
    const failures = await Promise.all([
      failureOf(listPage(connection, bucket, '')),
      failureOf(getObject(connection, bucket, 'kept')),
      failureOf(putObject(connection, bucket, 'kept', '2')),
      failureOf(exists(connection, bucket, 'kept'))
    ]);
    for (const failure of failures) {
      expect(problemOf(failure)).toBe('unreachable');
      expect(failure).toMatchObject({ origin: 'proxy', status: 502 });
    }
    await revive();
    expect(await textAt('kept')).toBe('1');
  });

  it('for a moment goes unnoticed', async () => {
    await fixture.control.killStore();
    const read = failureOf(textAt('kept').then(text => expect(text).toBe('1')));
    await revive();
    const failure = await read;
    // Three attempts take about a second, which may be too short.
    expect(failure === null || problemOf(failure) === 'unreachable').toBe(true);
    expect(await textAt('kept')).toBe('1');
  });
});

describe('a download', () => {
  it('that stalls is resumed', async () => {
    const bytes = new Uint8Array(64 * MIB).map((_, i) => i >> 10);
    await uploadBlob(fixture.connection, bucket, 'large', new Blob([bytes]));
    const ranges: (string | null)[] = [];
    fixture.intercept(async (request, next) => {
      ranges.push(request.headers.get('range'));
      return next();
    });
    const opened = await getObject(fixture.connection, bucket, 'large');
    await fixture.control.pauseStore();
    const reading = opened.body();
    try {
      await until(() => expect(ranges).toHaveLength(2), BACK_MS);
    } finally {
      await fixture.control.resumeStore();
    }
    const read = await reading;
    expect(Buffer.from(read).equals(Buffer.from(bytes))).toBe(true);
    expect(ranges[0]).toBeNull();
    expect(ranges[1]).toMatch(/^bytes=\d+-67108863$/);
  });

  it('of a store that dies is never whole', async () => {
    const opened = await getObject(fixture.connection, bucket, 'large');
    const reading = failureOf(opened.body());
    await fixture.control.killStore();
    const failure = await reading;
    await revive();
    // The request may have ended before the store was killed.
    if (failure !== null) {
      expect(['interrupted', 'unreachable']).toContain(problemOf(failure));
    }
  });
});

describe('a store that dies between the steps', () => {
  it.each([
    ['the copy begins', /^POST .*uploads=/],
    ['the part is copied', /^PUT .*partNumber=/],
    ['the copy is completed', /^POST .*uploadId=/],
    ['the copy is verified', /^HEAD .*move-to/],
    ['the source is deleted', /^DELETE .*move-from/]
  ])('of a move, before %s, loses nothing', async (_, pattern) => {
    const { connection } = fixture;
    const from = { bucket, key: 'move-from' };
    const to = { bucket, key: `move-to-${Math.random()}` };
    await putObject(connection, bucket, from.key, 'moved');
    const state = killBefore(pattern);
    const failure = await failureOf(moveObject(connection, from, to));
    expect(state.killed).toBe(true);
    const isCopied = /HEAD|DELETE/.test(pattern.source);
    expect(problemOf(failure)).toBe(isCopied ? 'source-left' : 'unreachable');
    await revive();
    expect(await textAt(from.key)).toBe('moved');
    expect(await exists(connection, bucket, to.key)).toBe(isCopied);
    if (!isCopied) {
      await moveObject(connection, from, to);
      expect(await exists(connection, bucket, from.key)).toBe(false);
    }
    expect(await textAt(to.key)).toBe('moved');
  });

  it.each([
    ['the move begins', /^PUT .*folder-to/, 1],
    ['its objects are copied', /^PUT .*folder-to.*f3/, 1],
    ['the copies are verified', /^GET .*prefix=folder-to/, 2],
    ['the sources are listed again', /^GET .*prefix=folder-from/, 2],
    ['the sources are deleted', /^POST .*delete/, 1],
    ['the move ends', /^DELETE .*folder-to/, 1]
  ])(
    'of a folder’s move, before %s, loses nothing',
    async (_, pattern, nth) => {
      const { connection } = fixture;
      const from = S3Location.fromPath(`${bucket}/folder-from/`);
      const to = S3Location.fromPath(`${bucket}/folder-to-${Date.now()}/`);
      const names = ['f1', 'f2', 'f3', 'f4'];
      for (const name of names) {
        await putObject(connection, bucket, from.key + name, name);
      }
      const state = killBefore(pattern, nth);
      const failure = await failureOf(moveFolder(connection, from, to));
      expect(state.killed).toBe(true);
      expect(problemOf(failure)).toBe('unreachable');
      await revive();
      for (const name of names) {
        const at = (await exists(connection, bucket, from.key + name))
          ? from
          : to;
        expect(await textAt(at.key + name)).toBe(name);
      }
      await moveFolder(connection, from, to);
      const left = [];
      for await (const page of listAll(connection, bucket, to.key)) {
        left.push(...page.objects.map(({ key }) => key.slice(to.key.length)));
      }
      expect(left).toEqual(names);
      expect(await hasSources(from.key)).toBe(false);
    }
  );

  it('of a folder’s copy leaves the source whole', async () => {
    const { connection } = fixture;
    const from = S3Location.fromPath(`${bucket}/copy-from/`);
    const to = S3Location.fromPath(`${bucket}/copy-to/`);
    await putObject(connection, bucket, 'copy-from/a', 'a');
    killBefore(/^PUT /);
    const failure = await failureOf(copyFolder(connection, from, to));
    expect(problemOf(failure)).toBe('unreachable');
    await revive();
    expect(await textAt('copy-from/a')).toBe('a');
  });
});

async function hasSources(prefix: string): Promise<boolean> {
  const page = await listPage(fixture.connection, bucket, prefix);
  return page.objects.length > 0;
}
