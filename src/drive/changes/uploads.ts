// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { carried } from '../../s3/metadata/carried';
import type { IKeepOptions } from '../../s3/metadata/keeping';
import { replacedHeaders } from '../../s3/metadata/kept';
import { head } from '../../s3/objects/head';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import type { IPutOptions, IWritten } from '../../s3/objects/put';
import type { IS3Location, S3Location } from '../../s3/location';
import { isResumable, ResumableUpload } from '../../s3/uploads/resumable';
import { isLarge, putBlob } from '../../s3/uploads/putblob';
import { fileModel } from '../lookup/models';
import type { Losses } from '../messages/losses';
import { isMissing } from '../../s3/errors';
import { requireFreeName, requireKept } from '../lookup/kinds';
import type { INoticeGroup, IDriveContext } from '../context';

/**
 * Options for uploading a file.
 */
export interface IUploadOptions {
  /** Called with the bytes stored so far, and in total. */
  onProgress?: (done: number, total: number) => void;

  /** Cancels the upload; nothing is left behind. */
  signal?: AbortSignal;

  /**
   * What to do when an object of that name exists: fail with 409 (the default),
   * or replace it.
   */
  onExisting?: 'fail' | 'replace';

  /** The name of the object; by default that of the file. */
  name?: string;

  /**
   * Whether the name is known to be free. Then nothing is looked up, and only
   * the store refuses a name that exists after all. See `S3Drive.freeNames`.
   */
  isFree?: boolean;

  /**
   * Whether the uploaded parts of a large file are kept when the upload fails:
   * the next upload of the same file to the same location only sends the
   * others. See `discard`.
   */
  keep?: boolean;

  /** The notice group that this belongs to: see `S3Drive.groupNotices`. */
  noticeGroup?: INoticeGroup | null;
}

/**
 * A multipart upload of this page.
 */
export interface IOwnUpload extends IS3Location {
  readonly uploadId: string;
  /** Whether it is under way; otherwise it is kept to be continued. */
  readonly isRunning: boolean;
}

/**
 * Uploads files as objects, unchanged; large ones as multipart uploads.
 */
export class Uploader {
  constructor(context: IDriveContext, losses: Losses) {
    this._context = context;
    this._losses = losses;
  }

  /** The multipart uploads of which the store holds parts. */
  get own(): IOwnUpload[] {
    const kept = Array.from(this._kept.values(), ({ upload }) => upload);
    return [...this._running, ...kept].flatMap(upload => {
      const { to, uploadId } = upload;
      const isRunning = this._running.has(upload);
      return uploadId ? [{ ...to, uploadId, isRunning }] : [];
    });
  }

  /**
   * Upload a file.
   *
   * @throws `DriveError` 409 when the name is taken; `S3Error` 412 when during
   * the upload the name was taken, or the object to replace was changed.
   */
  async upload(
    location: S3Location,
    file: File,
    options: IUploadOptions
  ): Promise<{ model: Contents.IModel; replaced: boolean }> {
    const kept = await this._take(location, file);
    if (kept) {
      const written = await this._run(kept, location, options);
      return this._told(location, file, written, kept.replaces);
    }
    const old =
      options.onExisting === 'replace'
        ? await Private.existing(this._context, location)
        : null;
    if (options.isFree) {
      await requireKept(this._context, location);
    } else {
      await requireFreeName(this._context, location, {
        folderOnly: old !== null
      });
    }
    return this._losses.during(location, onLost =>
      this._send(location, file, options, { old, onLost })
    );
  }

  /** Send a file whose name was checked. */
  private async _send(
    location: S3Location,
    file: File,
    options: IUploadOptions,
    { old, onLost }: Private.IOld
  ): Promise<{ model: Contents.IModel; replaced: boolean }> {
    const replaces = old !== null;
    const put = await this._headers(location, file, { old, onLost });
    const { connection, direct } = this._context;
    if (isLarge(file)) {
      const upload = new ResumableUpload(connection, location, file, {
        ...put,
        direct
      });
      const begun = { upload, file, replaces };
      const written = await this._run(begun, location, options);
      return this._told(location, file, written, replaces);
    }
    const { onProgress, signal } = options;
    const how = { ...put, onProgress, signal, together: true };
    const written = await putBlob(connection, location, file, how);
    return this._told(location, file, written, replaces);
  }

  /**
   * Remove what is kept of an upload that failed.
   *
   * @param path - The path of the object: `bucket/key`.
   */
  async discard(path: string): Promise<void> {
    const kept = this._kept.get(path);
    this._kept.delete(path);
    await kept?.upload.giveUp();
  }

  /** The kept upload of this very file. One of another file is removed. */
  private async _take(
    location: S3Location,
    file: File
  ): Promise<Private.IKept | null> {
    const kept = this._kept.get(location.path);
    if (kept && Private.isSame(kept.file, file)) {
      this._kept.delete(location.path);
      return kept;
    }
    await this.discard(location.path);
    return null;
  }

  private async _run(
    begun: Private.IKept,
    location: S3Location,
    { keep, onProgress, signal }: IUploadOptions
  ): Promise<IWritten> {
    const { upload, file } = begun;
    this._running.add(upload);
    try {
      return await upload.run(signal, done => onProgress?.(done, file.size));
    } catch (error) {
      if (keep && !signal?.aborted && isResumable(error)) {
        this._kept.set(location.path, begun);
      } else {
        await upload.giveUp();
      }
      throw error;
    } finally {
      this._running.delete(upload);
    }
  }

  /**
   * The headers of the new object: all properties of the object that it
   * replaces, except for the encoding, which describes the old bytes.
   */
  private async _headers(
    location: S3Location,
    file: File,
    { old, onLost }: Private.IOld
  ): Promise<Omit<IPutOptions, 'signal'>> {
    const known = file.type || this._context.mimetype(location.path);
    const contentType = known || 'application/octet-stream';
    if (!old) {
      return { contentType, ifNoneMatch: '*' };
    }
    const { connection } = this._context;
    const taken = await carried(connection, location, old, { onLost });
    const kept = replacedHeaders(taken.kept ?? {}, contentType);
    return { ...taken, kept, ifMatch: old.etag };
  }

  private _told(
    location: S3Location,
    file: File,
    { etag }: IWritten,
    replaced: boolean
  ): { model: Contents.IModel; replaced: boolean } {
    const facts = { size: file.size, etag, lastModified: new Date() };
    return { model: fileModel(this._context, location, facts), replaced };
  }

  private readonly _context: IDriveContext;
  private readonly _losses: Losses;
  private readonly _running = new Set<ResumableUpload>();
  private readonly _kept = new Map<string, Private.IKept>();
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** What an upload replaces, and the callback for properties that are lost. */
  export interface IOld {
    readonly old: IObjectInfo | null;
    readonly onLost: IKeepOptions['onLost'];
  }

  /** A multipart upload, and its file. */
  export interface IKept {
    readonly upload: ResumableUpload;
    readonly file: File;
    /** Whether it replaces an object. */
    readonly replaces: boolean;
  }

  /** Whether two files are the same, as far as a page can know. */
  export function isSame(one: File, other: File): boolean {
    return (
      one === other ||
      (one.name === other.name &&
        one.size === other.size &&
        one.lastModified === other.lastModified)
    );
  }

  export async function existing(
    context: IDriveContext,
    location: S3Location
  ): Promise<IObjectInfo | null> {
    try {
      return await head(context.connection, location.bucket, location.key);
    } catch (error) {
      if (isMissing(error)) {
        return null;
      }
      throw error;
    }
  }
}
