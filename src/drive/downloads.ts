// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ServerConnection } from '@jupyterlab/services';
import { basename, encodeKey } from '../s3/path';
import type { IS3Location } from '../s3/path';

/**
 * The URL under which the browser downloads an object, through the proxy.
 *
 * A link sends no headers, so the XSRF token goes into the query, as in
 * JupyterLab's own drive.
 */
export function downloadUrl(
  settings: ServerConnection.ISettings,
  place: IS3Location
): string {
  const base = settings.baseUrl.replace(/\/*$/, '/');
  const path = `s3-drive/api/${encodeKey(place.bucket)}/${encodeKey(place.key)}`;
  const disposition = attachment(basename(place.key));
  const query = [
    `response-content-disposition=${encodeURIComponent(disposition)}`
  ];
  const token = xsrfToken();
  if (token) {
    query.push(`_xsrf=${encodeURIComponent(token)}`);
  }
  return `${base}${path}?${query.join('&')}`;
}

/**
 * A `Content-Disposition` by RFC 6266: the name in UTF-8 (RFC 5987), and one
 * in ASCII for what does not know that.
 */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/**
 * The token for a request that a link makes: the last cookie of that name,
 * which is the one that Tornado takes.
 */
export function xsrfToken(): string | undefined {
  let cookie = '';
  try {
    cookie = document.cookie;
  } catch {
    // A sandboxed page has none.
  }
  const values = cookie
    .split(';')
    .map(part => part.trim())
    .filter(part => part.startsWith('_xsrf='))
    .map(part => part.slice('_xsrf='.length));
  return values.pop();
}
