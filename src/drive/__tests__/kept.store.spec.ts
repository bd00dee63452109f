// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  CreateBucketCommand,
  GetObjectAclCommand,
  HeadObjectCommand
} from '@aws-sdk/client-s3';
import type {
  HeadObjectCommandOutput,
  PutObjectCommandInput
} from '@aws-sdk/client-s3';

import { fateOf } from '../../s3/metadata/kept';
import { head } from '../../s3/objects/head';
import { putObject } from '../../s3/objects/put';
import { type } from '../../testing/drive/documents';
import {
  type IDriveFixture,
  makeDrive
} from '../../testing/drive/drivefixture';
import { type IFixture, connect, freshName } from '../../testing/fixtures';
import { isMotoTried, type StoreName } from '../../testing/server';

/** Properties that every store supports. */
const ORDINARY: Partial<PutObjectCommandInput> = {
  CacheControl: 'max-age=60',
  ContentDisposition: 'inline; filename="a.txt"',
  ContentLanguage: 'fr',
  ContentType: 'text/plain; charset=utf-8',
  Expires: new Date('2031-01-02T03:04:05Z'),
  Metadata: { owner: 'me', mtime: '1700000000.5' },
  Tagging: 'project=a%20b&stage=x'
};

const LOCK: Partial<PutObjectCommandInput> = {
  ObjectLockMode: 'GOVERNANCE',
  ObjectLockRetainUntilDate: new Date(Date.now() + 86_400_000),
  ObjectLockLegalHoldStatus: 'ON'
};

const CONTEXT = btoa('{"project":"a"}');

/**
 * Properties that only some stores support, and the headers that return them.
 */
interface IVariant {
  readonly name: string;
  readonly put: Partial<PutObjectCommandInput>;
  readonly told: readonly string[];
  /** Not for objects made by multipart uploads. */
  readonly notInParts?: boolean;
}

const SSE = 'x-amz-server-side-encryption';
const VARIANTS: { readonly [store in StoreName]: readonly IVariant[] } = {
  seaweedfs: [
    {
      name: 'SSE-S3, a storage class',
      put: { ServerSideEncryption: 'AES256', StorageClass: 'STANDARD_IA' },
      told: [SSE, 'x-amz-storage-class']
    },
    {
      name: 'a retention and a legal hold',
      put: LOCK,
      told: ['x-amz-object-lock-mode', 'x-amz-object-lock-legal-hold']
    }
  ],
  minio: [
    {
      name: 'SSE-S3, a storage class',
      put: {
        ServerSideEncryption: 'AES256',
        StorageClass: 'REDUCED_REDUNDANCY'
      },
      told: [SSE, 'x-amz-storage-class']
    },
    {
      name: 'SSE-KMS with a key and a context',
      put: {
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'tests-key',
        SSEKMSEncryptionContext: CONTEXT
      },
      told: [SSE, `${SSE}-aws-kms-key-id`, `${SSE}-context`]
    },
    {
      name: 'a retention and a legal hold',
      put: LOCK,
      told: ['x-amz-object-lock-mode', 'x-amz-object-lock-legal-hold']
    }
  ],
  moto: [
    {
      name: 'SSE-KMS, a storage class, a redirect, an ACL',
      put: {
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'tests-key',
        StorageClass: 'STANDARD_IA',
        WebsiteRedirectLocation: '/elsewhere',
        ACL: 'public-read'
      },
      told: [
        SSE,
        `${SSE}-aws-kms-key-id`,
        'x-amz-storage-class',
        'x-amz-website-redirect-location'
      ]
    },
    {
      name: 'a bucket key',
      put: {
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'tests-key',
        BucketKeyEnabled: true
      },
      told: [SSE, `${SSE}-bucket-key-enabled`],
      // moto ignores it there.
      notInParts: true
    }
  ]
};

