// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { isCopyOf } from '../../s3/uploads/etag';
import { head } from '../../s3/objects/head';
import type { S3Location } from '../../s3/location';
import { fileModel } from '../lookup/models';
import type { Notebooks } from '../notebooks/notebooks';
import type { Saves } from '../documents/saves';
import type { IDriveContext } from '../context';

/**
 * Updates the documents that are open when their objects were moved.
 */
export class RenameEvents {
  constructor(context: IDriveContext, saves: Saves, notebooks: Notebooks) {
    this._context = context;
    this._saves = saves;
    this._notebooks = notebooks;
  }

  /** Update a document below a folder that was moved. */
  async tellBelow(path: string, to: S3Location): Promise<void> {
    try {
      const info = await head(this._context.connection, to.bucket, to.key);
      // A plain copy has the ETag of its source; any other ETag proves nothing.
      this.tell(path, fileModel(this._context, to, info), info.etag);
    } catch {
      const facts = { size: 0, etag: '', lastModified: new Date() };
      this.tell(path, fileModel(this._context, to, facts), null);
    }
  }

  /**
   * Point the documents of a path to their object, which someone else has
   * moved.
   *
   * @throws `S3Error` 404 when it is not there.
   */
  async follow(path: string, to: S3Location): Promise<void> {
    const info = await head(this._context.connection, to.bucket, to.key);
    const seen = this._saves.seen(path) ?? null;
    const isSame = seen !== null && isCopyOf(seen, info.etag);
    this.tell(path, fileModel(this._context, to, info), isSame ? seen : null);
  }

  /**
   * Report that a path's documents now belong to another object.
   *
   * They get its hash only if all of them hold the version that was moved:
   * otherwise the next save has to show the conflict.
   *
   * @param source - The ETag of the object that was moved.
   */
  tell(oldPath: string, model: Contents.IModel, source: string | null): void {
    const seen = this._saves.seen(oldPath);
    const same = seen === undefined || (seen !== null && seen === source);
    this._notebooks.moved(oldPath, model.path);
    this._saves.moved(oldPath, model.path, same ? model.hash! : null);
    this._context.emit({
      type: 'rename',
      oldValue: { path: oldPath },
      newValue: same ? model : Private.withoutHash(model)
    });
  }

  private _context: IDriveContext;
  private _saves: Saves;
  private _notebooks: Notebooks;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** A model without a hash, with which a document keeps its own. */
  export function withoutHash(
    model: Contents.IModel
  ): Partial<Contents.IModel> {
    return Object.fromEntries(
      Object.entries(model).filter(([name]) => !name.startsWith('hash'))
    );
  }
}
