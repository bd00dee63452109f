// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from '../s3/errors';
import type { Task } from '../transfers/tasks';
import type { ITransfer, TransfersClient } from './client';

/**
 * How often the server is asked how far a copy is (ms).
 */
const POLL_MS = 1000;

/**
 * The first time it is asked sooner: most copies are small (ms).
 */
const FIRST_MS = 150;

/**
 * How often in a row it may fail to answer: while it restarts.
 */
const PATIENCE = 5;

/**
 * Follow a copy on the server until it ends, as a task: its progress, and its
 * failures. Cancelling the task cancels the copy.
 *
 * @throws `S3Error` when the server does not answer any more, or has forgotten
 * the copy (404), as after a restart.
 */
export async function follow(
  id: string,
  client: Pick<TransfersClient, 'get' | 'cancel'>,
  task: Task
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
    if (transfer.state !== 'running') {
      return transfer;
    }
  }
}

/**
 * Show a copy's progress and failures as a task's.
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
 * What the server tells of a failure, as an error.
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
 * Wait; not longer than until it is cancelled, unless that is known.
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
