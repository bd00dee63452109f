// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from '../errors';

/**
 * A page of a listing, as far as it is checked.
 */
export interface INamingPage<T extends { key: string; size: number }> {
  readonly objects: T[];
  readonly prefixes: string[];
  readonly nextToken: string | null;
}

/**
 * What was asked for, and whether the store says that there is more.
 */
export interface IAskedPage {
  readonly bucket: string;
  readonly prefix: string;
  readonly token: string | undefined;
  readonly isTruncated: boolean;
  /** Whether objects with sizes that are none are listed, as `NaN`. */
  readonly oddSizes?: boolean;
}

/**
 * Check a page of a listing before anything acts on it: what is deleted or
 * moved is what it names. A gateway that drops the prefix would make us delete
 * a whole bucket for a folder, one that drops the token half a folder.
 *
 * A prefix with a backslash is left out: SeaweedFS takes it for a slash, and
 * lists other keys, which are dropped.
 *
 * @throws `S3Error` `ListingBroken` for a page that is not about the prefix,
 * after which the listing cannot go on, or, unless `oddSizes` is set, with a
 * size that is none.
 */
export function soundPage<T extends { key: string; size: number }>(
  page: INamingPage<T>,
  asked: IAskedPage
): INamingPage<T> {
  const { bucket, prefix } = asked;
  const isBelow = (name: string) => name.startsWith(prefix);
  if (prefix.includes('\\')) {
    return {
      ...page,
      objects: page.objects.filter(({ key }) => isBelow(key)),
      prefixes: page.prefixes.filter(isBelow)
    };
  }
  const names = [...page.objects.map(({ key }) => key), ...page.prefixes];
  const foreign = names.find(name => !isBelow(name));
  if (foreign !== undefined) {
    throw brokenListing(
      bucket,
      prefix,
      `${JSON.stringify(foreign)} is not below`
    );
  }
  checkNext(page.nextToken, asked);
  const odd = page.objects.find(hasOddSize);
  if (odd && !asked.oddSizes) {
    throw brokenListing(
      bucket,
      prefix,
      `the size of ${JSON.stringify(odd.key)}`
    );
  }
  return odd ? { ...page, objects: page.objects.map(withSizeOrNone) } : page;
}

function hasOddSize({ size }: { size: number }): boolean {
  return !Number.isSafeInteger(size) || size < 0;
}

function withSizeOrNone<T extends { size: number }>(object: T): T {
  return hasOddSize(object) ? { ...object, size: NaN } : object;
}

/**
 * Check that a listing can go on: the store says how, and not from where it
 * just was.
 *
 * @throws `S3Error` `ListingBroken`.
 */
export function checkNext(
  next: string | null,
  asked: Pick<IAskedPage, 'bucket' | 'prefix' | 'token' | 'isTruncated'>
): void {
  const { bucket, isTruncated, prefix, token } = asked;
  if (isTruncated && next === null) {
    throw brokenListing(bucket, prefix, 'there is more, but not from where on');
  }
  if (next !== null && next === token) {
    throw brokenListing(bucket, prefix, 'the same page comes again');
  }
}

function brokenListing(bucket: string, key: string, details: string): S3Error {
  return new S3Error({
    message: `The store's listing is not sound: ${details}.`,
    code: 'ListingBroken',
    status: 502,
    origin: 'store',
    bucket,
    key,
    details
  });
}
