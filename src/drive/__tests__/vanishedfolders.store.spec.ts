// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  ListObjectsV2Command,
  PutBucketVersioningCommand
} from '@aws-sdk/client-s3';

import { statusOf } from '../../testing/drive/documents';
import {
  type IDriveFixture,
  makeDrive
} from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';
import { S3Location } from '../../s3/location';
import { until } from '../../testing/until';

let d: IDriveFixture;
let b: string;
const recents: S3Location[] = [];
const locations = { bookmarks: () => [], recents: () => recents };

/** A bucket that keeps deleted versions. */
useDrive({ locations }, async made => {
  d = made;
  b = d.bucket;
  await d.fixture.foreign.send(
    new PutBucketVersioningCommand({
      Bucket: b,
      VersioningConfiguration: { Status: 'Enabled' }
    })
  );
});

/** The names of a folder, as the drive shows them. */
async function names(folder: string, drive = d.drive): Promise<string[]> {
  const { content } = await drive.get(`${b}/${folder}`, {
    content: true,
    type: 'directory'
  });
  return content.map(({ name }: { name: string }) => name).sort();
}

/** The prefixes of a folder, as the store lists them. */
async function listed(folder: string): Promise<string[]> {
  const { CommonPrefixes } = await d.fixture.foreign.send(
    new ListObjectsV2Command({ Bucket: b, Prefix: folder, Delimiter: '/' })
  );
  return (CommonPrefixes ?? []).map(({ Prefix }) => Prefix!);
}

/** How long what comes without a call may take (ms). */
const COMES_MS = 60_000;

/** The drive after a reload of the page in the same browser. */
async function reloaded<T>(
  use: (drive: IDriveFixture['drive']) => Promise<T>
): Promise<T> {
  const again = await makeDrive({ bucket: b, fixture: d.fixture });
  try {
    return await use(again.drive);
  } finally {
    again.drive.dispose();
  }
}

describe('a store with versions', () => {
  it('lists a folder of which only delete markers are left, or does not', async () => {
    await d.put('known/x/y.txt', '1');
    await d.put('known/z.txt', '1');
    await d.drop('known/x/y.txt');
    expect(await listed('known/')).toEqual(
      d.fixture.store === 'minio' ? ['known/x/'] : []
    );
  });
});

const own: [string, (at: string) => Promise<unknown>][] = [
  ['deleted', at => d.drive.remove(`${b}/${at}/old`)],
  ['deleted by a core command', at => d.contents.delete(`s3:${b}/${at}/old`)],
  ['renamed', at => d.drive.rename(`${b}/${at}/old`, `${b}/${at}/new`)],
  ['moved away', at => d.drive.rename(`${b}/${at}/old`, `${b}/${at}-old`)],
  [
    'emptied, then deleted',
    async at => {
      await d.drive.remove(`${b}/${at}/old/sub`);
      await d.drive.remove(`${b}/${at}/old/x.txt`);
      await d.drive.remove(`${b}/${at}/old`);
    }
  ]
];

describe.each(own)('a folder that was %s here', (what, operation) => {
  const at = what.replace(/\W+/g, '-');

  beforeAll(async () => {
    for (const key of ['old/x.txt', 'old/sub/deep/y.txt', 'stays.txt']) {
      await d.put(`${at}/${key}`, '1');
    }
    recents.splice(0, recents.length, S3Location.fromPath(`${b}/${at}/old/`));
    await names(at);
    await operation(at);
  });

  it('is not listed again', async () => {
    for (let again = 0; again < 2; again++) {
      expect(await names(at)).not.toContain('old');
      expect(await names('')).toContain(at);
    }
  });

  it('nor after a reload of the page', async () => {
    const shown = await reloaded(drive => names(at, drive));
    expect(shown).not.toContain('old');
    expect(shown).toContain('stays.txt');
  });

  it('nor found by a search, nor told as a recent place', async () => {
    const { entries } = await d.drive.find(`${b}/${at}`, 'ol');
    expect(entries).toEqual([]);
    const root = await d.drive.get('', { content: true });
    const paths = root.content.map(({ path }: { path: string }) => path);
    expect(paths).not.toContain(`${b}/${at}/old`);
  });

  it('is shown again, alone, when someone else writes there', async () => {
    // A check that a listing has begun may find it at once.
    d.events.length = 0;
    await d.put(`${at}/old/theirs/new.txt`, '1');
    await until(async () => expect(await names(at)).toContain('old'), COMES_MS);
    expect(d.events).toMatchObject([
      { type: 'new', newValue: { path: `${b}/${at}/old`, type: 'directory' } }
    ]);
    await until(
      async () => expect(await names(`${at}/old`)).toEqual(['theirs']),
      COMES_MS
    );
  });
});

