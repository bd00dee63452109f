// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISignal } from '@lumino/signaling';

import type { LazyDrive } from '../drive/lazy';

/**
 * What the panel asks of the drive, beside JupyterLab's contents manager.
 */
export interface IPanelDrive extends Pick<
  LazyDrive,
  | 'name'
  | 'find'
  | 'copy'
  | 'direct'
  | 'flags'
  | 'gather'
  | 'isTruncated'
  | 'isWritable'
  | 'more'
  | 'policies'
  | 'probeWritable'
  | 'remove'
  | 'rename'
  | 'rootProblem'
  | 'serverSettings'
  | 'sharing'
  | 'status'
  | 'tellFolder'
  | 'upload'
  | 'walk'
  | 'uploads'
> {
  readonly writableChanged: ISignal<unknown, string>;
}
