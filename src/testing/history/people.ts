// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDriveFixture } from '../drive/drivefixture';
import type { IForeignBucket } from '../clients/foreignbucket';
import { now, type Histories } from './clients';
import type { Value } from './register';

const text = {
  type: 'file',
  format: 'text',
  content: true,
  hash: true
} as const;
const check = { content: false, hash: true } as const;

/**
 * A document as its author has it.
 */
export interface ILoaded {
  readonly value: Value;
  readonly hash: string | undefined;
}

const isMissing = (error: { response?: { status: number } }) =>
  error.response?.status === 404;

const client = 'drive';

/**
 * A person who works with the drive, and counts what they are told.
 */
export class Person {
  constructor(d: IDriveFixture, histories: Histories) {
    this._d = d;
    this._histories = histories;
  }

  /** How often they were told that something was not done. */
  told = 0;

  /** Open a document; `null` where that failed. */
  async open(key: string): Promise<ILoaded | null> {
    const called = now();
    const found = await this._d.drive
      .get(`${this._d.bucket}/${key}`, text)
      .then(
        ({ content, hash }): ILoaded => ({ value: content, hash }),
        error => (isMissing(error) ? { value: null, hash: undefined } : null)
      );
    if (found) {
      const { value } = found;
      const returned = now();
      const kind = 'read';
      this._histories.add(key, { client, kind, value, called, returned });
    } else {
      this.told++;
      this._histories.refused();
    }
    return found;
  }

  /**
   * Save as JupyterLab does: check whether it changed on disk, write, and check
   * again.
   *
   * @param expected - What may be there: what its author has opened, or what an
   * earlier save of theirs may have written.
   *
   * @returns Whether there is nothing to try again.
   */
  async save(
    key: string,
    loaded: ILoaded,
    value: string,
    expected: readonly Value[] = [loaded.value]
  ): Promise<boolean> {
    const path = `${this._d.bucket}/${key}`;
    const called = now();
    const note = (returned: number | null) =>
      this._histories.add(key, {
        client,
        kind: 'swap',
        value,
        expected,
        called,
        returned
      });
    try {
      const found = await this._d.drive.get(path, check);
      if (found.hash !== loaded.hash) {
        // JupyterLab asks: it has changed on disk.
        this.told++;
        this._histories.refused();
        return true;
      }
    } catch (error) {
      if (!isMissing(error as object) || loaded.value !== null) {
        this.told++;
        this._histories.refused();
        return true;
      }
    }
    try {
      await this._d.drive.save(path, {
        type: 'file',
        format: 'text',
        content: value
      });
    } catch (error) {
      expect((error as Error).message).toMatch(/\S/);
      this.told++;
      note(null);
      return false;
    }
    note(now());
    await this._d.drive.get(path, check).catch(() => undefined);
    return true;
  }

  /** Delete a document, as the panel does. */
  async delete(key: string): Promise<void> {
    const called = now();
    const note = (returned: number | null) => {
      const kind = 'write';
      const value = null;
      this._histories.add(key, { client, kind, value, called, returned });
    };
    try {
      await this._d.drive.remove(`${this._d.bucket}/${key}`);
      note(now());
    } catch (error) {
      expect((error as Error).message).toMatch(/\S/);
      this.told++;
      if (isMissing(error as object)) {
        this._histories.refused();
      } else {
        note(null);
      }
    }
  }

  private readonly _d: IDriveFixture;
  private readonly _histories: Histories;
}

/**
 * Somebody else, who reads and writes the store directly.
 */
export class Bystander {
  constructor(bucket: IForeignBucket, histories: Histories, client = 'other') {
    this._bucket = bucket;
    this._client = client;
    this._histories = histories;
  }

  async read(key: string): Promise<Value> {
    const called = now();
    const value = await this._bucket.text(key).catch(error => {
      if (error.name !== 'NoSuchKey') {
        throw error;
      }
      return null;
    });
    this._note(key, 'read', value, called);
    return value;
  }

  async write(key: string, value: string): Promise<void> {
    const called = now();
    await this._bucket.put(key, value);
    this._note(key, 'write', value, called);
  }

  private _note(
    key: string,
    kind: 'read' | 'write',
    value: Value,
    called: number
  ): void {
    const client = this._client;
    const returned = now();
    this._histories.add(key, { client, kind, value, called, returned });
  }

  private readonly _bucket: IForeignBucket;
  private readonly _client: string;
  private readonly _histories: Histories;
}

/**
 * Read what is left of each object in the end, as nobody can miss it.
 */
export async function readAll(
  bucket: IForeignBucket,
  histories: Histories
): Promise<void> {
  const last = new Bystander(bucket, histories, 'last');
  for (const key of histories.all.keys()) {
    await last.read(key);
  }
}
