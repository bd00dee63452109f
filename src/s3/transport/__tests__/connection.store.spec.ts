// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it is about what the Jupyter server answers.

import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ServerConnection } from '@jupyterlab/services';

import { type IFixture, freshName } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { getStatus } from '../../server/status';
import { notarize } from '../../server/trust';
import { S3Connection } from '../connection';
import { copyFolder, moveFolder } from '../../copies/copyfolder';
import { copyObject } from '../../copies/copyobject';
import { moveObject } from '../../copies/moveobject';
import { problemOf } from '../../errors';
import { listBuckets, listPage } from '../../objects/list';
import { deleteObject, deleteObjects } from '../../objects/delete';
import { getObject } from '../../objects/get';
import { getTagging } from '../../metadata/tags';
import { head } from '../../objects/head';
import { putObject } from '../../objects/put';
import { uploadBlob } from '../../../testing/uploadblob';
import { requestUrl, type Query } from '../../http/url';
import { encodeKey } from '../../keys';
import { S3Location } from '../../location';

let fixture: IFixture;
let bucket: string;

useStore({}, made => {
  ({ fixture, bucket } = made);
});

/** What a promise is rejected with. */
async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    error => error
  );
}

/** The URL of an object at our server. */
function objectUrl(bucket: string, key: string, query?: Query): string {
  const path = `/${bucket}/${encodeKey(key)}`;
  return requestUrl(fixture.serverSettings, 'default', path, query);
}

/** A connection with other settings. */
function other(settings: Partial<ServerConnection.ISettings>): S3Connection {
  return new S3Connection({
    serverSettings: { ...fixture.serverSettings, ...settings }
  });
}

describe('status and trust', () => {
  it('tell of the store and of the credentials', async () => {
    const status = await getStatus(fixture.connection);
    expect(status.endpoint).toBe(fixture.description.endpoint);
    expect(status.credentials.state).toBe('valid');
    expect(status.problem).toBeNull();
  });

  it('remember what was signed', async () => {
    const source = freshName('print');
    const cell = { cell_type: 'code', source, metadata: {}, outputs: [] };
    const notebook = {
      cells: [{ ...cell, execution_count: null }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 4
    };
    const { connection } = fixture;
    const key = `${source}.ipynb`;
    const Body = JSON.stringify(notebook);
    const { ETag: etag = '' } = await fixture.foreign.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body })
    );
    const reference = { bucket, etag, key, limit: 10_000 };
    expect(await notarize(connection, 'check', reference)).toBe(false);
    expect(await notarize(connection, 'sign', reference)).toBe(true);
    expect(await notarize(connection, 'check', reference)).toBe(true);
    const other = { ...reference, etag: '"another"' };
    const failure = await failureOf(notarize(connection, 'sign', other));
    expect(failure).toMatchObject({ code: 'TrustChanged', status: 412 });
  });
});

describe('answers that are not the store’s', () => {
  it('without a valid token are Jupyter’s refusal', async () => {
    const connection = other({ token: 'wrong' });
    for (const failure of [
      await failureOf(listBuckets(connection)),
      await failureOf(head(connection, bucket, 'x')),
      await failureOf(getStatus(connection))
    ]) {
      expect(failure).toMatchObject({ status: 403, origin: 'jupyter' });
      expect(problemOf(failure)).toBe('jupyter-forbidden');
    }
  });

  it('tell that the server extension is missing', async () => {
    const baseUrl = `${fixture.serverSettings.baseUrl}nothing/`;
    const connection = other({ baseUrl });
    for (const ask of [listBuckets, getStatus]) {
      const failure = await failureOf(ask(connection));
      expect(problemOf(failure)).toBe('server-missing');
    }
  });

  it('tell that the Jupyter server is gone', async () => {
    const connection = other({ baseUrl: 'http://127.0.0.1:1/' });
    for (const ask of [listBuckets, getStatus]) {
      const failure = await failureOf(ask(connection));
      expect(failure).toMatchObject({ code: 'NetworkError', status: 502 });
      expect(problemOf(failure)).toBe('no-answer');
    }
  });

  it('keep the store’s refusals as they are', async () => {
    const { connection } = fixture;
    const noBucket = await failureOf(listPage(connection, freshName(), ''));
    expect(noBucket).toMatchObject({ status: 404, origin: 'store' });
    expect(problemOf(noBucket)).toBe('no-such-bucket');
    for (const ask of [head, getObject]) {
      const noKey = await failureOf(ask(connection, bucket, 'no/such'));
      expect(noKey).toMatchObject({ status: 404, bucket, key: 'no/such' });
      expect(problemOf(noKey)).toBe('not-found');
    }
  });
});

