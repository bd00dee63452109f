// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFixture } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { DirectAccess, isMixed, type DirectFetch } from '../direct';
import { getObject } from '../../objects/get';
import { uploadBlob } from '../../../testing/uploadblob';

const MIB = 2 ** 20;

let fixture: IFixture;
let bucket: string;
let key: string;
let count = 0;

useStore({}, made => {
  ({ fixture, bucket } = made);
});

beforeEach(() => {
  key = `direct/a b/é+'"${++count}.bin`;
});

function blobOf(size: number): Blob {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += 4093) {
    bytes[i] = i;
  }
  return new Blob([bytes]);
}

async function expectStored(blob: Blob): Promise<void> {
  const opened = await getObject(fixture.connection, bucket, key);
  const stored = Buffer.from(await opened.body());
  expect(stored.equals(Buffer.from(await blob.arrayBuffer()))).toBe(true);
}

/** Direct access to the store, with the requests that were sent. */
function directly(send: DirectFetch = fetch) {
  const sent: { url: string; init: RequestInit }[] = [];
  const direct = new DirectAccess(fixture.connection, {
    isWanted: () => true,
    fetch: async (url, init) => {
      sent.push({ url, init });
      return send(url, init);
    }
  });
  const parts = () =>
    sent.filter(({ init }) => init.body instanceof Blob).length;
  return { direct, parts, sent };
}

/** Count the bytes that were sent to the Jupyter server. */
function countBytes(): { bytes: number } {
  const counted = { bytes: 0 };
  fixture.intercept(async (request, next) => {
    counted.bytes += (await request.clone().arrayBuffer()).byteLength;
    return next();
  });
  return counted;
}

describe('a direct upload', () => {
  it('sends no part through the proxy, and nothing of Jupyter to the store', async () => {
    const { direct, parts, sent } = directly();
    const counted = countBytes();
    const blob = blobOf(40 * MIB);
    await uploadBlob(fixture.connection, bucket, key, blob, { direct });
    expect(parts()).toBe(3);
    expect(counted.bytes).toBeLessThan(10_000);
    for (const { url, init } of sent) {
      expect(url.startsWith(fixture.description.endpoint)).toBe(true);
      expect(url).not.toContain(fixture.description.token);
      expect(init.credentials).toBe('omit');
      expect(init.referrerPolicy).toBe('no-referrer');
      expect(init.headers).toBeUndefined();
    }
    fixture.intercept(null);
    await expectStored(blob);
  });

  it('asks for ETags that the store does not let the page read', async () => {
    const { direct, parts } = directly(async (url, init) => {
      const answer = await fetch(url, init);
      const { status } = answer;
      return init.body ? new Response(await answer.text(), { status }) : answer;
    });
    const blob = blobOf(20 * MIB);
    await uploadBlob(fixture.connection, bucket, key, blob, { direct });
    expect(parts()).toBe(2);
    await expectStored(blob);
  });

  it.each([
    ['the network fails', () => Promise.reject(new TypeError('no route'))],
    [
      'a link leads to a dead port',
      (_: string, init: RequestInit) => fetch('http://127.0.0.1:9/', init)
    ],
    [
      'a link has ended',
      () => Promise.resolve(new Response('expired', { status: 403 }))
    ]
  ])('goes on through the proxy when %s midway', async (_, fail) => {
    let tries = 0;
    const { direct, parts } = directly((url, init) =>
      init.body && ++tries > 2 ? fail(url, init) : fetch(url, init)
    );
    const before = fixture.sent.length;
    const blob = blobOf(7 * 16 * MIB);
    await uploadBlob(fixture.connection, bucket, key, blob, { direct });
    const proxied = fixture.sent
      .slice(before)
      .filter(line => /^PUT .*partNumber=/.test(line));
    expect(proxied).toHaveLength(5);
    // The parts in flight when the first one failed; none after.
    expect(parts()).toBeLessThanOrEqual(5);
    await expectStored(blob);
  });

  it('is cancelled, and leaves nothing', async () => {
    const controller = new AbortController();
    const { direct } = directly((url, init) => {
      if (init.body) {
        controller.abort();
      }
      return fetch(url, init);
    });
    const { signal } = controller;
    await expect(
      uploadBlob(fixture.connection, bucket, key, blobOf(40 * MIB), {
        direct,
        signal
      })
    ).rejects.toMatchObject({ code: 'Aborted' });
  });
});

describe('the probe', () => {
  it('is made once a bucket, and writes nothing', async () => {
    const { direct, sent } = directly();
    expect(await direct.isOpen(bucket)).toBe(true);
    expect(await direct.isOpen(bucket)).toBe(true);
    expect(sent).toHaveLength(1);
    await expect(
      getObject(fixture.connection, bucket, '.s3-drive-probe')
    ).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    [
      'the store cannot be reached',
      () => Promise.reject(new TypeError('CORS'))
    ],
    [
      'something else answers',
      () => Promise.resolve(new Response('<html>', { status: 200 }))
    ],
    [
      'the signature is refused',
      () =>
        Promise.resolve(
          new Response('<Error><Code>SignatureDoesNotMatch</Code></Error>', {
            status: 403
          })
        )
    ]
  ])('says no when %s', async (_, answer) => {
    const { direct, parts } = directly(answer);
    const blob = blobOf(17 * MIB);
    await uploadBlob(fixture.connection, bucket, key, blob, { direct });
    expect(parts()).toBe(0);
    expect(await direct.downloadUrl({ bucket, key })).toBeNull();
    await expectStored(blob);
  });

  it('is not made when the person does not want it', async () => {
    const fetched = jest.fn();
    const direct = new DirectAccess(fixture.connection, {
      isWanted: () => false,
      fetch: fetched
    });
    expect(await direct.isOpen(bucket)).toBe(false);
    expect(fetched).not.toHaveBeenCalled();
  });

  it('is not made where a browser would refuse it', () => {
    expect(isMixed('http://store:9000', 'https:')).toBe(true);
    expect(isMixed('https://store', 'https:')).toBe(false);
    expect(isMixed('http://store', 'http:')).toBe(false);
  });
});

describe('a direct download', () => {
  it('is of the store itself, under the right name', async () => {
    const { direct } = directly();
    const blob = blobOf(1000);
    await uploadBlob(fixture.connection, bucket, key, blob);
    const url = await direct.downloadUrl({ bucket, key });
    expect(url?.startsWith(fixture.description.endpoint)).toBe(true);
    const answer = await fetch(url!);
    expect((await answer.arrayBuffer()).byteLength).toBe(1000);
    const disposition = answer.headers.get('content-disposition');
    expect(disposition).toMatch(/^attachment;/);
    expect(disposition).toContain(
      `filename*=UTF-8''${encodeURIComponent(`é+'"${count}.bin`).replace(/'/g, '%27')}`
    );
  });
});
