// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { head } from '../s3/objects';
import type { IS3Location } from '../s3/path';
import { fileModel } from './models';
import type { Notebooks } from './notebooks';
import type { Saves } from './saves';
import type { IRoom } from './types';

/**
 * Tells the documents that are open when their objects were moved.
 */
export class MovedDocuments {
  constructor(room: IRoom, saves: Saves, notebooks: Notebooks) {
    this._room = room;
    this._saves = saves;
    this._notebooks = notebooks;
  }

  /** Tell a document below a folder that was moved. */
  async tellBelow(path: string, to: IS3Location): Promise<void> {
    try {
      const info = await head(this._room.connection, to.bucket, to.key);
      // A plain copy has its source's ETag; another one tells nothing.
      this.tell(path, fileModel(this._room, to, info), info.etag);
    } catch {
      const facts = { size: 0, etag: '', lastModified: new Date() };
      this.tell(path, fileModel(this._room, to, facts), null);
    }
  }

  /**
   * Tell the documents of a path that their object has another one now.
   *
   * They get its hash only if they all hold what was moved: else their next
   * save has to show the conflict.
   *
   * @param source - The ETag of what was moved.
   */
  tell(oldPath: string, model: Contents.IModel, source: string | null): void {
    const seen = this._saves.seen(oldPath);
    const same = seen === undefined || (seen !== null && seen === source);
    this._notebooks.moved(oldPath, model.path);
    this._saves.moved(oldPath, model.path, same ? model.hash! : null);
    this._room.emit({
      type: 'rename',
      oldValue: { path: oldPath },
      newValue: same ? model : Private.withoutHash(model)
    });
  }

  private _room: IRoom;
  private _saves: Saves;
  private _notebooks: Notebooks;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * A model that leaves a document the hash that it has.
   */
  export function withoutHash(
    model: Contents.IModel
  ): Partial<Contents.IModel> {
    return Object.fromEntries(
      Object.entries(model).filter(([name]) => !name.startsWith('hash'))
    );
  }
}