describe('requests', () => {
  it('go to the Jupyter server alone, unsigned, and say no type of their own', async () => {
    const headers: Headers[] = [];
    fixture.intercept(async (request, next) => {
      expect(request.url.startsWith(fixture.description.url)).toBe(true);
      headers.push(request.headers);
      return next();
    });
    const { connection } = fixture;
    await putObject(connection, bucket, 'plain', new Uint8Array(3));
    await putObject(
      connection,
      bucket,
      'blob',
      new Blob(['x'], { type: 'a/b' })
    );
    await putObject(connection, bucket, 'text', 'x', { contentType: 'a/c' });
    await listPage(connection, bucket, '');
    expect(headers).toHaveLength(4);
    for (const sent of headers) {
      expect(sent.get('authorization')).toMatch(/^token /);
      const names = [...sent.keys()];
      // Bodies in memory have a checksum.
      expect([
        'authorization',
        'content-type',
        'x-amz-checksum-crc32',
        'x-amz-sdk-checksum-algorithm'
      ]).toEqual(expect.arrayContaining(names));
    }
    expect(headers.map(sent => sent.get('content-type'))).toEqual([
      'application/octet-stream',
      'application/octet-stream',
      'a/c',
      null
    ]);
    const types = [];
    for (const Key of ['plain', 'blob', 'text']) {
      const command = new HeadObjectCommand({ Bucket: bucket, Key });
      types.push((await fixture.foreign.send(command)).ContentType);
    }
    const plain = 'application/octet-stream';
    expect(types).toEqual([plain, plain, 'a/c']);
  });

  it('on keys that cannot be addressed are never made', async () => {
    const { connection, sent } = fixture;
    const legal = { bucket, key: 'legal' };
    const before = sent.length;
    for (const key of ['a/../b', '../../api/contents/x', './a', 'a//b', '/a']) {
      const location = { bucket, key };
      const folder = S3Location.fromPath(`${bucket}/${key}/`);
      const legalFolder = S3Location.fromPath(`${bucket}/legal/`);
      for (const ask of [
        () => head(connection, bucket, key),
        () => getObject(connection, bucket, key),
        () => getTagging(connection, bucket, key),
        () => putObject(connection, bucket, key, 'x'),
        () => uploadBlob(connection, bucket, key, new Blob(['x'])),
        () => deleteObject(connection, bucket, key),
        () => deleteObjects(connection, bucket, ['legal', key]),
        () => copyObject(connection, location, legal),
        () => moveObject(connection, location, legal),
        () => copyFolder(connection, folder, legalFolder),
        () => copyFolder(connection, legalFolder, folder),
        () => moveFolder(connection, legalFolder, folder),
        async () => objectUrl(bucket, key)
      ]) {
        expect(problemOf(await failureOf(ask()))).toBe('invalid-key');
      }
    }
    expect(sent.slice(before)).toEqual([]);
  });

  it('to a destination that cannot be addressed change nothing', async () => {
    const { connection } = fixture;
    await putObject(connection, bucket, 'from', 'x');
    const before = fixture.sent.length;
    for (const ask of [copyObject, moveObject]) {
      const location = { bucket, key: 'from' };
      const to = { bucket, key: 'a/../b' };
      const failure = await failureOf(ask(connection, location, to));
      expect(problemOf(failure)).toBe('invalid-key');
    }
    const methods = fixture.sent.slice(before).map(line => line.split(' ')[0]);
    expect(methods).toEqual(['HEAD', 'HEAD']);
  });

  it('are at most four at a time, until their bodies are read', async () => {
    const { connection } = fixture;
    await putObject(connection, bucket, 'small', 'small');
    let inFlight = 0;
    let most = 0;
    fixture.intercept(async (request, next) => {
      most = Math.max(most, ++inFlight);
      return next();
    });
    const opened = [];
    for (let i = 0; i < 4; i++) {
      opened.push(await getObject(connection, bucket, 'small'));
    }
    let fifth = false;
    const waiting = head(connection, bucket, 'small').then(
      () => (fifth = true)
    );
    // A request of another client goes out and comes back meanwhile.
    await fixture.foreign.send(
      new HeadObjectCommand({ Bucket: bucket, Key: 'small' })
    );
    expect(fifth).toBe(false);
    expect(most).toBe(4);
    expect(new TextDecoder().decode(await opened[0].body())).toBe('small');
    await waiting;
    opened.slice(1).forEach(object => object.cancel());
    // All slots are free again.
    const all = Array.from({ length: 12 }, () =>
      head(connection, bucket, 'small')
    );
    await Promise.all(all);
  });

  it('end when they are cancelled, and when the connection is closed', async () => {
    const controller = new AbortController();
    fixture.intercept(async (request, next) => {
      controller.abort();
      return next();
    });
    const { signal } = controller;
    const failure = await failureOf(
      listPage(fixture.connection, bucket, '', { signal })
    );
    expect(failure).toMatchObject({ code: 'Aborted', status: 499 });
    fixture.intercept(null);
    const connection = other({});
    const asked = listPage(connection, bucket, '');
    connection.dispose();
    expect(await failureOf(asked)).toMatchObject({ code: 'Aborted' });
    expect(connection.isDisposed).toBe(true);
  });
});

describe('the URL of a request', () => {
  it('is the address of the object’s bytes', async () => {
    const key = "a b/é+#%2F'()!*.txt";
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: 'é'
    });
    await fixture.foreign.send(command);
    const url = objectUrl(bucket, key, {
      'response-content-disposition': 'attachment; filename="a b.txt"'
    });
    const { serverSettings: settings } = fixture;
    const response = await ServerConnection.makeRequest(url, {}, settings);
    expect(await response.text()).toBe('é');
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="a b.txt"'
    );
  });
});
