// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { problemOf } from '../../s3/errors';
import { S3Location } from '../../s3/location';
import { credentialState } from './credentialstate';
import { toDriveError } from './messages';
import type { IDriveContext } from '../context';

/**
 * Turns the errors of the drive's operations into sentences.
 */
export class ErrorExplainer {
  /**
   * @param doubt - Called with a location where a request was refused, to
   * forget that it was writable.
   */
  constructor(context: IDriveContext, doubt: (location: S3Location) => void) {
    this._context = context;
    this._doubt = doubt;
  }

  /**
   * Run an operation on a path. It is begun synchronously.
   *
   * @throws What `toDriveError` makes of its error.
   */
  async run<T>(localPath: string, operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      const problem = problemOf(error);
      if (problem === 'forbidden' || problem === 'read-only') {
        const { name } = this._context.connection;
        this._doubt(S3Location.fromPath(localPath, name));
      }
      const isUnclear = problem === 'wrong-credentials';
      const state = isUnclear
        ? await credentialState(this._context.connection)
        : undefined;
      throw toDriveError(error, this._context.trans, localPath, state);
    }
  }

  /** Run a listing, handling the errors of each page as in `run`. */
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

  private readonly _context: IDriveContext;
  private readonly _doubt: (location: S3Location) => void;
}
