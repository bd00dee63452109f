// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import type { IS3Location } from '../location';

/**
 * A multipart upload that was begun, and neither completed nor aborted.
 */
export interface IIncompleteUpload extends IS3Location {
  readonly uploadId: string;
  /** When it was begun; `null` if the store does not report it. */
  readonly begun: Date | null;
}

/**
 * An uploaded part.
 */
export interface IStoredPart {
  /** Counted from 1. */
  readonly number: number;
  /** With its quotes. */
  readonly etag: string;
  readonly size: number;
}

/**
 * List the incomplete uploads below a prefix, page by page, each once.
 *
 * MinIO answers a prefix only with the uploads of exactly that key, and the
 * whole bucket only with those begun since its own start: so the whole bucket
 * is listed too, and keys known from elsewhere (`keys`) one by one.
 *
 * @param prefix - `''` for the whole bucket.
 * @param keys - Keys below the prefix that may have incomplete uploads.
 *
 * @throws `S3Error` 501 or 405 if the store does not support this list.
 */
export async function* listIncomplete(
  connection: IS3Connection,
  bucket: string,
  prefix: string,
  keys: readonly string[] = [],
  options?: IRequestOptions
): AsyncGenerator<IIncompleteUpload[]> {
  const told = new Set<string>();
  for (const asked of new Set([prefix, '', ...keys])) {
    for await (const page of Private.pages(
      connection,
      bucket,
      asked,
      options
    )) {
      const fresh = page.filter(
        ({ key, uploadId }) => key.startsWith(prefix) && !told.has(uploadId)
      );
      fresh.forEach(({ uploadId }) => told.add(uploadId));
      if (fresh.length > 0) {
        yield fresh;
      }
    }
  }
}

/**
 * List the parts of an upload that have arrived, page by page.
 *
 * @throws `S3Error` 404 (`NoSuchUpload`) for an upload that was completed or
 * aborted.
 */
export async function* listParts(
  connection: IS3Connection,
  upload: IS3Location & { readonly uploadId: string },
  options?: IRequestOptions
): AsyncGenerator<IStoredPart[]> {
  let marker: string | undefined;
  do {
    const from = marker;
    const page = await connection.send(
      sdk =>
        new sdk.ListPartsCommand({
          Bucket: upload.bucket,
          Key: upload.key,
          UploadId: upload.uploadId,
          PartNumberMarker: from
        }),
      options
    );
    yield (page.Parts ?? []).map(part => ({
      number: part.PartNumber ?? 0,
      etag: part.ETag ?? '',
      size: part.Size ?? 0
    }));
    const next = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    marker = next === marker ? undefined : next;
  } while (marker);
}

/**
 * How many bytes of an upload have arrived.
 */
export async function storedSize(
  connection: IS3Connection,
  upload: IS3Location & { readonly uploadId: string },
  options?: IRequestOptions
): Promise<number> {
  let size = 0;
  for await (const page of listParts(connection, upload, options)) {
    size += page.reduce((sum, part) => sum + part.size, 0);
  }
  return size;
}

/**
 * Abort an upload, which removes its parts.
 *
 * @throws `S3Error` 404 (`NoSuchUpload`) on most stores when it no longer
 * exists.
 */
export async function abortUpload(
  connection: IS3Connection,
  to: IS3Location,
  uploadId: string
): Promise<void> {
  await connection.send(
    sdk =>
      new sdk.AbortMultipartUploadCommand({
        Bucket: to.bucket,
        Key: to.key,
        UploadId: uploadId
      })
  );
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * All pages of the store's list. SeaweedFS continues by the id of the upload
   * alone, in the order of ids; other stores by key and id.
   */
  export async function* pages(
    connection: IS3Connection,
    bucket: string,
    prefix: string,
    options?: IRequestOptions
  ): AsyncGenerator<IIncompleteUpload[]> {
    let key: string | undefined;
    let id: string | undefined;
    for (;;) {
      const marker = { KeyMarker: key, UploadIdMarker: id };
      const page = await connection.send(
        sdk =>
          new sdk.ListMultipartUploadsCommand({
            Bucket: bucket,
            Prefix: prefix || undefined,
            ...marker
          }),
        options
      );
      yield (page.Uploads ?? []).flatMap(upload =>
        upload.Key && upload.UploadId
          ? [
              {
                bucket,
                key: upload.Key,
                uploadId: upload.UploadId,
                begun: upload.Initiated ?? null
              }
            ]
          : []
      );
      const next = [page.NextKeyMarker, page.NextUploadIdMarker].map(
        text => text || undefined
      );
      const stays = next[0] === key && next[1] === id;
      if (!page.IsTruncated || stays) {
        return;
      }
      [key, id] = next;
    }
  }
}
