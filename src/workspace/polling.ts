// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from '../s3/errors';
import type { Task } from '../transfers/tasks/task';
import type { ITransfer, TransfersClient } from './client';

/**
 * How often the server is asked for the state of a copy (ms).
 */
const POLL_MS = 1000;

/**
 * The delay before it is asked first; shorter, as most copies are small (ms).
 */
const FIRST_MS = 150;

/**
 * How many requests in a row may fail, for example while the server restarts.
 */
const PATIENCE = 5;

/**
 * Show a copy on the server as a task until it ends, with its progress and
 * failures. Cancelling the task cancels the copy.
 *
 * @param onWaiting - Called with whether the server waits for the store.
 *
 * @throws `S3Error` when the server no longer answers, or has forgotten the
 * copy (404), for example after a restart.
 */
export async function follow(
  id: string,
  client: Pick<TransfersClient, 'get' | 'cancel'>,
  task: Task,
  onWaiting: (isWaiting: boolean) => void
): Promise<ITransfer> {
  let isCancelling = false;
  for (let turn = 0, failed = 0; ; turn++) {
    await pause(turn === 0 ? FIRST_MS : POLL_MS, isCancelling, task.signal);
    if (task.signal.aborted && !isCancelling) {
      isCancelling = true;
      await client.cancel(id).catch(() => undefined);
    }
    let transfer: ITransfer;
    try {
      transfer = await client.get(id);
      failed = 0;
    } catch (error) {
      const isGone = error instanceof S3Error && error.status === 404;
      if (isGone || ++failed > PATIENCE) {
        throw error;
      }
      continue;
    }
    report(transfer, task);
    onWaiting(transfer.waiting ?? false);
    if (transfer.state !== 'running') {
      return transfer;
    }
  }
}

/**
 * Show the progress and failures of a copy in its task.
 */
function report(transfer: ITransfer, task: Task): void {
  const { bytes, detail, failures, objects } = transfer;
  task.report({
    unit: 'bytes',
    ...bytes,
    files: objects,
    detail: detail ?? undefined
  });
  for (const failure of failures.slice(task.failures.length)) {
    task.fail({ name: failure.name, error: errorOf(failure) });
  }
  if ((transfer.failureCount ?? 0) > task.failures.length) {
    task.failMore(transfer.failureCount ?? 0);
  }
}

/**
 * A failure reported by the server, as an error.
 */
function errorOf({
  code,
  message,
  name,
  status
}: ITransfer['failures'][number]): S3Error {
  return new S3Error({ code, message, status, origin: 'proxy', key: name });
}

/**
 * Wait. A cancellation ends the wait, unless the copy is already being
 * cancelled.
 */
function pause(
  ms: number,
  isCancelling: boolean,
  signal: AbortSignal
): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (!isCancelling) {
      signal.addEventListener('abort', end);
      if (signal.aborted) {
        end();
      }
    }
  });
}
