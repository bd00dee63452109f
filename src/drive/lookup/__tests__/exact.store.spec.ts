// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  CreateBucketCommand,
  PutBucketVersioningCommand
} from '@aws-sdk/client-s3';
import type { Contents } from '@jupyterlab/services';

import { statusOf } from '../../../testing/drive/documents';
import {
  type IDriveFixture,
  makeDrive
} from '../../../testing/drive/drivefixture';
import { type IFixture, connect, freshName } from '../../../testing/fixtures';
import { isMotoTried } from '../../../testing/server';

/**
 * An entry that shares its name, or has a key that no path can have.
 */
interface IShape {
  readonly what: string;
  /** The keys to put into the bucket, in this order. */
  readonly keys: readonly string[];
  /** The folder that shows the entry. */
  readonly folder: string;
  /** The exact key of the entry; that of a folder ends in a slash. */
  readonly key: string;
}

const shape = (
  what: string,
  folder: string,
  key: string,
  ...keys: string[]
): IShape => ({ what, folder, key, keys });

const SHAPES: IShape[] = [
  shape('an object beside a marker', 'f/', 'f/a', 'f/a', 'f/a/'),
  shape('a marker beside an object', 'f/', 'f/a/', 'f/a', 'f/a/'),
  shape('an object beside a folder', 'f/', 'f/a', 'f/a/b', 'f/a'),
  shape('a folder beside an object', 'f/', 'f/a/', 'f/a/b', 'f/a/', 'f/a'),
  shape('an empty segment', 'f/x/', 'f/x//', 'f/x//y', 'f/x//z'),
  shape('a second slash at the end', 'f/x/', 'f/x//', 'f/x//'),
  shape('two slashes at the end', 'f/x/', 'f/x//', 'f/x///', 'f/x/!'),
  shape('a dot segment', 'f/x/', 'f/x/./', 'f/x/./y'),
  shape('two dots as a segment', 'f/x/', 'f/x/../', 'f/x/../y'),
  shape('a dot at the end', 'f/x/', 'f/x/.', 'f/x/.', 'f/x/./y'),
  shape('two dots at the end', 'f/x/', 'f/x/..', 'f/x/..', 'f/x/../y'),
  shape('a leading slash', '', '/', '/y', '/f/y', '/'),
  shape('two slashes alone', '', '/', '//')
];

/**
 * What the keys above would become if slashes were collapsed, and keys with the
 * same beginning.
 */
const BYSTANDERS = ['y', 'z', 'f/y', 'f/b', 'f/x/y', 'f/x/z', 'f/x.', 'f/ab'];

/**
 * The ways to delete it; each deletes what is under the keys that it returns.
 */
const WAYS: [string, (d: IDriveFixture, shape: IShape) => Promise<string[]>][] =
  [
    [
      'by its row',
      async (d, { folder, key }) => {
        await d.drive.remove(await rowOf(d, folder, key));
        return [key];
      }
    ],
    [
      'in a selection',
      async (d, { folder, key }) => {
        const paths = [await rowOf(d, folder, key)];
        paths.push(`${d.bucket}/${folder}y`);
        const done = await d.drive.removeAll(paths);
        for (const path of paths.filter(path => !done.has(path))) {
          await d.drive.remove(path);
        }
        return [key, `${folder}y`];
      }
    ],
    [
      'with its folder',
      async (d, { folder, key }) => {
        if (folder === '') {
          return [];
        }
        await d.drive.remove(`${d.bucket}/${folder}`.replace(/\/$/, ''));
        return [folder];
      }
    ]
  ];

const fixtures = new Map<string, IFixture>();

/**
 * The store of this run; or moto, the only one that keeps all keys as AWS does.
 */
async function fixtureOf(where: string): Promise<IFixture> {
  const known = fixtures.get(where);
  const own = where === 'aws' ? ('moto' as const) : undefined;
  const fixture = known ?? (await connect({ own }));
  fixtures.set(where, fixture);
  return fixture;
}

