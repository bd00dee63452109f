// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CreateBucketCommand } from '@aws-sdk/client-s3';

import {
  type IDriveFixture,
  makeDrive
} from '../../testing/drive/drivefixture';
import {
  belongings,
  forbidden,
  LOCK,
  makesObject,
  ORDINARY,
  SSE
} from '../../testing/drive/kept';
import {
  bodyOf,
  OPERATIONS,
  save,
  type IOperation
} from '../../testing/drive/operations';
import { type IFixture, connect, freshName } from '../../testing/fixtures';
import { isMotoTried } from '../../testing/server';

/** What may be lost, as it is told. */
const PARTS = {
  tags: 'its tags (you may not read them)',
  grants: 'the rights that others may have to it by an ACL',
  lock: 'its retention or legal hold'
} as const;

type Part = keyof typeof PARTS;
type Belongings = Awaited<ReturnType<typeof belongings>>;

const LOCK_HEADER = /^x-amz-object-lock-/;
/** SeaweedFS repeats each tag in a header. */
const TAG_HEADER = /^x-amz-tagging-/;

/** Each part of what belongs to an object, to be compared. */
function partsOf({ grants, headers, tags }: Belongings): {
  [part in Part | 'rest']: unknown;
} {
  const those = (isMeant: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(headers).filter(([n]) => isMeant(n)));
  return {
    tags,
    grants: grants.filter(({ Permission }) => Permission !== 'FULL_CONTROL'),
    lock: those(name => LOCK_HEADER.test(name)),
    rest: those(name => !LOCK_HEADER.test(name) && !TAG_HEADER.test(name))
  };
}

/** Whether the server itself copies an object, with its encryption. */
const isCopyOf = (headers: Headers, name: string) =>
  headers.get('x-amz-copy-source')?.endsWith(name) ?? false;

/** Make the object of an operation, beside another one. */
async function prepare(
  d: IDriveFixture,
  operation: IOperation,
  put: object
): Promise<string> {
  const folder = freshName('f');
  await d.put(`${folder}/a.txt`, bodyOf(operation), put);
  await d.put(`${folder}/plain.txt`, 'plain');
  return folder;
}

/**
 * Run an operation, and expect that what is lost is told in one sentence, and
 * nothing else is lost or told.
 *
 * @returns What was lost.
 */
async function lostBy(
  d: IDriveFixture,
  operation: IOperation,
  put: object
): Promise<Part[]> {
  const { foreign } = d.fixture;
  const folder = await prepare(d, operation, put);
  d.notices.length = 0;
  const before = partsOf(
    await belongings(foreign, d.bucket, `${folder}/a.txt`)
  );
  const there = await operation.run(d, folder);
  const after = partsOf(await belongings(foreign, d.bucket, there));
  expect(after.rest).toEqual(before.rest);
  const names = Object.keys(PARTS) as Part[];
  const lost = names.filter(
    part => JSON.stringify(after[part]) !== JSON.stringify(before[part])
  );
  const told = d.notices.splice(0).map(({ message }) => message);
  expect(told.length).toBe(lost.length > 0 ? 1 : 0);
  for (const part of names) {
    expect(told.join().includes(PARTS[part])).toBe(lost.includes(part));
  }
  return lost;
}

