// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { problemOf } from '../s3/errors';
import { listAll } from '../s3/listing';
import { parentPrefix, toPath } from '../s3/path';
import { CHECKPOINTS } from './checkpoints';
import { putMarker } from './create';
import type { IRoom } from './types';

/**
 * Keeps folders that something leaves as the last (rule 9 of the design): a
 * folder without a marker would vanish with its last object.
 */
export class FolderKeeper {
  constructor(room: IRoom) {
    this._room = room;
  }

  /**
   * Delete or move something; its folder gets a marker before if nothing else
   * is in it.
   *
   * Several things that leave one folder at the same time know of each other:
   * none is taken for what remains.
   *
   * @param key - What leaves; a folder's ends in a slash.
   */
  async run<T>(
    bucket: string,
    key: string,
    operation: () => Promise<T>
  ): Promise<T> {
    const path = toPath(bucket, key);
    this._leaving.add(path);
    try {
      await this._keep(bucket, parentPrefix(key));
      return await operation();
    } finally {
      this._leaving.delete(path);
    }
  }

  private async _keep(bucket: string, folder: string): Promise<void> {
    if (!folder) {
      return;
    }
    try {
      const pages = listAll(this._room.connection, bucket, folder, {
        delimiter: '/',
        maxKeys: 10
      });
      for await (const { objects, prefixes } of pages) {
        const names = [...objects.map(object => object.key), ...prefixes];
        if (names.some(name => this._remains(bucket, folder, name))) {
          return;
        }
      }
      await putMarker(this._room, { bucket, key: folder });
    } catch (error) {
      // Where one may delete but not list or write, the folder goes with its
      // last object.
      if (problemOf(error) !== 'forbidden') {
        throw error;
      }
    }
  }

  private _remains(bucket: string, folder: string, name: string): boolean {
    return (
      name !== folder + CHECKPOINTS && !this._leaving.has(toPath(bucket, name))
    );
  }

  private _room: IRoom;
  private _leaving = new Set<string>();
}
