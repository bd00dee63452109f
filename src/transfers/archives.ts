// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { xsrfToken } from '../drive/downloads';
import { S3Error } from '../s3/errors';
import { networkError, refusedError } from '../s3/failures';
import type { Task } from './tasks';

/**
 * What a zip is to hold.
 */
export interface IArchiveRequest {
  readonly bucket: string;
  readonly keys: string[];
  /** Folders, with all below them; each ends in `/`. */
  readonly prefixes: string[];
  /** What the names inside are relative to; ends in `/`, or is empty. */
  readonly base: string;
  /** The name of the file, as `data.zip`. */
  readonly name: string;
}

/**
 * How a zip stands.
 */
export interface IArchiveState {
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly objects: { readonly done: number; readonly total: number | null };
  readonly bytes: { readonly done: number; readonly total: number | null };
  /** How many names could not be put into it. */
  readonly leftOutCount: number;
  readonly error: {
    readonly name: string;
    readonly code: string;
    readonly message: string;
    readonly status: number;
  } | null;
}

/**
 * How often the server is asked how far a zip is (ms).
 */
const POLL_MS = 1000;

/**
 * How often it is asked of a zip that the browser does not fetch: a person may
 * be choosing where to put it.
 */
const PATIENCE = 120;

/**
 * Have the server make a zip, streamed while the browser downloads it, and
 * follow it as a task: neither the browser nor JupyterHub's proxy tells the
 * page how it ended. The person cancels it where the browser shows it.
 *
 * @throws `S3Error`, also when the zip was cut off.
 */
export async function downloadArchive(
  settings: ServerConnection.ISettings,
  request: IArchiveRequest,
  task: Task,
  trans: TranslationBundle
): Promise<void> {
  task.commit();
  const body = JSON.stringify(request);
  const headers = { 'Content-Type': 'application/json' };
  const init = { method: 'POST', body, headers };
  const { id } = await ask<{ id: string }>(settings, '', init);
  const path = `/${encodeURIComponent(id)}`;
  const token = xsrfToken();
  const query = token ? `?_xsrf=${encodeURIComponent(token)}` : '';
  download(`${urlOf(settings)}${path}${query}`, request.name);
  for (let turn = 0; turn < PATIENCE;) {
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
    const found = await ask<IArchiveState>(settings, `${path}/state`, {});
    const { bytes, error, leftOutCount, objects, state } = found;
    task.report({ unit: 'bytes', ...bytes, files: objects });
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
 * Ask the route of the zips.
 */
async function ask<T>(
  settings: ServerConnection.ISettings,
  path: string,
  init: RequestInit
): Promise<T> {
  let response: Response;
  let text: string;
  try {
    const url = urlOf(settings) + path;
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

function urlOf(settings: ServerConnection.ISettings): string {
  return `${settings.baseUrl.replace(/\/$/, '')}/s3-drive/archives`;
}

/**
 * Have the browser download something, as JupyterLab does.
 *
 * @param name - Its name, where the server tells none.
 */
function download(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** How a zip ended that came whole. */
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
