// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IMovedVersions } from '../../s3/copies/moveobject';
import type { S3Location } from '../../s3/location';

/**
 * The moves of files that were copied and not deleted, as the store failed in
 * between: the same move again completes them, rather than finding its own copy
 * in the way. They are known until the page is reloaded.
 */
export class UnfinishedMoves {
  /** Remember a move whose copy was made. */
  begin(from: S3Location, to: S3Location, moved: IMovedVersions): void {
    this._moves.set(Private.nameOf(from, to), moved);
    // The oldest of very many is no longer what the person is about to repeat.
    if (this._moves.size > MOST) {
      const [oldest] = this._moves.keys();
      this._moves.delete(oldest);
    }
  }

  /**
   * What was copied by an unfinished move.
   *
   * @param etag - Of the source as it is now: another version is moved anew.
   */
  find(
    from: S3Location,
    to: S3Location,
    etag: string
  ): IMovedVersions | undefined {
    const moved = this._moves.get(Private.nameOf(from, to));
    return moved?.source === etag ? moved : undefined;
  }

  /** Forget a move: it is completed, or both of its objects are to stay. */
  end(from: S3Location, to: S3Location): void {
    this._moves.delete(Private.nameOf(from, to));
  }

  private readonly _moves = new Map<string, IMovedVersions>();
}

/** How many unfinished moves are remembered. */
const MOST = 10_000;

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function nameOf(from: S3Location, to: S3Location): string {
    return `${from.uri}\n${to.uri}`;
  }
}
