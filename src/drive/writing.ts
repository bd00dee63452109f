// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { problemOf } from '../s3/errors';
import { getTagging, head, putObject } from '../s3/objects';
import type { IObjectInfo, IPutOptions } from '../s3/objects';
import { toPath, toUri } from '../s3/path';
import type { IS3Location } from '../s3/path';
import type { Checkpoints } from './checkpoints';
import { refusal } from './messages';
import { fileModel } from './models';
import type { Notebooks } from './notebooks';
import { requireFree } from './places';
import type { ITicket, Saves } from './saves';
import { requireWritable, serialize } from './serialize';
import { holds } from './compare';
import type { IRoom } from './types';

/**
 * Writes what JupyterLab saves.
 */
export class Writer {
  constructor(
    room: IRoom,
    saves: Saves,
    notebooks: Notebooks,
    checkpoints: Checkpoints
  ) {
    this._room = room;
    this._saves = saves;
    this._notebooks = notebooks;
    this._checkpoints = checkpoints;
  }

  /**
   * Save a document: over exactly the object that the check before has found,
   * or, where it has found none, only if there still is none.
   *
   * Call it while holding the lock of the path.
   *
   * @param ticket - What `Saves.take` gave.
   *
   * @throws `DriveError` 400 for content that cannot be stored, 403 for an
   * object that is only shown, 409 for a name in use; `S3Error` 412 when the
   * object was changed since the check.
   */
  async save(
    place: IS3Location,
    options: Partial<Contents.IModel>,
    ticket: ITicket | null
  ): Promise<Contents.IModel> {
    const path = toPath(place.bucket, place.key);
    const locked = this._saves.locked(path);
    requireWritable(this._room, place, options, ticket?.info ?? null, locked);
    const { bytes, sign } = serialize(
      this._room,
      this._notebooks,
      place,
      options
    );
    const headers = await this._headers(place, options, ticket);
    if (ticket?.info) {
      await this._keepCheckpoint(path, place, ticket.info);
    } else {
      await requireFree(this._room, place, { folderOnly: true });
    }
    const before = ticket?.info?.etag ?? null;
    const put = (conditions: IPutOptions) =>
      this._put(path, place, bytes, { ...headers, ...conditions });
    let etag: string;
    let lost = ticket?.lost ?? false;
    try {
      etag = await put(before ? { ifMatch: before } : { ifNoneMatch: '*' });
    } catch (error) {
      if (!before || problemOf(error) !== 'not-found') {
        throw error;
      }
      // Deleted by someone else since the check.
      lost = true;
      etag = await put({ ifNoneMatch: '*' });
    }
    await sign();
    const info: IObjectInfo = {
      metadata: {},
      ...headers,
      size: bytes.length,
      etag,
      lastModified: new Date(),
      tagCount: Object.keys(headers.tagging ?? {}).length
    };
    const model = {
      ...fileModel(this._room, place, info, { type: options.type }),
      format: options.format ?? null
    };
    this._saves.written(path, before, info, model);
    if (lost) {
      this._tellLost(place);
    }
    return model;
  }

  private async _put(
    path: string,
    place: IS3Location,
    bytes: Uint8Array,
    options: IPutOptions
  ): Promise<string> {
    const { connection } = this._room;
    const { bucket, key } = place;
    try {
      return (await putObject(connection, bucket, key, bytes, options)).etag;
    } catch (error) {
      const problem = problemOf(error);
      if (problem === 'exists' || problem === 'changed') {
        // "Save As" saves twice; the second time its own object is there.
        const same = await this._sameBytes(path, place, bytes);
        if (same) {
          return same.etag;
        }
        if (options.ifNoneMatch) {
          throw this._appeared(place, error);
        }
      } else if (Private.UNSURE.has(problem)) {
        this._saves.unsure(path, options.ifMatch ?? null, bytes);
      }
      throw error;
    }
  }

  /** The object, if it already is what was to be written. */
  private async _sameBytes(
    path: string,
    place: IS3Location,
    bytes: Uint8Array
  ): Promise<IObjectInfo | null> {
    try {
      const info = await head(this._room.connection, place.bucket, place.key);
      return (await holds(this._room, path, info, bytes)) ? info : null;
    } catch {
      return null;
    }
  }

  /**
   * What goes with the bytes: what the object had, as a PUT resets it.
   */
  private async _headers(
    place: IS3Location,
    options: Partial<Contents.IModel>,
    ticket: ITicket | null
  ): Promise<IPutOptions> {
    const info = ticket?.info;
    if (!info) {
      const known = this._room.mimetype(toPath(place.bucket, place.key));
      const fallback =
        options.format === 'text' ? 'text/plain' : 'application/octet-stream';
      return { contentType: known || fallback };
    }
    const { contentType, contentDisposition, contentLanguage } = info;
    const { cacheControl, expires, metadata } = info;
    return {
      contentType,
      contentDisposition,
      contentLanguage,
      cacheControl,
      expires,
      metadata,
      tagging: info.tagCount ? await this._tags(place) : undefined
    };
  }

  private async _tags(
    place: IS3Location
  ): Promise<{ [name: string]: string } | undefined> {
    const { connection, notify, trans } = this._room;
    try {
      return await getTagging(connection, place.bucket, place.key);
    } catch (error) {
      if (problemOf(error) !== 'forbidden') {
        throw error;
      }
      notify({
        level: 'warning',
        message: trans.__(
          'You may not read the tags of %1, so it was saved without them.',
          toUri(place)
        )
      });
      return undefined;
    }
  }

  private async _keepCheckpoint(
    path: string,
    place: IS3Location,
    info: IObjectInfo
  ): Promise<void> {
    if (this._saves.isFirst(path)) {
      await this._checkpoints.keep(place, info);
    }
  }

  /** The error for an object that appeared where there was none. */
  private _appeared(place: IS3Location, cause: unknown): Error {
    return refusal(
      412,
      problemOf(cause) === 'exists' ? 'ObjectExists' : 'PreconditionFailed',
      this._room.trans.__(
        'Someone else has created %1 in the meantime; their version was kept and yours was not written. Save again: you will be asked which one to keep.',
        toUri(place)
      ),
      place
    );
  }

  private _tellLost(place: IS3Location): void {
    this._room.notify({
      level: 'warning',
      message: this._room.trans.__(
        '%1 had been deleted by someone else. Your save has created it again.',
        toUri(place)
      )
    });
  }

  private _room: IRoom;
  private _saves: Saves;
  private _notebooks: Notebooks;
  private _checkpoints: Checkpoints;
}

/**
 * A namespace for private data.
 */
namespace Private {
  /** After these nobody knows whether a write was done. */
  export const UNSURE = new Set<string>([
    'unreachable',
    'interrupted',
    'timeout'
  ]);
}
