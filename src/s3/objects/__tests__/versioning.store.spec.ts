// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { BucketVersioningStatus } from '@aws-sdk/client-s3';

import { type IFixture, freshBucket } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { versioningOf } from '../versioning';

let f: IFixture;

useStore({}, made => {
  f = made.fixture;
});

describe('whether a bucket keeps versions', () => {
  it.each<[BucketVersioningStatus[], string]>([
    [[], 'off'],
    [['Enabled'], 'on'],
    [['Enabled', 'Suspended'], 'suspended']
  ])('is told after %j, and asked once', async (given, state) => {
    const bucket = await freshBucket(f);
    for (const Status of given) {
      const VersioningConfiguration = { Status };
      await f.foreign.send(
        new PutBucketVersioningCommand({
          Bucket: bucket,
          VersioningConfiguration
        })
      );
    }
    f.sent.length = 0;
    const asked = [1, 2].map(() => versioningOf(f.connection, bucket));
    expect(await Promise.all(asked)).toEqual([state, state]);
    expect(await versioningOf(f.connection, bucket)).toBe(state);
    expect(f.sent).toHaveLength(1);
  });

  it.each([
    [403, 1],
    [501, 1],
    [404, 2]
  ])('is not known after a %i', async (status, requests) => {
    let asked = 0;
    f.intercept(async () => {
      asked++;
      const headers = { 'X-S3-Drive-Origin': 'store' };
      return new Response(null, { status, headers });
    });
    const bucket = `none-${status}`;
    expect(await versioningOf(f.connection, bucket)).toBe('unknown');
    expect(await versioningOf(f.connection, bucket)).toBe('unknown');
    expect(asked).toBe(requests);
  });
});
