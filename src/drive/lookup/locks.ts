// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Runs operations on the same path one after the other.
 *
 * A path that ends in `/` includes everything below it. Operations on different
 * paths do not wait for each other.
 */
export class PathLocks {
  /**
   * Run an operation when all earlier ones that touch its paths have ended,
   * successfully or not.
   *
   * @param paths - What the operation touches: `bucket/key` or
   * `bucket/prefix/`.
   */
  async run<T>(paths: string[], operation: () => Promise<T>): Promise<T> {
    const before = [...this._held]
      .filter(held => Private.overlap(held.paths, paths))
      .map(held => held.done);
    let release!: () => void;
    const entry = {
      paths,
      done: new Promise<void>(resolve => (release = resolve))
    };
    this._held.add(entry);
    try {
      await Promise.all(before);
      return await operation();
    } finally {
      this._held.delete(entry);
      release();
    }
  }

  private _held = new Set<{ paths: string[]; done: Promise<void> }>();
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * Whether two operations have a path in common.
   */
  export function overlap(some: string[], others: string[]): boolean {
    return some.some(one =>
      others.some(
        other =>
          one === other ||
          (one.endsWith('/') && other.startsWith(one)) ||
          (other.endsWith('/') && one.startsWith(other))
      )
    );
  }
}
