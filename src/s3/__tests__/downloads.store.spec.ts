// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: what breaks off does so between browser and server.

import { gzipSync } from 'zlib';

import { type IFixture, freshPrefix } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import { getObject } from '../objects/get';
import { head } from '../objects/head';
import { putObject } from '../objects/put';

const SIZE = 300_000;

let fixture: IFixture;
let bucket: string;
let key: string;
let bytes: Uint8Array;

useStore({}, made => {
  ({ fixture, bucket } = made);
  bytes = Uint8Array.from({ length: SIZE }, (_, i) => (i * 7919) >> 3);
});

beforeEach(async () => {
  key = `${freshPrefix('download')}data.bin`;
  await putObject(fixture.connection, bucket, key, bytes);
});

/** The same response, of which only the first bytes arrive. */
function cut(response: Response, length: number): Response {
  const { status, headers } = response;
  const reader = response.body!.getReader();
  let left = length;
  const stream = new ReadableStream<Uint8Array>({
    pull: async controller => {
      const { value } = await reader.read();
      controller.enqueue((value ?? new Uint8Array()).subarray(0, left));
      left -= value?.length ?? left;
      if (left <= 0) {
        void reader.cancel();
        controller.close();
      }
    }
  });
  return new Response(stream, { status, headers });
}

/**
 * Cut off the responses to the first GETs, and collect the requested ranges.
 */
function cutFirst(
  times: number,
  length: number,
  meanwhile?: () => Promise<unknown>
) {
  const asked: { range: string | null; ifMatch: string | null }[] = [];
  fixture.intercept(async (request, next) => {
    if (request.method !== 'GET') {
      return next();
    }
    asked.push({
      range: request.headers.get('range'),
      ifMatch: request.headers.get('if-match')
    });
    const response = await next();
    if (asked.length > times) {
      return response;
    }
    await meanwhile?.();
    return cut(response, length);
  });
  return asked;
}

async function read(options = {}): Promise<Uint8Array> {
  const opened = await getObject(fixture.connection, bucket, key, options);
  return opened.body();
}

function expectBytes(actual: Uint8Array, expected: Uint8Array): void {
  expect(Buffer.from(actual).equals(Buffer.from(expected))).toBe(true);
}

describe('a download that breaks off', () => {
  it('goes on where it broke off, of the same object', async () => {
    const { etag } = await head(fixture.connection, bucket, key);
    const asked = cutFirst(2, 100_000);
    expectBytes(await read(), bytes);
    expect(asked).toEqual([
      { range: null, ifMatch: null },
      { range: `bytes=100000-${SIZE - 1}`, ifMatch: etag },
      { range: `bytes=200000-${SIZE - 1}`, ifMatch: etag }
    ]);
  });

  it('goes on inside its range', async () => {
    const range = { first: 1000, last: 200_999 };
    const asked = cutFirst(1, 50_000);
    expectBytes(await read({ range }), bytes.subarray(1000, 201_000));
    expect(asked.map(({ range: part }) => part)).toEqual([
      'bytes=1000-200999',
      'bytes=51000-200999'
    ]);
  });

  it('before its first byte is asked for again', async () => {
    cutFirst(1, 0);
    expectBytes(await read(), bytes);
  });

  it('never looks whole: it fails after three more attempts', async () => {
    const asked = cutFirst(100, 10);
    await expect(read()).rejects.toMatchObject({
      code: 'Interrupted',
      status: 502,
      bucket,
      key
    });
    expect(asked).toHaveLength(4);
  });

  it('never becomes a mixture when the object is changed', async () => {
    cutFirst(1, 100_000, () =>
      putObject(fixture.connection, bucket, key, new Uint8Array(SIZE))
    );
    await expect(read()).rejects.toMatchObject({
      code: 'PreconditionFailed',
      status: 412
    });
  });

  it('goes on of what has an encoding, which comes as it is stored', async () => {
    const packed = gzipSync(bytes);
    const encoded = { contentEncoding: 'gzip' };
    await putObject(fixture.connection, bucket, key, packed, encoded);
    const asked = cutFirst(1, 100);
    expectBytes(await read(), packed);
    expect(asked.map(({ range }) => range)).toEqual([
      null,
      `bytes=100-${packed.length - 1}`
    ]);
    await putObject(fixture.connection, bucket, key, bytes);
  });

  it('is cancelled by its signal', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const opened = await getObject(fixture.connection, bucket, key, { signal });
    controller.abort();
    await expect(opened.body()).rejects.toMatchObject({ code: 'Aborted' });
  });

  it('gives its place in the queue back, however it ends', async () => {
    cutFirst(100, 10);
    for (let i = 0; i < 5; i++) {
      await expect(read()).rejects.toThrow();
    }
    fixture.intercept(null);
    for (let i = 0; i < 5; i++) {
      (await getObject(fixture.connection, bucket, key)).cancel();
    }
    expectBytes(await read(), bytes);
  });
});

