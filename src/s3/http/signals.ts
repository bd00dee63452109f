// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The signal of one request, linked to those of its callers.
 */
export interface ILinkedSignal {
  /** Fires with the first of the linked signals, or by `abort`. */
  readonly signal: AbortSignal;

  /** End the request for a reason of its own, such as a timeout. */
  abort(): void;

  /** End the request as a linked signal does. */
  cancel(): void;

  /** Whether it was cancelled, by a linked signal or by `cancel`. */
  isCancelled(): boolean;

  /** Stop listening to the linked signals. */
  unlink(): void;
}

/**
 * Link signals, as `AbortSignal.any` does, which not all browsers have.
 */
export function linkSignals(
  ...signals: (AbortSignal | undefined)[]
): ILinkedSignal {
  const controller = new AbortController();
  let cancelled = false;
  const cancel = () => {
    cancelled = true;
    controller.abort();
  };
  for (const signal of signals) {
    if (signal?.aborted) {
      cancel();
    }
    signal?.addEventListener('abort', cancel);
  }
  return {
    signal: controller.signal,
    abort: () => controller.abort(),
    cancel,
    isCancelled: () => cancelled,
    unlink: () =>
      signals.forEach(signal => signal?.removeEventListener('abort', cancel))
  };
}

/**
 * Wait for a promise, or until a signal fires.
 *
 * `fetch` observes its signal, but not reliably in Node, which drops the link
 * when it garbage-collects the request.
 *
 * @throws What the promise is rejected with, or an `AbortError`.
 */
export function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new DOMException('Aborted', 'AbortError'));
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort);
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
