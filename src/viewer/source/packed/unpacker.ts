// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Unpacks a file from its first byte on.
 */
export interface IUnpacker {
  /** How many bytes were unpacked of those that were given, about. */
  readonly taken: number;

  /**
   * Unpack what follows, part by part: each has a few MiB at most, whatever the
   * file says, and is only made when it is asked for.
   *
   * @param piece - The bytes after those that were given before.
   * @param isLast - Whether the file ends with them.
   *
   * @throws Whatever the library throws for damaged bytes; `TableError` for what
   * takes too much memory.
   */
  push(piece: Uint8Array, isLast: boolean): Generator<Uint8Array>;
}
