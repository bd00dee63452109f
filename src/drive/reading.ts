// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { getObject } from '../s3/objects';
import type { IObjectInfo } from '../s3/objects';
import { toPath, toUri } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { refusal } from './messages';
import { fileModel, typeOf } from './models';
import type { Notebooks } from './notebooks';
import type { Saves } from './saves';
import { decodeText, decodeUtf8, toBase64 } from './text';
import type { IRoom } from './types';
import type { Writable } from './writable';
import { encodingOf } from './serialize';

/**
 * Reads objects for JupyterLab, by the rules of Jupyter's contents API.
 */
export class Reader {
  constructor(
    room: IRoom,
    saves: Saves,
    notebooks: Notebooks,
    writable: Writable
  ) {
    this._room = room;
    this._saves = saves;
    this._notebooks = notebooks;
    this._writable = writable;
  }

  /**
   * The model of an object, with its content.
   *
   * What cannot be written back as it was (another encoding than UTF-8, a
   * compressed object, an old notebook) is read-only, and the person is told
   * why.
   *
   * @throws `DriveError` 413 for an object larger than the setting, before its
   * body is read; 400 for binary content asked for as text, and for what is
   * no notebook; `S3Error` 404, 403…
   */
  async read(
    place: IS3Location,
    options: Contents.IFetchOptions
  ): Promise<Contents.IModel> {
    const path = toPath(place.bucket, place.key);
    const type =
      options.type === 'notebook' || options.type === 'file'
        ? options.type
        : typeOf(place.key);
    const [{ info, bytes }, writable] = await Promise.all([
      this._fetch(place),
      this._writable.ensure(place)
    ]);
    const { content, format, locked } =
      type === 'notebook'
        ? await this._notebook(path, place, bytes)
        : this._file(place, bytes, options.format ?? null);
    const reason = this._encoded(place, info) ?? locked;
    this._saves.opened(path, info.etag, reason);
    if (reason) {
      this._room.notify({ level: 'info', message: reason });
    }
    const model = fileModel(this._room, place, info, {
      type,
      writable: writable && !reason
    });
    return { ...model, content, format };
  }

  private async _fetch(
    place: IS3Location
  ): Promise<{ info: IObjectInfo; bytes: Uint8Array }> {
    const { connection, options, trans } = this._room;
    const opened = await getObject(connection, place.bucket, place.key);
    const limit = options.maxEditableSize;
    if (opened.info.size > limit) {
      opened.cancel();
      throw refusal(
        413,
        'TooLarge',
        trans.__(
          '%1 has %2 MiB, too large to be opened here (at most %3 MiB, a setting of the S3 drive). Download it, or read it from a notebook.',
          toUri(place),
          Private.mebibytes(opened.info.size),
          Private.mebibytes(limit)
        ),
        place
      );
    }
    return { info: opened.info, bytes: await opened.body() };
  }

  private async _notebook(
    path: string,
    place: IS3Location,
    bytes: Uint8Array
  ): Promise<Private.IContent> {
    const { trans } = this._room;
    const text = decodeUtf8(bytes);
    if (text === null) {
      throw this._notText(place);
    }
    const { content, converted } = await this._notebooks.read(
      path,
      text.replace(/^\ufeff/, '')
    );
    const locked = converted
      ? trans.__(
          '%1 is a notebook of the old format 3. It is shown converted and read-only; save it under another name to keep the converted one.',
          toUri(place)
        )
      : null;
    return { content, format: 'json', locked };
  }

  private _file(
    place: IS3Location,
    bytes: Uint8Array,
    format: Contents.FileFormat
  ): Private.IContent {
    if (format === 'base64') {
      return { content: toBase64(bytes), format, locked: null };
    }
    // Without a format only UTF-8 is text, as Jupyter has it.
    const strict = format === null ? decodeUtf8(bytes) : null;
    if (strict !== null) {
      return { content: strict, format: 'text', locked: null };
    }
    if (format === null) {
      return { content: toBase64(bytes), format: 'base64', locked: null };
    }
    const read = decodeText(bytes);
    if (!read) {
      throw this._notText(place);
    }
    const locked =
      read.encoding === 'utf-8'
        ? null
        : this._room.trans.__(
            '%1 is not UTF-8 text; it is shown as %2 and read-only, as saving would change its characters. Save it under another name to keep a copy in UTF-8.',
            toUri(place),
            read.encoding
          );
    return { content: read.text, format: 'text', locked };
  }

  private _encoded(place: IS3Location, info: IObjectInfo): string | null {
    const encoding = encodingOf(info);
    return encoding
      ? this._room.trans.__(
          '%1 is stored compressed (%2). It is shown uncompressed and read-only; save it under another name to keep it so.',
          toUri(place),
          encoding
        )
      : null;
  }

  private _notText(place: IS3Location): Error {
    return refusal(
      400,
      'NotText',
      this._room.trans.__(
        '%1 is not UTF-8 text, so it cannot be opened this way. Download it, or open it with a viewer for its type.',
        toUri(place)
      ),
      place
    );
  }

  private _room: IRoom;
  private _saves: Saves;
  private _notebooks: Notebooks;
  private _writable: Writable;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
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