afterAll(async () => {
  for (const fixture of fixtures.values()) {
    await fixture.dispose();
  }
});

/** The path of the entry of an exact key, as the drive lists it. */
async function rowOf(
  d: IDriveFixture,
  folder: string,
  key: string
): Promise<string> {
  const path = `${d.bucket}/${folder}`.replace(/\/$/, '');
  const { content } = await d.drive.get(path);
  const row = (content as Contents.IModel[]).find(
    item => d.drive.flags(item.path).key === key
  );
  if (!row) {
    throw new Error(`There is no row of ${key}.`);
  }
  return row.path;
}

/**
 * A drive with a bucket that contains a shape; `null` if the store does not
 * keep it.
 */
async function holding(
  where: string,
  { folder, key, keys }: IShape,
  isVersioned = false
): Promise<IDriveFixture | null> {
  const fixture = await fixtureOf(where);
  const bucket = freshName('exact');
  await fixture.foreign.send(new CreateBucketCommand({ Bucket: bucket }));
  if (isVersioned) {
    await fixture.foreign.send(
      new PutBucketVersioningCommand({
        Bucket: bucket,
        VersioningConfiguration: { Status: 'Enabled' }
      })
    );
  }
  // The fixture is shared: disposing of the drive must not close it.
  const shared = { ...fixture, dispose: async () => undefined };
  const d = await makeDrive({ fixture: shared, bucket });
  let isKept = true;
  await Promise.all(BYSTANDERS.map(name => d.put(name, name)));
  for (const wanted of keys) {
    const body = wanted.endsWith('/') ? new Uint8Array() : wanted;
    await d.put(wanted, body).catch(() => {
      isKept = false;
    });
  }
  const there = await d.keys();
  const isShown = isKept && keys.every(wanted => there.includes(wanted));
  if (isShown && (await rowOf(d, folder, key).catch(() => null)) !== null) {
    return d;
  }
  await d.dispose();
  return null;
}

/** The keys that remain; markers of the folders above may appear or stay. */
function rest(keys: string[], deleted: string[], folder: string): string[] {
  return keys.filter(
    key =>
      key !== folder &&
      key !== 'f/' &&
      !deleted.some(gone =>
        gone.endsWith('/') ? key.startsWith(gone) : key === gone
      )
  );
}

const CASES = (isMotoTried ? ['store', 'aws'] : ['store']).flatMap(where =>
  [false, true].flatMap(isVersioned =>
    SHAPES.map(one => ({ where, isVersioned, one, title: one.what }))
  )
);

describe.each(CASES)(
  '$title in the $where (versions: $isVersioned)',
  ({ where, isVersioned, one }) => {
    const ways = isVersioned ? WAYS.slice(0, 1) : WAYS;

    it.each(ways)('is deleted exactly, %s', async (_, remove) => {
      const d = await holding(where, one, isVersioned);
      if (!d) {
        expect(where).toBe('store');
        return;
      }
      const before = await d.keys();
      const deleted = await remove(d, one);
      const after = await d.keys();
      expect(rest(after, [], one.folder)).toEqual(
        rest(before, deleted, one.folder)
      );
      for (const key of after.filter(key => BYSTANDERS.includes(key))) {
        expect(await d.text(key)).toBe(key);
      }
      await d.dispose();
    });

    it('is neither moved nor copied as something else', async () => {
      const d = isVersioned ? null : await holding(where, one);
      if (!d) {
        expect(isVersioned || where === 'store').toBe(true);
        return;
      }
      const before = await d.keys();
      const path = await rowOf(d, one.folder, one.key);
      const { drive } = d;
      expect([400, 409]).toContain(
        await statusOf(drive.rename(path, `${d.bucket}/new`))
      );
      expect([400, 409]).toContain(
        await statusOf(drive.copy(path, `${d.bucket}/f`))
      );
      expect((await drive.moveAll([path], `${d.bucket}/f/x`)).size).toBe(0);
      expect((await drive.copyAll([path], `${d.bucket}/f/x`)).size).toBe(0);
      // As JupyterLab's own commands name it: without the trailing slash.
      expect([400, 409]).toContain(
        await statusOf(d.contents.delete(`s3:${path}`))
      );
      expect(await d.keys()).toEqual(before);
      await d.dispose();
    });
  }
);

