// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { copyObject, moveObject } from '../s3/copy';
import { problemOf } from '../s3/errors';
import { deleteObject, head } from '../s3/objects';
import type { IObjectInfo } from '../s3/objects';
import { basename, parentPrefix, toUri } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { explain, refusal } from './messages';
import { NO_DATE } from './models';
import { isMissing } from './places';
import type { Publication } from './publication';
import type { IRoom } from './types';

/**
 * The folder of the checkpoints, as Jupyter names it.
 */
export const CHECKPOINTS = '.ipynb_checkpoints/';

/**
 * Larger objects get no checkpoint (bytes).
 */
export const MAX_CHECKPOINT_SIZE = 64 * 1024 * 1024;

/**
 * Checkpoints (rule 8 of the design): a hidden copy of an object as it was
 * before a document's first save, made inside the store. There is one a file.
 *
 * Looking at a document writes nothing, although JupyterLab asks for a
 * checkpoint whenever it opens one that has none.
 */
export class Checkpoints {
  constructor(room: IRoom, publication: Publication) {
    this._room = room;
    this._publication = publication;
  }

  /**
   * Keep a copy of an object that is about to be saved over.
   *
   * There is none where strangers could read it, or may: what a person has
   * taken out of a public document must not stay public beside it.
   *
   * A copy that cannot be made does not stop the save; the person is told,
   * unless they may not write there at all.
   *
   * @param info - The object as the check before the save has found it.
   */
  async keep(place: IS3Location, info: IObjectInfo): Promise<void> {
    if (!this._wanted(place, info)) {
      return;
    }
    const { connection, notify, trans } = this._room;
    const to = checkpointOf(place);
    try {
      if (!(await this._publication.isPrivate(to, place))) {
        return;
      }
      const existing = await this._find(place);
      await copyObject(connection, place, to, {
        ifMatch: info.etag,
        overwrite: existing ? { etag: existing.etag } : undefined
      });
    } catch (error) {
      if (!['forbidden', 'changed', 'not-found'].includes(problemOf(error))) {
        notify({
          level: 'warning',
          message: trans.__(
            'No checkpoint of %1 could be made before it was saved.',
            toUri(place)
          ),
          details: explain(error, trans).details
        });
      }
    }
  }

  /**
   * The checkpoint of a file, if there is one.
   *
   * It never throws: JupyterLab asks when it opens a document, and would close
   * the document again. What went wrong is told beside.
   */
  async list(place: IS3Location): Promise<Contents.ICheckpointModel[]> {
    const { notify, options, trans } = this._room;
    if (!options.checkpoints) {
      return [];
    }
    try {
      const info = await this._find(place);
      return info ? [Private.model(info)] : [];
    } catch (error) {
      const { message, details } = explain(error, trans);
      notify({ level: 'warning', message, details });
      return [];
    }
  }

  /**
   * Answer JupyterLab's wish for a checkpoint, when it opens a document or has
   * saved one. Nothing is written: `keep` has done it, or will.
   */
  async create(place: IS3Location): Promise<Contents.ICheckpointModel> {
    const [existing] = await this.list(place);
    return existing ?? { id: Private.ID, last_modified: NO_DATE };
  }

  /**
   * Put the checkpoint in the place of the object.
   *
   * @param seen - The ETag of the object as the person's document has it, if
   * that is known: a version that they have not seen is not replaced.
   *
   * @returns The ETag of the object restored.
   *
   * @throws `S3Error` 412 when the object was changed by someone else.
   */
  async restore(place: IS3Location, seen: string | null): Promise<string> {
    const checkpoint = await this._find(place);
    if (!checkpoint) {
      throw refusal(
        404,
        'NoCheckpoint',
        this._room.trans.__(
          'There is no checkpoint of %1; nothing was changed.',
          toUri(place)
        ),
        place
      );
    }
    const { connection } = this._room;
    let current: IObjectInfo | null = null;
    try {
      current = await head(connection, place.bucket, place.key);
    } catch (error) {
      if (!isMissing(error)) {
        throw error;
      }
    }
    const written = await copyObject(connection, checkpointOf(place), place, {
      ifMatch: checkpoint.etag,
      overwrite: current ? { etag: seen ?? current.etag } : undefined
    });
    return written.etag;
  }

  /** Delete the checkpoint of a file, if there is one. */
  async delete(place: IS3Location): Promise<void> {
    const { bucket, key } = checkpointOf(place);
    await deleteObject(this._room.connection, bucket, key);
  }

