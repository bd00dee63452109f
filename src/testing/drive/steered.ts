// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { httpError } from '../httperror';

/**
 * Tells a test what was called, and lets it delay a call or make it fail.
 */
export class Steered {
  /** The calls: name and arguments. */
  readonly calls: string[][] = [];

  /** The errors, by the path that is read. */
  readonly failures = new Map<string, Error>();

  /** Awaited before a path is read. */
  readonly delays = new Map<string, Promise<void>>();

  /** The calls of one method. */
  called(name: string): string[] {
    return this.calls
      .filter(call => call[0] === name)
      .map(call => call.slice(1).join(' '));
  }

  /** Wait as long as the test wants, and fail if it wants that. */
  protected async wait(what: string, signal?: AbortSignal): Promise<void> {
    await this.delays.get(what);
    const failure = this.failures.get(what);
    if (failure || signal?.aborted) {
      throw failure ?? httpError(499);
    }
  }
}
