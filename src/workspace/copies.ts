// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { ConflictAsker, isConflict } from '../dialogs/nameconflicts';
import { namesOfLost } from '../drive/messages/losses';
import { explain } from '../drive/messages/messages';
import { Declined } from '../drive/exposure/consent';
import type { IExposure, INoticeGroup } from '../drive/context';
import { S3Location } from '../s3/location';
import type { Task } from '../transfers/tasks/task';
import type { Tasks } from '../transfers/tasks/tasks';
import { objectsText } from '../transfers/tasks/format';
import type {
  Direction,
  ITransfer,
  Overwrite,
  TransfersClient
} from './client';
import { follow } from './polling';
import type { CopyRequest } from './requests';
import {
  arrivalsIn,
  arrivedAt,
  requestName,
  requestUri,
  requestOf,
  shownAt,
  sourceOf,
  targetOf,
  writtenBy
} from './requests';

/**
 * The result for one file or folder.
 */
export interface ICopyResult {
  /** The source: a path of the workspace, or an `s3://` URI. */
  readonly source: string;
  /** Its copy: a path of the workspace, or an `s3://` URI. */
  readonly target?: string;
  /** Whether it was skipped. */
  readonly skipped?: boolean;
  readonly error?: unknown;
}

/**
 * Copies between the workspace of the Jupyter server and S3. The server copies,
 * and goes on when the page is closed.
 */
export class WorkspaceCopies {
  constructor(options: WorkspaceCopies.IOptions) {
    this._client = options.client;
    this._tasks = options.tasks;
    this._trans = options.trans;
    this._arrived = options.arrived;
    this._gather = options.groupNotices ?? (() => null);
    this._wrote = options.wrote ?? (() => undefined);
    this._show = options.show;
    this._followPatience = options.followPatience ?? (() => () => undefined);
    this._requireConsent = options.requireConsent ?? (async () => undefined);
    this._asker =
      options.asker ?? (several => new ConflictAsker(this._trans, several));
  }

  /**
   * Copy objects and folders (keys that end in `/`) to a folder of the
   * workspace.
   *
   * @param dir - The folder; `''` is the root.
   */
  toWorkspace(locations: S3Location[], dir: string): Promise<ICopyResult[]> {
    return this._copy(
      locations.map(({ bucket, isFolder, key }) => ({
        direction: 'to-workspace',
        workspacePath: dir,
        bucket,
        ...(isFolder ? { prefix: key } : { key })
      }))
    );
  }

