// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ServerConnection } from '@jupyterlab/services';

/**
 * The URL of one of our routes. No other function builds one.
 *
 * @param connection - The name of the connection to the store.
 *
 * @param route - The server's name of the route (`status`, `transfers/<id>`),
 * with its query; percent-encoded.
 */
export function routeUrl(
  settings: ServerConnection.ISettings,
  connection: string,
  route: string
): string {
  const base = settings.baseUrl.replace(/\/*$/, '');
  return `${base}/s3-drive/${encodeURIComponent(connection)}/${route}`;
}

/**
 * The XSRF token for a request made by a link: the last cookie of that name,
 * which is the one that Tornado takes.
 */
export function xsrfToken(): string | undefined {
  let cookie = '';
  try {
    cookie = document.cookie;
  } catch {
    // A sandboxed page has no cookies.
  }
  const values = cookie
    .split(';')
    .map(part => part.trim())
    .filter(part => part.startsWith('_xsrf='))
    .map(part => part.slice('_xsrf='.length));
  return values.pop();
}
