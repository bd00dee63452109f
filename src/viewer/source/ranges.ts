// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { concat } from '../../s3/http/body';
import type { IS3Connection } from '../../s3/http/types';
import type { IS3Location } from '../../s3/location';
import { getObject } from '../../s3/objects/get';

/**
 * Bytes of one version of a file.
 */
export interface IFileRanges {
  /** Its size in bytes; while `isOpen`, an estimate beyond what was read. */
  readonly size: number;

  /**
   * Whether its end was not reached yet, so that its size is not known. Left out
   * where it always is.
   */
  readonly isOpen?: boolean;

  /**
   * Read bytes. Where the size is not known, fewer are returned if the file ends
   * before, or cannot be read on: then the rest cannot be read either.
   *
   * @param first - The first one.
   * @param end - The one after the last one; at most the size, if it is known.
   *
   * @throws `S3Error` 412 if the file has another version now, 404 if it is
   * gone; `TableError` if nothing can be read there.
   */
  read(first: number, end: number): Promise<Uint8Array>;

  /**
   * Come nearer to a byte that is reached only by reading all before it. Left
   * out where each can be read at once.
   *
   * @param until - When to stop (ms since the epoch).
   *
   * @returns Whether it can be read at once now.
   */
  approach?(first: number, until: number): Promise<boolean>;

  /** Forget what is kept, and read nothing more. */
  close?(): void;
}

/**
 * Bytes of a file that were read before.
 */
export interface IKnownBytes {
  readonly first: number;
  readonly bytes: Uint8Array;
}

/**
 * Read ranges of a file, each only of the version that was opened.
 *
 * @param version - Its ETag and its size.
 * @param known - What was read of it: it is not read again.
 */
export function fileRanges(
  connection: IS3Connection,
  { bucket, key }: IS3Location,
  { etag, size }: { readonly etag: string; readonly size: number },
  known: readonly IKnownBytes[],
  signal: AbortSignal
): IFileRanges {
  return keptRanges(size, known, async (first, end) => {
    const range = { first, last: end - 1 };
    const options = { range, ifMatch: etag, signal };
    return (await getObject(connection, bucket, key, options)).body();
  });
}

/**
 * Read ranges, of which what was read last is kept: a page is often read where
 * its beginning was looked for.
 *
 * @param known - What was read before.
 * @param get - Reads what is not known.
 */
export function keptRanges(
  size: number,
  known: readonly IKnownBytes[],
  get: IFileRanges['read']
): IFileRanges {
  let last: IKnownBytes = { first: 0, bytes: new Uint8Array() };
  return {
    size,
    read: async (first, end) => {
      const begin = knownPart([...known, last], first, end);
      if (begin.length === end - first) {
        return begin;
      }
      const rest = await get(first + begin.length, end);
      const bytes = begin.length > 0 ? concat([begin, rest]) : rest;
      last = { first, bytes };
      return bytes;
    }
  };
}

/** As many bytes from a position on as are known without a gap. */
function knownPart(
  known: readonly IKnownBytes[],
  first: number,
  end: number
): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = first;
  for (;;) {
    const part = known.find(
      each => each.first <= at && at < each.first + each.bytes.length
    );
    if (!part || at >= end) {
      return parts.length === 1 ? parts[0] : concat(parts);
    }
    const bytes = part.bytes.subarray(at - part.first, end - part.first);
    parts.push(bytes);
    at += bytes.length;
  }
}
