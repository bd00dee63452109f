// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';

import type { IFixture } from '../../../testing/fixtures';
import { useRealPauses } from '../../../testing/pauses';
import { useStore } from '../../../testing/setup';
import { until } from '../../../testing/until';
import { problemOf } from '../../errors';
import { abortUpload, listIncomplete, storedSize } from '../incomplete';
import { exists, head } from '../../objects/head';
import { getObject } from '../../objects/get';
import { ResumableUpload } from '../resumable';
import { isLarge } from '../putblob';
import { uploadBlob } from '../../../testing/uploadblob';

const MIB = 2 ** 20;

let fixture: IFixture;
let bucket: string;
let key: string;
let count = 0;

useStore({ own: true }, made => {
  ({ fixture, bucket } = made);
});

beforeEach(() => {
  key = `up/a b/é+${++count}.bin`;
});

/** Bytes that differ from part to part. */
function blobOf(size: number, seed = 1): Blob {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += 4093) {
    bytes[i] = i + seed;
  }
  return new Blob([bytes]);
}

function uploadOf(blob: Blob, pauses: number[] = []): ResumableUpload {
  const options = { ifNoneMatch: '*' as const, pauses };
  return new ResumableUpload(
    fixture.connection,
    { bucket, key },
    blob,
    options
  );
}

async function expectStored(blob: Blob): Promise<void> {
  const opened = await getObject(fixture.connection, bucket, key);
  const stored = Buffer.from(await opened.body());
  expect(stored.equals(Buffer.from(await blob.arrayBuffer()))).toBe(true);
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    error => error
  );

const isPart = ({ method, url }: Request) =>
  method === 'PUT' && url.includes('partNumber=');

const partsSent = (from: number) =>
  fixture.sent
    .slice(from)
    .flatMap(line => /^PUT .*partNumber=(\d+)/.exec(line)?.[1] ?? []);

async function incomplete(): Promise<string[]> {
  const found: string[] = [];
  for await (const page of listIncomplete(fixture.connection, bucket, 'up/', [
    key
  ])) {
    found.push(...page.filter(one => one.key === key).map(one => one.uploadId));
  }
  return found;
}

/** Run something once, before the n-th part is sent. */
function beforePart(nth: number, act: () => Promise<void>): void {
  let parts = 0;
  fixture.intercept(async (request, next) => {
    if (isPart(request) && ++parts === nth) {
      await act();
    }
    return next();
  });
}

/**
 * Let the network fail for a part, once those before it are stored: a part that
 * is in flight when another one fails is not kept.
 */
function failPart(number: number): void {
  let stored = 0;
  fixture.intercept(async (request, next) => {
    if (request.url.includes(`partNumber=${number}`)) {
      await until(() => expect(stored).toBeGreaterThanOrEqual(number - 1));
      throw new TypeError('network error');
    }
    const answer = await next();
    stored += isPart(request) && answer.ok ? 1 : 0;
    return answer;
  });
}