describe('who may not use the key', () => {
  let fixture: IFixture;
  let d: IDriveFixture;

  beforeAll(async () => {
    fixture = await connect();
    d = await makeDrive({ fixture });
  });

  afterEach(() => fixture.intercept(null));

  afterAll(() => fixture.dispose());

  const put = { ...ORDINARY, ServerSideEncryption: 'AES256' } as const;

  /** As AWS refuses what is to be encrypted with a key. */
  const refuseKey = () =>
    fixture.intercept(async (request, next) => {
      const { headers } = request;
      const isEncrypted = headers.has(SSE) || isCopyOf(headers, 'a.txt');
      return makesObject(request) && isEncrypted
        ? forbidden('User is not authorized to perform: kms:GenerateDataKey')
        : next();
    });

  const NOT_USABLE = /key that the store does not let you/;

  it.each(OPERATIONS.filter(({ bySave }) => !bySave))(
    'loses nothing by $name, which is refused',
    async operation => {
      const folder = await prepare(d, operation, put);
      const key = `${folder}/a.txt`;
      const before = await belongings(fixture.foreign, d.bucket, key);
      refuseKey();
      await expect(operation.run(d, folder)).rejects.toThrow(NOT_USABLE);
      fixture.intercept(null);
      expect(await d.text(key)).toBe(bodyOf(operation));
      const after = await belongings(fixture.foreign, d.bucket, key);
      expect(after).toEqual(before);
      const all = await d.keys(folder);
      expect(all.filter(name => name.endsWith('a.txt'))).toEqual([key]);
    }
  );

  it('loses nothing by a save, which is refused', async () => {
    await d.put('a.txt', 'before', put);
    const context = await d.open('a.txt');
    refuseKey();
    const path = `s3:${d.bucket}/a.txt`;
    await d.contents.get(path, { content: false, hash: true });
    const model = { content: 'x', format: 'text', type: 'file' } as const;
    await expect(d.contents.save(path, model)).rejects.toThrow(NOT_USABLE);
    fixture.intercept(null);
    expect(await d.text('a.txt')).toBe('before');
    context.dispose();
  });
});

(isMotoTried ? describe : describe.skip)('who may not read', () => {
  let fixture: IFixture;
  let d: IDriveFixture;

  beforeAll(async () => {
    fixture = await connect({ own: 'moto' });
    d = await makeDrive({ fixture });
  });

  afterEach(() => fixture.intercept(null));

  afterAll(() => fixture.dispose());

  /** Refuse what is asked of objects, and count how often it is. */
  const refuse = (what: RegExp) => {
    const asked: string[] = [];
    fixture.intercept(async (request, next) => {
      const [, found] =
        (request.method === 'GET' && what.exec(request.url)) || [];
      asked.push(...(found ? [found] : []));
      return found ? forbidden() : next();
    });
    return asked;
  };

  const put = { ...ORDINARY, ACL: 'public-read' } as const;

  it.each(OPERATIONS.filter(({ isCopy, isPrivate }) => !isCopy && !isPrivate))(
    'an ACL is told what was lost by $name',
    async operation => {
      refuse(/[?&](acl)(=|&|$)/);
      expect(await lostBy(d, operation, put)).toEqual(['grants']);
    }
  );

  it.each(OPERATIONS)(
    'tags is told what was lost by $name',
    async operation => {
      const asked = refuse(/[?&](tagging)(=|&|$)/);
      const lost = await lostBy(d, operation, ORDINARY);
      // The store itself takes the tags along where it copies in one step.
      expect(lost).toEqual(asked.length > 0 ? ['tags'] : []);
      expect(asked.length > 0).toBe(!/folder/.test(operation.name));
    }
  );

  it('any ACL is told so once a bucket', async () => {
    const other = await makeDrive({ fixture });
    const asked = refuse(/[?&](ownershipControls|acl)(=|&|$)/);
    for (const key of ['a.txt', 'b.txt', 'c.txt']) {
      await other.put(key, 'before');
      await save(other, key);
    }
    expect(asked).toEqual(['ownershipControls', 'acl']);
    expect(other.notices.map(({ message }) => message)).toEqual([
      expect.stringMatching(/a\.txt was written, but .* by an ACL\.$/)
    ]);
  });
});

describe('a user who may neither read tags nor lock', () => {
  let fixture: IFixture;
  let d: IDriveFixture;

  beforeAll(async () => {
    fixture = await connect({ own: true });
    const bucket = freshName('locked');
    await fixture.foreign.send(
      new CreateBucketCommand({
        Bucket: bucket,
        ObjectLockEnabledForBucket: true
      })
    );
    d = await makeDrive({ fixture, bucket });
    await fixture.control.restartServer(fixture.description.users.writer);
    // That no ACL may be read is told once a bucket.
    await d.put('first.txt', 'before');
    await save(d, 'first.txt');
  });

  afterAll(() => fixture.dispose());

  it.each(OPERATIONS)('is told what was lost by $name', async operation => {
    const lost = await lostBy(d, operation, { ...ORDINARY, ...LOCK });
    // A folder is copied with them on SeaweedFS, which asks for no right then.
    const isKept = /folder/.test(operation.name) && lost.length === 0;
    expect(isKept || lost.includes('lock')).toBe(true);
  });
});
