// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions } from '../http/types';
import { abortedError } from '../http/failures';

/**
 * How many requests may be in flight. Browsers open six connections to one
 * origin over HTTP/1.1: two stay free for JupyterLab itself.
 */
const IN_FLIGHT = 4;

/**
 * Limits how many requests run at a time: interactive ones go before background
 * ones, each kind in order of arrival. If there are several slots, background
 * requests leave one free, as parts of uploads hold theirs for a long time.
 */
export class RequestQueue {
  /**
   * @param limit - The number of slots.
   */
  constructor(limit = IN_FLIGHT) {
    this._free = limit;
    this._freeBackground = Math.max(1, limit - 1);
  }

  /**
   * Wait for a slot.
   *
   * @returns A function that frees the slot; calling it again does nothing.
   *
   * @throws `S3Error` `Aborted` when the signal fires before a slot is free.
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
   * Wait in a line until `_release` passes on a slot.
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
   * Free a slot, and pass it to the next in line.
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