describe('a name that is free again', () => {
  it('is taken by a new folder, which stays', async () => {
    await d.put('again/f/x.txt', '1');
    await d.put('again/g.txt', '1');
    await d.drive.remove(`${b}/again/f`);
    await d.drive.save(`${b}/again/f`, { type: 'directory' });
    expect(await names('again')).toEqual(['f', 'g.txt']);
    expect(await names('again/f')).toEqual([]);
  });

  it('is given to what is created', async () => {
    const create = () =>
      d.drive.newUntitled({ path: `${b}/again`, type: 'directory' });
    const { name } = await create();
    await d.drive.save(`${b}/again/${name}/x.txt`, {
      type: 'file',
      format: 'text',
      content: 'x'
    });
    await d.drive.remove(`${b}/again/${name}`);
    expect((await create()).name).toBe(name);
  });

  it('is taken by a save, and by an upload', async () => {
    await d.put('again/h/x.txt', '1');
    await d.drive.remove(`${b}/again/h`);
    await d.drive.save(`${b}/again/h/i/x.txt`, {
      type: 'file',
      format: 'text',
      content: 'x'
    });
    expect(await names('again/h')).toEqual(['i']);
    await d.drive.remove(`${b}/again/h`);
    await d.drive.upload(`${b}/again/h/j`, new File(['x'], 'up.txt'));
    expect(await names('again')).toContain('h');
    expect(await names('again/h')).toEqual(['j']);
  });
});

describe('an empty folder', () => {
  it('that has a marker stays', async () => {
    await d.put('marked/empty/', '');
    await d.put('marked/x.txt', '');
    expect(await names('marked')).toEqual(['empty', 'x.txt']);
    expect(await names('marked/empty')).toEqual([]);
    expect(await names('marked')).toEqual(['empty', 'x.txt']);
  });

  it('is left where its last folder was deleted, beside mere names', async () => {
    await d.put('last/ghost/x.txt', '1');
    await d.put('last/real/x.txt', '1');
    await d.drop('last/ghost/x.txt');
    await d.drive.remove(`${b}/last/real`);
    expect(await d.keys('last/')).toEqual(['last/']);
    expect(await names('')).toContain('last');
  });
});

/** Operations on an empty folder, and whether they fail. */
const found: [string, (path: string) => Promise<unknown>, boolean][] = [
  [
    'entered',
    path => d.drive.get(path, { content: true, type: 'directory' }),
    true
  ],
  ['renamed', path => d.drive.rename(path, `${path}-new`), true],
  ['copied', path => d.drive.copy(path, b), true],
  ['deleted', path => d.drive.remove(path), false]
];

describe.each(found)(
  'a folder that turns out empty when it is %s',
  (what, operation, fails) => {
    it('goes, with a sentence', async () => {
      const at = `empty-${what}`;
      await d.put(`${at}/ghost/x.txt`, '1');
      await d.put(`${at}/y.txt`, '1');
      await d.drop(`${at}/ghost/x.txt`);
      const isListed = (await listed(`${at}/`)).length > 0;
      expect(await names(at)).toEqual(
        isListed ? ['ghost', 'y.txt'] : ['y.txt']
      );
      const path = `${b}/${at}/ghost`;
      const done = operation(path);
      const told = await done.then(
        () => d.notices.map(({ message }) => message),
        (error: Error) => [error.message]
      );
      if (fails || !isListed) {
        expect(await statusOf(done)).toBe(404);
      }
      expect(told).toHaveLength(1);
      expect(told[0]).toContain(`s3://${b}/${at}/ghost`);
      if (isListed) {
        expect(told[0]).toContain('holds nothing');
      }
      // The panel that enters the folder shows this in its place.
      const isTold = isListed && what !== 'entered';
      expect(d.events).toEqual(
        isTold ? [{ type: 'delete', oldValue: { path }, newValue: null }] : []
      );
      expect(await names(at)).toEqual(['y.txt']);
      expect(await reloaded(drive => names(at, drive))).toEqual(['y.txt']);
    });
  }
);

describe('what it costs', () => {
  it('is no request a row', async () => {
    for (let i = 0; i < 30; i++) {
      await d.put(`rows/${i}/x.txt`, '1');
    }
    d.fixture.sent.length = 0;
    expect(await names('rows')).toHaveLength(30);
    expect(d.fixture.sent).toHaveLength(1);
  });

  it('is a bounded number of looks at what is not shown', async () => {
    for (let i = 0; i < 20; i++) {
      await d.drive.remove(`${b}/rows/${i}`);
    }
    d.fixture.sent.length = 0;
    expect(await names('rows')).toHaveLength(10);
    expect(d.fixture.sent.length).toBeLessThanOrEqual(9);
  });
});
