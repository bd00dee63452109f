// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from './connection';
import type { DirectAccess } from './direct';
import { isAborted, problemOf, S3Error } from './errors';
import { interruptedError } from './failures';
import {
  completeUpload,
  createUpload,
  findCompleted,
  giveUp,
  partsOf,
  PARALLEL,
  type IPart
} from './multipart';
import type { IPutOptions, IWritten } from './objects';
import { inParallel } from './parallel';
import type { IS3Location } from './path';
import { patiently, PAUSES, requireReadable } from './patience';
import {
  arrivedParts,
  requireAbsent,
  sendPart,
  type IUploadRef
} from './sendparts';

/**
 * The size of a part: larger ones are no faster, and are lost whole.
 */
export const PART_SIZE = 16 * 2 ** 20;

/**
 * How an upload in parts is done.
 */
export interface IResumableOptions extends Omit<IPutOptions, 'signal'> {
  /** The way to the store itself, if it may be used. */
  direct?: DirectAccess;
  /** Pauses (ms) while nobody answers; `PAUSES` unless told. */
  pauses?: readonly number[];
}

/**
 * An upload in parts that can be taken up again: it knows which parts have
 * arrived, and a second `run` sends only the others.
 *
 * Parts are slices of the blob: a browser reads them from the disk as it sends
 * them, so that none is held in memory for longer.
 */
export class ResumableUpload {
  /**
   * @param blob - Larger than nothing.
   * @param options - Headers, tags and conditions of the object.
   */
  constructor(
    connection: IS3Connection,
    to: IS3Location,
    blob: Blob,
    options: IResumableOptions
  ) {
    this._connection = connection;
    this.to = to;
    this._blob = blob;
    this._options = { priority: 'background', ...options };
    this._parts = partsOf(blob.size, PART_SIZE);
  }

  /** Where the object will be. */
  readonly to: IS3Location;

  /** The id under which the store keeps the parts, once it does. */
  get uploadId(): string | null {
    return this._uploadId;
  }

  /** How many bytes have arrived. */
  get stored(): number {
    return this._parts
      .filter(({ number }) => this._etags.has(number))
      .reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /**
   * Send what is missing, and put the object together. When it fails, the
   * parts that have arrived stay: call it again, or `giveUp`.
   *
   * @param onProgress - Bytes stored so far.
   *
   * @throws `S3Error`: 412 by the conditions, with code `ObjectExists` under
   * `ifNoneMatch`; `FileChanged` when the file cannot be read any more.
   */
  async run(
    signal?: AbortSignal,
    onProgress?: (stored: number) => void
  ): Promise<IWritten> {
    await requireReadable(this._blob, this.to);
    const written = await this._check(signal);
    if (written) {
      return written;
    }
    const upload = await this._begin(signal);
    onProgress?.(this.stored);
    await this._sendMissing(upload, signal, onProgress);
    await this._learnEtags(upload, signal);
    return this._complete(upload, signal);
  }

  /** Remove what has arrived. */
  async giveUp(): Promise<void> {
    if (this._uploadId) {
      await giveUp(this._connection, this.to, this._uploadId);
      this._forget();
    }
  }

  /**
   * Keep only what the store still has of an earlier run.
   *
   * @returns The object, if it was completed although nobody heard it.
   */
  private async _check(signal?: AbortSignal): Promise<IWritten | null> {
    if (!this._uploadId) {
      return null;
    }
    const upload = { ...this.to, uploadId: this._uploadId };
    try {
      const stored = await this._arrived(upload, signal);
      for (const [number, etag] of Array.from(this._etags)) {
        if (etag !== '' && etag !== stored.get(number)) {
          this._etags.delete(number);
        }
      }
      return null;
    } catch (error) {
      if (error instanceof S3Error && error.status === 404) {
        return this._vanished(error);
      }
      throw error;
    }
  }

  /** The store knows the upload no more: completed, or removed by someone. */
  private async _vanished(error: S3Error): Promise<IWritten | null> {
    const { _connection: connection, to } = this;
    const etags = this._inOrder();
    this._forget();
    return etags.includes('')
      ? null
      : findCompleted(connection, to, etags, error, {}).catch(() => null);
  }

  private async _begin(signal?: AbortSignal): Promise<IUploadRef> {
    const options = { ...this._options, signal };
    await requireAbsent(this._connection, this.to, options);
    this._uploadId ??= await createUpload(this._connection, this.to, options);
    return { ...this.to, uploadId: this._uploadId };
  }

  private async _sendMissing(
    upload: IUploadRef,
    signal?: AbortSignal,
    onProgress?: (stored: number) => void
  ): Promise<void> {
    const { priority, pauses = PAUSES } = this._options;
    const missing = this._parts.filter(
      ({ number }) => !this._etags.has(number)
    );
    const direct =
      missing.length > 0
        ? await this._options.direct?.parts(upload, this._parts.length)
        : null;
    const send = async (part: IPart, partSignal: AbortSignal) => {
      const slice = this._blob.slice(part.start, part.end);
      const etag = await sendPart(this._connection, upload, part, slice, {
        direct: direct ?? null,
        pauses,
        priority,
        signal: partSignal
      });
      this._etags.set(part.number, etag);
      onProgress?.(this.stored);
    };
    await inParallel(missing, PARALLEL, send, signal);
  }

  /** Ask for the ETags that the store did not let the page read. */
  private async _learnEtags(
    upload: IUploadRef,
    signal?: AbortSignal
  ): Promise<void> {
    if (!this._inOrder().includes('')) {
      return;
    }
    const stored = await this._arrived(upload, signal);
    for (const [number, etag] of Array.from(this._etags)) {
      const known = etag || stored.get(number);
      if (known) {
        this._etags.set(number, known);
      } else {
        this._etags.delete(number);
      }
    }
    if (this._inOrder().includes('')) {
      throw interruptedError('A part has not arrived whole');
    }
  }

  private async _complete(
    upload: IUploadRef,
    signal?: AbortSignal
  ): Promise<IWritten> {
    const { _connection: connection, to } = this;
    const { pauses = PAUSES, ...rest } = this._options;
    const etags = this._inOrder();
    const options = { ...rest, signal };
    const attempt = () =>
      completeUpload(connection, to, upload.uploadId, etags, options);
    try {
      return await patiently(attempt, pauses, signal);
    } catch (error) {
      if (error instanceof S3Error && error.status === 404) {
        const written = await this._vanished(error);
        if (written) {
          return written;
        }
      }
      throw error;
    }
  }

  private _arrived(
    upload: IUploadRef,
    signal?: AbortSignal
  ): Promise<Map<number, string>> {
    const { priority } = this._options;
    const options = { priority, signal };
    return arrivedParts(this._connection, upload, this._parts, options);
  }

  private _inOrder(): string[] {
    return this._parts.map(({ number }) => this._etags.get(number) ?? '');
  }

  private _forget(): void {
    this._uploadId = null;
    this._etags.clear();
  }

  private readonly _connection: IS3Connection;
  private readonly _blob: Blob;
  private readonly _options: IResumableOptions;
  private readonly _parts: IPart[];
  private readonly _etags = new Map<number, string>();
  private _uploadId: string | null = null;
}

/**
 * Whether an upload that failed may be taken up again.
 */
export function isResumable(error: unknown): boolean {
  const isOver = ['exists', 'changed', 'file-changed', 'no-such-bucket'];
  return !isAborted(error) && !isOver.includes(problemOf(error));
}
