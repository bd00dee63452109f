// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';
import type { ITranslator } from '@jupyterlab/translation';
import { nullTranslator } from '@jupyterlab/translation';

import { showNotice } from '../../dialogs/notices';
import type { LazyDrive } from '../../drive/lazy';
import { TRANSLATION_DOMAIN } from '../../names';
import { DEFAULT_CONNECTION, driveOf } from '../../s3/location';
import { listConnections } from '../../s3/server/connections';

/**
 * The drive of a connection, registered unless it is the server's own.
 *
 * @param main - The drive of the server's own.
 *
 * @param make - Makes and registers a drive.
 *
 * @throws `ResponseError` 404 when the server has no such connection; `S3Error`
 * when it cannot be asked.
 */
export async function otherDrive(
  connection: string,
  main: LazyDrive,
  make: (name: string) => LazyDrive,
  translator: ITranslator | null
): Promise<LazyDrive> {
  if (connection === DEFAULT_CONNECTION) {
    return main;
  }
  const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
  const known = await listConnections(main.serverSettings);
  if (!known.some(({ name }) => name === connection)) {
    throw new ServerConnection.ResponseError(
      new Response(null, { status: 404 }),
      trans.__(
        'This server has no S3 connection "%1". Check its profile or configuration.',
        connection
      )
    );
  }
  const drive = make(driveOf(connection));
  drive.notices.connect((_, notice) => showNotice(notice, trans));
  return drive;
}
