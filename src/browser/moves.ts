// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';

import type { ConflictAsker } from '../dialogs/conflicts';
import { isConflict, numberedName } from '../dialogs/conflicts';

/**
 * A move or copy to make. Paths are global (`s3:bucket/key`).
 */
export interface IMove {
  readonly from: string;
  /** The folder that it goes to. */
  readonly dir: string;
}

/**
 * Moves one entry. Paths are global.
 */
export interface IMover {
  /**
   * @throws With status 409 where the new name is taken.
   */
  move(from: string, to: string): Promise<unknown>;

  /** Replaces the file that has the new name. */
  overwrite(from: string, to: string): Promise<unknown>;
}

/**
 * How many entries are under way at a time.
 */
const AT_ONCE = 4;

/**
 * What became of one entry.
 */
export interface IOutcome {
  readonly path: string;
  readonly done: boolean;
  /** What was thrown, when it failed. */
  readonly error?: unknown;
}

/**
 * Move an entry into a folder, asking about a name that exists.
 *
 * An entry that is there already stays untouched: some drives delete an item
 * that is renamed onto itself.
 *
 * @returns Whether it was moved.
 *
 * @throws What the mover throws, but for names that exist.
 */
export async function moveInto(
  mover: IMover,
  { from, dir }: IMove,
  asker: ConflictAsker
): Promise<boolean> {
  const name = PathExt.basename(from);
  const to = Private.join(dir, name);
  if (to === from) {
    return false;
  }
  try {
    await mover.move(from, to);
    return true;
  } catch (error) {
    if (!isConflict(error)) {
      throw error;
    }
  }
  switch (await asker.ask(name)) {
    case 'replace':
      await mover.overwrite(from, to);
      return true;
    case 'both':
      await Private.moveNumbered(mover, from, dir, name);
      return true;
    default:
      return false;
  }
}

/**
 * Do something with each entry, a few at a time, collecting what became of it.
 * Never rejects.
 *
 * @param run - Resolves to whether anything was done.
 * @param signal - Once it fires, what has not begun is left alone.
 */
export async function each<T extends { path: string }>(
  entries: T[],
  run: (entry: T) => Promise<boolean>,
  signal?: AbortSignal
): Promise<IOutcome[]> {
  const outcomes: IOutcome[] = [];
  const todo = entries.entries();
  const work = async () => {
    for (const [index, entry] of todo) {
      const { path } = entry;
      try {
        const done = !signal?.aborted && (await run(entry));
        outcomes[index] = { path, done };
      } catch (error) {
        outcomes[index] = { path, done: false, error };
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

/**
 * Why entries cannot go into a folder, or `null`: a folder does not fit into
 * itself.
 */
export function insideItself(moves: IMove[]): IMove | null {
  return (
    moves.find(({ from, dir }) => dir === from || dir.startsWith(`${from}/`)) ??
    null
  );
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** How many numbers are tried for a free name. */
  const TRIES = 100;

  export function join(dir: string, name: string): string {
    return dir.endsWith(':') ? dir + name : `${dir}/${name}`;
  }

  export async function moveNumbered(
    mover: IMover,
    from: string,
    dir: string,
    name: string
  ): Promise<void> {
    for (let n = 1; ; n++) {
      try {
        await mover.move(from, join(dir, numberedName(name, n)));
        return;
      } catch (error) {
        if (!isConflict(error) || n >= TRIES) {
          throw error;
        }
      }
    }
  }
}
