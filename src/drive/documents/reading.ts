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
    place: S3Location,
    options: Contents.IFetchOptions
  ): Promise<Contents.IModel> {
    const type =
      options.type === 'notebook' || options.type === 'file'
        ? options.type
        : typeOf(place.key);
    const [{ info, bytes, isSigned }, writable] = await Promise.all([
      this._fetch(place, type === 'notebook'),
      this._writable.ensure(place)
    ]);
    const { content, format, locked } =
      type === 'notebook'
        ? await this._notebook(place, bytes, isSigned)
        : this._file(place, bytes, options.format ?? null);
    const reason = this._encoded(place, info) ?? locked;
    this._saves.opened(place.path, info.etag, reason);
    if (reason) {
      this._context.notify({ level: 'info', message: reason });
    }
    const model = fileModel(this._context, place, info, {
      type,
      writable: writable && !reason
    });
    return { ...model, content, format };
  }

  private async _fetch(
    place: S3Location,
    isNotebook: boolean
  ): Promise<Private.IFetched> {
    const { connection, options, trans } = this._context;
    const opened = await getObject(connection, place.bucket, place.key);
    const limit = options.maxEditableSize;
    if (opened.info.size > limit) {
      opened.cancel();
      throw refusal(
        413,
        'TooLarge',
        trans.__(
          '%1 has %2 MiB, too large to be opened here (at most %3 MiB, a setting of the S3 drive). Download it, or read it from a notebook.',
          place.uri,
          Private.mebibytes(opened.info.size),
          Private.mebibytes(limit)
        ),
        place
      );
    }
    const { info } = opened;
    // The server reads it, while its body comes here.
    const isSigned = isNotebook
      ? this._notebooks.isSigned(place, info.etag)
      : Promise.resolve(false);
    const stored = await opened.body();
    const bytes = isUnpacked(info.contentEncoding, place.key)
      ? await this._unpacked(place, stored)
      : stored;
    return { info, bytes, isSigned };
  }

  /** The content of an object that is stored compressed. */
  private async _unpacked(
    place: S3Location,
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
          place.uri
        ),
        place
      );
    }
    if (!bytes) {
      throw refusal(
        413,
        'TooLarge',
        trans.__(
          '%1 is stored compressed, and has more than %2 MiB when it is uncompressed, too large to be opened here (a setting of the S3 drive). Download it, or read it from a notebook.',
          place.uri,
          Private.mebibytes(limit)
        ),
        place
      );
    }
    return bytes;
  }

  private async _notebook(
    place: S3Location,
    bytes: Uint8Array,
    isSigned: Promise<boolean>
  ): Promise<Private.IContent> {
    const { trans } = this._context;
    const text = decodeUtf8(bytes);
    if (text === null) {
      throw this._notText(place);
    }
    const { content, converted } = await this._notebooks.read(
      place,
      text.replace(/^\ufeff/, ''),
      isSigned
    );
    const locked = converted
      ? trans.__(
          '%1 is a notebook of the old format 3. It is shown converted and read-only; save it under another name to keep the converted one.',
          place.uri
        )
      : null;
    return { content, format: 'json', locked };
  }

  private _file(
    place: S3Location,
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
      throw this._notText(place);
    }
    const locked =
      read.encoding === 'utf-8'
        ? null
        : trans.__(
            '%1 is not UTF-8 text; it is shown as %2 and read-only, as saving would change its characters. Save it under another name to keep a copy in UTF-8.',
            place.uri,
            read.encoding
          );
    return { content: read.text, format: 'text', locked };
  }

  private _encoded(place: S3Location, info: IObjectInfo): string | null {
    const { trans } = this._context;
    const encoding = compressionIn(info.contentEncoding);
    if (!encoding) {
      return null;
    }
    return isUnpacked(info.contentEncoding, place.key)
      ? trans.__(
          '%1 is stored compressed (%2). It is shown uncompressed and read-only; save it under another name to keep it so.',
          place.uri,
          encoding
        )
      : trans.__(
          '%1 is stored compressed (%2). It is shown as it is stored and read-only.',
          place.uri,
          encoding
        );
  }

  private _notText(place: S3Location): Error {
    const { trans } = this._context;
    return refusal(
      400,
      'NotText',
      trans.__(
        '%1 is not UTF-8 text, so it cannot be opened this way. Download it, or open it with a viewer for its type.',
        place.uri
      ),
      place
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
