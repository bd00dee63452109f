// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { concat, readAll } from '../http/body';
import type { IRequestOptions, IS3Connection, IHeaders } from '../http/types';
import { isAborted, S3Error } from '../errors';
import {
  abortedError,
  brokenAnswer,
  interruptedError,
  withParts
} from '../http/failures';
import { infoOf, type IObjectInfo } from '../metadata/objectinfo';

/**
 * How many times a body that was cut off is resumed.
 */
const RESUMES = 3;

/**
 * The range of all bytes of any object; a store cuts it to its size (RFC 9110,
 * 14.1.2).
 */
const WHOLE: IByteRange = { first: 0, last: Number.MAX_SAFE_INTEGER };

/**
 * The first and last byte of a range of an object, both included.
 */
export interface IByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * What to get.
 */
export interface IGetOptions extends IRequestOptions {
  /** Only these bytes. */
  range?: IByteRange;
  /** Only if the object still has this ETag (else 412). */
  ifMatch?: string;
}

/**
 * An object whose headers have arrived and whose body can be read.
 *
 * Call either `body()` or `cancel()`, once: until then it occupies one of the
 * four requests in flight.
 */
export interface IOpenedObject {
  readonly info: IObjectInfo;

  /**
   * Read the body to its end.
   *
   * Bytes as they are stored, whatever their `Content-Encoding`. A body that
   * stalls or is cut off is resumed (up to three times, only while the object
   * is unchanged), and is never returned incomplete.
   *
   * @throws `S3Error` `Interrupted`; `PreconditionFailed` when the object was
   * changed in the middle; `AnswerBroken` for more bytes than were asked for.
   */
  body(): Promise<Uint8Array>;

  /** Abandon the body. */
  cancel(): void;
}

/**
 * Open an object: its headers are known before a byte of the body is read.
 *
 * @throws `S3Error` with status 404 if there is no such object, 412 by
 * `ifMatch`, 416 for a range that it does not have.
 */
export async function getObject(
  connection: IS3Connection,
  bucket: string,
  key: string,
  options: IGetOptions = {}
): Promise<IOpenedObject> {
  const download = new Download(connection, bucket, key, options);
  await download.open(options.range, options.ifMatch);
  return download;
}

/**
 * One download, over as many requests as it takes.
 */
class Download implements IOpenedObject {
  constructor(
    private readonly _connection: IS3Connection,
    private readonly _bucket: string,
    private readonly _key: string,
    private readonly _options: IGetOptions
  ) {}

  get info(): IObjectInfo {
    return this._info;
  }

  /**
   * Request the object or a range of it.
   */
  async open(range?: IByteRange, ifMatch?: string): Promise<void> {
    let headers: IHeaders = {};
    const output = await this._connection.send(
      sdk =>
        new sdk.GetObjectCommand({
          Bucket: this._bucket,
          Key: this._key,
          Range: range && `bytes=${range.first}-${range.last}`,
          IfMatch: ifMatch
        }),
      { ...this._options, answered: told => (headers = told) }
    );
    this._info = infoOf(output, headers);
    this._stream = output.Body as ReadableStream<Uint8Array> | undefined;
    this._start = Number(/^bytes (\d+)-/.exec(output.ContentRange ?? '')?.[1]);
    if (Number.isNaN(this._info.size)) {
      this.cancel();
      if (range) {
        throw this._named(brokenAnswer('It does not tell the size.'));
      }
      // A proxy in front of Jupyter that compresses responses drops their size,
      // but compresses no part of an object.
      await this.open(WHOLE, this._info.etag);
    }
  }

  async body(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for (let resumes = 0; this._stream; resumes++) {
      try {
        await readAll(this._stream, chunk => chunks.push(chunk));
        if (lengthOf(chunks) < this._wanted) {
          throw interruptedError(`It ended before ${this._wanted} bytes`);
        }
        break;
      } catch (reason) {
        if (this._options.signal?.aborted || isAborted(reason)) {
          throw this._named(abortedError());
        }
        if (resumes === RESUMES) {
          throw this._named(reason);
        }
      }
      await this._resume(lengthOf(chunks));
    }
    if (lengthOf(chunks) > this._wanted) {
      throw this._named(brokenAnswer('It is longer than what was asked for.'));
    }
    return concat(chunks);
  }

  cancel(): void {
    void this._stream?.cancel();
  }

  /** How many bytes were asked for, of those that there are. */
  private get _wanted(): number {
    const { first, last } = this._options.range ?? WHOLE;
    return Math.max(0, Math.min(last, this._info.size - 1) - first + 1);
  }

  /**
   * Request the missing rest of the same object.
   */
  private async _resume(received: number): Promise<void> {
    const { etag, size } = this._info;
    const asked = this._options.range ?? { first: 0, last: size - 1 };
    const first = asked.first + received;
    const last = Math.min(asked.last, size - 1);
    if (first > last) {
      this._stream = undefined;
      return;
    }
    const whole = received === 0 && !this._options.range;
    await this.open(whole ? undefined : { first, last }, etag);
    if (!whole && this._start !== first) {
      this.cancel();
      throw this._named(interruptedError('The store does not resume'));
    }
  }

  private _named(reason: unknown): S3Error {
    const error =
      reason instanceof S3Error ? reason : interruptedError(String(reason));
    return withParts(error, { bucket: this._bucket, key: this._key });
  }

  private _info!: IObjectInfo;
  private _stream?: ReadableStream<Uint8Array>;
  private _start = NaN;
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
