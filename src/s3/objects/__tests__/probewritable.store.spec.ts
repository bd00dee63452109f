// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { type IFixture, freshName } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { probeWritable } from '../probewritable';
import { getStatus } from '../../server/status';
import { problemOf } from '../../errors';
import { listBuckets, listPage } from '../list';
import { deleteObjects } from '../delete';
import { getObject } from '../get';
import { head } from '../head';
import { putObject } from '../put';

let fixture: IFixture;

useStore({ own: true }, async made => {
  ({ fixture } = made);
  for (const Bucket of ['readable', 'partly']) {
    await fixture.foreign.send(new CreateBucketCommand({ Bucket }));
    for (const Key of ['top.txt', 'diffusion/file.txt']) {
      const command = new PutObjectCommand({ Bucket, Key, Body: 'text' });
      await fixture.foreign.send(command);
    }
  }
});

async function problemIn(promise: Promise<unknown>) {
  const failure = await promise.then(
    () => undefined,
    error => error
  );
  return failure && problemOf(failure);
}

describe('with all rights', () => {
  beforeAll(() => fixture.control.restartServer());

  it('a place is writable, and the probe leaves nothing behind', async () => {
    const { connection } = fixture;
    for (const prefix of ['', 'diffusion/', 'no/such/é+/']) {
      expect(await probeWritable(connection, 'readable', prefix)).toBe(true);
    }
    const page = await listPage(connection, 'readable', '');
    expect(page.objects.map(object => object.key)).toEqual([
      'diffusion/file.txt',
      'top.txt'
    ]);
  });

  it('a store that knows no conditions keeps nothing of the probe', async () => {
    const { connection } = fixture;
    let puts = 0;
    fixture.intercept(async (request, next) => {
      if (request.method !== 'PUT') {
        return next();
      }
      puts += 1;
      const bare = new Request(request);
      bare.headers.delete('if-match');
      return fetch(bare);
    });
    expect(await probeWritable(connection, 'readable', 'new/')).toBe(true);
    fixture.intercept(null);
    expect(puts).toBe(1);
    const page = await listPage(connection, 'readable', 'new/');
    expect(page.objects).toEqual([]);
  });

  it('a bucket that is not there is said', async () => {
    const bucket = freshName();
    const probed = probeWritable(fixture.connection, bucket, '');
    // SeaweedFS would create the bucket for a user who may do so.
    expect(await problemIn(probed)).toBe(
      fixture.store === 'seaweedfs' ? undefined : 'no-such-bucket'
    );
    const buckets = await listBuckets(fixture.connection);
    expect(buckets.map(({ name }) => name)).not.toContain(bucket);
  });
});

describe('with the right to read', () => {
  beforeAll(() =>
    fixture.control.restartServer(fixture.description.users.reader)
  );

  it('a place is not writable', async () => {
    const { connection } = fixture;
    expect(await probeWritable(connection, 'readable', '')).toBe(false);
    expect((await head(connection, 'readable', 'top.txt')).size).toBe(4);
  });

  it('nothing is deleted, and that is told', async () => {
    const { connection } = fixture;
    const keys = ['top.txt', 'diffusion/file.txt'];
    const deleted = deleteObjects(connection, 'readable', keys);
    expect(await problemIn(deleted)).toBe('forbidden');
    const page = await listPage(connection, 'readable', '');
    expect(page.objects).toHaveLength(2);
  });

  it('a refusal is told as forbidden, also by a HEAD', async () => {
    const { connection } = fixture;
    const put = putObject(connection, 'readable', 'new', 'x');
    expect(await problemIn(put)).toBe('forbidden');
    const elsewhere = [
      head(connection, 'partly', 'top.txt'),
      getObject(connection, 'partly', 'top.txt'),
      listPage(connection, 'partly', '')
    ];
    const problems = await Promise.all(elsewhere.map(problemIn));
    expect(new Set(problems)).toEqual(new Set(['forbidden']));
  });
});

describe('with the right to read one folder', () => {
  beforeAll(() =>
    fixture.control.restartServer(fixture.description.users.guest)
  );

  it('it is listed and read, and nothing else is', async () => {
    const { connection } = fixture;
    const page = await listPage(connection, 'partly', 'diffusion/', {
      delimiter: '/'
    });
    expect(page.objects.map(object => object.key)).toEqual([
      'diffusion/file.txt'
    ]);
    const opened = await getObject(connection, 'partly', 'diffusion/file.txt');
    expect(new TextDecoder().decode(await opened.body())).toBe('text');
    expect(await problemIn(listPage(connection, 'partly', ''))).toBe(
      'forbidden'
    );
    expect(await probeWritable(connection, 'partly', 'diffusion/')).toBe(false);
  });
});

describe('with wrong keys', () => {
  it.each([
    ['a wrong secret', { AWS_SECRET_ACCESS_KEY: 'wrong' }],
    ['an unknown key', { AWS_ACCESS_KEY_ID: 'UNKNOWN' }]
  ])('%s is told as that by every request', async (_, env) => {
    await fixture.control.restartServer(env);
    const { connection } = fixture;
    const all = [
      listBuckets(connection),
      listPage(connection, 'readable', ''),
      head(connection, 'readable', 'top.txt'),
      getObject(connection, 'readable', 'top.txt'),
      putObject(connection, 'readable', 'new', 'x'),
      probeWritable(connection, 'readable', '')
    ];
    const problems = await Promise.all(all.map(problemIn));
    expect(new Set(problems)).toEqual(new Set(['wrong-credentials']));
  });

  it('no keys are told as that', async () => {
    const env = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    await fixture.control.restartServer(env);
    const { connection } = fixture;
    const all = [listBuckets(connection), head(connection, 'readable', 'x')];
    const problems = await Promise.all(all.map(problemIn));
    expect(new Set(problems)).toEqual(new Set(['no-credentials']));
    expect((await getStatus(connection)).credentials.state).toBe('missing');
  });
});
