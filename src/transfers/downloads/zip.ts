// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { downloadLink } from '../../dialogs/browserdownloads';
import { S3Error } from '../../s3/errors';
import { networkError, refusedError } from '../../s3/http/failures';
import { routeUrl, xsrfToken } from '../../s3/http/routes';
import type { Task } from '../tasks/task';

/**
 * The contents of a zip.
 */
export interface IArchiveRequest {
  readonly bucket: string;
  readonly keys: string[];
  /** Folders, with everything below them. Each ends in `/`. */
  readonly prefixes: string[];
  /**
   * The prefix that the names inside are relative to; ends in `/`, or is empty.
   */
  readonly base: string;
  /** The name of the file, such as `data.zip`. */
  readonly name: string;
}

/**
 * The state of a zip.
 */
export interface IArchiveState {
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Whether the store has turned the server's last requests away. */
  readonly waiting: boolean;
  readonly objects: { readonly done: number; readonly total: number | null };
  readonly bytes: { readonly done: number; readonly total: number | null };
  /** The number of objects whose names are not possible in a zip. */
  readonly leftOutCount: number;
  readonly error: {
    readonly name: string;
    readonly code: string;
    readonly message: string;
    readonly status: number;
  } | null;
}

/**
 * What a download of a zip works with.
 */
export interface IZipParts {
  readonly task: Task;
  readonly trans: TranslationBundle;
  /** Called with whether the server waits for the store; in the end `false`. */
  readonly onWaiting?: (isWaiting: boolean) => void;
}

/**
 * The interval between two requests for the state of a zip (ms).
 */
const POLL_MS = 1000;

/**
 * The number of such requests before giving up on a zip that the browser does
 * not fetch. The person may be choosing where to save it.
 */
const PATIENCE = 120;

/**
 * Make the server build a zip, streamed while the browser downloads it, and
 * follow it as a task: neither the browser nor JupyterHub's proxy reports to
 * the page how a download ended. The person cancels it in the browser's own
 * list.
 *
 * @throws `S3Error`, also when the zip was cut off.
 */
export async function downloadArchive(
  settings: ServerConnection.ISettings,
  connection: string,
  request: IArchiveRequest,
  parts: IZipParts
): Promise<void> {
  const urlOf = (path: string) =>
    routeUrl(settings, connection, `archives${path}`);
  parts.task.commit();
  const body = JSON.stringify(request);
  const headers = { 'Content-Type': 'application/json' };
  const init = { method: 'POST', body, headers };
  const { id } = await ask<{ id: string }>(settings, urlOf(''), init);
  const path = `/${encodeURIComponent(id)}`;
  const token = xsrfToken();
  const query = token ? `?_xsrf=${encodeURIComponent(token)}` : '';
  downloadLink(urlOf(path + query), request.name);
  try {
    await followArchive(settings, urlOf(`${path}/state`), parts);
  } finally {
    parts.onWaiting?.(false);
  }
}

/**
 * Show in a task how a zip goes on, until it ends.
 */
async function followArchive(
  settings: ServerConnection.ISettings,
  url: string,
  { task, trans, onWaiting }: IZipParts
): Promise<void> {
  for (let turn = 0; turn < PATIENCE;) {
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
    const found = await ask<IArchiveState>(settings, url, {});
    const { bytes, error, leftOutCount, objects, state } = found;
    task.report({ unit: 'bytes', ...bytes, files: objects });
    onWaiting?.(found.waiting);
    if (state === 'failed' && error) {
      const { name: key, ...rest } = error;
      throw new S3Error({ ...rest, origin: 'proxy', key });
    }
    if (state === 'cancelled') {
      task.conclude(trans.__('The browser ended the download.'));
      return;
    }
    if (state === 'done') {
      task.conclude(Private.outcome(leftOutCount, trans));
      return;
    }
    turn = state === 'waiting' ? turn + 1 : 0;
  }
}

/**
 * Send a request to the `archives` route.
 */
async function ask<T>(
  settings: ServerConnection.ISettings,
  url: string,
  init: RequestInit
): Promise<T> {
  let response: Response;
  let text: string;
  try {
    response = await ServerConnection.makeRequest(url, init, settings);
    text = await response.text();
  } catch (reason) {
    throw networkError(reason);
  }
  if (!response.ok) {
    throw refusedError(response, text);
  }
  return JSON.parse(text) as T;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** The outcome of a complete zip. */
  export function outcome(leftOut: number, trans: TranslationBundle): string {
    return leftOut > 0
      ? trans._n(
          'Downloaded. %1 name cannot be put into a zip: a text in it says which.',
          'Downloaded. %1 names cannot be put into a zip: a text in it says which.',
          leftOut
        )
      : trans.__('Downloaded.');
  }
}
