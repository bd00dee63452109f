// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the answers that are tried again are scripted

import { PutObjectCommand } from '@aws-sdk/client-s3';

import TABLE from '../../../jupyterlab_s3_drive/tests/retries.json';
import type { IFixture } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import { BatchDelete } from '../objects/batchdelete';
import { copyObject } from '../copies/copyobject';
import { deleteObject } from '../objects/delete';
import { abortUpload } from '../uploads/incomplete';
import { listAll, listPage } from '../objects/list';
import { completeUpload, createUpload } from '../uploads/multipart';
import { PartNaming } from '../uploads/partnaming';
import { exists, head } from '../objects/head';
import { putObject } from '../objects/put';

let fixture: IFixture;
let bucket: string;

useStore({}, made => {
  ({ fixture, bucket } = made);
});

/**
 * The operation for a row of the table, on its own key.
 */
interface IOperation {
  readonly name: string;
  /** The request that gets a scripted response, once. */
  readonly matches: (request: Request) => boolean;
  prepare(key: string): Promise<string>;
  /** Resolves to whether the store now holds the wanted result. */
  run(key: string, prepared: string): Promise<boolean>;
  /** Whether the operation stops if it may have been applied. */
  readonly stops?: boolean;
}

const asks = (method: string, query?: RegExp) => (request: Request) =>
  request.method === method &&
  (query
    ? query.test(request.url)
    : !/[?&](uploadId|uploads)/.test(request.url));

const put = async (key: string) =>
  (await putObject(fixture.connection, bucket, key, 'text')).etag;

const sendPart = async (key: string, UploadId: string) =>
  (
    await fixture.connection.send(
      sdk =>
        new sdk.UploadPartCommand({
          Bucket: bucket,
          Key: key,
          UploadId,
          PartNumber: 1,
          Body: new Blob(['text'])
        })
    )
  ).ETag ?? '';

const begin = async (key: string) => {
  const to = { bucket, key };
  return (await createUpload(fixture.connection, to, {})).uploadId;
};

const OPERATIONS: IOperation[] = [
  {
    name: 'GET',
    matches: asks('GET', /list-type=2/),
    prepare: put,
    run: async key =>
      (await listPage(fixture.connection, bucket, key)).objects.length === 1
  },
  {
    name: 'HEAD',
    matches: asks('HEAD'),
    prepare: put,
    run: async (key, etag) =>
      (await head(fixture.connection, bucket, key)).etag === etag
  },
  {
    name: 'PUT',
    matches: asks('PUT'),
    prepare: async () => '',
    run: async key =>
      !!(await put(key)) && exists(fixture.connection, bucket, key)
  },
  {
    name: 'PUT if none is there',
    matches: asks('PUT'),
    prepare: async () => '',
    run: async key => {
      const written = await putObject(
        fixture.connection,
        bucket,
        key,
        `own ${key}`,
        { ifNoneMatch: '*' }
      );
      const found = await head(fixture.connection, bucket, key);
      return found.etag === written.etag;
    }
  },
  {
    name: 'PUT of a part',
    matches: asks('PUT', /uploadId=/),
    prepare: begin,
    run: async (key, id) => (await sendPart(key, id)) !== ''
  },
  {
    name: 'POST that begins an upload',
    matches: asks('POST', /uploads=/),
    prepare: async () => '',
    run: async key => (await begin(key)) !== ''
  },
  {
    name: 'POST that completes an upload',
    matches: asks('POST', /uploadId=/),
    prepare: async key => {
      const id = await begin(key);
      return `${id} ${await sendPart(key, id)}`;
    },
    run: async (key, prepared) => {
      const [uploadId, etag] = prepared.split(' ');
      const to = { bucket, key };
      const naming = new PartNaming(fixture.connection, to, {});
      const upload = { uploadId, naming };
      const condition = { ifNoneMatch: '*' } as const;
      await completeUpload(fixture.connection, to, upload, [etag], condition);
      return exists(fixture.connection, bucket, key);
    }
  },
  {
    name: 'POST that deletes a batch',
    matches: asks('POST', /delete=/),
    prepare: put,
    run: async (key, etag) => {
      const batches = new BatchDelete(fixture.connection, bucket, {});
      batches.add([{ key, etag }]);
      await batches.end();
      return !(await exists(fixture.connection, bucket, key));
    }
  },
  {
    name: 'DELETE',
    matches: asks('DELETE'),
    prepare: put,
    stops: true,
    run: async key => {
      await deleteObject(fixture.connection, bucket, key);
      return !(await exists(fixture.connection, bucket, key));
    }
  },
  {
    name: 'DELETE of what is known',
    matches: asks('DELETE'),
    prepare: put,
    run: async (key, ifMatch) => {
      await deleteObject(fixture.connection, bucket, key, { ifMatch });
      return !(await exists(fixture.connection, bucket, key));
    }
  },
  {
    name: 'DELETE of an upload',
    matches: asks('DELETE', /uploadId=/),
    prepare: begin,
    run: async (key, id) => {
      await abortUpload(fixture.connection, { bucket, key }, id);
      return true;
    }
  }
];

