// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CreateBucketCommand } from '@aws-sdk/client-s3';

import { head } from '../../s3/objects/head';
import { putObject } from '../../s3/objects/put';
import {
  type IDriveFixture,
  makeDrive
} from '../../testing/drive/drivefixture';
import {
  belongings,
  LOCK,
  makesObject,
  ORDINARY,
  STORES,
  VARIANTS
} from '../../testing/drive/kept';
import { bodyOf, OPERATIONS } from '../../testing/drive/operations';
import { type IFixture, connect, freshName } from '../../testing/fixtures';

/**
 * Note the headers of the requests that make certain objects.
 *
 * @returns The values of a header in them, each once.
 */
function headersSent(
  fixture: IFixture,
  which: RegExp
): (name: string) => (string | null)[] {
  const sent: Headers[] = [];
  fixture.intercept(async (request, next) => {
    if (makesObject(request) && which.test(new URL(request.url).pathname)) {
      sent.push(request.headers);
    }
    return next();
  });
  return name => [...new Set(sent.map(headers => headers.get(name)))];
}

describe.each(STORES)('on %s', store => {
  let fixture: IFixture;

  beforeAll(async () => {
    fixture = await connect({ own: store === 'moto' ? store : false });
  });

  afterAll(() => fixture.dispose());

  describe.each(VARIANTS[store])('an object with $name', variant => {
    let d: IDriveFixture;

    beforeAll(async () => {
      const bucket = freshName('kept');
      await fixture.foreign.send(
        new CreateBucketCommand({
          Bucket: bucket,
          ObjectLockEnabledForBucket: variant.put === LOCK
        })
      );
      d = await makeDrive({ fixture, bucket });
    });

    afterEach(() => d.notices.splice(0));

    it('keeps what is not ASCII when its folder is renamed', async () => {
      const folder = freshName('f');
      const { connection } = fixture;
      await putObject(connection, d.bucket, `${folder}/a.txt`, 'before', {
        contentDisposition: 'attachment; filename="é.csv"',
        metadata: { name: 'été 日本' }
      });
      const before = await head(connection, d.bucket, `${folder}/a.txt`);
      const path = `s3:${d.bucket}/${folder}`;
      await d.contents.rename(path, `${path}-2`);
      const after = await head(connection, d.bucket, `${folder}-2/a.txt`);
      expect(after.kept).toEqual(before.kept);
      expect(after.metadata).toEqual(before.metadata);
    });

    it('completes a move of its folder that was interrupted', async () => {
      const folder = freshName('f');
      await d.put(`${folder}/a.txt`, 'before', variant.put);
      await d.put(`${folder}/b.txt`, 'before', variant.put);
      const path = `s3:${d.bucket}/${folder}`;
      // Everything is copied, and nothing deleted yet.
      fixture.intercept(async (request, next) => {
        if (/[?&]delete(=|&|$)/.test(request.url)) {
          throw new TypeError('network error');
        }
        return next();
      });
      const move = () => d.contents.rename(path, `${path}-copied`);
      await expect(move()).rejects.toThrow();
      fixture.intercept(null);
      await move();
      expect(await d.keys(folder)).toEqual([
        `${folder}-copied/a.txt`,
        `${folder}-copied/b.txt`
      ]);
    });

    it.each(OPERATIONS)('keeps all of it in $name', async operation => {
      const folder = freshName('f');
      const key = `${folder}/a.txt`;
      await d.put(key, bodyOf(operation), { ...ORDINARY, ...variant.put });
      // A second object, so that the first one is not the whole folder.
      await d.put(`${folder}/plain.txt`, 'plain', {
        ContentType: 'text/plain'
      });
      const before = await belongings(fixture.foreign, d.bucket, key);
      expect(Object.keys(before.headers)).toEqual(
        expect.arrayContaining([...variant.told, 'expires', 'content-language'])
      );
      const named = headersSent(fixture, /[ab](-[a-zA-Z0-9]+)?\.txt/);
      const there = await operation.run(d, folder);
      fixture.intercept(null);
      const after = await belongings(fixture.foreign, d.bucket, there);
      // What the store forgets of uploads in parts was sent all the same.
      for (const name of operation.inParts ? (variant.notInParts ?? []) : []) {
        expect(named(name)).toEqual([before.headers[name]]);
        delete before.headers[name];
      }
      expect(after.headers).toEqual(before.headers);
      expect(after.tags).toEqual(before.tags);
      const { isCopy, isPrivate } = operation;
      const ofEveryone = ({ to }: { to?: string }) => /AllUsers/.test(`${to}`);
      // Without a grant to others, moto has no ACL for an upload in parts.
      const ofOthers = ({ Permission }: { Permission?: string }) =>
        Permission !== 'FULL_CONTROL';
      expect(after.grants.filter(ofOthers)).toEqual(
        before.grants
          .filter(ofOthers)
          .filter(grant => !isPrivate && !(isCopy && ofEveryone(grant)))
      );
      const wasPublic = before.grants.some(ofEveryone);
      expect(d.notices.map(({ message }) => message)).toEqual(
        isCopy && wasPublic
          ? [expect.stringContaining('was public by an ACL')]
          : []
      );
      expect(await d.exists(there)).toBe(true);
      await d.read(there);
    });

    it('asks once a bucket whether there are ACLs, and then no more', () => {
      const sent = fixture.sent.filter(url => url.includes(`/${d.bucket}`));
      expect(sent.filter(url => /ownershipControls/.test(url))).toHaveLength(1);
      const ofObjects = sent.filter(url => /[?&]acl(=|&|$)/.test(url));
      expect(ofObjects.length > 0).toBe(store === 'moto');
    });
  });
});
