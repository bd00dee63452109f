// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

import { xsrfToken } from '../drive/downloads';
import { networkError, refusedError } from '../s3/failures';

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
 * Have the server make a zip, streamed while it is downloaded.
 *
 * @returns The URL under which the browser downloads it, once.
 *
 * @throws `S3Error`
 */
export async function archiveUrl(
  settings: ServerConnection.ISettings,
  request: IArchiveRequest
): Promise<string> {
  const url = `${settings.baseUrl.replace(/\/$/, '')}/s3-drive/archives`;
  const init = {
    method: 'POST',
    body: JSON.stringify(request),
    headers: { 'Content-Type': 'application/json' }
  };
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
  const { id } = JSON.parse(text) as { id: string };
  const token = xsrfToken();
  const query = token ? `?_xsrf=${encodeURIComponent(token)}` : '';
  return `${url}/${encodeURIComponent(id)}${query}`;
}

/**
 * Have the browser download something, as JupyterLab does.
 *
 * @param name - Its name, where the server tells none.
 */
export function download(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
}
