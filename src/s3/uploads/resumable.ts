// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  checked,
  CHECKSUM,
  isWanted,
  setWanted,
  wants
} from '../metadata/checksums';
import type { IS3Connection } from '../http/types';
import type { DirectAccess } from './direct';
import { isAborted, isHopeless, problemOf, S3Error } from '../errors';
import { interruptedError } from '../http/failures';
import {
  completeUpload,
  createUpload,
  findCompleted,
  giveUp,
  partsOf,
  PARALLEL,
  type IBegunUpload,
  type IPart
} from './multipart';
import type { IPutOptions, IWritten } from '../objects/put';
import { inParallel } from '../http/parallel';
import type { IS3Location } from '../location';
import { retryOutage, OUTAGE_DELAYS, requireReadable } from './outages';
import {
  arrivedParts,
  requireAbsent,
  sendPart,
  type IUploadRef
} from './sendparts';

/**
 * The size of a part. Larger parts are no faster, and lose more when they fail.
 */
export const PART_SIZE = 16 * 2 ** 20;

/**
 * The options of an upload in parts.
 */
export interface IResumableOptions extends Omit<IPutOptions, 'signal'> {
  /** Direct access to the store, if it may be used. */
  direct?: DirectAccess;
  /** Pauses (ms) during an outage; `OUTAGE_DELAYS` by default. */
  pauses?: readonly number[];
}

/**
 * An upload in parts that can be resumed: it knows which parts have arrived,
 * and a second `run` sends only the others.
 *
 * Parts are slices of the blob: a browser reads them from the disk while it
 * sends them, so that none stays in memory.
 */
export class ResumableUpload {
  /**
   * @param blob - Not empty.
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

  /** The location of the object. */
  readonly to: IS3Location;

  /** The id of the upload, once it has begun. */
  get uploadId(): string | null {
    return this._begun?.uploadId ?? null;
  }

  /** How many bytes have arrived. */
  get stored(): number {
    return this._parts
      .filter(({ number }) => this._etags.has(number))
      .reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /**
   * Send the missing parts, and assemble the object. When this fails, the parts
   * that have arrived stay: call it again, or `giveUp`.
   *
   * @param onProgress - Called with the bytes stored so far.
   *
   * @throws `S3Error`: 412 by the conditions, with code `ObjectExists` under
   * `ifNoneMatch`; `FileChanged` when the file can no longer be read.
   */
  async run(
    signal?: AbortSignal,
    onProgress?: (stored: number) => void
  ): Promise<IWritten> {
    const { _connection: connection, to } = this;
    try {
      return await this._run(signal, onProgress);
    } catch (error) {
      if (this._isChecked || !isWanted(error)) {
        throw error;
      }
      // The upload itself must declare that its parts have checksums.
      setWanted(connection, to.bucket);
      await this.giveUp();
      return this._run(signal, onProgress);
    }
  }

  private async _run(
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

  /** Abort the upload, which removes the parts that have arrived. */
  async giveUp(): Promise<void> {
    if (this._begun) {
      await giveUp(this._connection, this.to, this._begun.uploadId);
      this._forget();
    }
  }

  /**
   * Keep only the parts of an earlier run that the store still has.
   *
   * @returns The object, if it was completed and the response was lost.
   */
  private async _check(signal?: AbortSignal): Promise<IWritten | null> {
    if (!this._begun) {
      return null;
    }
    const upload = { ...this.to, ...this._begun };
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

  /**
   * Handle an upload that no longer exists: it was completed, or someone has
   * aborted it.
   */
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
    if (!this._begun) {
      const isChecked = wants(this._connection, this.to.bucket);
      const how = { ...options, isChecked };
      this._begun = await createUpload(this._connection, this.to, how);
      this._isChecked = isChecked;
    }
    return { ...this.to, ...this._begun };
  }

  private async _sendMissing(
    upload: IUploadRef,
    signal?: AbortSignal,
    onProgress?: (stored: number) => void
  ): Promise<void> {
    const { priority, pauses = OUTAGE_DELAYS } = this._options;
    const missing = this._parts.filter(
      ({ number }) => !this._etags.has(number)
    );
    const direct =
      missing.length > 0 && !this._isChecked
        ? await this._options.direct?.parts(upload, this._parts.length)
        : null;
    const send = async (part: IPart, partSignal: AbortSignal) => {
      const slice = this._blob.slice(part.start, part.end);
      const sent = this._isChecked ? await checked(slice) : null;
      const etag = await sendPart(this._connection, upload, part, slice, {
        direct: direct ?? null,
        checked: sent,
        pauses,
        priority,
        signal: partSignal
      });
      this._etags.set(part.number, etag);
      this._sums.set(part.number, sent?.headers[CHECKSUM]);
      onProgress?.(this.stored);
    };
    await inParallel(missing, PARALLEL, send, signal);
  }

  /** Request the ETags that the store did not let the page read. */
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
    const { pauses = OUTAGE_DELAYS, ...rest } = this._options;
    const etags = this._inOrder();
    const sums = this._parts.map(({ number }) => this._sums.get(number));
    const options = { ...rest, signal, sums };
    const attempt = () =>
      completeUpload(connection, to, upload, etags, options);
    try {
      return await retryOutage(attempt, pauses, signal);
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
    this._begun = null;
    this._etags.clear();
  }

  private readonly _connection: IS3Connection;
  private readonly _blob: Blob;
  private readonly _options: IResumableOptions;
  private readonly _parts: IPart[];
  private readonly _etags = new Map<number, string>();
  private _begun: IBegunUpload | null = null;
  private _isChecked = false;
  private readonly _sums = new Map<number, string | undefined>();
}

/**
 * Whether a failed upload may be resumed.
 */
export function isResumable(error: unknown): boolean {
  return !isAborted(error) && !isHopeless(problemOf(error));
}
