// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IHeaders, IRequestOptions, IS3Connection } from '../http/types';
import type { IS3Location } from '../location';
import {
  encryptionIn,
  encryptionNear,
  isRefusal,
  namesEncryption
} from '../objects/encryptednear';

/**
 * Names the encryption of an upload in its parts and at its end too, where that
 * is demanded.
 *
 * MinIO applies the bucket's policy to each of these requests. AWS accepts the
 * header only where an upload begins (S3 API: UploadPart), so it is sent after
 * a refusal only.
 */
export class PartNaming {
  /**
   * @param to - The object that is uploaded.
   * @param began - The headers of the request that began the upload.
   */
  constructor(connection: IS3Connection, to: IS3Location, began: IHeaders) {
    this._connection = connection;
    this._to = to;
    this._encryption = encryptionIn(began);
  }

  /**
   * Send a request of the upload, with further headers if it is refused without
   * them.
   *
   * @param send - Makes one attempt, with headers to add to it.
   *
   * @throws The first refusal, if the second attempt is refused too.
   */
  async send<T>(
    options: IRequestOptions,
    send: (headers: IHeaders) => Promise<T>
  ): Promise<T> {
    if (this._isDemanded) {
      return send(this._encryption);
    }
    try {
      return await send({});
    } catch (error) {
      if (!isRefusal(error) || !(await this._find(options))) {
        throw error;
      }
      const sent = await send(this._encryption).catch(again => {
        throw isRefusal(again) ? error : again;
      });
      this._isDemanded = true;
      return sent;
    }
  }

  /**
   * Determine the encryption. The server may have added the administrator's to
   * the request that began the upload: objects near have the same.
   *
   * @returns Whether there is any.
   */
  private async _find(options: IRequestOptions): Promise<boolean> {
    if (!namesEncryption(this._encryption)) {
      const near = await encryptionNear(this._connection, this._to, options);
      this._encryption = near ?? this._encryption;
    }
    return namesEncryption(this._encryption);
  }

  private readonly _connection: IS3Connection;
  private readonly _to: IS3Location;
  private _encryption: IHeaders;
  private _isDemanded = false;
}
