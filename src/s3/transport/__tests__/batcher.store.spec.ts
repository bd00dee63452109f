// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it is about what the Jupyter server is sent.

import { ServerConnection } from '@jupyterlab/services';

import { isBatch, requestsOf } from '../../../testing/batches';
import { type IFixture, freshPrefix } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { until } from '../../../testing/until';
import { S3Connection } from '../connection';
import { S3Error } from '../../errors';
import { deleteObject } from '../../objects/delete';
import { getObject } from '../../objects/get';
import { head } from '../../objects/head';
import { putObject } from '../../objects/put';
import { copySource } from '../../location';

let fixture: IFixture;
let bucket: string;
let prefix: string;
/**
 * A connection whose requests are recorded, and whose responses can be
 * replaced.
 */
let connection: S3Connection;
let sent: Request[];
/** How many requests to the store were sent, alone or in batches. */
let singles: number;
let answer: (request: Request) => Promise<Response>;

const together = { together: true };

useStore({}, made => {
  ({ fixture, bucket } = made);
});

beforeEach(() => {
  prefix = freshPrefix('batch');
  sent = [];
  singles = 0;
  answer = request => fetch(request);
  const { description } = fixture;
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: description.url,
    token: description.token,
    fetch: async input => {
      const request = input as Request;
      sent.push(request);
      singles += isBatch(request) ? (await requestsOf(request)).length : 1;
      return answer(request);
    }
  });
  connection = new S3Connection({ serverSettings });
});

afterEach(() => connection.dispose());

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

const put = (name: string, body = name, options = {}) =>
  putObject(connection, bucket, prefix + name, body, {
    ...together,
    ...options
  });

/** The error of a promise. */
const thrown = async (work: Promise<unknown>): Promise<S3Error> => {
  try {
    await work;
  } catch (error) {
    return error as S3Error;
  }
  throw new Error('Nothing was thrown');
};

describe('requests that are sent together', () => {
  it('are few requests to the server, each with its own answer', async () => {
    const names = numbers(70).map(n => `é b+%41 ${n}`);
    const written = await Promise.all(names.map(name => put(name)));
    expect(sent.filter(isBatch).length).toBeGreaterThan(1);
    expect(sent.length).toBeLessThan(6);
    const found = await Promise.all(
      names.map(name => head(connection, bucket, prefix + name, together))
    );
    expect(found.map(({ etag }) => etag)).toEqual(
      written.map(({ etag }) => etag)
    );
    const read = await Promise.all(
      names.map(async name =>
        (await getObject(connection, bucket, prefix + name, together)).body()
      )
    );
    expect(read.map(bytes => new TextDecoder().decode(bytes))).toEqual(names);
    await Promise.all(
      names.map(name =>
        deleteObject(connection, bucket, prefix + name, together)
      )
    );
    expect(sent.length).toBeLessThan(20);
    await expect(
      head(connection, bucket, prefix + names[3])
    ).rejects.toMatchObject({ status: 404 });
  });

  it('fail each for itself, as they would alone', async () => {
    await put('taken');
    const results = await Promise.allSettled([
      put('free'),
      put('taken', 'other', { ifNoneMatch: '*' }),
      head(connection, bucket, `${prefix}none`, together),
      connection.send(
        sdk =>
          new sdk.CopyObjectCommand({
            Bucket: bucket,
            Key: `${prefix}copy`,
            CopySource: copySource({ bucket, key: `${prefix}none` })
          }),
        together
      )
    ]);
    const reasons = results.map(result =>
      result.status === 'rejected' ? (result.reason as S3Error).status : null
    );
    expect(reasons).toEqual([null, 412, 404, 404]);
    expect(results[1]).toMatchObject({ reason: { code: 'ObjectExists' } });
    expect(sent.filter(isBatch)).toHaveLength(1);
  });

  it('go alone where there is one, or where it is large', async () => {
    await put('small');
    await Promise.all([
      put('a', 'x'.repeat(2 ** 17)),
      put('b', 'y'.repeat(2 ** 17))
    ]);
    expect(sent.filter(isBatch)).toHaveLength(0);
    expect(sent).toHaveLength(3);
  });

  it('carry bytes and headers as they are', async () => {
    const bytes = new Uint8Array(numbers(256));
    const metadata = { author: 'été', spaced: 'a  b' };
    const write = (name: string) =>
      putObject(connection, bucket, prefix + name, bytes, {
        ...together,
        contentType: 'text/x-é',
        contentEncoding: 'gzip',
        metadata
      });
    await Promise.all([write('one'), write('two')]);
    const [opened] = await Promise.all(
      ['one', 'two'].map(name =>
        getObject(connection, bucket, prefix + name, together)
      )
    );
    expect(sent.filter(isBatch)).toHaveLength(2);
    expect(opened.info).toMatchObject({ contentEncoding: 'gzip', size: 256 });
    // Nothing has decoded it on the way.
    expect(await opened.body()).toEqual(bytes);
    const alone = await head(connection, bucket, `${prefix}one`);
    expect(opened.info.metadata).toEqual(alone.metadata);
    expect(alone.metadata.spaced).toBe('a  b');
  });

  it('end each with its own signal, and all with theirs', async () => {
    const one = new AbortController();
    const all = new AbortController();
    answer = () => new Promise(() => undefined);
    const ended = [
      thrown(put('a', 'a', { signal: one.signal })),
      thrown(put('b', 'b', { signal: all.signal })),
      thrown(put('c', 'c', { signal: all.signal }))
    ];
    await until(() => expect(sent).toHaveLength(1));
    one.abort();
    expect((await ended[0]).code).toBe('Aborted');
    expect(sent[0].signal.aborted).toBe(false);
    all.abort();
    expect((await ended[1]).code).toBe('Aborted');
    expect((await ended[2]).code).toBe('Aborted');
    expect(sent[0].signal.aborted).toBe(true);
  });

  it('are sent again where the answer broke off', async () => {
    // The first batch is applied, and only half of its responses arrive.
    let batches = 0;
    answer = async request => {
      const response = await fetch(request);
      if (!isBatch(request) || ++batches > 1) {
        return response;
      }
      const lines = (await response.text()).split('\n');
      const half = `${lines.slice(0, 2).join('\n')}\n${lines[2].slice(0, 20)}`;
      return new Response(half, { headers: response.headers });
    };
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map(name => put(name, name, { ifNoneMatch: '*' })));
    // These two, and for each the requests which find that it was applied the
    // first time.
    expect(singles).toBe(4 + 2 * 3);
    for (const name of names) {
      const opened = await getObject(connection, bucket, prefix + name);
      expect(new TextDecoder().decode(await opened.body())).toBe(name);
    }
  });

  it('are refused each when the batch is', async () => {
    answer = async () =>
      new Response('<html>Not logged in</html>', { status: 403 });
    const errors = await Promise.all([thrown(put('a')), thrown(put('b'))]);
    expect(errors.map(({ code, origin }) => [code, origin])).toEqual([
      ['Jupyter403', 'jupyter'],
      ['Jupyter403', 'jupyter']
    ]);
  });

  it('leave the others their places', async () => {
    let release!: () => void;
    const gate = new Promise<void>(resolve => (release = resolve));
    answer = async request => {
      if (isBatch(request)) {
        await gate;
      }
      return fetch(request);
    };
    const many = numbers(200).map(n => put(String(n)));
    await until(() => expect(sent).toHaveLength(3));
    await putObject(connection, bucket, `${prefix}urgent`, 'now');
    release();
    await Promise.all(many);
  });
});
