// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Why a part of a table cannot be shown: it is damaged, it is encrypted, it is
 * compressed in a way that is not read here, or it would take too much memory.
 */
export type TableProblem = 'damaged' | 'encrypted' | 'codec' | 'large';

/**
 * Read something that may be damaged.
 *
 * @throws `TableError` for whatever it throws.
 */
export function orDamaged<T>(read: () => T): T {
  try {
    return read();
  } catch (reason) {
    throw reason instanceof TableError
      ? reason
      : new TableError('damaged', String(reason));
  }
}

/**
 * A part of a table cannot be shown.
 */
export class TableError extends Error {
  /**
   * @param details - What was found, for who wants to know more.
   */
  constructor(
    readonly problem: TableProblem,
    readonly details: string
  ) {
    super(`${problem}: ${details}`);
  }

  /** Whether it may be over once the file is read again, as it may be replaced. */
  get mayPass(): boolean {
    return this.problem === 'damaged';
  }
}
