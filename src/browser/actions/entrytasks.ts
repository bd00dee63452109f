// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

import type { ConflictAsker } from '../../dialogs/nameconflicts';
import { isConflict } from '../../dialogs/nameconflicts';
import { Declined } from '../../drive/exposure/consent';
import type { INoticeGroup } from '../../drive/context';
import type { Done, ISelectionOptions } from '../../drive/changes/selections';
import { PATIENCE_MS } from '../../transfers/tasks/notices';
import type { Task, TaskKind } from '../../transfers/tasks/task';
import type { ICount } from '../../usage/count';
import { EntryProgress } from './entryprogress';
import type { S3BrowserModel } from '../model/browsermodel';
import type { IMove, IMoveOutcome } from './moveplan';
import { each, moveInto } from './moveplan';
import { moveOutcomeText } from './messages';
import { localOf } from '../model/paths';
import { isAborted } from '../../s3/errors';

/**
 * Deletes, moves and copies entries as tasks with progress, which can be
 * cancelled and retried. Paths are global.
 */
export class EntryTasks {
  constructor(model: S3BrowserModel) {
    this._model = model;
  }

  /**
   * Delete entries permanently.
   *
   * @param count - The objects of the entries, as far as they were counted.
   */
  delete(paths: string[], count: ICount): Promise<IMoveOutcome[]> {
    const { drive, localPath, trans } = this._model;
    const place = `s3://${localPath}/`;
    const title =
      paths.length === 1
        ? trans.__('Deleting "%1"', PathExt.basename(paths[0]))
        : trans.__('Deleting %1 items', paths.length);
    const work: IWork = {
      kind: 'delete',
      title,
      place,
      paths,
      count,
      again: left => this.delete(left, UNKNOWN),
      together: options => drive.removeAll(paths.map(this._local), options),
      step: async (path, { signal }, progress) => {
        const local = this._local(path);
        const remove = () =>
          drive.remove(local, {
            signal,
            onProgress: done =>
              progress.report(path, {
                stage: 'copy',
                done,
                total: done,
                bytes: 0,
                totalBytes: 0
              })
          });
        const documents = await drive.documents?.();
        await (documents
          ? documents.deleting(local, remove, isAlone(drive, local))
          : remove());
        return true;
      }
    };
    return this._run(work);
  }

  /**
   * Move or copy entries into a folder.
   *
   * @param asker - Asks about names that exist. A copy takes a free name
   * instead.
   */
  bring(
    moves: IMove[],
    asker: Pick<ConflictAsker, 'ask'> | null,
    count: ICount
  ): Promise<IMoveOutcome[]> {
    const { drive, manager, trans } = this._model;
    const byPath = new Map(moves.map(move => [move.from, move]));
    const paths = moves.map(({ from }) => from);
    const noticeGroup = drive.groupNotices();
    const work: IWork = {
      kind: asker ? 'move' : 'copy',
      title: titleOf(asker !== null, paths, trans),
      place: `s3://${this._local(moves[0].dir)}/`,
      paths,
      count,
      noticeGroup,
      again: left => {
        const rest = left.flatMap(path => byPath.get(path) ?? []);
        return this.bring(rest, asker, UNKNOWN);
      },
      together: options => {
        const [{ dir }] = moves;
        if (moves.some(move => move.dir !== dir)) {
          return Promise.resolve(new Map());
        }
        const several = paths.map(this._local);
        const how = { ...options, noticeGroup };
        return asker
          ? drive.moveAll(several, this._local(dir), how)
          : drive.copyAll(several, this._local(dir), how);
      },
      step: async (path, task, progress) => {
        const { signal } = task;
        const options = {
          noticeGroup,
          signal,
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
          overwrite: (from: string, to: string) => manager.overwrite(from, to),
          note: (to: string) => noteOnReplacing(drive, this._local(to), trans)
        };
        return moveInto(mover, { from: path, dir }, asker);
      }
    };
    return this._run(work);
  }

