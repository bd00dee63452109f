// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

/**
 * An error as thrown by the drive.
 */
export function httpError(
  status: number,
  message = `HTTP ${status}`
): ServerConnection.ResponseError {
  return new ServerConnection.ResponseError(
    new Response(null, { status }),
    message
  );
}
