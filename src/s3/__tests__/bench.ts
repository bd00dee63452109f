// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';

import type { IFixture } from '../../testing/fixtures';
import type { IStoreFixture } from '../../testing/setup';
import type { S3Connection } from '../transport/connection';
import { listAll } from '../objects/list';
import { getObject } from '../objects/get';
import { putObject } from '../objects/put';

/**
 * The files that `Bench.fill` writes below its folder.
 */
export const FILES: { [name: string]: string } = {
  'x.txt': 'x',
  'sub/y é.txt': 'y',
  'sub/deep/#%z.txt': 'z',
  '.hidden': 'h',
  'empty.txt': ''
};

/**
 * The same with the folder's marker, as `Bench.contentOf` reads it.
 */
export const FILLED = { '': '', ...FILES };

/**
 * A bucket for a test, to copy and move objects in.
 */
export class Bench {
  constructor(private readonly _made: IStoreFixture) {}

  get fixture(): IFixture {
    return this._made.fixture;
  }

  get bucket(): string {
    return this._made.bucket;
  }

  get connection(): S3Connection {
    return this.fixture.connection;
  }

  /** Write an object as another user. */
  async foreignPut(key: string, text: string): Promise<void> {
    await this._made.put(key, text);
  }

  /** The text of an object. */
  async textAt(key: string): Promise<string> {
    const opened = await getObject(this.connection, this.bucket, key);
    return new TextDecoder().decode(await opened.body());
  }

  /** Every key below a prefix, without the prefix, and its text. */
  async contentOf(prefix: string): Promise<{ [name: string]: string }> {
    const content: { [name: string]: string } = {};
    for await (const page of listAll(this.connection, this.bucket, prefix)) {
      for (const { key } of page.objects) {
        content[key.slice(prefix.length)] = await this.textAt(key);
      }
    }
    return content;
  }

  /** Create a folder of files, with its marker. */
  async fill(folder: string): Promise<void> {
    await putObject(this.connection, this.bucket, folder, '');
    for (const [name, text] of Object.entries(FILES)) {
      await putObject(this.connection, this.bucket, folder + name, text, {
        contentType: 'text/x-test',
        metadata: { name: 'value' },
        tagging: { t: 'v' }
      });
    }
  }

  /** Run something before, or instead of, the first request that matches. */
  onFirst(
    pattern: RegExp,
    run: (next: () => Promise<Response>) => Promise<Response | void>
  ): void {
    let ran = false;
    this.fixture.intercept(async (request, next) => {
      if (ran || !pattern.test(`${request.method} ${request.url}`)) {
        return next();
      }
      ran = true;
      return (await run(next)) ?? next();
    });
  }

  /** Expect that no incomplete upload is left. */
  async expectNoUploads(key: string): Promise<void> {
    const command = new ListMultipartUploadsCommand({
      Bucket: this.bucket,
      Prefix: key
    });
    const { Uploads } = await this.fixture.foreign.send(command);
    expect(Uploads ?? []).toEqual([]);
  }
}
