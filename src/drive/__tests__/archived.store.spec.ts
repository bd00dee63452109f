// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: neither store has archives, so that it runs on moto.

import { RestoreObjectCommand } from '@aws-sdk/client-s3';

import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { bodyOf, OPERATIONS } from '../../testing/drive/operations';
import { freshName } from '../../testing/fixtures';
import { isMotoTried } from '../../testing/server';
import { useDrive } from '../../testing/setup';

const describeOnMoto = isMotoTried ? describe : describe.skip;

/** What is said of an object that cannot be read. */
const ARCHIVED = /is archived: the store has to restore it before/;

describeOnMoto('an archived object', () => {
  const StorageClass = 'GLACIER';
  let d: IDriveFixture;
  let folder: string;
  let path: string;

  useDrive({ own: 'moto' }, made => {
    d = made;
  });

  beforeEach(async () => {
    folder = freshName('f');
    path = `${d.bucket}/${folder}`;
    await d.put(`${folder}/a.txt`, 'before', { StorageClass });
    await d.put(`${folder}/plain.txt`, 'plain');
    d.notices.length = 0;
  });

  /** Make it readable for a day, as its owner does. */
  const restore = () =>
    d.fixture.foreign.send(
      new RestoreObjectCommand({
        Bucket: d.bucket,
        Key: `${folder}/a.txt`,
        RestoreRequest: { Days: 1 }
      })
    );

  const REFUSED: [string, () => Promise<unknown>][] = [
    ['opened', () => d.contents.get(`s3:${path}/a.txt`)],
    ['copied', () => d.contents.copy(`s3:${path}/a.txt`, `s3:${path}-2`)],
    [
      'renamed',
      () => d.contents.rename(`s3:${path}/a.txt`, `s3:${path}/b.txt`)
    ],
    [
      'moved with its folder',
      () => d.contents.rename(`s3:${path}`, `s3:${path}-3`)
    ],
    [
      'copied with its folder',
      () => d.contents.copy(`s3:${path}`, `s3:${path}-4`)
    ]
  ];

  it.each(REFUSED)('is not %s, and is where it was', async (_, run) => {
    await expect(run()).rejects.toThrow(ARCHIVED);
    expect(await d.keys(`${folder}/`)).toEqual([
      `${folder}/a.txt`,
      `${folder}/plain.txt`
    ]);
    expect((await d.head(`${folder}/a.txt`)).StorageClass).toBe(StorageClass);
    expect(await d.text(`${folder}/plain.txt`)).toBe('plain');
    expect(d.notices).toEqual([]);
  });

  it.each(OPERATIONS)(
    'that was restored can be read after $name',
    async operation => {
      const key = `${folder}/a.txt`;
      await d.put(key, bodyOf(operation), { StorageClass });
      await restore();
      const there = await operation.run(d, folder);
      expect((await d.head(there)).StorageClass ?? 'STANDARD').toBe('STANDARD');
      await d.read(there);
      expect(d.notices.map(({ message }) => message)).toEqual([
        expect.stringMatching(/was written with the ordinary storage class/)
      ]);
    }
  );
});
