// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { getStatus } from '../s3/connection';
import type { CredentialState } from '../s3/errors';
import { problemOf } from '../s3/errors';
import { parsePath } from '../s3/path';
import { told } from './messages';
import type { IRoom } from './types';
import type { Writable } from './writable';

/**
 * Makes sentences of what the drive's operations throw.
 */
export class Teller {
  constructor(room: IRoom, writable: Writable) {
    this._room = room;
    this._writable = writable;
  }

  /**
   * Run an operation on a path. It is begun synchronously.
   *
   * @throws What `told` makes of what it throws.
   */
  async run<T>(localPath: string, operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      const problem = problemOf(error);
      if (problem === 'forbidden' || problem === 'read-only') {
        this._writable.doubt(parsePath(localPath));
      }
      const isUnclear = problem === 'wrong-credentials';
      const state = isUnclear ? await this._credentials() : undefined;
      throw told(error, this._room.trans, localPath, state);
    }
  }

  /** The same for each page of a listing, which begins with the first one. */
  async *each<T>(
    localPath: string,
    begin: () => AsyncGenerator<T>
  ): AsyncGenerator<T> {
    let pages: AsyncGenerator<T> | undefined;
    for (;;) {
      const page = await this.run(localPath, async () => {
        pages ??= begin();
        return pages.next();
      });
      if (page.done) {
        return;
      }
      yield page.value;
    }
  }

  /** Stores may answer an expired session as they answer wrong keys. */
  private async _credentials(): Promise<CredentialState | undefined> {
    try {
      return (await getStatus(this._room.connection)).credentials.state;
    } catch {
      return undefined;
    }
  }

  private readonly _room: IRoom;
  private readonly _writable: Writable;
}