describe('what shares its name', () => {
  const twins = SHAPES.slice(0, 4);

  it.each(twins)('is left alone when it is gone: $what', async one => {
    const d = await holding('aws', one);
    const path = await rowOf(d!, one.folder, one.key);
    for (const key of await d!.keys('f/a')) {
      const isIt = one.key.endsWith('/')
        ? key.startsWith(one.key)
        : key === one.key;
      if (isIt) {
        await d!.drop(key);
      }
    }
    const before = await d!.keys();
    expect(await statusOf(d!.drive.remove(path))).toBe(404);
    expect(await statusOf(d!.drive.rename(path, `${d!.bucket}/n`))).toBe(409);
    expect((await d!.drive.removeAll([path])).size).toBe(0);
    expect(await d!.keys()).toEqual(before);
    await d!.dispose();
  });
});

describe('a row that the store does not list', () => {
  it.each(['f//', 'f/./', 'f/../', '/'])(
    'deletes nothing where it stands for another: %s',
    async key => {
      const folder = key === '/' ? '' : 'f/';
      const own = await makeDrive();
      for (const name of BYSTANDERS) {
        await own.put(name, name);
      }
      // A listing that contains folders that do not exist.
      own.fixture.intercept(async (request, next) => {
        const response = await next();
        if (!request.url.includes('delimiter')) {
          return response;
        }
        const listing = (await response.text()).replace(
          '</ListBucketResult>',
          `<CommonPrefixes><Prefix>${key}</Prefix></CommonPrefixes></ListBucketResult>`
        );
        const headers = new Headers(response.headers);
        headers.delete('content-length');
        return new Response(listing, { status: 200, headers });
      });
      const before = await own.keys();
      const path = await rowOf(own, folder, key);
      expect(await statusOf(own.drive.remove(path))).toBe(404);
      expect(await own.keys()).toEqual(before);
      own.fixture.intercept(null);
      await own.dispose();
    }
  );
});

describe('what the store does not delete', () => {
  it('is named with the reason, and the rest is deleted', async () => {
    const one = SHAPES.find(({ key }) => key === 'f/x//')!;
    const d = (await holding('aws', one))!;
    let headers = new Headers();
    d.fixture.intercept(async (request, next) => {
      const isPost = request.method === 'POST';
      const text = isPost ? await request.clone().text() : '';
      if (!text.includes('f/x//y')) {
        const response = await next();
        headers = new Headers(response.headers);
        headers.delete('content-length');
        return response;
      }
      const answer = `<DeleteResult><Error><Key>f/x//y</Key>
        <Code>InvalidRequest</Code><Message>Bad name</Message></Error></DeleteResult>`;
      return new Response(answer, { status: 200, headers });
    });
    const error = await d.drive.remove(`${d.bucket}/f/x`).catch(e => e);
    fixtures.get('aws')!.intercept(null);
    expect(error.message).toMatch(/"f\/x\/\/y".*InvalidRequest/);
    expect(await d.keys('f/x/')).toEqual(['f/x//y', 'f/x//z']);
    await d.dispose();
  });

  it('is deleted only as it was looked at', async () => {
    const one = SHAPES.find(({ key }) => key === 'f/a')!;
    const d = (await holding('aws', one))!;
    let isFirst = true;
    d.fixture.intercept(async (request, next) => {
      if (request.method === 'DELETE' && isFirst) {
        isFirst = false;
        expect(request.headers.get('if-match')).toMatch(/^"/);
      }
      return next();
    });
    await d.drive.remove(await rowOf(d, one.folder, one.key));
    fixtures.get('aws')!.intercept(null);
    expect(isFirst).toBe(false);
    await d.dispose();
  });
});
