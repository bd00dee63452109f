// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';

import type { IExposure } from '../drive/context';
import { S3Location } from '../s3/location';
import type { ITransfer, ITransferRequest } from './client';

/** What to copy. What to do about names that exist is decided later. */
export type CopyRequest = Omit<ITransferRequest, 'overwrite'>;

export function requestOf(transfer: ITransfer): CopyRequest {
  const { bucket, direction, key, prefix, workspacePath } = transfer;
  return {
    bucket,
    direction,
    workspacePath,
    ...(key ? { key } : { prefix: prefix ?? '' })
  };
}

/** The name of what is copied. */
export function requestName(request: CopyRequest): string {
  const { direction, key, prefix, workspacePath } = request;
  return direction === 'to-s3'
    ? PathExt.basename(workspacePath)
    : PathExt.basename((key ?? prefix ?? '').replace(/\/$/, ''));
}

export function sourceOf(request: CopyRequest): string {
  const { bucket, direction, key, prefix, workspacePath } = request;
  return direction === 'to-s3' ? workspacePath : uriOf(bucket, key ?? prefix);
}

/**
 * What paths of the workspace become in a folder of S3. Whether they are files
 * or folders is not known here, so both are given.
 *
 * @param folder - Its key is `''` or ends in a slash.
 */
export function arrivalsIn(folder: S3Location, paths: string[]): IExposure[] {
  return paths.flatMap(path => {
    const to = folder.child(PathExt.basename(path));
    return [{ to }, { to: to.asFolder() }];
  });
}

/**
 * What a copy has written on S3, or may have: whether it was a file or a folder
 * may not be known.
 *
 * @param transfer - Its last state; `null` if that is not known.
 * @param connection - The name of the one that has copied.
 */
export function writtenBy(
  { bucket, direction, prefix = '', workspacePath }: CopyRequest,
  transfer: ITransfer | null,
  connection: string
): S3Location[] {
  if (direction !== 'to-s3') {
    return [];
  }
  return transfer?.target
    ? [new S3Location(bucket, transfer.target, connection)]
    : arrivalsIn(new S3Location(bucket, prefix, connection), [
        workspacePath
      ]).map(({ to }) => to);
}

/** The folder that receives the copy, as shown to the person. */
export function requestUri(request: CopyRequest): string {
  const { bucket, direction, prefix, workspacePath } = request;
  return direction === 'to-s3' ? uriOf(bucket, prefix) : `/${workspacePath}`;
}

/** The folder that receives the copy, as a path. */
export function arrivedAt(request: CopyRequest): string {
  const { bucket, direction, prefix, workspacePath } = request;
  return direction === 'to-s3'
    ? `${bucket}/${prefix ?? ''}`.replace(/\/$/, '')
    : workspacePath;
}

/** The copy, as a path: of the workspace, or `bucket/key`. */
export function shownAt(request: CopyRequest, transfer: ITransfer): string {
  const name = requestName(request);
  const folder = arrivedAt(request);
  return transfer.target
    ? request.direction === 'to-s3'
      ? `${transfer.bucket}/${transfer.target}`.replace(/\/$/, '')
      : transfer.target
    : folder
      ? `${folder}/${name}`
      : name;
}

export function targetOf(
  request: CopyRequest,
  { bucket, target }: ITransfer
): string | undefined {
  if (!target) {
    return undefined;
  }
  return request.direction === 'to-s3' ? uriOf(bucket, target) : target;
}

/** The URI of a key, which is the same in whatever connection. */
function uriOf(bucket: string, key: string | null | undefined): string {
  return new S3Location(bucket, key ?? '', '').uri;
}
