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
import { type IFixture, connect, freshName } from '../../testing/fixtures';

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
