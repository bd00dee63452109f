// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isCopyOf } from '../../s3/uploads/etag';
import { listPage } from '../../s3/objects/list';
import type { IListPage } from '../../s3/objects/list';
import { head } from '../../s3/objects/head';
import { basename, parentPrefix } from '../../s3/keys';
import type { S3Location } from '../../s3/location';
import type { Changes } from './changes';
import { locationInBucket } from '../lookup/kinds';
import type { ErrorExplainer } from '../messages/errorexplainer';
import type { IDriveContext } from '../context';

/**
 * How many folders are listed, one request each: the folder of the object, and
 * those above it.
 */
const LISTED = 3;

/**
 * In how many subfolders of each of them the object is looked for, one HEAD
 * each.
 */
const LOOKED_AT = 6;

/**
 * The ETag of an empty object, which identifies nothing.
 */
const EMPTY = 'd41d8cd98f00b204e9800998ecf8427e';

/**
 * Finds what someone else has moved or renamed. Its errors are sentences.
 */
export class Tracer {
  constructor(
    context: IDriveContext,
    explainer: ErrorExplainer,
    changes: Changes
  ) {
    this._context = context;
    this._explainer = explainer;
    this._changes = changes;
  }

  /** See `findMoved`. */
  find(localPath: string, etag: string): Promise<string | null> {
    return this._explainer.run(localPath, () =>
      findMoved(this._context, locationInBucket(this._context, localPath), etag)
    );
  }

  /** Make the documents of a path follow their object. */
  follow(from: string, to: string): Promise<void> {
    return this._explainer.run(to, () => this._changes.follow(from, to));
  }

  private readonly _context: IDriveContext;
  private readonly _explainer: ErrorExplainer;
  private readonly _changes: Changes;
}

/**
 * Find the object of a document that is no longer at its path: the same ETag
 * under another name in its folder, or under its own name in a folder that was
 * renamed, or in one beside, above or below. Objects farther away are not
 * found; it takes 21 requests at most.
 *
 * @param etag - What the document has opened or saved.
 *
 * @returns Its path, or `null`.
 *
 * @throws `S3Error` when the store cannot be asked.
 */
export async function findMoved(
  context: IDriveContext,
  location: S3Location,
  etag: string
): Promise<string | null> {
  if (!etag || etag.includes(EMPTY)) {
    return null;
  }
  const { bucket, key } = location;
  const own = parentPrefix(key);
  for (let folder = own, number = 0; number < LISTED; number++) {
    const page = await listPage(context.connection, bucket, folder, {
      delimiter: '/'
    });
    const name = folder + basename(key);
    const here = page.objects.find(
      object =>
        object.key !== key &&
        (folder === own || object.key === name) &&
        isCopyOf(etag, object.etag)
    );
    const found =
      here?.key ??
      (await firstCopy(context, bucket, candidates(page, folder, key), etag));
    if (found !== undefined) {
      return location.withKey(found).path;
    }
    if (!folder) {
      break;
    }
    folder = parentPrefix(folder);
  }
  return null;
}

/**
 * The keys at which an object from a missing folder may be now: with the same
 * path below another folder. Folders whose names resemble that of the missing
 * one come first.
 */
function candidates(page: IListPage, folder: string, key: string): string[] {
  const [missing, ...below] = key.slice(folder.length).split('/');
  const rest = below.length > 0 ? below.join('/') : missing;
  return page.prefixes
    .map(prefix => ({ prefix, name: basename(prefix) }))
    .filter(({ name }) => below.length === 0 || name !== missing)
    .map(({ prefix, name }) => ({ prefix, likeness: likeness(missing, name) }))
    .sort((one, other) => other.likeness - one.likeness)
    .slice(0, LOOKED_AT)
    .map(({ prefix }) => prefix + rest);
}

/**
 * How many characters two names have in common at their beginning and end.
 */
function likeness(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  let start = 0;
  while (start < length && one[start] === other[start]) {
    start++;
  }
  let end = 0;
  while (
    end < length - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  ) {
    end++;
  }
  return start + end;
}

async function firstCopy(
  context: IDriveContext,
  bucket: string,
  keys: string[],
  etag: string
): Promise<string | undefined> {
  const isCopy = (key: string) =>
    head(context.connection, bucket, key).then(
      info => isCopyOf(etag, info.etag),
      () => false
    );
  const copies = await Promise.all(keys.map(isCopy));
  return keys.find((_, index) => copies[index]);
}