/** A response of the store, as it comes through the proxy. */
function scripted(method: string, status: number, code: string): Response {
  const headers: { [name: string]: string } = { 'X-S3-Drive-Origin': 'store' };
  if (method === 'HEAD') {
    headers['X-Minio-Error-Code'] = code;
  }
  const body =
    method === 'HEAD' || !code
      ? null
      : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`;
  return new Response(body, { status, headers });
}

/** One response of each kind; `retry.spec.ts` covers all codes. */
const KINDS = new Map(
  TABLE.answers
    .filter(({ verdict }) => verdict !== 'final')
    .map(each => [`${each.status} ${each.verdict}`, each])
);

const ANSWERS = [
  ...Array.from(KINDS.values(), ({ status, code = '', inside, verdict }) => ({
    name: `${status} ${code}${inside ? ' in the body' : ''}`,
    inside: inside ?? false,
    isUntouched: verdict === 'throttled',
    answer: (method: string) => scripted(method, status, code)
  })),
  {
    name: 'a cut connection',
    inside: false,
    isUntouched: false,
    answer: (): Response => {
      throw new TypeError('network error');
    }
  }
];

/**
 * Run each operation on its own key, in parallel: its request gets a scripted
 * response the first time.
 *
 * @param isApplied - Whether the store has received that request.
 *
 * @returns The outcome of each operation, by its name.
 */
async function runAll(
  label: string,
  operations: IOperation[],
  answer: (method: string) => Response,
  isApplied: boolean
): Promise<{ [name: string]: boolean | string }> {
  const cases = await Promise.all(
    operations.map(async (operation, index) => {
      const key = `${label}-${index}-`;
      return { operation, key, prepared: await operation.prepare(key) };
    })
  );
  const waiting = new Set(cases);
  fixture.intercept(async (request, next) => {
    const text =
      decodeURIComponent(request.url) +
      (/delete=/.test(request.url) ? await request.clone().text() : '');
    for (const one of waiting) {
      if (text.includes(one.key) && one.operation.matches(request)) {
        waiting.delete(one);
        if (isApplied) {
          await next();
        }
        return answer(request.method);
      }
    }
    return next();
  });
  const outcomes = await Promise.all(
    cases.map(async ({ operation, key, prepared }) => [
      operation.name,
      await operation.run(key, prepared).catch((error: Error) => String(error))
    ])
  );
  fixture.intercept(null);
  expect(Array.from(waiting, ({ operation }) => operation.name)).toEqual([]);
  return Object.fromEntries(outcomes);
}

describe.each(ANSWERS)('$name', ({ answer, inside, isUntouched, name }) => {
  const label = name.replace(/\W+/g, '-');
  // An error with status 200 is only possible for a response with a body.
  const operations = OPERATIONS.filter(
    ({ name: operation }) => !inside || !/^(HEAD|DELETE)/.test(operation)
  );

  it('to a request that did not arrive: it is sent again', async () => {
    const outcomes = await runAll(label, operations, answer, false);
    for (const { name: operation, stops } of operations) {
      // It is unknown whether it was applied, and what exists now.
      const may = stops && !isUntouched ? expect.any(String) : true;
      expect({ [operation]: outcomes[operation] }).toEqual({
        [operation]: may
      });
    }
  });

  if (!isUntouched) {
    it('to a request that was carried out: that is seen', async () => {
      const outcomes = await runAll(`${label}-done`, operations, answer, true);
      expect(outcomes).toEqual(
        Object.fromEntries(operations.map(({ name }) => [name, true]))
      );
    });
  }
});

describe('what someone else has written in between', () => {
  it.each([500, 502])('is not deleted by a repetition (%i)', async status => {
    const { connection } = fixture;
    const operations = OPERATIONS.filter(({ name }) => /delet/i.test(name));
    for (const { name, matches, prepare, run } of operations) {
      const key = `foreign-${status}-${name}`;
      const prepared = await prepare(key);
      if (/upload/.test(name)) {
        continue;
      }
      let count = 0;
      fixture.intercept(async (request, next) => {
        if (!matches(request) || count++ > 0) {
          return next();
        }
        await next();
        const Body = 'somebody else’s';
        const there = { Bucket: bucket, Key: key };
        await fixture.foreign.send(new PutObjectCommand({ ...there, Body }));
        return scripted(request.method, status, '');
      });
      const failure = await run(key, prepared).then(
        () => null,
        error => error
      );
      fixture.intercept(null);
      expect({ name, failure }).toMatchObject({ failure: { name: 'S3Error' } });
      expect(await exists(connection, bucket, key)).toBe(true);
    }
  });
});

describe('a batch that is deleted in part', () => {
  it('is sent again with what the store did not get to', async () => {
    const { connection } = fixture;
    const keys = ['part-1', 'part-2', 'part-3', 'part-4'];
    const objects = await Promise.all(
      keys.map(async key => ({ key, etag: await put(key) }))
    );
    const bodies: string[] = [];
    fixture.intercept(async (request, next) => {
      if (!/delete=/.test(request.url)) {
        return next();
      }
      bodies.push(await request.clone().text());
      if (bodies.length > 1) {
        return next();
      }
      await deleteObject(connection, bucket, 'part-1');
      const error = (key: string, code: string) =>
        `<Error><Key>${key}</Key><Code>${code}</Code></Error>`;
      const text = `<?xml version="1.0"?><DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${error('part-2', 'SlowDown')}${error('part-3', 'InternalError')}</DeleteResult>`;
      return new Response(text, { headers: { 'X-S3-Drive-Origin': 'store' } });
    });
    const batches = new BatchDelete(connection, bucket, {});
    batches.add(objects);
    await batches.end();
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toContain('part-2');
    expect(bodies[1]).toContain('part-3');
    expect(bodies[1]).not.toContain('part-1');
    expect(bodies[1]).not.toContain('part-4');
    expect(await exists(connection, bucket, 'part-2')).toBe(false);
    expect(await exists(connection, bucket, 'part-3')).toBe(false);
  });
});

describe('a copy', () => {
  it('whose first step says 200 and means an error goes through', async () => {
    const { connection } = fixture;
    await put('copied');
    let count = 0;
    fixture.intercept(async (request, next) =>
      /partNumber=/.test(request.url) && count++ < 2
        ? scripted('PUT', 200, 'InternalError')
        : next()
    );
    const from = { bucket, key: 'copied' };
    await copyObject(connection, from, { bucket, key: 'copy' });
    expect(count).toBe(3);
    const listed = [];
    for await (const page of listAll(connection, bucket, 'cop')) {
      listed.push(...page.objects);
    }
    expect(new Set(listed.map(({ size }) => size))).toEqual(new Set([4]));
  });
});
