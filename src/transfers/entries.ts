// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IUploadItem, IUploadResult } from './uploads';

/**
 * One file of a batch of uploads, with what was decided about it.
 */
export interface IEntry {
  readonly item: IUploadItem;
  /** The name that it gets, where that is not its own. */
  name?: string;
  onExisting?: 'replace';
  isSkipped?: boolean;
  /** Bytes that have arrived. */
  sent: number;
  model?: Contents.IModel;
  error?: unknown;
}

/**
 * The local path that a file gets.
 */
export function pathOf({ item, name }: IEntry): string {
  return `${item.dir}/${name ?? item.file.name}`;
}

/**
 * What became of a file.
 */
export function resultOf({ item, model, error }: IEntry): IUploadResult {
  return model
    ? { item, model }
    : error !== undefined
      ? { item, error }
      : { item };
}

/**
 * The files that are not done, to begin again with.
 */
export function leftOf(entries: readonly IEntry[]): IEntry[] {
  return entries
    .filter(({ model, isSkipped }) => !model && !isSkipped)
    .map(({ error, ...entry }) => entry);
}

/**
 * How a batch has ended, in words.
 *
 * @param folders - How many empty folders were made.
 */
export function outcomeOf(
  entries: readonly IEntry[],
  folders: number,
  isCancelled: boolean,
  trans: TranslationBundle
): string {
  const count = (test: (entry: IEntry) => boolean) =>
    entries.filter(test).length;
  const sent = count(({ model }) => !!model);
  const skipped = count(({ isSkipped }) => !!isSkipped);
  const failed = count(({ error }) => error !== undefined);
  return [
    isCancelled && trans.__('Upload cancelled.'),
    sent > 0 && trans._n('Uploaded %1 file.', 'Uploaded %1 files.', sent),
    folders > 0 &&
      trans._n(
        'Created %1 empty folder.',
        'Created %1 empty folders.',
        folders
      ),
    skipped > 0 &&
      trans._n(
        '%1 file was left as it is.',
        '%1 files were left as they are.',
        skipped
      ),
    failed > 0 &&
      trans._n(
        '%1 file was not uploaded.',
        '%1 files were not uploaded.',
        failed
      )
  ]
    .filter(sentence => !!sentence)
    .join(' ');
}
