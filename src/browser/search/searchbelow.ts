// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { CHECKPOINTS } from '../../drive/lookup/checkpointkeys';
import { JOURNAL } from '../../s3/copies/movejournal';
import type { IListPage } from '../../s3/objects/list';
import { basename, unaddressable } from '../../s3/keys';
import { S3Location } from '../../s3/location';

/**
 * A search ends after this many hits.
 */
export const MOST = 10_000;

/**
 * An object or folder found by a search.
 */
export interface IHit {
  /** The path in the drive: `bucket/key`, without a trailing slash. */
  readonly path: string;
  readonly name: string;
  /** The folder, relative to the one that is searched: `''` or `a/b/`. */
  readonly folder: string;
  readonly isFolder: boolean;
  /** The size in bytes. */
  readonly size: number;
  /**
   * Whether its key cannot be addressed, so that nothing can be done with it.
   */
  readonly isBlocked: boolean;
}

/**
 * The state of a search. `full`: it ended because the limit of hits was
 * reached.
 */
export type BelowState =
  'idle' | 'running' | 'done' | 'full' | 'stopped' | 'failed';

/**
 * Lists everything below a folder, in the background.
 */
export type Walk = (
  localPath: string,
  options: { signal: AbortSignal }
) => AsyncIterable<IListPage>;

/**
 * Searches everything below a folder for keys that contain a text anywhere
 * after the folder's prefix, ignoring case.
 */
export class BelowSearch implements IDisposable {
  constructor(walk: Walk) {
    this._walk = walk;
  }

  /** A signal emitted for each page, and when the state changes. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get state(): BelowState {
    return this._state;
  }

  /** The hits so far, in the order of the keys. */
  get hits(): readonly IHit[] {
    return this._hits;
  }

  /** The number of objects checked. */
  get lookedAt(): number {
    return this._lookedAt;
  }

  /** The path of the folder (`bucket/prefix`). */
  get folder(): string {
    return this._folder;
  }

  /** The text to find. */
  get text(): string {
    return this._text;
  }

  /** The error; `null` unless the search failed. */
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

  /** Search, ending the current search. Never rejects. */
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

  /** Stop. Hits stay. */
  stop(): void {
    if (this._state === 'running') {
      this._abort.abort();
      this._set('stopped');
    }
  }

  /** Stop, and discard the hits. */
  clear(): void {
    this._abort.abort();
    this._hits = [];
    this._lookedAt = 0;
    this._problem = null;
    this._set('idle');
  }

  private _take({ objects }: IListPage): void {
    // A hit is a path: of which connection, who searches knows.
    const folder = S3Location.fromPath(this._folder, '').asFolder();
    const wanted = this._text.toLowerCase();
    this._lookedAt += objects.length;
    for (const object of objects) {
      const rest = object.key.slice(folder.key.length);
      if (
        rest.toLowerCase().includes(wanted) &&
        !isOurs(rest) &&
        this._hits.length < MOST
      ) {
        this._hits.push(hitOf(folder, rest, object.size));
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
 * Whether a key is the folder's own marker, a checkpoint or a journal, none of
 * which the panel shows.
 */
function isOurs(rest: string): boolean {
  return (
    rest === '' ||
    basename(rest) === JOURNAL ||
    `/${rest}`.includes(`/${CHECKPOINTS}`)
  );
}

function hitOf(folder: S3Location, rest: string, size: number): IHit {
  const isFolder = rest.endsWith('/');
  const whole = isFolder ? rest.slice(0, -1) : rest;
  const slash = whole.lastIndexOf('/') + 1;
  return {
    path: folder.child(whole).path,
    name: whole.slice(slash),
    folder: whole.slice(0, slash),
    isFolder,
    size,
    isBlocked: unaddressable(folder.key + rest) !== null
  };
}