/** What the drive can do to an object; resolves to its location afterwards. */
const OPERATIONS: readonly {
  readonly name: string;
  /** Whether only the owner can read the object afterwards. */
  readonly isPrivate?: boolean;
  /** Whether the original stays: the copy is not public by its ACL. */
  readonly isCopy?: boolean;
  /** Whether it is made by a multipart upload. */
  readonly inParts?: boolean;
  run(d: IDriveFixture, folder: string): Promise<string>;
}[] = [
  {
    name: 'a save',
    run: async (d, folder) => {
      await save(d, `${folder}/a.txt`);
      return `${folder}/a.txt`;
    }
  },
  {
    name: 'a second save',
    run: async (d, folder) => {
      const context = await save(d, `${folder}/a.txt`);
      type(context, 'again');
      await context.save();
      return `${folder}/a.txt`;
    }
  },
  {
    name: 'a rename',
    inParts: true,
    run: async (d, folder) => {
      const [from, to] = [`${folder}/a.txt`, `${folder}/b.txt`];
      await d.contents.rename(`s3:${d.bucket}/${from}`, `s3:${d.bucket}/${to}`);
      return to;
    }
  },
  {
    name: 'a rename of its folder',
    run: async (d, folder) => {
      const path = `s3:${d.bucket}/${folder}`;
      await d.contents.rename(path, `${path}-2`);
      return `${folder}-2/a.txt`;
    }
  },
  {
    name: 'a copy',
    inParts: true,
    isCopy: true,
    run: async (d, folder) => {
      const path = `s3:${d.bucket}/${folder}`;
      await d.contents.copy(`${path}/a.txt`, `${path}-3`);
      return `${folder}-3/a.txt`;
    }
  },
  {
    name: 'a duplicate',
    inParts: true,
    isCopy: true,
    run: async (d, folder) => {
      const path = `s3:${d.bucket}/${folder}`;
      await d.contents.copy(`${path}/a.txt`, path);
      return `${folder}/a-Copy1.txt`;
    }
  },
  {
    name: 'a copy of its folder',
    isCopy: true,
    run: async (d, folder) => {
      const path = `s3:${d.bucket}/${folder}`;
      await d.contents.copy(path, `${path}-4`);
      return `${folder}-4/${folder}/a.txt`;
    }
  },
  {
    name: 'a copy of a selection',
    isCopy: true,
    run: async (d, folder) => {
      await d.put(`${folder}-5/other.txt`, 'x');
      await d.drive.copyAll(selected(d, folder), `${d.bucket}/${folder}-5`);
      return `${folder}-5/a.txt`;
    }
  },
  {
    name: 'a move of a selection',
    run: async (d, folder) => {
      await d.put(`${folder}-6/other.txt`, 'x');
      await d.drive.moveAll(selected(d, folder), `${d.bucket}/${folder}-6`);
      return `${folder}-6/a.txt`;
    }
  },
  {
    name: 'a checkpoint',
    inParts: true,
    isPrivate: true,
    run: async (d, folder) => {
      await save(d, `${folder}/a.txt`);
      return `${folder}/.ipynb_checkpoints/a-checkpoint.txt`;
    }
  },
  {
    name: 'a restored checkpoint',
    inParts: true,
    run: async (d, folder) => {
      const context = await save(d, `${folder}/a.txt`);
      await context.restoreCheckpoint();
      expect(await d.text(`${folder}/a.txt`)).toBe('before');
      return `${folder}/a.txt`;
    }
  },
  { name: 'a replacing upload', run: (d, folder) => upload(d, folder, 10) },
  {
    name: 'a replacing upload in parts',
    inParts: true,
    run: (d, folder) => upload(d, folder, 17 * 2 ** 20)
  }
];

/** What the drive can create, beside objects that are there. */
const NEW: readonly Pick<(typeof OPERATIONS)[number], 'name' | 'run'>[] = [
  {
    name: 'a new file',
    run: async (d, folder) => {
      const path = `${d.bucket}/${folder}`;
      await d.drive.newUntitled({ path, type: 'file', ext: '.txt' });
      return `${folder}/untitled.txt`;
    }
  },
  {
    name: 'a new folder',
    run: async (d, folder) => {
      const path = `${d.bucket}/${folder}`;
      await d.drive.newUntitled({ path, type: 'directory' });
      return `${folder}/Untitled Folder/`;
    }
  },
  {
    name: 'a first save',
    run: async (d, folder) => {
      const model = { content: 'x', format: 'text', type: 'file' } as const;
      await d.drive.save(`${d.bucket}/${folder}/new.txt`, model);
      return `${folder}/new.txt`;
    }
  },
  { name: 'an upload', run: (d, folder) => uploadNew(d, folder, 10) },
  {
    name: 'an upload in parts',
    run: (d, folder) => uploadNew(d, folder, 17 * 2 ** 20)
  }
];

async function uploadNew(d: IDriveFixture, folder: string, size: number) {
  const file = new File([new Uint8Array(size)], 'new.bin');
  await d.drive.upload(`${d.bucket}/${folder}`, file);
  return `${folder}/new.bin`;
}

