// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand
} from '@aws-sdk/client-s3';

import type { IServerDescription } from './control';

/** How many requests of one call are under way at a time. */
const AT_A_TIME = 16;

/** How many objects S3 deletes by one request. */
const BATCH = 1_000;

/** Keys that XML, and so one request for many, carries as they are. */
const PLAIN = /^[\w./ -]+$/;

/**
 * A way to the store that does not lead through JupyterLab.
 */
export class ForeignStore {
  constructor(server: IServerDescription) {
    this._client = new S3Client({
      endpoint: server.endpoint,
      region: server.region,
      forcePathStyle: true,
      credentials: {
        accessKeyId: server.accessKey,
        secretAccessKey: server.secretKey
      },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED'
    });
  }

  /** The names of all buckets. */
  async buckets(): Promise<string[]> {
    const answer = await this._client.send(new ListBucketsCommand({}));
    return (answer.Buckets ?? []).map(bucket => bucket.Name ?? '');
  }

  /** Make a bucket that is not there yet. */
  async makeBucket(bucket: string): Promise<void> {
    await this._client.send(new CreateBucketCommand({ Bucket: bucket }));
  }

  /**
   * Let anyone read objects of a bucket.
   *
   * @param patterns - Their keys, or prefixes with `*`; none: nobody.
   */
  async publish(bucket: string, ...patterns: string[]): Promise<void> {
    const Resource = patterns.map(
      pattern => `arn:aws:s3:::${bucket}/${pattern}`
    );
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: ['*'] },
      Action: ['s3:GetObject'],
      Resource
    };
    await this.setPolicy(bucket, patterns.length > 0 ? [statement] : []);
  }

  /** Write the policy of a bucket; no statement: remove it. */
  async setPolicy(bucket: string, statements: object[]): Promise<void> {
    if (statements.length === 0) {
      await this._client.send(
        new DeleteBucketPolicyCommand({ Bucket: bucket })
      );
      return;
    }
    const policy = { Version: '2012-10-17', Statement: statements };
    await this._client.send(
      new PutBucketPolicyCommand({
        Bucket: bucket,
        Policy: JSON.stringify(policy)
      })
    );
  }

  /** Remove a bucket with all it holds. */
  async removeBucket(bucket: string): Promise<void> {
    for (const upload of this._begun.splice(0)) {
      await this._client
        .send(new AbortMultipartUploadCommand(upload))
        .catch(() => undefined);
    }
    const plain = (await this.keys(bucket)).filter(key => PLAIN.test(key));
    for (let start = 0; start < plain.length; start += BATCH) {
      await this._deleteMany(bucket, plain.slice(start, start + BATCH));
    }
    // MinIO shows what an object `name` hides only when that one is gone.
    for (
      let keys = await this.keys(bucket);
      keys.length > 0;
      keys = await this.keys(bucket)
    ) {
      await inTurns(keys, key => this.delete(bucket, key));
    }
    await this._client.send(new DeleteBucketCommand({ Bucket: bucket }));
  }

  /**
   * Write an object over whatever is there.
   *
   * @returns Its ETag, quotes included.
   */
  async put(
    bucket: string,
    key: string,
    body: string | Uint8Array,
    contentType?: string
  ): Promise<string> {
    const answer = await this._client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType
      })
    );
    return answer.ETag ?? '';
  }

  /** Write many small objects, each holding its own key. */
  async putMany(bucket: string, keys: string[]): Promise<void> {
    await inTurns(keys, key => this.put(bucket, key, key));
  }

  /** Read an object's bytes. */
  async bytes(bucket: string, key: string): Promise<Uint8Array> {
    const answer = await this._client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key })
    );
    return answer.Body!.transformToByteArray();
  }

  /** Read an object as UTF-8. */
  async get(bucket: string, key: string): Promise<string> {
    return new TextDecoder().decode(await this.bytes(bucket, key));
  }

  /**
   * Read an object as UTF-8, or `null` where there is none: for `expect.poll`,
   * which does not go on after an error.
   */
  async text(bucket: string, key: string): Promise<string | null> {
    try {
      return await this.get(bucket, key);
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') {
        return null;
      }
      throw error;
    }
  }

  /** Tell whether an object is there. */
  async exists(bucket: string, key: string): Promise<boolean> {
    try {
      await this._client.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key })
      );
      return true;
    } catch (error) {
      if ((error as Error).name === 'NotFound') {
        return false;
      }
      throw error;
    }
  }

  /** When an object was written, by the store's clock (ms; to the second). */
  async modified(bucket: string, key: string): Promise<number> {
    const answer = await this._client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key })
    );
    return answer.LastModified!.getTime();
  }

  /** The keys that start with `prefix`, sorted, markers of folders included. */
  async keys(bucket: string, prefix = ''): Promise<string[]> {
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const page = await this._client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ContinuationToken: token
        })
      );
      keys.push(...(page.Contents ?? []).map(item => item.Key ?? ''));
      token = page.NextContinuationToken;
    } while (token);
    return keys.sort();
  }

  /** Delete one object. */
  async delete(bucket: string, key: string): Promise<void> {
    await this._client.send(
      new DeleteObjectCommand({ Bucket: bucket, Key: key })
    );
  }

  /** Begin an upload in parts, send its first part, and leave it there. */
  async beginUpload(bucket: string, key: string, size: number): Promise<void> {
    const upload = { Bucket: bucket, Key: key };
    const { UploadId } = await this._client.send(
      new CreateMultipartUploadCommand(upload)
    );
    await this._client.send(
      new UploadPartCommand({
        ...upload,
        UploadId,
        PartNumber: 1,
        Body: new Uint8Array(size)
      })
    );
    this._begun.push({ ...upload, UploadId });
  }

  /** How many uploads of an exact key were begun and not ended. */
  async incomplete(bucket: string, key: string): Promise<number> {
    const answer = await this._client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key })
    );
    return answer.Uploads?.length ?? 0;
  }

  /** Close the connections. */
  dispose(): void {
    this._client.destroy();
  }

  private async _deleteMany(bucket: string, keys: string[]): Promise<void> {
    await this._client.send(
      new DeleteObjectsCommand({
        Bucket: bucket,
        Delete: { Objects: keys.map(Key => ({ Key })), Quiet: true }
      })
    );
  }

  private readonly _client: S3Client;
  private readonly _begun: {
    Bucket: string;
    Key: string;
    UploadId: string | undefined;
  }[] = [];
}

/**
 * Call a function for every item, a few side by side.
 */
async function inTurns<T>(
  items: T[],
  work: (item: T) => Promise<unknown>
): Promise<void> {
  for (let start = 0; start < items.length; start += AT_A_TIME) {
    await Promise.all(items.slice(start, start + AT_A_TIME).map(work));
  }
}