/** Wait until the store responds again. */
async function answers(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const failure = await failureOf(
      exists(fixture.connection, bucket, 'nothing')
    );
    if (!failure) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

describe('an upload in parts', () => {
  it('goes on with the missing parts after the store was killed', async () => {
    const blob = blobOf(7 * 16 * MIB);
    const upload = uploadOf(blob);
    beforePart(5, () => fixture.control.killStore());
    const failure = await failureOf(upload.run());
    expect(problemOf(failure)).toBe('unreachable');
    const { stored, uploadId } = upload;
    expect(stored).toBeGreaterThan(0);
    fixture.intercept(null);
    await fixture.control.startStore();
    await answers();
    const before = fixture.sent.length;
    const steps: number[] = [];
    await upload.run(undefined, done => steps.push(done));
    expect(partsSent(before)).toHaveLength(7 - stored / (16 * MIB));
    expect(steps[0]).toBe(stored);
    expect(upload.uploadId).toBe(uploadId);
    await expectStored(blob);
    expect(await incomplete()).toEqual([]);
  });

  describe('by itself', () => {
    useRealPauses();

    it('survives a store that is gone for a few seconds', async () => {
      const blob = blobOf(3 * 16 * MIB);
      let revived: Promise<void> = Promise.resolve();
      beforePart(2, async () => {
        await fixture.control.killStore();
        revived = new Promise(resolve => setTimeout(resolve, 2000)).then(() =>
          fixture.control.startStore()
        );
      });
      await uploadOf(blob, [1000, 3000, 6000, 6000]).run();
      await revived;
      await expectStored(blob);
    });

    it('survives a restart of the Jupyter server', async () => {
      const blob = blobOf(3 * 16 * MIB);
      let restarted: Promise<void> = Promise.resolve();
      beforePart(2, async () => {
        restarted = fixture.control.restartServer();
      });
      await uploadOf(blob, [1000, 3000, 6000, 6000]).run();
      await restarted;
      await expectStored(blob);
    });
  });

  it('sends a part again that the store has not, or not that one', async () => {
    const blob = blobOf(3 * 16 * MIB);
    const upload = uploadOf(blob);
    failPart(3);
    await failureOf(upload.run());
    expect(upload.stored).toBe(2 * 16 * MIB);
    fixture.intercept(null);
    // Another user uploads a different second part.
    await fixture.foreign.send(
      new UploadPartCommand({
        Bucket: bucket,
        Key: key,
        UploadId: upload.uploadId ?? '',
        PartNumber: 2,
        Body: new Uint8Array(16 * MIB)
      })
    );
    const before = fixture.sent.length;
    await upload.run();
    // SeaweedFS keeps both second parts, lists either, and uses the one that is
    // named.
    const sent = partsSent(before).sort();
    expect(sent).toContain('3');
    expect(sent).not.toContain('1');
    expect(sent.includes('2') || fixture.store !== 'minio').toBe(true);
    await expectStored(blob);
  });

  it('begins anew when someone has removed its parts', async () => {
    const blob = blobOf(2 * 16 * MIB);
    const upload = uploadOf(blob);
    failPart(2);
    await failureOf(upload.run());
    fixture.intercept(null);
    await abortUpload(fixture.connection, { bucket, key }, upload.uploadId!);
    await upload.run();
    await expectStored(blob);
  });

  it('knows that it was completed although nobody heard it', async () => {
    const blob = blobOf(2 * 16 * MIB);
    const upload = uploadOf(blob);
    fixture.intercept(async (request, next) => {
      const line = `${request.method} ${request.url}`;
      if (/^HEAD/.test(line) && upload.uploadId) {
        throw new TypeError('network error');
      }
      const response = await next();
      if (/^POST .*uploadId=/.test(line)) {
        throw new TypeError('network error');
      }
      return response;
    });
    await failureOf(upload.run());
    fixture.intercept(null);
    expect(await exists(fixture.connection, bucket, key)).toBe(true);
    // The condition does not fail because of the upload's own object.
    const { etag } = await upload.run();
    expect(etag).toBe((await head(fixture.connection, bucket, key)).etag);
    await expectStored(blob);
  });

  it('keeps what someone else has written meanwhile', async () => {
    const upload = uploadOf(blobOf(2 * 16 * MIB));
    failPart(2);
    await failureOf(upload.run());
    fixture.intercept(null);
    await fixture.foreign.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'theirs' })
    );
    const before = fixture.sent.length;
    const failure = await failureOf(upload.run());
    expect(failure).toMatchObject({ code: 'ObjectExists', status: 412 });
    // The error comes before the rest is sent.
    expect(partsSent(before)).toEqual([]);
    expect((await head(fixture.connection, bucket, key)).size).toBe(6);
  });

  it('leaves no part and no object when it is given up', async () => {
    const upload = uploadOf(blobOf(3 * 16 * MIB));
    const controller = new AbortController();
    beforePart(2, async () => controller.abort());
    await failureOf(upload.run(controller.signal));
    fixture.intercept(null);
    expect(await incomplete()).toEqual([upload.uploadId]);
    await upload.giveUp();
    expect(await incomplete()).toEqual([]);
    expect(await exists(fixture.connection, bucket, key)).toBe(false);
  });

  it('never holds more than the parts in flight', async () => {
    const blob = blobOf(7 * 16 * MIB);
    const taken: number[] = [];
    const slice = blob.slice.bind(blob);
    let inFlight = 0;
    let most = 0;
    blob.slice = (start = 0, end = 0) => {
      taken.push(end - start);
      return slice(start, end);
    };
    blob.arrayBuffer = () => {
      throw new Error('It must not be read whole');
    };
    blob.stream = blob.arrayBuffer as unknown as typeof blob.stream;
    blob.text = blob.arrayBuffer as unknown as typeof blob.text;
    fixture.intercept(async (request, next) => {
      inFlight += isPart(request) ? 1 : 0;
      most = Math.max(most, inFlight);
      const response = await next();
      inFlight -= isPart(request) ? 1 : 0;
      return response;
    });
    await uploadOf(blob).run();
    expect(most).toBeLessThanOrEqual(4);
    expect(Math.max(...taken)).toBe(16 * MIB);
  });

  it.each([1000, 17 * MIB])(
    'says that a file of %d bytes was changed on the disk',
    async size => {
      const blob = blobOf(size);
      const broken = {
        slice: () => ({
          arrayBuffer: () =>
            Promise.reject(new DOMException('gone', 'NotReadableError'))
        })
      };
      fixture.intercept(async (request, next) => {
        if (request.method === 'PUT') {
          // As a browser does when the file of a slice was changed.
          Object.assign(blob, broken);
          throw new TypeError('Failed to fetch');
        }
        return next();
      });
      if (isLarge(blob)) {
        const slice = blob.slice.bind(blob);
        blob.slice = (start, end) => Object.assign(slice(start, end), broken);
        // The file could be read when the upload began.
        let first = true;
        const part = blob.slice;
        blob.slice = (start, end) => {
          const taken = first ? slice(start, end) : part(start, end);
          first = false;
          return taken;
        };
      }
      const failure = await failureOf(
        uploadBlob(fixture.connection, bucket, key, blob, { pauses: [] })
      );
      expect(failure).toMatchObject({ code: 'FileChanged', status: 400 });
      fixture.intercept(null);
      expect(await incomplete()).toEqual([]);
    }
  );
});