const selected = (d: IDriveFixture, folder: string) =>
  ['a.txt', 'plain.txt'].map(name => `${d.bucket}/${folder}/${name}`);

async function save(d: IDriveFixture, key: string) {
  const context = await d.open(key);
  type(context, 'after');
  await context.save();
  return context;
}

async function upload(d: IDriveFixture, folder: string, size: number) {
  const file = new File([new Uint8Array(size)], 'a.txt', { type: 'text/csv' });
  const place = `${d.bucket}/${folder}`;
  await d.drive.upload(place, file, { onExisting: 'replace' });
  return `${folder}/a.txt`;
}

/**
 * Everything that belongs to an object except its bytes: grants, tags, and each
 * header that a store does not generate, including unknown ones.
 */
async function belongings(d: IDriveFixture, key: string) {
  let headers: { [name: string]: string } = {};
  const place = { Bucket: d.bucket, Key: key };
  const command = new HeadObjectCommand(place);
  command.middlewareStack.add(
    next => async args => {
      const result = await next(args);
      ({ headers } = result.response as { headers: typeof headers });
      return result as { output: HeadObjectCommandOutput; response: unknown };
    },
    { step: 'deserialize', priority: 'low' }
  );
  const { foreign } = d.fixture;
  await foreign.send(command);
  const told = Object.entries(headers).filter(
    ([name]) => !TRANSPORT.test(name) && fateOf(name) !== 'made'
  );
  // moto has no ACL for an object made by a multipart upload without one, and
  // fails.
  const { Grants } = await foreign
    .send(new GetObjectAclCommand(place))
    .catch(() => ({ Grants: [] }));
  return {
    headers: Object.fromEntries(told),
    grants: (Grants ?? [])
      .map(({ Grantee, Permission }) => ({
        to: Grantee?.URI ?? Grantee?.ID,
        Permission
      }))
      .sort((a, b) => String(a.to).localeCompare(String(b.to))),
    tags: await d.tags(key)
  };
}

/** Whether a request creates an object, or begins to upload one in parts. */
function makesObject({ method, url }: Request): boolean {
  const { search } = new URL(url);
  return (
    (method === 'PUT' &&
      !/[?&](partNumber|tagging|acl|policy)(=|&|$)/.test(search)) ||
    (method === 'POST' && /[?&]uploads(=|&|$)/.test(search))
  );
}

/** A store's refusal. */
function forbidden(message: string): Response {
  const xml = `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`;
  const headers = { 'X-S3-Drive-Origin': 'store' };
  return new Response(xml, { status: 403, headers });
}

/**
 * Headers of the response rather than of the object, and a store's own names.
 */
const TRANSPORT =
  /^(connection|server|vary|access-control-.*|seaweed-.*|strict-transport-security|x-content-type-options|x-xss-protection|x-ratelimit-.*)$/;

const shared = (process.env.S3_DRIVE_TEST_STORE || 'seaweedfs') as StoreName;

