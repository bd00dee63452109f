// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { head } from '../s3/objects';
import type { IObjectInfo, IPutOptions, IWritten } from '../s3/objects';
import { toPath } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { isResumable, ResumableUpload } from '../s3/resumable';
import { isLarge, putBlob } from '../s3/uploads';
import { fileModel } from './models';
import { isMissing, requireFree, requireKept } from './places';
import type { IGathering } from './publication';
import type { IRoom } from './types';

/**
 * How to upload a file.
 */
export interface IUploadOptions {
  /** Bytes stored so far, and in all. */
  onProgress?: (done: number, total: number) => void;

  /** Cancels the upload; nothing is left behind. */
  signal?: AbortSignal;

  /** What to do about an object of that name: 409 (the default), or replace. */
  onExisting?: 'fail' | 'replace';

  /** The name that it gets; that of the file unless told. */
  name?: string;

  /**
   * Whether nothing at all is known to be in the folder: nothing is looked up,
   * and the store alone refuses what exists nevertheless.
   */
  isNewFolder?: boolean;

  /**
   * Whether the parts of a large file that have arrived are kept when it
   * fails: the next upload of the same file to the same place sends the others
   * only. See `discard`.
   */
  keep?: boolean;

  /** What this is a part of: see `S3Drive.gather`. */
  gathering?: IGathering | null;
}

/**
 * An upload in parts of this page.
 */
export interface IOwnUpload extends IS3Location {
  readonly uploadId: string;
  /** Whether it is under way; else it is kept to go on. */
  readonly isRunning: boolean;
}

/**
 * Uploads files as objects; the files themselves, in parts if they are large.
 */
export class Uploader {
  constructor(room: IRoom) {
    this._room = room;
  }

  /** The uploads in parts that the store holds something of. */
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
   * @throws `DriveError` 409 when the name is taken; `S3Error` 412 when it was
   * taken, or what is replaced was changed, during the upload.
   */
  async upload(
    place: IS3Location,
    file: File,
    options: IUploadOptions
  ): Promise<{ model: Contents.IModel; replaced: boolean }> {
    const kept = await this._take(place, file);
    if (kept) {
      const written = await this._run(kept, place, options);
      return this._told(place, file, written, kept.replaces);
    }
    const old =
      options.onExisting === 'replace'
        ? await Private.existing(this._room, place)
        : null;
    if (options.isNewFolder) {
      await requireKept(this._room, place);
    } else {
      await requireFree(this._room, place, { folderOnly: old !== null });
    }
    const replaces = old !== null;
    const put = this._headers(place, file, old);
    const { connection, direct } = this._room;
    if (isLarge(file)) {
      const upload = new ResumableUpload(connection, place, file, {
        ...put,
        direct
      });
      const begun = { upload, file, replaces };
      const written = await this._run(begun, place, options);
      return this._told(place, file, written, replaces);
    }
    const { onProgress, signal } = options;
    const how = { ...put, onProgress, signal };
    const written = await putBlob(connection, place, file, how);
    return this._told(place, file, written, replaces);
  }

  /**
   * Remove what is kept of an upload that failed.
   *
   * @param path - Of the object: `bucket/key`.
   */
  async discard(path: string): Promise<void> {
    const kept = this._kept.get(path);
    this._kept.delete(path);
    await kept?.upload.giveUp();
  }

  /** What is kept of an upload of this very file; of another, it is removed. */
  private async _take(
    place: IS3Location,
    file: File
  ): Promise<Private.IKept | null> {
    const path = toPath(place.bucket, place.key);
    const kept = this._kept.get(path);
    if (kept && Private.isSame(kept.file, file)) {
      this._kept.delete(path);
      return kept;
    }
    await this.discard(path);
    return null;
  }

  private async _run(
    begun: Private.IKept,
    place: IS3Location,
    { keep, onProgress, signal }: IUploadOptions
  ): Promise<IWritten> {
    const { upload, file } = begun;
    this._running.add(upload);
    try {
      return await upload.run(signal, done => onProgress?.(done, file.size));
    } catch (error) {
      if (keep && !signal?.aborted && isResumable(error)) {
        this._kept.set(toPath(place.bucket, place.key), begun);
      } else {
        await upload.giveUp();
      }
      throw error;
    } finally {
      this._running.delete(upload);
    }
  }

  private _headers(
    place: IS3Location,
    file: File,
    old: IObjectInfo | null
  ): Omit<IPutOptions, 'signal'> {
    const path = toPath(place.bucket, place.key);
    const known = file.type || this._room.mimetype(path);
    return {
      contentType: known || 'application/octet-stream',
      ...(old ? { ifMatch: old.etag } : { ifNoneMatch: '*' })
    };
  }

  private _told(
    place: IS3Location,
    file: File,
    { etag }: IWritten,
    replaced: boolean
  ): { model: Contents.IModel; replaced: boolean } {
    const facts = { size: file.size, etag, lastModified: new Date() };
    return { model: fileModel(this._room, place, facts), replaced };
  }

  private readonly _room: IRoom;
  private readonly _running = new Set<ResumableUpload>();
  private readonly _kept = new Map<string, Private.IKept>();
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** An upload in parts, and the file that it is of. */
  export interface IKept {
    readonly upload: ResumableUpload;
    readonly file: File;
    /** Whether it is to replace an object. */
    readonly replaces: boolean;
  }

  /** Whether two files are the same, as far as a page can tell. */
  export function isSame(one: File, other: File): boolean {
    return (
      one === other ||
      (one.name === other.name &&
        one.size === other.size &&
        one.lastModified === other.lastModified)
    );
  }

  export async function existing(
    room: IRoom,
    place: IS3Location
  ): Promise<IObjectInfo | null> {
    try {
      return await head(room.connection, place.bucket, place.key);
    } catch (error) {
      if (isMissing(error)) {
        return null;
      }
      throw error;
    }
  }
}
