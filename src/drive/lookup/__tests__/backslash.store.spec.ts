// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Location } from '../../../s3/location';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';

const FILE = { type: 'file', format: 'text', content: 'x' } as const;

/** The ways to give a name, and the keys that are there afterwards. */
const WAYS: [
  string,
  (d: IDriveFixture, dir: string) => Promise<unknown>,
  string[]
][] = [
  [
    'a save',
    (d, dir) => d.drive.save(`${dir}a\\b.txt`, FILE),
    ['a\\b.txt', 'other', 'plain.txt']
  ],
  [
    'an upload',
    (d, dir) =>
      d.drive.uploads.upload(
        S3Location.fromPath(`${dir}a\\b.txt`),
        new File(['x'], 'x'),
        {}
      ),
    ['a\\b.txt', 'other', 'plain.txt']
  ],
  [
    'a rename',
    (d, dir) => d.drive.rename(`${dir}plain.txt`, `${dir}a\\b.txt`),
    ['a\\b.txt', 'other']
  ]
];

/** Where: in the bucket, in a folder, and where only folders are. */
const PLACES = ['', 'folder/', 'deep/er/'];

let d: IDriveFixture;

useDrive({ each: true }, made => {
  // What is known of a store is known of its connection.
  d = made;
});

it.each(
  WAYS.flatMap(([way, run, keys]) =>
    PLACES.map(prefix => [way, prefix, run, keys] as const)
  )
)(
  '%s with a "\\" in a name is refused only where the store would change it, in "%s"',
  async (_, prefix, run, keys) => {
    await d.put(`${prefix}other`, 'x');
    await d.put(`${prefix}plain.txt`, 'x');
    const before = d.fixture.sent.length;
    const done = run(d, `${d.bucket}/${prefix}`);
    if (d.fixture.store === 'minio') {
      await done;
      expect(await d.keys()).toEqual(keys.map(key => prefix + key));
    } else {
      await expect(done).rejects.toMatchObject({
        status: 400,
        code: 'InvalidKey'
      });
      const lines = d.fixture.sent.slice(before);
      expect(lines.filter(line => line.startsWith('PUT'))).toEqual([]);
      expect(await d.keys()).toEqual([`${prefix}other`, `${prefix}plain.txt`]);
    }
  }
);

it('a store is asked once, and nothing is left of it', async () => {
  const before = d.fixture.sent.length;
  for (const name of ['a\\b', 'c\\d']) {
    await d.drive.save(`${d.bucket}/${name}`, FILE).catch(() => undefined);
  }
  const probes = d.fixture.sent
    .slice(before)
    .filter(line => line.includes('.s3-drive-probe'));
  expect(probes.map(line => line.split(' ')[0])).toEqual(['POST', 'DELETE']);
  expect(probes[1]).toContain('uploadId=');
});

it('a store that says nothing answers the write itself', async () => {
  d.fixture.intercept(async (request, next) =>
    request.url.includes('.s3-drive-probe')
      ? new Response('<Error><Code>AccessDenied</Code></Error>', {
          status: 403,
          headers: { 'X-S3-Drive-Origin': 'store' }
        })
      : next()
  );
  const writing = d.drive.save(`${d.bucket}/a\\b`, FILE);
  await expect(writing).resolves.toMatchObject({ type: 'file' });
});
