// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { copyObject } from '../../s3/copies/copyobject';
import { moveObject } from '../../s3/copies/moveobject';
import { problemOf, S3Error, isMissing } from '../../s3/errors';
import { deleteObject } from '../../s3/objects/delete';
import { head } from '../../s3/objects/head';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import type { IS3Location, S3Location } from '../../s3/location';
import {
  CHECKPOINTS,
  checkpointOf,
  plainCheckpointOf
} from '../lookup/checkpointkeys';
import type { Losses } from '../messages/losses';
import { explain, refusal } from '../messages/messages';
import { NO_DATE } from '../lookup/models';
import type { ExposureNotices } from '../exposure/notices';
import type { IDriveContext } from '../context';

/**
 * Larger objects get no checkpoint (bytes).
 */
export const MAX_CHECKPOINT_SIZE = 64 * 1024 * 1024;

/**
 * Checkpoints (R11 in `docs/architecture.md`): hidden copies of objects as they
 * were before a document's first save, made inside the store. There is one per
 * file.
 *
 * Opening a document writes nothing, although JupyterLab asks for a checkpoint
 * whenever it opens a document that has none.
 */
export class Checkpoints {
  constructor(
    context: IDriveContext,
    publication: ExposureNotices,
    losses: Losses
  ) {
    this._context = context;
    this._publication = publication;
    this._losses = losses;
  }

  /**
   * Keep a copy of an object that is about to be overwritten by a save.
   *
   * No copy is made where strangers can or may be able to read it: what a
   * person has removed from a public document must not stay public beside it.
   *
   * A copy that cannot be made does not stop the save. A notice says so once
   * per document, unless they have no right to write there.
   *
   * @param info - The object as found by the check before the save.
   */
  async keep(location: S3Location, info: IObjectInfo): Promise<void> {
    if (!this._wanted(location, info)) {
      return;
    }
    const { connection, trans } = this._context;
    const to = checkpointOf(location);
    try {
      if (!(await this._publication.isPrivate(to, location))) {
        return;
      }
      const existing = await this._find(location);
      await copyObject(connection, location, to, {
        ifMatch: info.etag,
        // Those who can read the document need not see what was removed from
        // it.
        isPrivate: true,
        overwrite: existing ? { etag: existing.etag } : undefined
      });
    } catch (error) {
      if (!['forbidden', 'changed', 'not-found'].includes(problemOf(error))) {
        this._tellOnce(
          location,
          trans.__(
            'No checkpoint of %1 could be made before it was saved.',
            location.uri
          ),
          error
        );
      }
    }
  }

  /**
   * The checkpoint of a file, if there is one.
   *
   * It never throws: JupyterLab calls it when it opens a document, and would
   * close the document again. The person has not asked for the checkpoint, so
   * failures are not shown.
   */
  async list(location: S3Location): Promise<Contents.ICheckpointModel[]> {
    if (!this._context.options.checkpoints) {
      return [];
    }
    try {
      const info = await this._find(location);
      return info ? [Private.model(info)] : [];
    } catch {
      return [];
    }
  }

  /**
   * Answer JupyterLab's request for a checkpoint, made when it opens a document
   * or has saved one. Nothing is written: `keep` makes the checkpoint.
   */
  async create(location: S3Location): Promise<Contents.ICheckpointModel> {
    const [existing] = await this.list(location);
    return existing ?? { id: Private.ID, last_modified: NO_DATE };
  }

  /**
   * Replace the object by its checkpoint.
   *
   * @param seen - The ETag of the version that the person's document holds, if
   * it is known: a version that they have not seen is not replaced.
   *
   * @returns The ETag of the restored object.
   *
   * @throws `S3Error` 412 when the object was changed by someone else.
   */
  async restore(location: S3Location, seen: string | null): Promise<string> {
    const checkpoint = await this._find(location);
    if (!checkpoint) {
      const { trans } = this._context;
      throw refusal(
        404,
        'NoCheckpoint',
        trans.__(
          'There is no checkpoint of %1; nothing was changed.',
          location.uri
        ),
        location
      );
    }
    const { connection } = this._context;
    let current: IObjectInfo | null = null;
    try {
      current = await head(connection, location.bucket, location.key);
    } catch (error) {
      if (!isMissing(error)) {
        throw error;
      }
    }
    const written = await this._losses.during(location, onLost =>
      copyObject(connection, checkpoint.location, location, {
        ifMatch: checkpoint.etag,
        // The old bytes are restored; metadata stays as it is now.
        like: current ? { ...location, info: current } : undefined,
        onLost,
        overwrite: current ? { etag: seen ?? current.etag } : undefined
      })
    );
    return written.etag;
  }

  /** Delete the checkpoint of a file, if there is one. */
  async delete(location: S3Location): Promise<void> {
    const { connection } = this._context;
    for (const { bucket, key, isLong } of placesOf(location)) {
      try {
        await deleteObject(connection, bucket, key);
      } catch (error) {
        if (!isLong || !isRefused(error)) {
          throw error;
        }
      }
    }
  }

  /**
   * Delete the checkpoint of a file that was deleted. A failure is shown, but
   * not thrown: the file is gone.
   */
  async drop(location: S3Location): Promise<void> {
    try {
      await this.delete(location);
    } catch (error) {
      if (!['forbidden', 'not-found'].includes(problemOf(error))) {
        const { trans } = this._context;
        const message = trans.__(
          '%1 was deleted; an earlier version of it that Jupyter kept may still be there.',
          location.uri
        );
        this._tellOnce(location, message, error);
      }
    }
  }