describe('a write whose answer is lost', () => {
  /** Let the store handle the first PUT, and lose its response. */
  function loseAnswer(meanwhile?: () => Promise<unknown>) {
    let puts = 0;
    fixture.intercept(async (request, next) => {
      const response = await next();
      if (request.method === 'PUT' && ++puts === 1) {
        await response.text();
        await meanwhile?.();
        throw new TypeError('network error');
      }
      return response;
    });
  }

  it.each([['new'], ['changed']])('is known as done: %s object', async kind => {
    const { etag } = await head(fixture.connection, bucket, key);
    const name = kind === 'new' ? `${key}.new` : key;
    const condition =
      kind === 'new' ? { ifNoneMatch: '*' as const } : { ifMatch: etag };
    loseAnswer();
    const text = `text of ${kind}`;
    const { connection } = fixture;
    const written = await putObject(connection, bucket, name, text, condition);
    expect((await head(connection, bucket, name)).etag).toBe(written.etag);
    expect(written.etag).not.toBe(etag);
  });

  it('is a conflict when somebody has written since', async () => {
    const { connection } = fixture;
    const { etag } = await head(connection, bucket, key);
    // As long as ours, so that the size alone proves nothing.
    loseAnswer(() => putObject(connection, bucket, key, 'theirs'));
    await expect(
      putObject(connection, bucket, key, 'ours!!', { ifMatch: etag })
    ).rejects.toMatchObject({ code: 'PreconditionFailed', status: 412 });
    fixture.intercept(null);
    expect(new TextDecoder().decode(await read())).toBe('theirs');
  });

  it('is a conflict when somebody had written before', async () => {
    const { connection } = fixture;
    const { etag } = await head(connection, bucket, key);
    await putObject(connection, bucket, key, 'theirs');
    loseAnswer();
    await expect(
      putObject(connection, bucket, key, 'ours', { ifMatch: etag })
    ).rejects.toMatchObject({ status: 412 });
    expect(new TextDecoder().decode(await read())).toBe('theirs');
  });

  it('is told as such when no answer comes at all', async () => {
    fixture.intercept(async (request, next) => {
      await next();
      throw new TypeError('network error');
    });
    const { connection } = fixture;
    const put = putObject(connection, bucket, key, 'x');
    await expect(put).rejects.toMatchObject({
      code: 'NetworkError',
      status: 502,
      afterLostAnswer: true
    });
  });
});

describe('a response without its size, as of a proxy that compresses', () => {
  /** Drop the size of whole objects, and add bytes to what arrives. */
  function withoutSize(extra = 0): (string | null)[] {
    const ranges: (string | null)[] = [];
    fixture.intercept(async (request, next) => {
      const response = await next();
      if (request.method !== 'GET') {
        return response;
      }
      ranges.push(request.headers.get('range'));
      const headers = new Headers(response.headers);
      headers.delete('content-length');
      const body = new Uint8Array(await response.arrayBuffer());
      const more = Uint8Array.from([...body, ...new Array(extra).fill(1)]);
      return new Response(more, { status: response.status, headers });
    });
    return ranges;
  }

  it('is asked for again as a range, which tells it', async () => {
    const ranges = withoutSize();
    const opened = await getObject(fixture.connection, bucket, key);
    expect(opened.info.size).toBe(SIZE);
    expect(Buffer.from(await opened.body()).equals(bytes)).toBe(true);
    expect(ranges).toEqual([null, `bytes=0-${Number.MAX_SAFE_INTEGER}`]);
  });

  it('is refused when it has more bytes than the object', async () => {
    withoutSize(3);
    const opened = await getObject(fixture.connection, bucket, key);
    await expect(opened.body()).rejects.toMatchObject({ code: 'AnswerBroken' });
  });
});
