// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { problemOf, S3Error } from '../../s3/errors';
import { carried } from '../../s3/metadata/carried';
import type { IKeepOptions } from '../../s3/metadata/keeping';
import { head } from '../../s3/objects/head';
import { putObject } from '../../s3/objects/put';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import type { IPutOptions } from '../../s3/objects/put';
import type { S3Location } from '../../s3/location';
import { isOutage } from '../../s3/uploads/outages';
import type { Checkpoints } from './checkpoints';
import type { Losses } from '../messages/losses';
import { refusal } from '../messages/messages';
import { fileModel } from '../lookup/models';
import type { Notebooks } from '../notebooks/notebooks';
import { requireFreeName } from '../lookup/kinds';
import type { Saves } from './saves';
import type { ITicket } from './savestates';
import { requireWritable, serialize } from './serialize';
import { hasSameBytes } from './samebytes';
import type { IDriveContext } from '../context';

/**
 * Writes documents that JupyterLab saves.
 */
export class Writer {
  constructor(
    context: IDriveContext,
    saves: Saves,
    notebooks: Notebooks,
    parts: { checkpoints: Checkpoints; losses: Losses }
  ) {
    this._context = context;
    this._saves = saves;
    this._notebooks = notebooks;
    this._checkpoints = parts.checkpoints;
    this._losses = parts.losses;
  }

  /**
   * Save a document: over exactly the object that the check before has found,
   * or, if it has found none, only if there still is none.
   *
   * Call it while holding the lock of the path.
   *
   * @param ticket - The result of `Saves.take`.
   *
   * @throws `DriveError` 400 for content that cannot be stored, 403 for a
   * read-only object, 409 for a name in use; `S3Error` 412 when the object was
   * changed since the check.
   */
  save(
    location: S3Location,
    options: Partial<Contents.IModel>,
    ticket: ITicket | null
  ): Promise<Contents.IModel> {
    return this._losses.during(location, onLost =>
      this._save(location, options, ticket, onLost)
    );
  }

  private async _save(
    location: S3Location,
    options: Partial<Contents.IModel>,
    ticket: ITicket | null,
    onLost: IKeepOptions['onLost']
  ): Promise<Contents.IModel> {
    const { path } = location;
    const locked = this._saves.locked(path);
    requireWritable(
      this._context,
      location,
      options,
      ticket?.info ?? null,
      locked
    );
    const { bytes, sign } = serialize(
      this._context,
      this._notebooks,
      location,
      options
    );
    const headers = await this._headers(location, options, ticket, onLost);
    if (ticket?.info) {
      await this._keepCheckpoint(location, ticket.info);
    } else {
      await requireFreeName(this._context, location, { folderOnly: true });
    }
    const before = ticket?.info?.etag ?? null;
    const put = (conditions: IPutOptions) =>
      this._put(location, bytes, { ...headers, ...conditions });
    const etag = await put(
      before ? { ifMatch: before } : { ifNoneMatch: '*' }
    ).catch(error => {
      throw before && problemOf(error) === 'not-found'
        ? this._vanished(location)
        : error;
    });
    const info: IObjectInfo = {
      metadata: {},
      contentType: headers.contentType,
      ...ticket?.info,
      kept: headers.kept ?? {},
      size: bytes.length,
      etag,
      lastModified: new Date(),
      tagCount: Object.keys(headers.tagging ?? {}).length
    };
    const model = {
      ...fileModel(this._context, location, info, { type: options.type }),
      format: options.format ?? null
    };
    this._saves.written(path, before, info, model);
    sign(etag);
    return model;
  }

  private async _put(
    location: S3Location,
    bytes: Uint8Array,
    options: IPutOptions
  ): Promise<string> {
    const { connection } = this._context;
    const { bucket, key } = location;
    try {
      return (await putObject(connection, bucket, key, bytes, options)).etag;
    } catch (error) {
      const problem = problemOf(error);
      if (problem === 'exists' || problem === 'changed') {
        // "Save As" saves twice; the second time it finds its own object.
        const same = await this._sameBytes(location, bytes);
        if (same) {
          return same.etag;
        }
        if (options.ifNoneMatch) {
          throw this._appeared(location, error);
        }
      } else if (Private.isUnsure(error)) {
        this._saves.unsure(location.path, options.ifMatch ?? null, bytes);
      }
      throw error;
    }
  }

  /** The object, if it already holds the bytes to write. */
  private async _sameBytes(
    location: S3Location,
    bytes: Uint8Array
  ): Promise<IObjectInfo | null> {
    try {
      const info = await head(
        this._context.connection,
        location.bucket,
        location.key
      );
      return (await hasSameBytes(this._context, location, info, bytes))
        ? info
        : null;
    } catch {
      return null;
    }
  }

  /**
   * The headers of the new version: the properties of the old one, as a PUT
   * resets them.
   */
  private async _headers(
    location: S3Location,
    options: Partial<Contents.IModel>,
    ticket: ITicket | null,
    onLost: IKeepOptions['onLost']
  ): Promise<IPutOptions> {
    const info = ticket?.info;
    if (info) {
      return carried(this._context.connection, location, info, { onLost });
    }
    const known = this._context.mimetype(location.path);
    const fallback =
      options.format === 'text' ? 'text/plain' : 'application/octet-stream';
    const contentType = known || fallback;
    return { contentType, kept: { 'content-type': contentType } };
  }

  private async _keepCheckpoint(
    location: S3Location,
    info: IObjectInfo
  ): Promise<void> {
    if (this._saves.isFirst(location.path)) {
      await this._checkpoints.keep(location, info);
    }
  }

  /** The error for an object that has appeared where there was none. */
  private _appeared(location: S3Location, cause: unknown): Error {
    const { trans } = this._context;
    return refusal(
      412,
      problemOf(cause) === 'exists' ? 'ObjectExists' : 'PreconditionFailed',
      trans.__(
        'Someone else has created %1 in the meantime; their version was kept and yours was not written. Save again: you will be asked which one to keep.',
        location.uri
      ),
      location
    );
  }

  /**
   * The error for an object that has vanished between the check and the PUT.
   */
  private _vanished(location: S3Location): Error {
    const { trans } = this._context;
    return refusal(
      412,
      'Vanished',
      trans.__(
        '%1 was deleted, moved or renamed in the meantime, and nothing was written. Save again: you will be asked what to do.',
        location.uri
      ),
      location
    );
  }

  private _context: IDriveContext;
  private _saves: Saves;
  private _notebooks: Notebooks;
  private _checkpoints: Checkpoints;
  private _losses: Losses;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** Whether a write may have been done although it failed. */
  export function isUnsure(error: unknown): boolean {
    return (
      problemOf(error) === 'timeout' ||
      isOutage(error) ||
      (error instanceof S3Error && error.afterLostAnswer)
    );
  }
}