describe('incomplete uploads', () => {
  it('are told with what has arrived, and removed', async () => {
    const upload = uploadOf(blobOf(2 * 16 * MIB));
    failPart(2);
    await failureOf(upload.run());
    fixture.intercept(null);
    const found = [];
    for await (const page of listIncomplete(
      fixture.connection,
      bucket,
      'up/'
    )) {
      found.push(...page);
    }
    const mine = found.filter(one => one.key === key);
    expect(mine).toMatchObject([{ bucket, uploadId: upload.uploadId }]);
    expect(Math.abs(Date.now() - mine[0].begun!.getTime())).toBeLessThan(
      60_000
    );
    expect(await storedSize(fixture.connection, mine[0])).toBe(16 * MIB);
    for await (const page of listIncomplete(
      fixture.connection,
      bucket,
      'elsewhere/'
    )) {
      expect(page).toEqual([]);
    }
    await abortUpload(fixture.connection, mine[0], mine[0].uploadId);
    expect(await incomplete()).toEqual([]);
  });

  it('are told by their key also when the store has forgotten them', async () => {
    const upload = uploadOf(blobOf(2 * 16 * MIB));
    failPart(2);
    await failureOf(upload.run());
    fixture.intercept(null);
    await fixture.control.killStore();
    await fixture.control.startStore();
    await answers();
    expect(await incomplete()).toEqual([upload.uploadId]);
    await upload.giveUp();
  });
});