/** moto knows what neither store does. */
const STORES: StoreName[] = isMotoTried ? [shared, 'moto'] : [shared];

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

    const operations = OPERATIONS.filter(
      ({ inParts }) => !(inParts && variant.notInParts)
    );

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

    it.each(operations)('keeps all of it in $name', async operation => {
      const folder = freshName('f');
      const key = `${folder}/a.txt`;
      await d.put(key, 'before', { ...ORDINARY, ...variant.put });
      // A second object, so that the first one is not the whole folder.
      await d.put(`${folder}/plain.txt`, 'plain', {
        ContentType: 'text/plain'
      });
      const before = await belongings(d, key);
      expect(Object.keys(before.headers)).toEqual(
        expect.arrayContaining([...variant.told, 'expires', 'content-language'])
      );
      const there = await operation.run(d, folder);
      const after = await belongings(d, there);
      expect(after.headers).toEqual(before.headers);
      expect(after.tags).toEqual(before.tags);
      const { isCopy, isPrivate } = operation;
      const ofEveryone = ({ to }: { to?: string }) => /AllUsers/.test(`${to}`);
      expect(
        isPrivate || isCopy ? after.grants.filter(ofEveryone) : after.grants
      ).toEqual(isPrivate || isCopy ? [] : before.grants);
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
        return forbidden('Access Denied.');
      });
    });

    afterEach(() => {
      fixture.intercept(null);
      d.notices.splice(0);
    });

    it.each([...OPERATIONS, ...NEW])('$name has it', async each => {
      const folder = freshName('f');
      const put = { ServerSideEncryption: 'AES256' } as const;
      await d.put(`${folder}/a.txt`, 'before', put);
      await d.put(`${folder}/plain.txt`, 'plain', put);
      const there = await each.run(d, folder);
      expect(await d.exists(there)).toBe(true);
      expect(d.notices).toEqual([]);
      const made = (await d.keys()).filter(
        // Not what another client has put there, nor markers: SeaweedFS tells
        // no encryption of them.
        key => key.startsWith(folder) && !/(other\.txt|\/)$/.test(key)
      );
      for (const key of made) {
        const { headers } = await belongings(d, key);
        expect({ key, ...headers }).toMatchObject({ key, [SSE]: 'AES256' });
      }
    });

    it('a file says that it may be saved', async () => {
      const folder = freshName('f');
      const put = { ServerSideEncryption: 'AES256' } as const;
      await d.put(`${folder}/a.txt`, 'before', put);
      const path = `s3:${d.bucket}/${folder}/a.txt`;
      const model = await d.contents.get(path, { content: false });
      expect(model.writable).toBe(true);
    });

    const keyed = VARIANTS[store].filter(({ put }) => put.SSEKMSKeyId);

    it.each(keyed)('a new file has $name, as those near it', async variant => {
      const other = await makeDrive({ fixture });
      await other.put('f/a.txt', 'before', variant.put);
      const near = await belongings(other, 'f/a.txt');
      await uploadNew(other, 'f', 10);
      const made = await belongings(other, 'f/new.bin');
      const ofKey = (headers: { [name: string]: string }) =>
        Object.entries(headers).filter(
          ([name]) => name.startsWith(SSE) && !name.endsWith('-context')
        );
      expect(ofKey(near.headers).length).toBeGreaterThan(1);
      expect(ofKey(made.headers)).toEqual(ofKey(near.headers));
    });

    it('an object without encryption is not taken for all of them', async () => {
      const other = await makeDrive({ fixture });
      await other.put('f/a.txt', 'plain');
      await expect(uploadNew(other, 'f', 10)).rejects.toThrow(/does not allow/);
      await other.put('f/a.txt', 'x', { ServerSideEncryption: 'AES256' });
      await uploadNew(other, 'f', 10);
      const { headers } = await belongings(other, 'f/new.bin');
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

  it('tells once a bucket that no ACL may be read', async () => {
    const d = await makeDrive({ fixture });
    const asked: string[] = [];
    fixture.intercept(async (request, next) => {
      const question = /[?&](ownershipControls|acl)(=|&|$)/.exec(request.url);
      if (!question) {
        return next();
      }
      asked.push(question[1]);
      const xml =
        '<Error><Code>AccessDenied</Code><Message>No</Message></Error>';
      const headers = { 'X-S3-Drive-Origin': 'store' };
      return new Response(xml, { status: 403, headers });
    });
    for (const key of ['a.txt', 'b.txt', 'c.txt']) {
      await d.put(key, 'before');
      await save(d, key);
    }
    fixture.intercept(null);
    expect(asked).toEqual(['ownershipControls', 'acl']);
    expect(d.notices.map(({ message }) => message)).toEqual([
      expect.stringMatching(/a\.txt was written, but .* by an ACL\.$/)
    ]);
  });

  it('writes nothing where the key may not be used', async () => {
    const d = await makeDrive({ fixture });
    await d.put('a.txt', 'before', { ServerSideEncryption: 'AES256' });
    const context = await d.open('a.txt');
    fixture.intercept(async (request, next) => {
      if (!request.headers.has(SSE)) {
        return next();
      }
      const xml =
        '<Error><Code>AccessDenied</Code><Message>User is not authorized to perform: kms:GenerateDataKey</Message></Error>';
      const headers = { 'X-S3-Drive-Origin': 'store' };
      return new Response(xml, { status: 403, headers });
    });
    const path = `s3:${d.bucket}/a.txt`;
    const operations = [
      async () => {
        await d.contents.get(path, { content: false, hash: true });
        const model = { content: 'x', format: 'text', type: 'file' } as const;
        await d.contents.save(path, model);
      },
      () => d.contents.rename(path, `s3:${d.bucket}/b.txt`),
      () => d.contents.copy(path, `s3:${d.bucket}/folder`)
    ];
    for (const run of operations) {
      await expect(run()).rejects.toThrow(
        /key that the store does not let you/
      );
    }
    fixture.intercept(null);
    expect(await d.keys()).toEqual(['a.txt']);
    expect(await d.text('a.txt')).toBe('before');
    context.dispose();
  });
});
