// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IFailure } from '../dialogs/problems';
import { showFailures } from '../dialogs/problems';
import type { IOwnUpload } from '../drive/uploading';
import type { IS3Connection } from '../s3/connection';
import { S3Error } from '../s3/errors';
import type { IIncompleteUpload } from '../s3/incomplete';
import { abortUpload, listIncomplete, storedSize } from '../s3/incomplete';
import { inParallel } from '../s3/parallel';
import type { IS3Location } from '../s3/path';
import { toUri } from '../s3/path';
import { IncompleteList } from './incompletelist';

/**
 * How many are asked about, or removed, at a time.
 */
const AT_ONCE = 3;

/**
 * Of how many the size is asked for: each takes a request a thousand parts.
 */
const SIZED = 200;

/**
 * What the dialog needs.
 */
export interface IIncompleteOptions {
  connection: IS3Connection;
  /** A folder or a bucket: the key is `''` or ends in a slash. */
  place: IS3Location;
  /** The uploads of this page, read while it lists. */
  own: () => readonly IOwnUpload[];
  trans: TranslationBundle;
}

/**
 * Show the incomplete uploads below a folder or in a bucket, and remove those
 * that the person chooses.
 *
 * @returns Those that were removed.
 */
export async function showIncomplete(
  options: IIncompleteOptions
): Promise<IIncompleteUpload[]> {
  const { connection, place, trans } = options;
  const abort = new AbortController();
  const body = new IncompleteList(place.key, trans);
  void Private.fill(body, options, abort.signal);
  const result = await showDialog({
    title: trans.__('Incomplete uploads in %1', toUri(place)),
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Close') }),
      Dialog.warnButton({ label: trans.__('Remove Selected') })
    ],
    defaultButton: 0
  });
  abort.abort();
  const chosen = result.button.accept ? (result.value ?? []) : [];
  return Private.remove(connection, chosen, trans);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** List, page by page, then find out the sizes. */
  export async function fill(
    body: IncompleteList,
    options: IIncompleteOptions,
    signal: AbortSignal
  ): Promise<void> {
    const { connection, own, place } = options;
    const { bucket, key: prefix } = place;
    const keys = own()
      .filter(upload => upload.bucket === bucket)
      .map(({ key }) => key)
      .filter(key => key.startsWith(prefix));
    const request = { signal, priority: 'background' as const };
    try {
      for await (const page of listIncomplete(
        connection,
        bucket,
        prefix,
        keys,
        request
      )) {
        body.add(page, own());
      }
      body.end();
      const sized = body.uploads.slice(0, SIZED);
      await inParallel(sized, AT_ONCE, async (upload, partSignal) => {
        const options = { ...request, signal: partSignal };
        const size = await storedSize(connection, upload, options).catch(
          () => null
        );
        body.setSize(upload, size);
      });
    } catch (error) {
      if (!signal.aborted) {
        body.fail(error);
      }
    }
  }

  /** Remove some; one that is gone already is as it should be. */
  export async function remove(
    connection: IS3Connection,
    chosen: readonly IIncompleteUpload[],
    trans: TranslationBundle
  ): Promise<IIncompleteUpload[]> {
    const removed: IIncompleteUpload[] = [];
    const failures: IFailure[] = [];
    await inParallel(chosen, AT_ONCE, async upload => {
      try {
        await abortUpload(connection, upload, upload.uploadId);
        removed.push(upload);
      } catch (error) {
        if (error instanceof S3Error && error.code === 'NoSuchUpload') {
          removed.push(upload);
        } else {
          failures.push({ name: toUri(upload), error });
        }
      }
    });
    if (removed.length > 0) {
      const message = trans._n(
        'Removed %1 incomplete upload.',
        'Removed %1 incomplete uploads.',
        removed.length
      );
      Notification.success(message, { autoClose: 4000 });
    }
    await showFailures(trans.__('Not removed'), failures, trans);
    return removed;
  }
}
