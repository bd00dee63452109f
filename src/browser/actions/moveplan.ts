// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';

import type { ConflictAsker } from '../../dialogs/nameconflicts';
import { isConflict, numberedName } from '../../dialogs/nameconflicts';

/**
 * A move or copy to do. Paths are global (`s3:bucket/key`).
 */
export interface IMove {
  readonly from: string;
  /** The destination folder. */
  readonly dir: string;
}

/**
 * Moves one entry. Paths are global.
 */
export interface IMover {
  /**
   * @throws A 409 where the new name is taken.
   */
  move(from: string, to: string): Promise<unknown>;

  /** Replace the file at the new path. */
  overwrite(from: string, to: string): Promise<unknown>;

  /** The warning to show before something is replaced. */
  note?(to: string): Promise<string | undefined>;
}

/**
 * The number of entries handled concurrently.
 */
const AT_ONCE = 4;

/**
 * The outcome of one entry.
 */
export interface IMoveOutcome {
  readonly path: string;
  readonly done: boolean;
  /** The error, when it failed. */
  readonly error?: unknown;
}

/**
 * Move an entry into a folder, asking when the name exists.
 *
 * An entry that is already there is left alone: some drives delete an item that
 * is renamed to its own path.
 *
 * @returns Whether the entry was moved.
 *
 * @throws The errors of the mover, except for names that exist.
 */
export async function moveInto(
  mover: IMover,
  { from, dir }: IMove,
  asker: Pick<ConflictAsker, 'ask'>
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
  switch (await asker.ask(name, await mover.note?.(to))) {
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
 * Run an operation on each entry, a few at a time, and collect the outcomes.
 * Never rejects.
 *
 * @param run - Resolves to whether anything was done.
 * @param signal - When aborted, entries that have not begun are skipped.
 */
export async function each<T extends { path: string }>(
  entries: T[],
  run: (entry: T) => Promise<boolean>,
  signal?: AbortSignal
): Promise<IMoveOutcome[]> {
  const outcomes: IMoveOutcome[] = [];
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
 * The first move of a folder into itself, or `null`.
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
  /** The number of suffixes tried to find a free name. */
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