  /**
   * Copy files and folders of the workspace to a folder on S3.
   *
   * @param folder - Its key is `''` or ends in `/`.
   */
  toS3(paths: string[], folder: S3Location): Promise<ICopyResult[]> {
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
   * Show the copies that were already running on the server when the page was
   * loaded.
   */
  async resume(): Promise<void> {
    const running = (await this._client.list()).filter(
      ({ id, state }) => state === 'running' && !this._known.has(id)
    );
    for (const transfer of running) {
      const request = requestOf(transfer);
      const noticeGroup = this._gather();
      void this._run(request, async () => transfer.id, noticeGroup)
        .catch(() => undefined)
        .then(() => noticeGroup?.end());
    }
  }

  private async _copy(requests: CopyRequest[]): Promise<ICopyResult[]> {
    const refusal = await this._refusalOf(requests);
    if (refusal instanceof Declined) {
      return requests.map(request => ({
        source: sourceOf(request),
        skipped: true
      }));
    }
    const asker = this._asker(requests.length > 1);
    const noticeGroup = this._gather();
    const results: ICopyResult[] = [];
    for (const request of requests) {
      // One after the other: the server reads and writes one disk.
      results.push(await this._one(request, asker, noticeGroup, refusal));
    }
    noticeGroup?.end();
    return results;
  }

  /**
   * The error of asking whether these may become public: `Declined`, or that
   * the store does not answer; `null` if they may.
   */
  private async _refusalOf(requests: CopyRequest[]): Promise<unknown> {
    const arrivals = requests
      .filter(({ direction }) => direction === 'to-s3')
      .flatMap(({ bucket, prefix = '', workspacePath }) =>
        arrivalsIn(new S3Location(bucket, prefix, this._client.connection), [
          workspacePath
        ])
      );
    try {
      await this._requireConsent(arrivals);
      return null;
    } catch (error) {
      return error;
    }
  }

  /** Copy one, asking when its name exists. Never rejects. */
  private async _one(
    request: CopyRequest,
    asker: ConflictAsker,
    noticeGroup: INoticeGroup | null,
    refusal: unknown
  ): Promise<ICopyResult> {
    const source = sourceOf(request);
    try {
      const begun = refusal
        ? // The task shows the error.
          () => Promise.reject(refusal)
        : await this._begin(request, asker);
      return begun
        ? await this._run(request, begun, noticeGroup)
        : { source, skipped: true };
    } catch (error) {
      return { source, error };
    }
  }

  /**
   * Ask the server to begin a copy, and the person about a name that exists.
   *
   * @returns What follows the copy inside its task; `null` when it is skipped.
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
        // The task shows the error.
        return () => Promise.reject(error);
      }
    }
    const answer = await asker.ask(requestName(request));
    return answer === 'replace' || answer === 'both'
      ? () => start(answer)
      : null;
  }

  private async _run(
    request: CopyRequest,
    begin: () => Promise<string>,
    noticeGroup: INoticeGroup | null
  ): Promise<ICopyResult> {
    const trans = this._trans;
    const name = requestName(request);
    const isToS3 = request.direction === 'to-s3';
    const retry = () => void this._copy([request]);
    let shown: string | null = null;
    const show = () => shown !== null && this._show?.(request.direction, shown);
    const options = {
      kind: request.direction,
      title: isToS3
        ? trans.__('Copying "%1" to S3', name)
        : trans.__('Copying "%1" to the workspace', name),
      place: requestUri(request),
      retry,
      ...(this._show ? { show: () => void show() } : {})
    };
    return this._tasks.run(options, async task => {
      const id = await begin();
      this._known.add(id);
      const transfer = await this._follow(id, request, task);
      this._conclude(task, transfer, request);
      shown = shownAt(request, transfer);
      void this._client.cancel(id).catch(() => undefined);
      this._arrived(request.direction, arrivedAt(request));
      const { bucket, objects, target: key } = transfer;
      if (isToS3 && key && objects.done > 0) {
        const { connection } = this._client;
        noticeGroup?.add({ to: new S3Location(bucket, key, connection) });
      }
      const source = sourceOf(request);
      const [failure] = task.failures;
      return failure
        ? { source, error: failure.error }
        : { source, target: targetOf(request, transfer) };
    });
  }

  /**
   * Follow a copy to its end. However it ends, it may have written something.
   */
  private async _follow(
    id: string,
    request: CopyRequest,
    task: Task
  ): Promise<ITransfer> {
    let transfer: ITransfer | null = null;
    const onWaiting = this._followPatience();
    try {
      transfer = await follow(id, this._client, task, onWaiting);
      return transfer;
    } finally {
      onWaiting(false);
      writtenBy(request, transfer, this._client.connection).forEach(location =>
        this._wrote(location)
      );
    }
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
        trans.__(
          '"%1" was copied to %2',
          requestName(request),
          requestUri(request)
        )
      ];
      if (skipped) {
        texts.push(
          trans.__('%1 exist and were left out.', objectsText(skipped, trans))
        );
      }
      if (transfer.lost?.length) {
        texts.push(
          trans.__(
            'The store did not let this be kept of what was replaced: %1.',
            namesOfLost(transfer.lost, trans)
          )
        );
      }
      task.conclude(texts.join('. '));
    }
  }

  private readonly _client: TransfersClient;
  private readonly _tasks: Tasks;
  private readonly _trans: TranslationBundle;
  private readonly _wrote: (location: S3Location) => void;
  private readonly _gather: () => INoticeGroup | null;
  private readonly _followPatience: () => (isWaiting: boolean) => void;
  private readonly _show: WorkspaceCopies.IOptions['show'];
  private readonly _requireConsent: (arrivals: IExposure[]) => Promise<void>;
  private readonly _arrived: WorkspaceCopies.IOptions['arrived'];
  private readonly _asker: (several: boolean) => ConflictAsker;
  private readonly _known = new Set<string>();
}

/**
 * The namespace of `WorkspaceCopies` statics.
 */
export namespace WorkspaceCopies {
  /** Options for creating a `WorkspaceCopies`. */
  export interface IOptions {
    client: TransfersClient;
    tasks: Tasks;
    trans: TranslationBundle;
    /**
     * Called when something was copied.
     *
     * @param dir - The folder that received it: a path of the workspace, or
     * `bucket/prefix`.
     */
    arrived: (direction: Direction, dir: string) => void;
    /**
     * Called when a copy has ended, with what it may have written on S3: an
     * object, or a folder (its key ends in a slash).
     */
    wrote?: (location: S3Location) => void;
    /**
     * Shows a copy.
     *
     * @param path - A path of the workspace, or `bucket/key`.
     */
    show?: (direction: Direction, path: string) => void;
    /**
     * Asks before something becomes public. Throws when the person declines or
     * the store does not answer: see `Consent`.
     */
    requireConsent?: (arrivals: IExposure[]) => Promise<void>;
    /** Makes a function that is called with whether a copy waits for the store. */
    followPatience?: () => (isWaiting: boolean) => void;
    /** Begins a notice group, for the copies in S3 that others can read now. */
    groupNotices?: () => INoticeGroup | null;
    /** Makes what asks about names that exist. */
    asker?: (several: boolean) => ConflictAsker;
  }
}
