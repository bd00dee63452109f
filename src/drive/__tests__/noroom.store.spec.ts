// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';

import { S3Error } from '../../s3/errors';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { findMc, mc } from '../../testing/clients/mc';
import { useDrive } from '../../testing/setup';

const MIB = 2 ** 20;

let d: IDriveFixture;

useDrive({}, made => {
  d = made;
  d.options.directTransfers = 'never';
});

/** The multipart uploads that the store keeps. */
async function incomplete(): Promise<string[]> {
  const { Uploads } = await d.fixture.foreign.send(
    new ListMultipartUploadsCommand({ Bucket: d.bucket })
  );
  return (Uploads ?? []).map(({ Key }) => Key ?? '');
}

describe('an upload that cannot work', () => {
  it.each([
    ['XMinioStorageFull', 507, /^The disks of the store are full/],
    [
      'XMinioAdminBucketQuotaExceeded',
      400,
      /^The bucket has reached its quota/
    ],
    ['QuotaExceeded', 403, /^The bucket has reached its quota/],
    ['EntityTooLarge', 400, /is larger than the store takes/],
    ['KMS.DisabledException', 400, /^The key that encrypts/]
  ])('leaves no parts, and says why: %s', async (code, status, said) => {
    const name = `${code}.bin`;
    let asked = 0;
    d.fixture.intercept(async (request, next) => {
      if (!/partNumber=2/.test(request.url)) {
        return next();
      }
      asked += 1;
      const headers = { 'X-S3-Drive-Origin': 'store' };
      const body = `<Error><Code>${code}</Code><Message>No.</Message></Error>`;
      return new Response(body, { status, headers });
    });
    const file = new File([new Uint8Array(40 * MIB)], name);
    const error = await d.drive.upload(d.bucket, file, { keep: true }).then(
      () => null,
      reason => reason as S3Error
    );
    expect(error).toBeInstanceOf(S3Error);
    expect(error?.message).toMatch(said);
    expect(asked).toBe(1);
    expect(await d.exists(name)).toBe(false);
    expect(await incomplete()).toEqual([]);
  });

  it('is kept where trying again can help', async () => {
    d.fixture.intercept(async (request, next) =>
      /partNumber=2/.test(request.url)
        ? new Response('<Error><Code>AccessDenied</Code></Error>', {
            status: 403,
            headers: { 'X-S3-Drive-Origin': 'store' }
          })
        : next()
    );
    const file = new File([new Uint8Array(40 * MIB)], 'kept.bin');
    const upload = d.drive.upload(d.bucket, file, { keep: true });
    await expect(upload).rejects.toBeInstanceOf(S3Error);
    expect(await incomplete()).toEqual(['kept.bin']);
    await d.drive.uploads.discard(`${d.bucket}/kept.bin`);
    expect(await incomplete()).toEqual([]);
  });
});

// Of the stores here, only MinIO has quotas, which its own client sets.
const withQuota =
  process.env.S3_DRIVE_TEST_STORE === 'minio' && findMc()
    ? describe
    : describe.skip;

withQuota('a bucket with a quota', () => {
  it.each([
    ['a small file', 2 * MIB],
    ['a file in parts', 40 * MIB]
  ])('refuses %s in words, and has no parts of it', async (name, size) => {
    const { description } = d.fixture;
    await mc(description, 'quota', 'set', `s3/${d.bucket}`, '--size', '1MiB');
    const file = new File([new Uint8Array(size)], `${size}.bin`);
    await expect(
      d.drive.upload(d.bucket, file, { keep: true })
    ).rejects.toThrow(/^The bucket has reached its quota/);
    expect(await d.exists(`${size}.bin`)).toBe(false);
    expect(await incomplete()).toEqual([]);
  });
});
