// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { Contents } from '@jupyterlab/services';

import { saveAnswering, statusOf, type } from '../../testing/drive/documents';
import {
  type IDriveFixture,
  makeDrive
} from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';
import { S3Location } from '../../s3/location';

// The buckets that the test server's users know.
const READABLE = 'readable';
const PARTLY = 'partly';

let d: IDriveFixture;

useDrive(
  {
    own: true,
    locations: {
      bookmarks: () => [
        {
          name: 'Shared',
          location: S3Location.fromPath(`${PARTLY}/diffusion/`)
        }
      ],
      recents: () => []
    }
  },
  async made => {
    d = made;
    for (const Bucket of [READABLE, PARTLY]) {
      await d.fixture.foreign.send(new CreateBucketCommand({ Bucket }));
    }
  }
);

/** Give the server other credentials. */
async function become(
  user: string | { [name: string]: string | null }
): Promise<void> {
  const env =
    typeof user === 'string' ? d.fixture.description.users[user] : user;
  await d.fixture.control.restartServer(env);
}

const messageOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'It succeeded.',
    (error: Error) => error.message
  );

describe('who may only read', () => {
  it('opens documents read-only, and is told when saving', async () => {
    const other = await makeDrive({ bucket: READABLE, fixture: d.fixture });
    await other.put('dir/a.txt', 'theirs');
    await become('reader');
    expect(await d.drive.probeWritable(`${READABLE}/dir`)).toBe(false);
    expect(d.drive.isWritable(`${READABLE}/dir`)).toBe(false);
    const path = `${READABLE}/dir/a.txt`;
    const model = await d.drive.get(path, { type: 'file', content: true });
    expect(model).toMatchObject({ content: 'theirs', writable: false });
    const folder = await d.drive.get(`${READABLE}/dir`);
    expect(folder.writable).toBe(false);
    await d.drive.get(path, { content: false, hash: true });
    const content = { type: 'file', format: 'text', content: 'x' } as const;
    for (const operation of [
      () => d.drive.save(path, content),
      () => d.drive.save(`${path}.new`, content),
      () => d.drive.newUntitled({ path: `${READABLE}/dir` }),
      () => d.drive.newUntitled({ path: READABLE, type: 'directory' }),
      () => d.drive.rename(path, `${READABLE}/dir/b.txt`),
      () => d.drive.delete(path),
      () => d.drive.remove(`${READABLE}/dir`),
      () => d.drive.upload(`${READABLE}/dir`, new File(['x'], 'x.txt'))
    ]) {
      const error = await operation().catch(reason => reason);
      expect(error.response?.status).toBe(403);
      expect(error.message).toMatch(/does not allow/);
    }
    expect(await other.text('dir/a.txt')).toBe('theirs');
    expect(await other.keys()).toEqual(['dir/a.txt']);
  });
});

describe('who may only read below a prefix', () => {
  it('opens and lists it, without asking for more', async () => {
    const other = await makeDrive({ bucket: PARTLY, fixture: d.fixture });
    await other.put('diffusion/sub/a.txt', 'shared');
    await other.put('secret/x.txt', 'secret');
    await become('guest');
    const folder = await d.contents.get(`s3:${PARTLY}/diffusion`, {
      content: true
    });
    expect(
      (folder.content as Contents.IModel[]).map(item => item.name)
    ).toEqual(['sub']);
    // Neither the bucket nor its root is requested.
    const asked = d.fixture.sent.map(line => new URL(line.split(' ')[1]));
    expect(
      asked.every(url =>
        url.searchParams.get('prefix')?.startsWith('diffusion/')
      )
    ).toBe(true);
    const look = await d.drive.get(`${PARTLY}/diffusion/sub`, {
      content: false
    });
    expect(look.type).toBe('directory');
    const file = await d.drive.get(`${PARTLY}/diffusion/sub/a.txt`);
    expect(file.content).toBe('shared');
    expect(await statusOf(d.drive.get(PARTLY))).toBe(403);
    expect(await statusOf(d.drive.get(`${PARTLY}/secret/x.txt`))).toBe(403);
    expect(await statusOf(d.drive.get(`${PARTLY}/secret`))).toBe(403);
  });

  it('sees bookmarks in the root, and why there are no buckets', async () => {
    d.fixture.intercept(async (request, next) =>
      new URL(request.url).pathname.endsWith('/s3-drive/default/api/')
        ? new Response(
            '<Error><Code>AccessDenied</Code><Message>no</Message></Error>',
            { status: 403, headers: { 'X-S3-Drive-Origin': 'store' } }
          )
        : next()
    );
    const root = await d.drive.get('');
    d.fixture.intercept(null);
    expect((root.content as Contents.IModel[]).map(item => item.name)).toEqual([
      'Shared'
    ]);
    expect(d.drive.rootProblem?.response.status).toBe(403);
  });
});

describe('what goes wrong', () => {
  const wrong = {
    AWS_ACCESS_KEY_ID: 'nobody',
    AWS_SECRET_ACCESS_KEY: 'wrong',
    AWS_SESSION_TOKEN: null
  };

  it('with wrong keys is a sentence, in the root too', async () => {
    await become(wrong);
    for (const path of ['', d.bucket, `${d.bucket}/x.txt`]) {
      expect(await statusOf(d.drive.get(path))).toBe(403);
      expect(await messageOf(d.drive.get(path))).toMatch(/does not accept/);
    }
  });

  it('without keys is another one', async () => {
    await become({ AWS_ACCESS_KEY_ID: null, AWS_SECRET_ACCESS_KEY: null });
    expect(await statusOf(d.drive.get(''))).toBe(403);
    expect(await messageOf(d.drive.get(''))).toMatch(/no S3 credentials/);
  });

  it('in the middle of a session leaves the document dirty, and the next try works', async () => {
    await become({});
    await d.put('session.txt', 'old');
    const context = await d.open('session.txt');
    type(context, 'new');
    await become(wrong);
    const { saved, text } = await saveAnswering(context, 'Close');
    expect(saved).toBe(false);
    expect(text).toMatch(/does not accept/);
    expect(context.model.dirty).toBe(true);
    await become({});
    await context.save();
    expect(await d.text('session.txt')).toBe('new');
  });

  it('with an unreachable store is a 502, never a 404', async () => {
    await d.fixture.control.killStore();
    for (const path of ['', d.bucket, `${d.bucket}/x.txt`]) {
      expect(await statusOf(d.drive.get(path))).toBe(502);
      expect(await messageOf(d.drive.get(path))).toMatch(/does not answer/);
    }
    await d.fixture.control.startStore();
    await d.drive.get(d.bucket);
  });

  it('without the server extension is a 503 that says how to mend it', async () => {
    d.fixture.intercept(async () => new Response('<html>', { status: 404 }));
    for (const path of ['', d.bucket, `${d.bucket}/x.txt`]) {
      expect(await statusOf(d.drive.get(path))).toBe(503);
      expect(await messageOf(d.drive.get(path))).toMatch(/pip install/);
    }
    expect(await messageOf(d.drive.status(true))).toMatch(/pip install/);
    d.fixture.intercept(null);
    expect((await d.drive.status()).credentials.state).toBe('valid');
  });
});
