// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { ConflictAsker, isConflict } from '../dialogs/conflicts';
import { explain } from '../drive/messages';
import type { IGathering } from '../drive/publication';
import type { IS3Location } from '../s3/path';
import type { Task, Tasks } from '../transfers/tasks';
import { objectsText } from '../transfers/words';
import type {
  Direction,
  ITransfer,
  Overwrite,
  TransfersClient
} from './client';
import { follow } from './follow';
import type { CopyRequest } from './requests';
import {
  arrivedAt,
  nameOf,
  placeOf,
  requestOf,
  sourceOf,
  targetOf
} from './requests';

/**
 * What became of one file or folder.
 */
export interface ICopyResult {
  /** What was to be copied: a path of the workspace, or an `s3://` URI. */
  readonly source: string;
  /** What it is now: a path of the workspace, or an `s3://` URI. */
  readonly target?: string;
  /** Whether it was left out. */
  readonly skipped?: boolean;
  readonly error?: unknown;
}

/**
 * Copies between the workspace of the Jupyter server and S3: the server does
 * it, and goes on with it when the page is left.
 */
export class WorkspaceCopies {
  constructor(options: WorkspaceCopies.IOptions) {
    this._client = options.client;
    this._tasks = options.tasks;
    this._trans = options.trans;
    this._arrived = options.arrived;
    this._gather = options.gather ?? (() => null);
    this._asker =
      options.asker ?? (several => new ConflictAsker(this._trans, several));
  }

  /**
   * Copy objects and folders (keys that end in `/`) to a folder of the
   * workspace.
   *
   * @param dir - `''`: the root.
   */
  toWorkspace(places: IS3Location[], dir: string): Promise<ICopyResult[]> {
    return this._copy(
      places.map(({ bucket, key }) => ({
        direction: 'to-workspace',
        workspacePath: dir,
        bucket,
        ...(key.endsWith('/') ? { prefix: key } : { key })
      }))
    );
  }

  /**
   * Copy files and folders of the workspace to a folder on S3.
   *
   * @param folder - Its key is `''` or ends in `/`.
   */
  toS3(paths: string[], folder: IS3Location): Promise<ICopyResult[]> {
    return this._copy(
      paths.map(workspacePath => ({
        direction: 'to-s3',
        workspacePath,
        bucket: folder.bucket,
        prefix: folder.key
      }))
    );
  }

  /**
   * Show the copies that the server works on since before the page was loaded.
   */
  async resume(): Promise<void> {
    const running = (await this._client.list()).filter(
      ({ id, state }) => state === 'running' && !this._known.has(id)
    );
    for (const transfer of running) {
      const request = requestOf(transfer);
      const gathering = this._gather();
      void this._run(request, async () => transfer.id, gathering)
        .catch(() => undefined)
        .then(() => gathering?.end());
    }
  }

  private async _copy(requests: CopyRequest[]): Promise<ICopyResult[]> {
    const asker = this._asker(requests.length > 1);
    const gathering = this._gather();
    const results: ICopyResult[] = [];
    for (const request of requests) {
      // One after the other: the server reads and writes one disk.
      results.push(await this._one(request, asker, gathering));
    }
    gathering?.end();
    return results;
  }

  /** Copy one, asking when its name exists. Never rejects. */
  private async _one(
    request: CopyRequest,
    asker: ConflictAsker,
    gathering: IGathering | null
  ): Promise<ICopyResult> {
    const source = sourceOf(request);
    try {
      const begun = await this._begin(request, asker);
      return begun
        ? await this._run(request, begun, gathering)
        : { source, skipped: true };
    } catch (error) {
      return { source, error };
    }
  }

  /**
   * Ask the server to begin, and the person about a name that exists.
   *
   * @returns What starts it inside its task; `null` when it is left out.
   */
  private async _begin(
    request: CopyRequest,
    asker: ConflictAsker
  ): Promise<(() => Promise<string>) | null> {
    const start = (overwrite: Overwrite) =>
      this._client.start({ ...request, overwrite });
    try {
      const id = await start('fail');
      return async () => id;
    } catch (error) {
      if (!isConflict(error)) {
        // The task tells it.
        return () => Promise.reject(error);
      }
    }
    const answer = await asker.ask(nameOf(request));
    return answer === 'replace' || answer === 'both'
      ? () => start(answer)
      : null;
  }

  private async _run(
    request: CopyRequest,
    begin: () => Promise<string>,
    gathering: IGathering | null
  ): Promise<ICopyResult> {
    const trans = this._trans;
    const name = nameOf(request);
    const isToS3 = request.direction === 'to-s3';
    const retry = () => void this._copy([request]);
    const options = {
      kind: request.direction,
      title: isToS3
        ? trans.__('Copying "%1" to S3', name)
        : trans.__('Copying "%1" to the workspace', name),
      place: placeOf(request),
      retry
    };
    return this._tasks.run(options, async task => {
      const id = await begin();
      this._known.add(id);
      const transfer = await follow(id, this._client, task);
      this._conclude(task, transfer, request);
      void this._client.cancel(id).catch(() => undefined);
      this._arrived(request.direction, arrivedAt(request));
      const { bucket, objects, target: key } = transfer;
      if (isToS3 && key && objects.done > 0) {
        gathering?.add({ to: { bucket, key } });
      }
      const source = sourceOf(request);
      const [failure] = task.failures;
      return failure
        ? { source, error: failure.error }
        : { source, target: targetOf(request, transfer) };
    });
  }

  private _conclude(
    task: Task,
    transfer: ITransfer,
    request: CopyRequest
  ): void {
    const trans = this._trans;
    const { objects, skipped, state } = transfer;
    const [failure] = task.failures;
    const done = objectsText(objects.done, trans);
    if (state === 'cancelled') {
      task.conclude(
        objects.done > 0
          ? trans.__('Cancelled: %1 were copied and stay.', done)
          : trans.__('Cancelled: nothing was copied.')
      );
    } else if (failure) {
      task.conclude(
        task.failureCount === 1
          ? explain(failure.error, trans).message
          : trans.__(
              '%1 were not copied.',
              objectsText(task.failureCount, trans)
            )
      );
    } else {
      const texts = [
        trans.__('"%1" was copied to %2', nameOf(request), placeOf(request))
      ];
      if (skipped) {
        texts.push(
          trans.__('%1 exist and were left out.', objectsText(skipped, trans))
        );
      }
      task.conclude(texts.join('. '));
    }
  }

  private readonly _client: TransfersClient;
  private readonly _tasks: Tasks;
  private readonly _trans: TranslationBundle;
  private readonly _gather: () => IGathering | null;
  private readonly _arrived: WorkspaceCopies.IOptions['arrived'];
  private readonly _asker: (several: boolean) => ConflictAsker;
  private readonly _known = new Set<string>();
}

/**
 * The namespace of `WorkspaceCopies` statics.
 */
export namespace WorkspaceCopies {
  /**
   * What it is made of.
   */
  export interface IOptions {
    client: TransfersClient;
    tasks: Tasks;
    trans: TranslationBundle;
    /**
     * Is told when something was copied.
     *
     * @param dir - The folder that received it: a path of the workspace, or
     * `bucket/prefix`.
     */
    arrived: (direction: Direction, dir: string) => void;
    /** Gathers what has come to S3, for those who can read it now. */
    gather?: () => IGathering | null;
    /** Makes the asker about names that exist. */
    asker?: (several: boolean) => ConflictAsker;
  }
}
