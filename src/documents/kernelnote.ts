// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { ISessionContext } from '@jupyterlab/apputils';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';

import { STAYS } from '../dialogs/stays';
import { DEFAULT_CONNECTION, S3Location } from '../s3/location';

/**
 * The state key of the buckets for which the note was shown.
 */
const STATE_KEY = 'jupyterlab-s3-drive:kernel-note';

/**
 * How many of these buckets are remembered.
 */
const KEPT = 200;

/**
 * Says, when the first kernel of a bucket starts, that it does not run in the
 * bucket: `open` and `import` do not find what is beside the notebook, and
 * Python's error does not say why.
 */
export class KernelNote {
  constructor(options: KernelNote.IOptions) {
    this._options = options;
  }

  /**
   * Follow the kernels of a document.
   *
   * @param path - The document's current path: `bucket/key`, or `null` if it is
   * not on the drive.
   * @param bring - Copies the document's folder to the workspace.
   */
  follow(
    { kernelChanged, session }: ISessionContext,
    path: () => string | null,
    bring: () => Promise<void>
  ): void {
    const tell = () => {
      const place = path();
      if (place !== null) {
        void this._tell(place, bring);
      }
    };
    kernelChanged.connect((_, { newValue }) => {
      if (newValue) {
        tell();
      }
    });
    if (session?.kernel) {
      tell();
    }
  }

  private async _tell(path: string, bring: () => Promise<void>): Promise<void> {
    const { isWanted, needsIt, state } = this._options;
    const bucket = Private.idOf(this._at(path));
    if (!isWanted() || this._told.has(bucket)) {
      return;
    }
    this._told.add(bucket);
    const kept = await this._kept();
    if (kept.includes(bucket)) {
      return;
    }
    if (!(await needsIt(path).catch(() => false))) {
      // There may be something to say later.
      this._told.delete(bucket);
      return;
    }
    this._show(path, bring);
    const all = [...kept, bucket].slice(-KEPT);
    await state?.save(STATE_KEY, { buckets: all }).catch(() => undefined);
  }

  private _show(path: string, bring: () => Promise<void>): void {
    const { explain, stop, trans } = this._options;
    const isInFolder = this._at(path).key.includes('/');
    const actions: Notification.IAction[] = [
      {
        label: trans.__('More…'),
        callback: event => {
          // Keep the notification open: the person may act after reading.
          event.preventDefault();
          void explain();
        }
      },
      {
        label: trans.__('Not Again'),
        caption: trans.__('Do not show this note again'),
        callback: () => void stop()
      },
      // A whole bucket is not copied.
      ...(isInFolder
        ? [
            {
              label: trans.__('Bring Folder…'),
              caption: trans.__('Bring this folder to the workspace'),
              displayType: 'accent' as const,
              callback: () => void bring()
            }
          ]
        : [])
    ];
    Notification.info(
      trans.__(
        'The kernel runs in your workspace, not in the bucket: open() and import do not find the files beside this notebook.'
      ),
      { autoClose: STAYS.reading, actions }
    );
  }

  private _at(path: string): S3Location {
    return S3Location.fromPath(path, this._options.connection);
  }

  private async _kept(): Promise<string[]> {
    const found = await this._options.state
      ?.fetch(STATE_KEY)
      .catch(() => undefined);
    const buckets = (found as { buckets?: unknown } | undefined)?.buckets;
    return Array.isArray(buckets)
      ? buckets.filter(bucket => typeof bucket === 'string')
      : [];
  }

  private readonly _options: KernelNote.IOptions;
  private readonly _told = new Set<string>();
}

/**
 * The namespace of `KernelNote` statics.
 */
export namespace KernelNote {
  /** Options for creating a `KernelNote`. */
  export interface IOptions {
    /** The name of the connection that the notebooks are on. */
    connection: string;
    state: IStateDB | null;
    trans: TranslationBundle;

    /** Whether the setting allows the note. */
    isWanted: () => boolean;

    /** Whether there is anything else in a document's folder (`bucket/key`). */
    needsIt: (localPath: string) => Promise<boolean>;

    /** Shows what can be done. */
    explain: () => Promise<void>;

    /** Turns the note off for good. */
    stop: () => Promise<void>;
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** What a bucket is kept as: its name, where it is of the default connection. */
  export function idOf({ bucket, connection }: S3Location): string {
    return connection === DEFAULT_CONNECTION
      ? bucket
      : `${connection} ${bucket}`;
  }
}
