// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  type IDriveFixture,
  makeDrive
} from '../../testing/drive/drivefixture';
import {
  belongings,
  forbidden,
  makesObject,
  makesPartOfObject,
  SSE,
  STORES,
  VARIANTS
} from '../../testing/drive/kept';
import {
  bodyOf,
  NEW,
  OPERATIONS,
  uploadNew
} from '../../testing/drive/operations';
import { PARALLEL } from '../../s3/uploads/multipart';
import { type IFixture, connect, freshName } from '../../testing/fixtures';
import { sessionUnder } from '../../testing/clients/session';

const MIB = 2 ** 20;

/** What a policy asks for. */
const PUT = { ServerSideEncryption: 'AES256' } as const;

describe.each(STORES)('on %s', store => {
  let fixture: IFixture;

  beforeAll(async () => {
    fixture = await connect({ own: store === 'moto' ? store : false });
  });

  afterAll(() => fixture.dispose());

  describe('in a bucket that demands an encryption header', () => {
    let d: IDriveFixture;

    beforeAll(async () => {
      d = await makeDrive({ fixture });
    });

    beforeEach(() => {
      // As a policy that denies s3:PutObject without the header.
      fixture.intercept(async (request, next) => {
        if (!makesObject(request) || request.headers.has(SSE)) {
          return next();
        }
        return forbidden();
      });
    });

    afterEach(() => {
      fixture.intercept(null);
      d.notices.splice(0);
    });

    // moto takes seconds for each, and has the same policy.
    const isShort = store === 'moto' && !process.env.S3_DRIVE_TEST_FULL;

    it.each(isShort ? NEW : [...OPERATIONS, ...NEW])(
      '$name has it',
      async each => {
        const folder = freshName('f');
        await d.put(`${folder}/a.txt`, bodyOf(each), PUT);
        await d.put(`${folder}/plain.txt`, 'plain', PUT);
        const there = await each.run(d, folder);
        expect(await d.exists(there)).toBe(true);
        expect(d.notices).toEqual([]);
        const made = (await d.keys()).filter(
          // Not what another client has put there, nor markers: SeaweedFS tells
          // no encryption of them.
          key => key.startsWith(folder) && !/(other\.txt|\/)$/.test(key)
        );
        for (const key of made) {
          const { headers } = await belongings(fixture.foreign, d.bucket, key);
          expect({ key, ...headers }).toMatchObject({ key, [SSE]: 'AES256' });
        }
      }
    );

    describe('also of each part, and at the end, as MinIO does', () => {
      beforeEach(() => {
        // What goes straight to the store is not intercepted.
        d.options.directTransfers = 'never';
        fixture.intercept(async (request, next) =>
          makesPartOfObject(request) && !request.headers.has(SSE)
            ? forbidden()
            : next()
        );
      });

      it('an upload in parts has it in all of them', async () => {
        const folder = freshName('f');
        await d.put(`${folder}/a.txt`, 'x', PUT);
        const before = fixture.sent.length;
        const key = await uploadNew(d, folder, 33 * MIB);
        const { headers } = await belongings(fixture.foreign, d.bucket, key);
        expect(headers).toMatchObject({ [SSE]: 'AES256' });
        expect((await d.head(key)).ContentLength).toBe(33 * MIB);
        // A refusal for each of the parts that were under way, and no more.
        const parts = fixture.sent
          .slice(before)
          .filter(line => /partNumber=/.test(line));
        expect(parts.length).toBeLessThanOrEqual(3 + PARALLEL);
      });

      it('a copy in parts has it in all of them', async () => {
        const folder = freshName('f');
        const path = `${d.bucket}/${folder}`;
        await d.put(`${folder}/a.bin`, new Uint8Array(17 * MIB), PUT);
        await d.drive.newUntitled({ path, type: 'directory' });
        const to = `${path}/Untitled Folder`;
        const { path: made } = await d.drive.copy(`${path}/a.bin`, to);
        const key = made.slice(d.bucket.length + 1);
        const { headers } = await belongings(fixture.foreign, d.bucket, key);
        expect(headers).toMatchObject({ [SSE]: 'AES256' });
        expect((await d.head(key)).ContentLength).toBe(17 * MIB);
      });

      it('what no header helps is refused in the words of the store', async () => {
        const folder = freshName('f');
        await d.put(`${folder}/a.txt`, 'x', PUT);
        fixture.intercept(async (request, next) =>
          /[?&]partNumber=/.test(request.url) ? forbidden() : next()
        );
        await expect(uploadNew(d, folder, 17 * MIB)).rejects.toThrow(
          /does not allow/
        );
        expect(await d.keys()).not.toContain(`${folder}/new.bin`);
      });
    });

    it('a file says that it may be saved', async () => {
      const folder = freshName('f');
      await d.put(`${folder}/a.txt`, 'before', PUT);
      const path = `s3:${d.bucket}/${folder}/a.txt`;
      const model = await d.contents.get(path, { content: false });
      expect(model.writable).toBe(true);
    });

    // SeaweedFS has no keys of its own here.
    const keyed = VARIANTS[store].filter(({ put }) => put.SSEKMSKeyId);
    /** A new file has the encryption of one near it. */
    const hasKeyOf = async (variant: (typeof keyed)[number]) => {
      const other = await makeDrive({ fixture });
      await other.put('f/a.txt', 'before', variant.put);
      const { foreign } = fixture;
      const near = await belongings(foreign, other.bucket, 'f/a.txt');
      await uploadNew(other, 'f', 10);
      const made = await belongings(foreign, other.bucket, 'f/new.bin');
      const ofKey = (headers: { [name: string]: string }) =>
        Object.entries(headers).filter(
          ([name]) => name.startsWith(SSE) && !name.endsWith('-context')
        );
      expect(ofKey(near.headers).length).toBeGreaterThan(1);
      expect(ofKey(made.headers)).toEqual(ofKey(near.headers));
    };

    const withKeys = keyed.length > 0 ? it : it.skip;

    withKeys('a new file has the key of those near it', async () => {
      for (const variant of keyed) {
        await hasKeyOf(variant);
      }
    });

    it('an object without encryption is not taken for all of them', async () => {
      const other = await makeDrive({ fixture });
      await other.put('f/a.txt', 'plain');
      await expect(uploadNew(other, 'f', 10)).rejects.toThrow(/does not allow/);
      await other.put('f/a.txt', 'x', { ServerSideEncryption: 'AES256' });
      await uploadNew(other, 'f', 10);
      const { headers } = await belongings(
        fixture.foreign,
        other.bucket,
        'f/new.bin'
      );
      expect(headers).toMatchObject({ [SSE]: 'AES256' });
    });

    it('what is refused for another reason is sent once', async () => {
      const other = await makeDrive({ fixture });
      await other.put('f/a.txt', 'plain');
      const file = () => new File(['x'], 'new.txt');
      const upload = () => other.drive.upload(`${other.bucket}/f`, file());
      const before = fixture.sent.length;
      await expect(upload()).rejects.toThrow(/does not allow/);
      await expect(upload()).rejects.toThrow(/does not allow/);
      const sent = fixture.sent.slice(before).map(line => line.slice(0, 4));
      expect(sent.filter(method => method === 'PUT ')).toHaveLength(2);
      expect(await other.keys()).toEqual(['f/a.txt']);
    });
  });
});

const onMinio =
  process.env.S3_DRIVE_TEST_STORE === 'minio' ? describe : describe.skip;

onMinio('under a policy of MinIO itself', () => {
  let fixture: IFixture;

  beforeAll(async () => {
    fixture = await connect({ own: true });
    const everything = { Action: 's3:*', Resource: 'arn:aws:s3:::*' };
    const session = await sessionUnder(fixture.description, [
      { Effect: 'Allow', ...everything },
      {
        Effect: 'Deny',
        ...everything,
        Action: 's3:PutObject',
        Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } }
      }
    ]);
    await fixture.control.restartServer(session);
  });

  afterAll(() => fixture.dispose());

  it.each(['automatic', 'never'] as const)(
    'uploads in parts are encrypted as what is near (straight to the store: %s)',
    async directTransfers => {
      const d = await makeDrive({ fixture });
      d.options.directTransfers = directTransfers;
      await d.put('f/a.txt', 'x', PUT);
      const key = await uploadNew(d, 'f', 33 * MIB);
      expect(await d.head(key)).toMatchObject({
        ContentLength: 33 * MIB,
        ServerSideEncryption: 'AES256'
      });
    }
  );
});
