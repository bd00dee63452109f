// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { encodeKey } from '../../s3/keys';
import type { IFixture } from '../fixtures';

/**
 * An anonymous client that accesses a bucket of the store directly. Each method
 * resolves to the HTTP status of the response.
 */
export class Stranger {
  constructor(fixture: IFixture, bucket: string) {
    this._url = `${fixture.description.endpoint}/${bucket}`;
  }

  /** Read an object. */
  get(key: string): Promise<number> {
    return this._send('GET', `/${encodeKey(key)}`);
  }

  /** Write an object. */
  put(key: string): Promise<number> {
    return this._send('PUT', `/${encodeKey(key)}`, 'by a stranger');
  }

  /** Delete an object. */
  delete(key: string): Promise<number> {
    return this._send('DELETE', `/${encodeKey(key)}`);
  }

  /** List the keys with a prefix. */
  list(prefix: string): Promise<number> {
    const query = `?list-type=2&prefix=${encodeURIComponent(prefix)}`;
    return this._send('GET', query);
  }

  /** The keys that can be read. */
  async readable(keys: readonly string[]): Promise<string[]> {
    const answers = await Promise.all(keys.map(key => this.get(key)));
    const strange = answers.find(status => status !== 200 && status !== 403);
    if (strange !== undefined) {
      throw new Error(`The store answers ${strange} to a stranger.`);
    }
    return keys.filter((_, i) => answers[i] === 200);
  }

  /** Whether an object of this name can be written or deleted. */
  async isWriter(key: string): Promise<boolean> {
    const written = await this.put(key);
    const deleted = await this.delete(key);
    return written === 200 || deleted === 204;
  }

  private async _send(
    method: string,
    path: string,
    body?: string
  ): Promise<number> {
    const answer = await fetch(this._url + path, { method, body });
    await answer.arrayBuffer();
    return answer.status;
  }

  private readonly _url: string;
}
