// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { explain, problemIn } from '../../drive/messages/messages';
import type { IUploadItem, IUploadResult } from './types';

/**
 * One file of a batch of uploads, with its decisions and state.
 */
export interface IEntry {
  readonly item: IUploadItem;
  /** The new name, if it is not that of the file. */
  name?: string;
  onExisting?: 'replace';
  isSkipped?: boolean;
  /** The number of bytes stored. */
  sent: number;
  model?: Contents.IModel;
  error?: unknown;
}

/**
 * The local path to which a file is uploaded.
 */
export function entryPath({ item, name }: IEntry): string {
  return `${item.dir}/${name ?? item.file.name}`;
}

/**
 * The result of a file.
 */
export function resultOf({ item, model, error }: IEntry): IUploadResult {
  return model
    ? { item, model }
    : error !== undefined
      ? { item, error }
      : { item };
}

/**
 * The files that are not done, for a retry.
 */
export function leftOf(entries: readonly IEntry[]): IEntry[] {
  return entries
    .filter(({ model, isSkipped }) => !model && !isSkipped)
    .map(({ error, ...entry }) => entry);
}

/**
 * The outcome of a batch in words.
 *
 * @param folders - The number of empty folders created.
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
  const errors = entries.flatMap(({ error }) => error ?? []);
  const failed = errors.length;
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
      ),
    Private.reason(errors, trans)
  ]
    .filter(sentence => !!sentence)
    .join(' ');
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The reason, if it is the same for all: that of the first file.
   */
  export function reason(
    errors: readonly unknown[],
    trans: TranslationBundle
  ): string {
    const problems = new Set(errors.map(problemIn));
    return problems.size === 1 ? explain(errors[0], trans).message : '';
  }
}
