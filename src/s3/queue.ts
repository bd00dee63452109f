// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions } from './connection';
import { abortedError } from './failures';

/**
 * How many requests may be in flight. Browsers open six connections to one
 * origin over HTTP/1.1: two stay free for JupyterLab itself.
 */
const IN_FLIGHT = 4;

/**
 * Lets a few requests run at a time: interactive ones before background ones,
 * each kind in the order it came. Where there are several places, those of the
 * background leave one free: parts of uploads hold theirs for long.
 */
export class RequestQueue {
  /**
   * @param limit - How many places there are.
   */
  constructor(limit = IN_FLIGHT) {
    this._free = limit;
    this._freeBackground = Math.max(1, limit - 1);
  }

  /**
   * Wait for a place.
   *
   * @returns A function that gives the place back; calling it again does
   * nothing.
   *
   * @throws `S3Error` `Aborted` when the signal fires before a place is free.
   */
  async acquire(options: IRequestOptions = {}): Promise<() => void> {
    const { priority = 'interactive', signal } = options;
    if (signal?.aborted) {
      throw abortedError();
    }
    if (this._hasPlace(priority)) {
      this._take(priority);
    } else {
      await this._wait(this._waiting[priority], signal);
    }
    let held = true;
    return () => {
      if (held) {
        held = false;
        this._release(priority);
      }
    };
  }

  private _hasPlace(priority: Priority): boolean {
    return (
      this._free > 0 && (priority === 'interactive' || this._freeBackground > 0)
    );
  }

  private _take(priority: Priority): void {
    this._free -= 1;
    this._freeBackground -= priority === 'background' ? 1 : 0;
  }

  /**
   * Wait in a line until `_release` hands over a place.
   */
  private _wait(line: Set<() => void>, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        line.delete(enter);
        reject(abortedError());
      };
      line.add(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  /**
   * Give a place back, and hand it to the next in line.
   */
  private _release(priority: Priority): void {
    this._free += 1;
    this._freeBackground += priority === 'background' ? 1 : 0;
    for (const next of ['interactive', 'background'] as const) {
      const [enter] = this._waiting[next];
      if (enter && this._hasPlace(next)) {
        this._waiting[next].delete(enter);
        this._take(next);
        enter();
        return;
      }
    }
  }

  private _free: number;
  private _freeBackground: number;
  private readonly _waiting = {
    interactive: new Set<() => void>(),
    background: new Set<() => void>()
  };
}

type Priority = 'interactive' | 'background';
