// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

export { copyObject, moveObject } from './copyobject';
export type { ICopyOptions } from './copyobject';
export { copyFolder, moveFolder } from './folders';
export type { IFolderOptions, IFolderProgress, IFolderResult } from './folders';
