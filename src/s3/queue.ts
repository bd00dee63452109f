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
 * each kind in the order it came.
 */
export class RequestQueue {
  /**
   * @param limit - How many places there are.
   */
  constructor(limit = IN_FLIGHT) {
    this._free = limit;
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
    if (this._free > 0) {
      this._free -= 1;
    } else {
      await this._wait(this._waiting[priority], signal);
    }
    let held = true;
    return () => {
      if (held) {
        held = false;
        this._release();
      }
    };
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
   * Hand a place to the next in line.
   */
  private _release(): void {
    for (const line of [this._waiting.interactive, this._waiting.background]) {
      for (const enter of line) {
        line.delete(enter);
        enter();
        return;
      }
    }
    this._free += 1;
  }

  private _free: number;
  private readonly _waiting = {
    interactive: new Set<() => void>(),
    background: new Set<() => void>()
  };
}
