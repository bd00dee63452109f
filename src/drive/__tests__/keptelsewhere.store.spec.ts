// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  CreateBucketCommand,
  PutBucketOwnershipControlsCommand
} from '@aws-sdk/client-s3';

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
import { together } from '../../testing/drive/operations';
import { type IFixture, connect, freshName } from '../../testing/fixtures';

/**
 * What brings the object `a.txt` of a folder to a path in another bucket, and
 * where below it the object is then.
 */
const OPERATIONS: readonly {
  readonly name: string;
  readonly at: (folder: string) => string;
  readonly isMove?: boolean;
  run(d: IDriveFixture, folder: string, to: string): Promise<unknown>;
}[] = [
  {
    name: 'a copy',
    at: () => 'a.txt',
    run: (d, folder, to) =>
      d.contents.copy(`s3:${d.bucket}/${folder}/a.txt`, `s3:${to}`)
  },
  {
    name: 'a move',
    at: () => 'a.txt',
    isMove: true,
    run: (d, folder, to) =>
      d.contents.rename(`s3:${d.bucket}/${folder}/a.txt`, `s3:${to}/a.txt`)
  },
  {
    name: 'a copy of its folder',
    at: folder => `${folder}/a.txt`,
    run: (d, folder, to) =>
      d.contents.copy(`s3:${d.bucket}/${folder}`, `s3:${to}`)
  },
  {
    name: 'a move of its folder',
    at: () => 'a.txt',
    isMove: true,
    run: (d, folder, to) =>
      d.contents.rename(`s3:${d.bucket}/${folder}`, `s3:${to}`)
  },
  {
    name: 'a copy of a selection',
    at: () => 'a.txt',
    run: (d, folder, to) => together(d, 'copy', folder, to)
  },
  {
    name: 'a move of a selection',
    at: () => 'a.txt',
    isMove: true,
    run: (d, folder, to) => together(d, 'move', folder, to)
  }
];

const LOCKS = /^x-amz-object-lock-/;

describe.each(STORES)('on %s', store => {
  let fixture: IFixture;

  beforeAll(async () => {
    fixture = await connect({ own: store === 'moto' ? store : false });
  });

  afterAll(() => fixture.dispose());

  afterEach(() => fixture.intercept(null));

  const makeBucket = async (hasLock = false) => {
    const Bucket = freshName('elsewhere');
    await fixture.foreign.send(
      new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: hasLock })
    );
    return Bucket;
  };

  const OF_STORE = VARIANTS[store].filter(({ notInParts }) => !notInParts);

  describe.each(OF_STORE)('an object with $name', ({ put }) => {
    let d: IDriveFixture;

    beforeAll(async () => {
      d = await makeDrive({ fixture, bucket: await makeBucket(put === LOCK) });
    });

    afterEach(() => d.notices.splice(0));

    /** Bring the object to another bucket, and compare what belongs to it. */
    const bring = async (
      { at, isMove, run }: (typeof OPERATIONS)[number],
      other: string
    ) => {
      const [folder, into] = [freshName('f'), freshName('to')];
      await d.put(`${folder}/a.txt`, 'before', { ...ORDINARY, ...put });
      await d.put(`${folder}/plain.txt`, 'plain');
      const { foreign } = fixture;
      const key = `${folder}/a.txt`;
      const before = await belongings(foreign, d.bucket, key);
      await run(d, folder, `${other}/${into}`);
      const after = await belongings(foreign, other, `${into}/${at(folder)}`);
      expect(await d.exists(key)).toBe(!isMove);
      expect(after.tags).toEqual(before.tags);
      const told = d.notices.map(({ message }) => message);
      return { after, before, told };
    };

    it.each(OPERATIONS)('keeps all of it in $name', async operation => {
      const other = await makeBucket(put === LOCK);
      const { after, before, told } = await bring(operation, other);
      expect(after.headers).toEqual(before.headers);
      const ofEveryone = ({ to }: { to?: string }) => /AllUsers/.test(`${to}`);
      const isDropped = !operation.isMove && before.grants.some(ofEveryone);
      expect(after.grants).toEqual(
        before.grants.filter(grant => !isDropped || !ofEveryone(grant))
      );
      expect(told).toEqual(
        isDropped ? [expect.stringContaining('was public by an ACL')] : []
      );
    });

    (put === LOCK ? it.each(OPERATIONS) : it.skip.each(OPERATIONS))(
      'says that it has no lock where none can be: $name',
      async operation => {
        const other = await makeBucket();
        const { after, before, told } = await bring(operation, other);
        expect(after.headers).toEqual(
          Object.fromEntries(
            Object.entries(before.headers).filter(([name]) => !LOCKS.test(name))
          )
        );
        expect(told).toEqual([
          expect.stringMatching(
            /was written, but .* kept: its retention or legal hold\.$/
          )
        ]);
      }
    );

    (store === 'moto' ? it.each(OPERATIONS) : it.skip.each(OPERATIONS))(
      'says that it has no grants where there are no ACLs: $name',
      async operation => {
        const other = await makeBucket();
        await fixture.foreign.send(
          new PutBucketOwnershipControlsCommand({
            Bucket: other,
            OwnershipControls: {
              Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }]
            }
          })
        );
        // moto keeps the setting, but does not refuse grants as AWS does.
        fixture.intercept(async (request, next) => {
          const names = [...request.headers.keys()];
          return makesObject(request) &&
            request.url.includes(`/${other}/`) &&
            names.some(name => name.startsWith('x-amz-grant-'))
            ? noAcls()
            : next();
        });
        const { after, before, told } = await bring(operation, other);
        expect(after.headers).toEqual(before.headers);
        const ofOthers = after.grants.filter(
          ({ Permission }) => Permission !== 'FULL_CONTROL'
        );
        expect(ofOthers).toEqual([]);
        const hasOthers = before.grants.some(
          ({ Permission }) => Permission !== 'FULL_CONTROL'
        );
        expect(told.length > 0).toBe(hasOthers);
        expect(told.join(' ')).toMatch(hasOthers ? /by an ACL/ : /^$/);
      }
    );
  });
});

/** AWS's refusal of grants in a bucket without ACLs. */
function noAcls(): Response {
  const xml =
    '<Error><Code>AccessControlListNotSupported</Code><Message>The bucket does not allow ACLs</Message></Error>';
  const headers = { 'X-S3-Drive-Origin': 'store' };
  return new Response(xml, { status: 400, headers });
}
