// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IListPage, IS3Object } from '../s3/objects/list';

/**
 * What is stored below some locations.
 */
export interface IUsage {
  /** The number of objects, without the markers of folders. */
  readonly objects: number;
  readonly bytes: number;
  /** The first of the largest objects. */
  readonly largest: IS3Object | null;
  /** The object that was changed last. */
  readonly newest: IS3Object | null;
}

export const NOTHING: IUsage = {
  objects: 0,
  bytes: 0,
  largest: null,
  newest: null
};

/**
 * Add up what is stored, page by page.
 *
 * @param pages - Listings without a delimiter, one after the other.
 * @param report - Called after each page.
 *
 * @returns The sum; when the signal fires, the sum so far.
 *
 * @throws What the listing throws, unless the signal has fired.
 */
export async function measure(
  pages: AsyncIterable<IListPage>,
  signal: AbortSignal,
  report: (usage: IUsage) => void
): Promise<IUsage> {
  let usage = NOTHING;
  try {
    for await (const page of pages) {
      usage = page.objects.reduce(add, usage);
      report(usage);
      if (signal.aborted) {
        break;
      }
    }
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
  return usage;
}

function add(usage: IUsage, object: IS3Object): IUsage {
  if (object.key.endsWith('/') && object.size === 0) {
    return usage;
  }
  const { largest, newest } = usage;
  return {
    objects: usage.objects + 1,
    bytes: usage.bytes + object.size,
    largest: largest && largest.size >= object.size ? largest : object,
    newest:
      newest && newest.lastModified >= object.lastModified ? newest : object
  };
}
