// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ServerConnection } from '@jupyterlab/services';
import { encodeKey } from '../../s3/keys';
import type { S3Location } from '../../s3/location';
import { routeUrl, xsrfToken } from '../../s3/http/routes';

/**
 * The URL from which the browser downloads an object, through the proxy.
 *
 * A link sends no headers, so the XSRF token goes into the query, as in
 * JupyterLab's own drive.
 */
export function downloadUrl(
  settings: ServerConnection.ISettings,
  location: S3Location
): string {
  const path = `api/${encodeKey(location.bucket)}/${encodeKey(location.key)}`;
  const disposition = attachment(location.name);
  const query = [
    `response-content-disposition=${encodeURIComponent(disposition)}`
  ];
  const token = xsrfToken();
  if (token) {
    query.push(`_xsrf=${encodeURIComponent(token)}`);
  }
  return routeUrl(settings, location.connection, `${path}?${query.join('&')}`);
}

/**
 * A `Content-Disposition` according to RFC 6266: the name in UTF-8 (RFC 5987),
 * and an ASCII version for clients that do not support it.
 */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