  /**
   * Take the checkpoint of a file along that was renamed or moved; not into a
   * place where strangers could read it: there it stays behind, and the person
   * is told. What goes wrong here does not undo the move.
   */
  async move(from: IS3Location, to: IS3Location): Promise<void> {
    try {
      if (await this._find(from)) {
        const [source, target] = [checkpointOf(from), checkpointOf(to)];
        if (!(await this._publication.isPrivate(target, to))) {
          this.tellLeft(to, [source.key]);
          return;
        }
        const old = await this._find(to);
        await moveObject(this._room.connection, source, target, {
          overwrite: old ? { etag: old.etag } : undefined
        });
      }
    } catch (error) {
      const { notify, trans } = this._room;
      notify({
        level: 'warning',
        message: trans.__(
          '%1 was renamed, but its checkpoint stayed behind.',
          toUri(from)
        ),
        details: explain(error, trans).details
      });
    }
  }

  /**
   * Which keys of a new folder must not come to be: those of checkpoints where
   * strangers could read them.
   *
   * @param folder - Its key ends in a slash. What is above it exists.
   */
  async leftFrom(folder: IS3Location): Promise<(key: string) => boolean> {
    const { bucket } = folder;
    const above = { bucket, key: parentPrefix(folder.key) };
    let isPrivate: (key: string) => boolean;
    try {
      isPrivate = await this._publication.judge(bucket, above);
    } catch {
      isPrivate = () => false;
    }
    return key => key.includes(CHECKPOINTS) && !isPrivate(key);
  }

  /**
   * Refuse to upload a checkpoint, as one in a folder of the person's computer,
   * to where strangers could read it. Nothing is asked for other objects.
   *
   * @throws `DriveError` 403.
   */
  async requireAllowed(place: IS3Location): Promise<void> {
    if (
      place.key.includes(CHECKPOINTS) &&
      (await this.leftFrom({ ...place, key: aboveCheckpoints(place.key) }))(
        place.key
      )
    ) {
      throw refusal(
        403,
        'PublicCheckpoint',
        this._room.trans.__(
          'Others may read the folder of %1. It is an old copy of a file that Jupyter keeps, and was not put there.',
          toUri(place)
        ),
        place
      );
    }
  }

  /**
   * Tell that checkpoints were left in the old place of what was moved.
   *
   * @param keys - Theirs.
   */
  tellLeft(moved: IS3Location, keys: readonly string[]): void {
    const { notify, trans } = this._room;
    if (keys.length > 0) {
      notify({
        level: 'info',
        message: trans.__(
          'Others may read the new place of "%1", so its checkpoints were left in the old one.',
          basename(moved.key)
        ),
        details: keys.join('\n')
      });
    }
  }

  /** The checkpoint of a file; `null` where there is none to be seen. */
  private async _find(place: IS3Location): Promise<IObjectInfo | null> {
    const { bucket, key } = checkpointOf(place);
    try {
      return await head(this._room.connection, bucket, key);
    } catch (error) {
      if (isMissing(error) || problemOf(error) === 'forbidden') {
        return null;
      }
      throw error;
    }
  }

  private _wanted(place: IS3Location, info: IObjectInfo): boolean {
    return (
      this._room.options.checkpoints &&
      info.size <= MAX_CHECKPOINT_SIZE &&
      !place.key.includes(CHECKPOINTS)
    );
  }

  private readonly _room: IRoom;
  private readonly _publication: Publication;
}

/**
 * Where the checkpoint of an object is: beside it, as Jupyter names it.
 */
export function checkpointOf(place: IS3Location): IS3Location {
  const name = basename(place.key);
  const extension = PathExt.extname(name);
  const stem = name.slice(0, name.length - extension.length);
  return {
    bucket: place.bucket,
    key: `${parentPrefix(place.key)}${CHECKPOINTS}${stem}-checkpoint${extension}`
  };
}

/**
 * The folder of checkpoints that a key is in.
 */
function aboveCheckpoints(key: string): string {
  return key.slice(0, key.indexOf(CHECKPOINTS) + CHECKPOINTS.length);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** There is one checkpoint a file. */
  export const ID = 'checkpoint';

  export function model(info: IObjectInfo): Contents.ICheckpointModel {
    return { id: ID, last_modified: info.lastModified.toISOString() };
  }
}
