// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand
} from '@aws-sdk/client-s3';

import { freshPrefix } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import type { S3Connection } from '../transport/connection';
import { copyObject } from '../copies/copyobject';
import { getObject } from '../objects/get';
import { copySource, type IS3Location } from '../location';
import { uploadBlob } from '../../testing/uploadblob';
import { Bench } from './bench';

let bench: Bench;
let connection: S3Connection;
let bucket: string;
let from: IS3Location;
let to: IS3Location;

useStore({}, made => {
  bench = new Bench(made);
  ({ connection, bucket } = bench);
});

beforeEach(() => {
  const prefix = freshPrefix('large');
  from = { bucket, key: `${prefix}a b/é+.txt` };
  to = { bucket, key: `${prefix}c/d#%.txt` };
});

describe('a copy of a large object', () => {
  it('is made of several parts, each of the same source', async () => {
    const { foreign } = bench.fixture;
    const block = 64 * 2 ** 20;
    const bytes = new Uint8Array(block).map((_, i) => i >> 8);
    await uploadBlob(connection, bucket, from.key, new Blob([bytes]));
    // Seventeen copies of the block, assembled in the store.
    const large = { Bucket: bucket, Key: `${from.key}.large` };
    const { UploadId } = await foreign.send(
      new CreateMultipartUploadCommand(large)
    );
    const Parts = [];
    for (let PartNumber = 1; PartNumber <= 17; PartNumber++) {
      const { CopyPartResult } = await foreign.send(
        new UploadPartCopyCommand({
          ...large,
          UploadId,
          PartNumber,
          CopySource: copySource(from)
        })
      );
      Parts.push({ PartNumber, ETag: CopyPartResult?.ETag });
    }
    const MultipartUpload = { Parts };
    await foreign.send(
      new CompleteMultipartUploadCommand({
        ...large,
        UploadId,
        MultipartUpload
      })
    );
    const steps: number[] = [];
    const source = { bucket, key: large.Key };
    const { etag } = await copyObject(connection, source, to, {
      onProgress: done => steps.push(done)
    });
    expect(etag).toMatch(/-2"$/);
    expect([...steps].sort((a, b) => a - b)).toHaveLength(3);
    const first = 2 ** 30 - 1000;
    const range = { first, last: first + 1999 };
    const opened = await getObject(connection, bucket, to.key, { range });
    expect(opened.info.size).toBe(17 * block);
    const around = Buffer.from(await opened.body());
    const expected = [bytes.subarray(-1000), bytes.subarray(0, 1000)];
    expect(around.equals(Buffer.concat(expected))).toBe(true);
    // The disk reads and writes more than two gigabytes.
  }, 300_000);
});
