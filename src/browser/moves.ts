// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';

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
 * Move entries into a folder, asking about names that exist.
 *
 * An entry that is there already stays untouched: some drives delete an item
 * that is renamed onto itself. Never rejects.
 */
export async function moveAll(
  manager: IDocumentManager,
  moves: IMove[],
  asker: ConflictAsker
): Promise<IOutcome[]> {
  return each(Private.named(moves), async ({ from, dir }) => {
    const name = Private.nameOf(manager, from);
    const to = Private.join(dir, name);
    if (to === from) {
      return false;
    }
    try {
      await manager.rename(from, to);
      return true;
    } catch (error) {
      if (!isConflict(error)) {
        throw error;
      }
    }
    switch (await asker.ask(name)) {
      case 'replace':
        await manager.overwrite(from, to);
        return true;
      case 'both':
        await Private.renameNumbered(manager, from, dir, name);
        return true;
      default:
        return false;
    }
  });
}

/**
 * Copy entries into a folder. The drive finds a free name where one exists.
 * Never rejects.
 */
export async function copyAll(
  manager: IDocumentManager,
  moves: IMove[]
): Promise<IOutcome[]> {
  return each(Private.named(moves), async ({ from, dir }) => {
    await manager.copy(from, dir);
    return true;
  });
}

/**
 * Do something with each entry, a few at a time, collecting what became of it.
 * Never rejects.
 *
 * @param run - Resolves to whether anything was done.
 */
export async function each<T extends { path: string }>(
  entries: T[],
  run: (entry: T) => Promise<boolean>
): Promise<IOutcome[]> {
  const outcomes: IOutcome[] = [];
  const todo = entries.entries();
  const work = async () => {
    for (const [index, entry] of todo) {
      const { path } = entry;
      try {
        outcomes[index] = { path, done: await run(entry) };
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

  export function named(moves: IMove[]): (IMove & { path: string })[] {
    return moves.map(move => ({ ...move, path: move.from }));
  }

  export function nameOf(manager: IDocumentManager, path: string): string {
    return PathExt.basename(manager.services.contents.localPath(path));
  }

  export function join(dir: string, name: string): string {
    return dir.endsWith(':') ? dir + name : `${dir}/${name}`;
  }

  export async function renameNumbered(
    manager: IDocumentManager,
    from: string,
    dir: string,
    name: string
  ): Promise<void> {
    for (let n = 1; ; n++) {
      try {
        await manager.rename(from, join(dir, numberedName(name, n)));
        return;
      } catch (error) {
        if (!isConflict(error) || n >= TRIES) {
          throw error;
        }
      }
    }
  }
}
