// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ServerConnection } from '@jupyterlab/services';

import {
  connect,
  freshBucket,
  freshName,
  type IFixture
} from '../../testing/fixtures';
import { getStatus, notarize, S3Connection } from '../connection';
import { copyFolder, copyObject, moveFolder, moveObject } from '../copy';
import { problemOf } from '../errors';
import { listBuckets, listPage } from '../listing';
import {
  deleteObject,
  deleteObjects,
  getObject,
  getTagging,
  head,
  putObject
} from '../objects';
import { uploadBlob } from '../uploads';
import { objectUrl } from '../url';

let fixture: IFixture;
let bucket: string;

beforeAll(async () => {
  fixture = await connect();
  bucket = await freshBucket(fixture);
});

afterEach(() => fixture.intercept(null));

afterAll(() => fixture.dispose());

/** What a promise is rejected with. */
async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    error => error
  );
}

/** A connection to something else at the same server. */
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
    expect(await notarize(connection, 'check', notebook)).toBe(false);
    expect(await notarize(connection, 'sign', notebook)).toBe(true);
    expect(await notarize(connection, 'check', notebook)).toBe(true);
  });

  it('refuse what is no notebook', async () => {
    const failure = await failureOf(notarize(fixture.connection, 'check', 1));
    expect(failure).toMatchObject({ code: 'TrustInvalid', status: 400 });
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
      expect(problemOf(failure)).toBe('unreachable');
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
      expect(['authorization', 'content-type']).toEqual(
        expect.arrayContaining(names)
      );
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
      const place = { bucket, key };
      const folder = { bucket, key: `${key}/` };
      const legalFolder = { bucket, key: 'legal/' };
      for (const ask of [
        () => head(connection, bucket, key),
        () => getObject(connection, bucket, key),
        () => getTagging(connection, bucket, key),
        () => putObject(connection, bucket, key, 'x'),
        () => uploadBlob(connection, bucket, key, new Blob(['x'])),
        () => deleteObject(connection, bucket, key),
        () => deleteObjects(connection, bucket, ['legal', key]),
        () => copyObject(connection, place, legal),
        () => moveObject(connection, place, legal),
        () => copyFolder(connection, folder, legalFolder),
        () => copyFolder(connection, legalFolder, folder),
        () => moveFolder(connection, legalFolder, folder),
        async () => objectUrl(fixture.serverSettings, bucket, key)
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
      const place = { bucket, key: 'from' };
      const to = { bucket, key: 'a/../b' };
      const failure = await failureOf(ask(connection, place, to));
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
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(fifth).toBe(false);
    expect(most).toBe(4);
    expect(new TextDecoder().decode(await opened[0].body())).toBe('small');
    await waiting;
    opened.slice(1).forEach(object => object.cancel());
    // All places are free again.
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

describe('objectUrl', () => {
  it('is the address of the object’s bytes', async () => {
    const key = "a b/é+#%2F'()!*.txt";
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: 'é'
    });
    await fixture.foreign.send(command);
    const url = objectUrl(fixture.serverSettings, bucket, key, {
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
