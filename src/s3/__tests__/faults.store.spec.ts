// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { connect, freshBucket, type IFixture } from '../../testing/fixtures';
import { copyFolder, moveFolder, moveObject } from '../copy';
import { problemOf } from '../errors';
import { listAll, listPage } from '../listing';
import { exists, getObject, putObject } from '../objects';
import { uploadBlob } from '../uploads';

const MIB = 2 ** 20;

let fixture: IFixture;
let bucket: string;

beforeAll(async () => {
  fixture = await connect({ own: true, stallTimeout: 1000 });
  bucket = await freshBucket(fixture);
  await putObject(fixture.connection, bucket, 'kept', '1');
});

afterEach(() => fixture.intercept(null));

afterAll(() => fixture.dispose());

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

/** Start the store; it may need some time until it finds its data again. */
async function revive(): Promise<void> {
  fixture.intercept(null);
  await fixture.control.startStore();
  let failure: unknown;
  await until(async () => {
    failure = await failureOf(textAt('kept'));
    return failure === null;
  });
  if (failure !== null) {
    throw failure;
  }
}

/** Wait for something, half a minute at most; resolves to whether it came. */
async function until(test: () => boolean | Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (await test()) {
      return true;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return false;
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
    // Three attempts cover about a second: it may be too short.
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
    const isResumed = await until(() => ranges.length > 1);
    await fixture.control.resumeStore();
    expect(isResumed).toBe(true);
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
    // It may have been faster than the death of the store.
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
    expect(problemOf(failure)).toBe('unreachable');
    await revive();
    expect(await textAt(from.key)).toBe('moved');
    const isCopied = await exists(connection, bucket, to.key);
    expect(isCopied).toBe(/HEAD|DELETE/.test(pattern.source));
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
      const from = { bucket, key: 'folder-from/' };
      const to = { bucket, key: `folder-to-${Date.now()}/` };
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
    const from = { bucket, key: 'copy-from/' };
    const to = { bucket, key: 'copy-to/' };
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
