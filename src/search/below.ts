// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { CHECKPOINTS } from '../drive/checkpoints';
import { JOURNAL } from '../s3/journal';
import type { IListPage } from '../s3/listing';
import { basename, parsePath, toPath, unaddressable } from '../s3/path';

/**
 * A search ends when it has found so many.
 */
export const MOST = 10_000;

/**
 * Something that was found.
 */
export interface IHit {
  /** The path in the drive: `bucket/key`, without a slash at its end. */
  readonly path: string;
  readonly name: string;
  /** Where it is, below the folder that is searched: `''` or `a/b/`. */
  readonly folder: string;
  readonly isFolder: boolean;
  /** Bytes. */
  readonly size: number;
  /** Whether its key cannot be addressed: nothing can be done with it. */
  readonly isBlocked: boolean;
}

/**
 * How a search stands. `full`: it ended because it found so many.
 */
export type BelowState =
  'idle' | 'running' | 'done' | 'full' | 'stopped' | 'failed';

/**
 * Lists what is below a folder, in the background.
 */
export type Walk = (
  localPath: string,
  options: { signal: AbortSignal }
) => AsyncIterable<IListPage>;

/**
 * Searches all that is below a folder: keys that have a text anywhere after
 * the folder's own prefix, upper and lower case alike.
 */
export class BelowSearch implements IDisposable {
  constructor(walk: Walk) {
    this._walk = walk;
  }

  /** A signal emitted for every page, and when the state changes. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): BelowState {
    return this._state;
  }

  /** What was found so far, in the order of the keys. */
  get hits(): readonly IHit[] {
    return this._hits;
  }

  /** How many objects were looked at. */
  get lookedAt(): number {
    return this._lookedAt;
  }

  /** The folder that is searched (`bucket/prefix`). */
  get folder(): string {
    return this._folder;
  }

  /** What is searched for. */
  get text(): string {
    return this._text;
  }

  /** What was thrown; `null` unless it failed. */
  get problem(): unknown {
    return this._problem;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._abort.abort();
      Signal.clearData(this);
    }
  }

  /** Search; ends what is under way. Never rejects. */
  async start(folder: string, text: string): Promise<void> {
    this.clear();
    const abort = (this._abort = new AbortController());
    this._folder = folder;
    this._text = text;
    this._set('running');
    try {
      const { signal } = abort;
      for await (const page of this._walk(folder, { signal })) {
        if (signal.aborted) {
          return;
        }
        this._take(page);
        if (this._hits.length >= MOST) {
          abort.abort();
          this._set('full');
          return;
        }
        this._changed.emit();
      }
      if (!signal.aborted) {
        this._set('done');
      }
    } catch (error) {
      if (!abort.signal.aborted) {
        this._problem = error;
        this._set('failed');
      }
    }
  }

  /** Stop; what was found stays. */
  stop(): void {
    if (this._state === 'running') {
      this._abort.abort();
      this._set('stopped');
    }
  }

  /** Stop, and forget what was found. */
  clear(): void {
    this._abort.abort();
    this._hits = [];
    this._lookedAt = 0;
    this._problem = null;
    this._set('idle');
  }

  private _take({ objects }: IListPage): void {
    const { bucket, key } = parsePath(this._folder);
    const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
    const wanted = this._text.toLowerCase();
    this._lookedAt += objects.length;
    for (const object of objects) {
      const rest = object.key.slice(prefix.length);
      if (
        rest.toLowerCase().includes(wanted) &&
        !isOurs(rest) &&
        this._hits.length < MOST
      ) {
        this._hits.push(hitOf(bucket, prefix, rest, object.size));
      }
    }
  }

  private _set(state: BelowState): void {
    if (this._state !== state) {
      this._state = state;
      this._changed.emit();
    }
  }

  private readonly _walk: Walk;
  private readonly _changed = new Signal<this, void>(this);
  private _abort = new AbortController();
  private _folder = '';
  private _text = '';
  private _hits: IHit[] = [];
  private _lookedAt = 0;
  private _problem: unknown = null;
  private _state: BelowState = 'idle';
  private _isDisposed = false;
}

/**
 * Whether a key is the folder's own marker, a checkpoint or a journal: the
 * panel shows none of them.
 */
function isOurs(rest: string): boolean {
  return (
    rest === '' ||
    basename(rest) === JOURNAL ||
    `/${rest}`.includes(`/${CHECKPOINTS}`)
  );
}

function hitOf(
  bucket: string,
  prefix: string,
  rest: string,
  size: number
): IHit {
  const isFolder = rest.endsWith('/');
  const whole = isFolder ? rest.slice(0, -1) : rest;
  const slash = whole.lastIndexOf('/') + 1;
  return {
    path: toPath(bucket, prefix + whole),
    name: whole.slice(slash),
    folder: whole.slice(0, slash),
    isFolder,
    size,
    isBlocked: unaddressable(prefix + rest) !== null
  };
}
