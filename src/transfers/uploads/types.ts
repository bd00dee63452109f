// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IShownError } from '../../dialogs/errordialog';
import type { Uploader } from '../../drive/changes/uploads';
import type { INoticeGroup } from '../../drive/context';
import type { S3Drive } from '../../drive/drive';

/**
 * A file to upload.
 */
export interface IUploadItem {
  readonly file: File;
  /** The destination folder, as a local path (`bucket/prefix`). */
  readonly dir: string;
}

/**
 * The result of one file. With neither model nor error, it was skipped or the
 * upload was cancelled.
 */
export interface IUploadResult {
  readonly item: IUploadItem;
  readonly model?: Contents.IModel;
  readonly error?: unknown;
}

/**
 * What a batch contains besides files.
 */
export interface IUploadMore {
  /** The common destination folder; by default that of the first file. */
  readonly base?: string;
  /** Whole folders in the batch, as local paths. */
  readonly trees?: readonly string[];
  /** Folders without any file, as local paths. */
  readonly emptyFolders?: readonly string[];
  /** Errors of files that could not be read on the person's computer. */
  readonly unreadable?: readonly IShownError[];
}

/**
 * What uploads need of the drive.
 */
export interface IUploadDrive extends Pick<
  S3Drive,
  'freeNames' | 'get' | 'save' | 'tellFolder' | 'upload'
> {
  /** Collects what the uploads create; `null` where nothing announces it. */
  groupNotices(): INoticeGroup | null;

  /** What is kept of uploads that failed; `null` where nothing is. */
  readonly uploads: Pick<Uploader, 'discard'> | null;
}
