// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { toBase64 } from '../../s3/http/base64';
import {
  compressionIn,
  isUnpacked,
  unpacked
} from '../../s3/metadata/encoding';
import { getObject } from '../../s3/objects/get';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import type { S3Location } from '../../s3/location';
import { refusal } from '../messages/messages';
import { fileModel, typeOf } from '../lookup/models';
import type { Notebooks } from '../notebooks/notebooks';
import type { Saves } from './saves';
import { decodeDocument, decodeUtf8 } from './text';
import type { IDriveContext } from '../context';
import type { Writable } from '../lookup/writable';

/**
 * Reads objects for JupyterLab, following the rules of Jupyter's contents API.
 */
export class Reader {
  constructor(
    context: IDriveContext,
    saves: Saves,
    notebooks: Notebooks,
    writable: Writable
  ) {
    this._context = context;
    this._saves = saves;
    this._notebooks = notebooks;
    this._writable = writable;
  }

  /**
   * The model of an object, with its content.
   *
   * An object that could not be written back unchanged (in another encoding
   * than UTF-8, compressed, or an old notebook) is read-only, and the person is
   * told why.
   *
   * @throws `DriveError` 413 for an object larger than the setting, before its
   * body is read; 400 for binary content requested as text, and for an invalid
   * notebook; `S3Error` 404, 403…
   */
  async read(
    location: S3Location,
    options: Contents.IFetchOptions
  ): Promise<Contents.IModel> {
    const type =
      options.type === 'notebook' || options.type === 'file'
        ? options.type
        : typeOf(location.key);
    const [{ info, bytes, isSigned }, writable] = await Promise.all([
      this._fetch(location, type === 'notebook'),
      this._writable.ensure(location)
    ]);
    const { content, format, locked } =
      type === 'notebook'
        ? await this._notebook(location, bytes, isSigned)
        : this._file(location, bytes, options.format ?? null);
    const reason = this._encoded(location, info) ?? locked;
    this._saves.opened(location.path, info.etag, reason);
    if (reason) {
      this._context.notify({ level: 'info', message: reason });
    }
    const model = fileModel(this._context, location, info, {
      type,
      writable: writable && !reason
    });
    return { ...model, content, format };
  }

  private async _fetch(
    location: S3Location,
    isNotebook: boolean
  ): Promise<Private.IFetched> {
    const { connection, options, trans } = this._context;
    const opened = await getObject(connection, location.bucket, location.key);
    const limit = options.maxEditableSize;
    if (opened.info.size > limit) {
      opened.cancel();
      throw refusal(
        413,
        'TooLarge',
        trans.__(
          '%1 has %2 MiB, too large to be opened here (at most %3 MiB, a setting of the S3 drive). Download it, or read it from a notebook.',
          location.uri,
          Private.mebibytes(opened.info.size),
          Private.mebibytes(limit)
        ),
        location
      );
    }
    const { info } = opened;
    // The server reads it, while its body comes here.
    const isSigned = isNotebook
      ? this._notebooks.isSigned(location, info.etag)
      : Promise.resolve(false);
    const stored = await opened.body();
    const bytes = isUnpacked(info.contentEncoding, location.key)
      ? await this._unpacked(location, stored)
      : stored;
    return { info, bytes, isSigned };
  }

  /** The content of an object that is stored compressed. */
  private async _unpacked(
    location: S3Location,
    stored: Uint8Array
  ): Promise<Uint8Array> {
    const { options, trans } = this._context;
    const limit = options.maxEditableSize;
    let bytes: Uint8Array | null;
    try {
      bytes = await unpacked(stored, limit);
    } catch {
      throw refusal(
        400,
        'EncodingBroken',
        trans.__(
          '%1 is stored compressed (gzip), but cannot be uncompressed here. Read it from a notebook, or ask whoever wrote it.',
          location.uri
        ),
        location
      );
    }
    if (!bytes) {
      throw refusal(
        413,
        'TooLarge',
        trans.__(
          '%1 is stored compressed, and has more than %2 MiB when it is uncompressed, too large to be opened here (a setting of the S3 drive). Download it, or read it from a notebook.',
          location.uri,
          Private.mebibytes(limit)
        ),
        location
      );
    }
    return bytes;
  }

  private async _notebook(
    location: S3Location,
    bytes: Uint8Array,
    isSigned: Promise<boolean>
  ): Promise<Private.IContent> {
    const { trans } = this._context;
    const text = decodeUtf8(bytes);
    if (text === null) {
      throw this._notText(location);
    }
    const { content, converted } = await this._notebooks.read(
      location,
      text.replace(/^\ufeff/, ''),
      isSigned
    );
    const locked = converted
      ? trans.__(
          '%1 is a notebook of the old format 3. It is shown converted and read-only; save it under another name to keep the converted one.',
          location.uri
        )
      : null;
    return { content, format: 'json', locked };
  }

  private _file(
    location: S3Location,
    bytes: Uint8Array,
    format: Contents.FileFormat
  ): Private.IContent {
    if (format === 'base64') {
      return { content: toBase64(bytes), format, locked: null };
    }
    // Without a format, only UTF-8 is text, as in Jupyter Server.
    const strict = format === null ? decodeUtf8(bytes) : null;
    if (strict !== null) {
      return { content: strict, format: 'text', locked: null };
    }
    if (format === null) {
      return { content: toBase64(bytes), format: 'base64', locked: null };
    }
    const { trans } = this._context;
    const read = decodeDocument(bytes);
    if (!read) {
      throw this._notText(location);
    }
    const locked =
      read.encoding === 'utf-8'
        ? null
        : trans.__(
            '%1 is not UTF-8 text; it is shown as %2 and read-only, as saving would change its characters. Save it under another name to keep a copy in UTF-8.',
            location.uri,
            read.encoding
          );
    return { content: read.text, format: 'text', locked };
  }

  private _encoded(location: S3Location, info: IObjectInfo): string | null {
    const { trans } = this._context;
    const encoding = compressionIn(info.contentEncoding);
    if (!encoding) {
      return null;
    }
    return isUnpacked(info.contentEncoding, location.key)
      ? trans.__(
          '%1 is stored compressed (%2). It is shown uncompressed and read-only; save it under another name to keep it so.',
          location.uri,
          encoding
        )
      : trans.__(
          '%1 is stored compressed (%2). It is shown as it is stored and read-only.',
          location.uri,
          encoding
        );
  }

  private _notText(location: S3Location): Error {
    const { trans } = this._context;
    return refusal(
      400,
      'NotText',
      trans.__(
        '%1 is not UTF-8 text, so it cannot be opened this way. Download it, or open it with a viewer for its type.',
        location.uri
      ),
      location
    );
  }

  private _context: IDriveContext;
  private _saves: Saves;
  private _notebooks: Notebooks;
  private _writable: Writable;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** An object that was read. */
  export interface IFetched {
    info: IObjectInfo;
    bytes: Uint8Array;
    /** What the notary says of it, if it is a notebook; never fails. */
    isSigned: Promise<boolean>;
  }

  /** Content for JupyterLab. */
  export interface IContent {
    content: unknown;
    format: 'json' | 'text' | 'base64';
    /** Why it must not be written back, or `null`. */
    locked: string | null;
  }

  export function mebibytes(bytes: number): string {
    return (bytes / 2 ** 20).toFixed(bytes < 2 ** 20 * 10 ? 1 : 0);
  }
}