  /**
   * Rename an entry for JupyterLab's listing, which shows quick errors itself.
   * A rename that takes longer continues as a task, which reports its own
   * errors.
   *
   * @returns The renamed entry, or the unchanged entry if it takes longer.
   *
   * @throws Errors that come quickly, such as a name that exists (409).
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
      paths: [from],
      count,
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
    const patience = new Promise<IMoveOutcome[]>(resolve => {
      timer = window.setTimeout(() => resolve([]), PATIENCE_MS);
    });
    const [outcome] = await Promise.race([ended, patience]);
    clearTimeout(timer);
    isWaiting = false;
    if (outcome?.error !== undefined && !isAborted(outcome.error)) {
      if (isConflict(outcome.error)) {
        // Not a final failure: a question follows.
        tasks.clear(failed);
      }
      throw outcome.error;
    }
    return renamed;
  }

  /**
   * Run the work as a task, which reports errors. Never rejects.
   */
  private _run(work: IWork): Promise<IMoveOutcome[]> {
    const { tasks, trans } = this._model;
    const { count, kind, paths, place, title } = work;
    let left: string[] = paths;
    const retry = () => void work.again(left);
    return tasks.run({ kind, title, place, retry }, async task => {
      const progress = new EntryProgress(task, count, trans);
      const together = await this._together(work, task, progress);
      const run = async ({ path }: { path: string }) => {
        const done = await work
          .step(path, task, progress)
          .catch(cancelIfDeclined(task, false));
        progress.finish(path);
        return done;
      };
      const rest = paths.filter(path => !together.has(path));
      const entries = rest.map(path => ({ path }));
      const outcomes = [
        ...Array.from(together, ([path, error]) => outcomeOf(path, error)),
        ...(await each(entries, run, task.signal))
      ];
      work.noticeGroup?.end();
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
      task.conclude(
        moveOutcomeText({ kind, outcomes, task, place, gone }, trans)
      );
      return outcomes;
    });
  }

  /** Handle several entries at once. Those left out are handled one by one. */
  private async _together(
    { paths, together }: IWork,
    task: Task,
    progress: EntryProgress
  ): Promise<Done> {
    const { signal } = task;
    const done: Done = new Map();
    if (!together || paths.length === 1) {
      return done;
    }
    const byLocal = new Map(paths.map(path => [this._local(path), path]));
    const onDone = (local: string) => progress.finish(byLocal.get(local)!);
    const found = await together({ signal, onDone }).catch(
      cancelIfDeclined<Done>(task, new Map())
    );
    for (const [local, error] of found) {
      done.set(byLocal.get(local)!, error);
    }
    return done;
  }

  private readonly _local = (path: string): string =>
    localOf(this._model.manager.services.contents, path);

  private readonly _model: S3BrowserModel;
}

/**
 * Whether an entry is an object next to a folder of the same name.
 *
 * @param path - The path in the drive.
 */
export function isAlone(
  drive: Pick<S3BrowserModel['drive'], 'flags'>,
  path: string
): boolean {
  return !path.endsWith('/') && drive.flags(path).ambiguous === true;
}

/**
 * The warning to show before an open document is replaced: JupyterLab closes
 * it.
 */
async function noteOnReplacing(
  drive: S3BrowserModel['drive'],
  path: string,
  trans: S3BrowserModel['trans']
): Promise<string | undefined> {
  const documents = await drive.documents?.();
  return documents?.summary([path]).unsaved.length
    ? trans.__(
        'It is open with changes that were not saved, which would be lost.'
      )
    : undefined;
}

/**
 * Turns a person's "no" into the cancellation of the whole task.
 *
 * @param none - The result that means that nothing was done.
 */
function cancelIfDeclined<T>(task: Task, none: T): (error: unknown) => T {
  return error => {
    if (!(error instanceof Declined)) {
      throw error;
    }
    task.cancel();
    return none;
  };
}

/**
 * The count before anything was counted.
 */
const UNKNOWN: ICount = { objects: 0, bytes: 0, more: true };

/**
 * An operation on each of several entries.
 */
interface IWork {
  readonly kind: TaskKind;
  readonly title: string;
  readonly place: string;
  readonly paths: string[];
  readonly count: ICount;
  /** Collects notices about new exposure. */
  readonly noticeGroup?: INoticeGroup | null;
  /** Handle one entry. Resolves to whether anything was done. */
  step(path: string, task: Task, progress: EntryProgress): Promise<boolean>;
  /**
   * Handle several entries at once, as far as possible; see `S3Drive.moveAll`.
   */
  together?(options: ISelectionOptions): Promise<Done>;
  /** Retry with the entries that are left. */
  again(left: string[]): Promise<unknown>;
  onFailed?(task: Task): void;
}

/** The outcome of one entry of a selection. */
function outcomeOf(path: string, error: unknown): IMoveOutcome {
  return error === null ? { path, done: true } : { path, done: false, error };
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
