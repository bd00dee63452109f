// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { problemOf } from '../s3/errors';
import { parsePath } from '../s3/path';
import { credentialState } from './credentials';
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
      const state = isUnclear
        ? await credentialState(this._room.connection)
        : undefined;
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

  private readonly _room: IRoom;
  private readonly _writable: Writable;
}
