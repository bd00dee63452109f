// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { isAgreed } from '../../dialogs/ask';
import type { IShownError } from '../../dialogs/errordialog';
import { showFailures } from '../../dialogs/errordialog';
import { STAYS } from '../../dialogs/stays';
import type { IOwnUpload } from '../../drive/changes/uploads';
import type { IS3Connection } from '../../s3/http/types';
import { S3Error } from '../../s3/errors';
import type { IIncompleteUpload } from '../../s3/uploads/incomplete';
import {
  abortUpload,
  listIncomplete,
  storedSize
} from '../../s3/uploads/incomplete';
import { inParallel } from '../../s3/http/parallel';
import type { S3Location } from '../../s3/location';
import { IncompleteList } from './incompletelist';

/**
 * The number of concurrent requests for sizes and removals.
 */
const AT_ONCE = 3;

/**
 * The number of uploads whose size is requested, which takes one request per
 * thousand parts.
 */
const SIZED = 200;

/**
 * The options of the dialog.
 */
export interface IIncompleteOptions {
  connection: IS3Connection;
  /** A folder or a bucket: the key is `''` or ends in a slash. */
  location: S3Location;
  /** The uploads of this page, read during the listing. */
  own: () => readonly IOwnUpload[];
  trans: TranslationBundle;
}

/**
 * Show the incomplete multipart uploads below a folder or in a bucket, and
 * remove those that the person selects.
 *
 * @returns The removed uploads.
 */
export async function showIncomplete(
  options: IIncompleteOptions
): Promise<IIncompleteUpload[]> {
  const { location, trans } = options;
  const abort = new AbortController();
  const body = new IncompleteList(location.key, trans);
  void Private.fill(body, options, abort.signal);
  const isWanted = await isAgreed({
    title: trans.__('Incomplete uploads in %1', location.uri),
    body,
    decline: trans.__('Close'),
    accept: { label: trans.__('Remove Selected'), isWarning: true },
    preferred: null
  });
  abort.abort();
  const chosen = isWanted ? body.getValue() : [];
  return Private.remove(options, chosen);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** List the uploads page by page, then request their sizes. */
  export async function fill(
    body: IncompleteList,
    options: IIncompleteOptions,
    signal: AbortSignal
  ): Promise<void> {
    const { connection, own, location } = options;
    const { bucket, key: prefix } = location;
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

  /** Abort uploads. One that no longer exists counts as removed. */
  export async function remove(
    { connection, location, trans }: IIncompleteOptions,
    chosen: readonly IIncompleteUpload[]
  ): Promise<IIncompleteUpload[]> {
    const removed: IIncompleteUpload[] = [];
    const failures: IShownError[] = [];
    await inParallel(chosen, AT_ONCE, async upload => {
      try {
        await abortUpload(connection, upload, upload.uploadId);
        removed.push(upload);
      } catch (error) {
        if (error instanceof S3Error && error.code === 'NoSuchUpload') {
          removed.push(upload);
        } else {
          failures.push({ name: location.withKey(upload.key).uri, error });
        }
      }
    });
    if (removed.length > 0) {
      const message = trans._n(
        'Removed %1 incomplete upload.',
        'Removed %1 incomplete uploads.',
        removed.length
      );
      Notification.success(message, { autoClose: STAYS.done });
    }
    await showFailures(trans.__('Not removed'), failures, trans);
    return removed;
  }
}