  /**
   * Move the checkpoint of a file that was renamed or moved. Where strangers
   * could read the checkpoint, it stays behind, and a notice says so. A
   * failure is shown, but not thrown: the file has moved.
   */
  async move(from: S3Location, to: S3Location): Promise<void> {
    try {
      const found = await this._find(from);
      if (found) {
        const [source, target] = [found.location, checkpointOf(to)];
        if (!(await this._publication.isPrivate(target, to))) {
          this.tellLeft(to, [source.key]);
          return;
        }
        const old = await this._find(to);
        await moveObject(this._context.connection, source, target, {
          isPrivate: true,
          overwrite: old ? { etag: old.etag } : undefined
        });
      }
    } catch (error) {
      const { trans } = this._context;
      const message = trans.__(
        '%1 was renamed, but its checkpoint stayed behind.',
        from.uri
      );
      this._tellOnce(from, message, error);
    }
    if (this._told.has(from.path)) {
      // It is the same document.
      this._told.add(to.path);
    }
  }

  /**
   * A test for the keys of a new folder that must not be created: those of
   * checkpoints that strangers could read.
   *
   * @param folder - Its key ends in a slash. Its parent exists.
   */
  async leftFrom(folder: S3Location): Promise<(key: string) => boolean> {
    let isPrivate: (key: string) => boolean;
    try {
      isPrivate = await this._publication.judge(folder.bucket, folder.parent);
    } catch {
      isPrivate = () => false;
    }
    return key => key.includes(CHECKPOINTS) && !isPrivate(key);
  }

  /**
   * Refuse to upload a checkpoint, which a folder on the person's computer may
   * contain, to where strangers could read it. Makes no request for other
   * objects.
   *
   * @throws `DriveError` 403.
   */
  async requireAllowed(location: S3Location): Promise<void> {
    if (
      location.key.includes(CHECKPOINTS) &&
      (await this.leftFrom(aboveCheckpoints(location)))(location.key)
    ) {
      const { trans } = this._context;
      throw refusal(
        403,
        'PublicCheckpoint',
        trans.__(
          'Others may read the folder of %1. It is an old copy of a file that Jupyter keeps, and was not put there.',
          location.uri
        ),
        location
      );
    }
  }

  /**
   * Show that the checkpoints of something that was moved stayed at the old
   * location.
   *
   * @param keys - The keys of the checkpoints.
   */
  tellLeft(moved: S3Location, keys: readonly string[]): void {
    const { notify, trans } = this._context;
    if (keys.length > 0) {
      notify({
        level: 'info',
        message: trans.__(
          'Others may read the new place of "%1", so its checkpoints were left in the old one.',
          moved.name
        ),
        details: keys.join('\n')
      });
    }
  }

  /**
   * The checkpoint of a file; `null` if there is none, or it may not be read.
   */
  private async _find(
    location: S3Location
  ): Promise<(IObjectInfo & { location: IS3Location }) | null> {
    for (const at of placesOf(location)) {
      const { bucket, key } = at;
      try {
        return {
          ...(await head(this._context.connection, bucket, key)),
          location: at
        };
      } catch (error) {
        const isNone = isMissing(error) || problemOf(error) === 'forbidden';
        if (!isNone && !(at.isLong && isRefused(error))) {
          throw error;
        }
      }
    }
    return null;
  }

  /** Show a message about a document, once. */
  private _tellOnce(
    location: S3Location,
    message: string,
    error: unknown
  ): void {
    const { notify, trans } = this._context;
    if (!this._told.has(location.path)) {
      this._told.add(location.path);
      const { details } = explain(error, trans);
      notify({ level: 'info', message, details });
    }
  }

  private _wanted(location: S3Location, info: IObjectInfo): boolean {
    return (
      this._context.options.checkpoints &&
      info.size <= MAX_CHECKPOINT_SIZE &&
      !location.key.includes(CHECKPOINTS)
    );
  }

  private readonly _context: IDriveContext;
  private readonly _publication: ExposureNotices;
  private readonly _losses: Losses;
  /** Paths of documents with which a message was shown. */
  private readonly _told = new Set<string>();
}

/**
 * The locations at which the checkpoint of an object may be: under the name
 * that we give it, and under an earlier form of the name, which is too long for
 * some stores.
 */
function placesOf(location: S3Location): (IS3Location & { isLong: boolean })[] {
  const [short, plain] = [checkpointOf(location), plainCheckpointOf(location)];
  const one = { ...short, isLong: false };
  return short.key === plain.key ? [one] : [one, { ...plain, isLong: true }];
}

/** Whether the store refuses the name, so that there is no such object. */
function isRefused(error: unknown): boolean {
  return error instanceof S3Error && error.status >= 400 && error.status < 500;
}

/**
 * The folder of checkpoints that contains a location.
 */
function aboveCheckpoints(location: S3Location): S3Location {
  const end = location.key.indexOf(CHECKPOINTS) + CHECKPOINTS.length;
  return location.withKey(location.key.slice(0, end));
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** The id of the only checkpoint of a file. */
  export const ID = 'checkpoint';

  export function model(info: IObjectInfo): Contents.ICheckpointModel {
    return { id: ID, last_modified: info.lastModified.toISOString() };
  }
}
