// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand
} from '@aws-sdk/client-s3';
import type {
  HeadObjectCommandOutput,
  PutObjectCommandInput,
  S3Client
} from '@aws-sdk/client-s3';

/**
 * A bucket as another client reads and writes it.
 */
export interface IForeignBucket {
  readonly bucket: string;
  put(
    key: string,
    body: string | Uint8Array,
    more?: Partial<PutObjectCommandInput>
  ): Promise<void>;
  /** The stored bytes. */
  read(key: string): Promise<Uint8Array>;
  text(key: string): Promise<string>;
  head(key: string): Promise<HeadObjectCommandOutput>;
  tags(key: string): Promise<{ [name: string]: string }>;
  exists(key: string): Promise<boolean>;
  /** Delete an object. */
  drop(key: string): Promise<void>;
  /** All keys, sorted. */
  keys(prefix?: string): Promise<string[]>;
}

/**
 * Read and write a bucket by a client that accesses the store directly.
 */
export function foreignBucket(
  foreign: S3Client,
  Bucket: string
): IForeignBucket {
  const read = async (Key: string) => {
    const found = await foreign.send(new GetObjectCommand({ Bucket, Key }));
    return found.Body!.transformToByteArray();
  };
  const head = (Key: string) =>
    foreign.send(new HeadObjectCommand({ Bucket, Key }));
  return {
    bucket: Bucket,
    read,
    head,
    put: async (Key, Body, more = {}) => {
      await foreign.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
    },
    text: async key => new TextDecoder().decode(await read(key)),
    tags: async Key => {
      const command = new GetObjectTaggingCommand({ Bucket, Key });
      const { TagSet } = await foreign.send(command);
      return Object.fromEntries(
        (TagSet ?? []).map(({ Key, Value }) => [Key!, Value!])
      );
    },
    exists: key =>
      head(key).then(
        () => true,
        () => false
      ),
    drop: async Key => {
      await foreign.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    keys: async (Prefix = '') => {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const page = await foreign.send(
          new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken: token })
        );
        keys.push(...(page.Contents ?? []).map(object => object.Key!));
        token = page.NextContinuationToken;
      } while (token);
      return keys.sort();
    }
  };
}
