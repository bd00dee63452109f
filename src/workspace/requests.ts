// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';

import { toUri } from '../s3/path';
import type { ITransfer, ITransferRequest } from './client';

/** What to copy; what to do about names that exist is found out. */
export type CopyRequest = Omit<ITransferRequest, 'overwrite'>;

export function requestOf(transfer: ITransfer): CopyRequest {
  const { bucket, direction, key, prefix, workspacePath } = transfer;
  return {
    ...{ bucket, direction, workspacePath },
    ...(key ? { key } : { prefix: prefix ?? '' })
  };
}

/** The name of what is copied. */
export function nameOf(request: CopyRequest): string {
  const { direction, key, prefix, workspacePath } = request;
  return direction === 'to-s3'
    ? PathExt.basename(workspacePath)
    : PathExt.basename((key ?? prefix ?? '').replace(/\/$/, ''));
}

export function sourceOf(request: CopyRequest): string {
  const { bucket, direction, key, prefix, workspacePath } = request;
  return direction === 'to-s3'
    ? workspacePath
    : toUri({ bucket, key: key ?? prefix ?? '' });
}

/** The folder that receives it, as the person knows it. */
export function placeOf(request: CopyRequest): string {
  const { bucket, direction, prefix, workspacePath } = request;
  return direction === 'to-s3'
    ? toUri({ bucket, key: prefix ?? '' })
    : `/${workspacePath}`;
}

/** The folder that receives it, as a path. */
export function arrivedAt(request: CopyRequest): string {
  const { bucket, direction, prefix, workspacePath } = request;
  return direction === 'to-s3'
    ? `${bucket}/${prefix ?? ''}`.replace(/\/$/, '')
    : workspacePath;
}

export function targetOf(
  request: CopyRequest,
  { bucket, target }: ITransfer
): string | undefined {
  if (!target) {
    return undefined;
  }
  return request.direction === 'to-s3'
    ? toUri({ bucket, key: target })
    : target;
}
