// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

export { CHECKPOINTS } from './checkpoints';
export type { IDeleteOptions } from './deletes';
export { S3Drive } from './drive';
export { PAGE } from './pages';
export { DriveError, explain } from './messages';
export { isMarked, NO_DATE } from './models';
export type { IDriveOptions, IEntryFlags, ILocations, INotice } from './types';
export type { IUploadOptions } from './uploading';
