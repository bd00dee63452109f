// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

import type { ConflictAsker } from '../dialogs/conflicts';
import { isConflict } from '../dialogs/conflicts';
import type { IGathering } from '../drive/publication';
import { PATIENCE_MS } from '../transfers/notices';
import type { Task, TaskKind } from '../transfers/tasks';
import type { ICount } from './count';
import { EntryProgress } from './entryprogress';
import type { S3BrowserModel } from './model';
import type { IMove, IOutcome } from './moves';
import { each, moveInto } from './moves';
import { outcomeText } from './outcomes';
import { isAborted } from '../s3/errors';

/**
 * Deletes, moves and copies entries as tasks: with progress, to be cancelled,
 * and to be tried again. Paths are global.
 */
export class EntryTasks {
  constructor(model: S3BrowserModel) {
    this._model = model;
  }

  /**
   * Delete entries for good.
   *
   * @param count - What they are made of, as far as that is known.
   */
  delete(paths: string[], count: ICount): Promise<IOutcome[]> {
    const { drive, localPath, trans } = this._model;
    const place = `s3://${localPath}/`;
    const title =
      paths.length === 1
        ? trans.__('Deleting "%1"', PathExt.basename(paths[0]))
        : trans.__('Deleting %1 items', paths.length);
    const work: IWork = {
      ...{ kind: 'delete', title, place, paths, count },
      again: left => this.delete(left, UNKNOWN),
      step: async (path, { signal }, progress) => {
        await drive.remove(this._local(path), {
          signal,
          onProgress: done =>
            progress.report(path, {
              ...{ stage: 'copy', done, total: done },
              ...{ bytes: 0, totalBytes: 0 }
            })
        });
        return true;
      }
    };
    return this._run(work);
  }

  /**
   * Move or copy entries into a folder.
   *
   * @param asker - Asks about names that exist; a copy gets a free name.
   */
  bring(
    moves: IMove[],
    asker: ConflictAsker | null,
    count: ICount
  ): Promise<IOutcome[]> {
    const { drive, manager, trans } = this._model;
    const byPath = new Map(moves.map(move => [move.from, move]));
    const paths = moves.map(({ from }) => from);
    const gathering = drive.gather();
    const work: IWork = {
      kind: asker ? 'move' : 'copy',
      title: titleOf(asker !== null, paths, trans),
      place: `s3://${this._local(moves[0].dir)}/`,
      ...{ paths, count, gathering },
      again: left => {
        const rest = left.flatMap(path => byPath.get(path) ?? []);
        return this.bring(rest, asker, UNKNOWN);
      },
      step: async (path, task, progress) => {
        const { signal } = task;
        const options = {
          ...{ gathering, signal },
          onProgress: progress.report.bind(progress, path),
          onCommit: () => {
            if (paths.length === 1) {
              task.commit();
            }
          }
        };
        const { dir } = byPath.get(path)!;
        if (!asker) {
          await drive.copy(this._local(path), this._local(dir), options);
          return true;
        }
        const mover = {
          move: (from: string, to: string) =>
            drive.rename(this._local(from), this._local(to), options),
          overwrite: (from: string, to: string) => manager.overwrite(from, to)
        };
        return moveInto(mover, { from: path, dir }, asker);
      }
    };
    return this._run(work);
  }

  /**
   * Rename an entry, for a caller that tells of quick failures: JupyterLab's
   * listing. What takes longer goes on alone, and tells of its own.
   *
   * @returns The renamed entry; the entry as it was while it takes longer.
   *
   * @throws What fails quickly, as a name that exists (409).
   */
  async rename(
    item: Contents.IModel,
    to: string,
    count: ICount
  ): Promise<Contents.IModel> {
    const { drive, tasks, trans } = this._model;
    const from = item.path;
    let isWaiting = true;
    let renamed = item;
    let failed: Task | undefined;
    const work: IWork = {
      kind: 'move',
      title: trans.__('Renaming "%1"', item.name),
      place: `s3://${this._local(to)}`,
      ...{ paths: [from], count },
      again: async () => {
        await this.rename(item, to, UNKNOWN);
      },
      step: async (path, task, progress) => {
        const model = await drive.rename(this._local(from), this._local(to), {
          signal: task.signal,
          onProgress: progress.report.bind(progress, path),
          onCommit: () => task.commit()
        });
        renamed = { ...model, path: to };
        return true;
      },
      onFailed: task => {
        task.isTold = isWaiting;
        failed = task;
      }
    };
    const ended = this._run(work);
    let timer = 0;
    const patience = new Promise<IOutcome[]>(resolve => {
      timer = window.setTimeout(() => resolve([]), PATIENCE_MS);
    });
    const [outcome] = await Promise.race([ended, patience]);
    clearTimeout(timer);
    isWaiting = false;
    if (outcome?.error !== undefined && !isAborted(outcome.error)) {
      if (isConflict(outcome.error)) {
        // Not the end of it, but a question to come.
        tasks.clear(failed);
      }
      throw outcome.error;
    }
    return renamed;
  }

  /**
   * Do it as a task; what failed is the task's to tell. Never rejects.
   */
  private _run(work: IWork): Promise<IOutcome[]> {
    const { tasks, trans } = this._model;
    const { count, kind, paths, place, title } = work;
    let left: string[] = paths;
    const retry = () => void work.again(left);
    return tasks.run({ kind, title, place, retry }, async task => {
      const progress = new EntryProgress(task, count, trans);
      const run = async ({ path }: { path: string }) => {
        const done = await work.step(path, task, progress);
        progress.finish(path);
        return done;
      };
      const entries = paths.map(path => ({ path }));
      const outcomes = await each(entries, run, task.signal);
      work.gathering?.end();
      const undone = task.signal.aborted
        ? outcomes.filter(({ done }) => !done)
        : outcomes.filter(({ error }) => error !== undefined);
      left = undone.map(({ path }) => path);
      for (const { error, path } of undone) {
        if (error !== undefined && !isAborted(error)) {
          task.fail({ name: this._local(path), error });
          work.onFailed?.(task);
        }
      }
      const gone = progress.done;
      task.conclude(outcomeText({ kind, outcomes, task, place, gone }, trans));
      return outcomes;
    });
  }

  private _local(path: string): string {
    return this._model.manager.services.contents.localPath(path);
  }

  private readonly _model: S3BrowserModel;
}

/**
 * What is not counted yet.
 */
const UNKNOWN: ICount = { objects: 0, bytes: 0, more: true };

/**
 * Something to do with each of several entries.
 */
interface IWork {
  readonly kind: TaskKind;
  readonly title: string;
  readonly place: string;
  readonly paths: string[];
  readonly count: ICount;
  /** Gathers what others can read then. */
  readonly gathering?: IGathering | null;
  /** Does it with one entry; resolves to whether anything was done. */
  step(path: string, task: Task, progress: EntryProgress): Promise<boolean>;
  /** Does it again with those that are left. */
  again(left: string[]): Promise<unknown>;
  onFailed?(task: Task): void;
}

function titleOf(
  isMove: boolean,
  paths: string[],
  trans: S3BrowserModel['trans']
): string {
  const name = PathExt.basename(paths[0]);
  if (isMove) {
    return paths.length === 1
      ? trans.__('Moving "%1"', name)
      : trans.__('Moving %1 items', paths.length);
  }
  return paths.length === 1
    ? trans.__('Copying "%1"', name)
    : trans.__('Copying %1 items', paths.length);
}
