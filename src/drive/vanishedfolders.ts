// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../s3/http/types';
import { hasPrefix } from '../s3/objects/list';
import type { S3Location } from '../s3/location';

/**
 * How many of them are remembered; the oldest are forgotten first.
 */
const KEPT = 500;

/**
 * How many hidden folders of a listing are checked again; those that were
 * checked longest ago come first.
 */
const ASKED = 8;

/**
 * Folders that are empty although the store may list their names: a prefix in a
 * listing does not prove that there is a folder.
 *
 * A MinIO bucket with versions goes on listing a prefix with nothing but delete
 * markers below it, and SeaweedFS one that another client has emptied. What was
 * deleted or moved away here, or found empty, is not shown, with everything
 * below it. It is shown again once something is put there, by this page or, as
 * a check in the background finds, by someone else.
 */
export class VanishedFolders {
  /**
   * @param found - Called with a hidden folder that is no longer empty.
   * @param storage - Where they are stored when the page is reloaded; `null`
   * for nowhere.
   */
  constructor(
    connection: IS3Connection,
    found: (folder: S3Location) => void,
    storage: Storage | null = Private.storage()
  ) {
    this._connection = connection;
    this._found = found;
    this._storage = storage;
    const { baseUrl } = connection.serverSettings;
    this._name = `jupyterlab-s3-drive:vanished:${baseUrl}`;
    for (const path of Private.read(storage, this._name)) {
      this._gone.add(path);
    }
  }

  /**
   * Note that a folder is empty now.
   *
   * @param folder - Its key ends in a slash.
   */
  add(folder: S3Location): void {
    const { path } = folder;
    for (const paths of [this._gone, this._there]) {
      for (const below of [...paths]) {
        if (below.startsWith(path)) {
          paths.delete(below);
        }
      }
    }
    if (!this.has(folder)) {
      this._gone.add(path);
    }
    this._keep();
  }

  /**
   * Note that there is something at a key, or below it: the folders above exist
   * again.
   *
   * @param location - An object or a folder; if its key ends in a slash, the
   * folder itself exists too.
   */
  put(location: S3Location): void {
    if (this._gone.size === 0) {
      return;
    }
    const start = location.isFolder ? location : location.parent;
    for (let folder = start; folder.key; folder = folder.parent) {
      if (this.has(folder)) {
        this._there.add(folder.path);
      }
    }
    this._keep();
  }

  /** Whether a folder is known to be empty. */
  has(folder: S3Location): boolean {
    if (this._gone.size === 0 || this._there.has(folder.path)) {
      return false;
    }
    for (let above = folder; above.key; above = above.parent) {
      if (this._gone.has(above.path)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Check in the background whether hidden folders that a listing has named
   * contain something again. Never rejects.
   */
  async verify(folders: readonly S3Location[]): Promise<void> {
    const due = folders
      .filter(({ path }) => !this._asking.has(path))
      .sort((a, b) => this._askedAt(a.path) - this._askedAt(b.path))
      .slice(0, ASKED);
    await Promise.all(due.map(folder => this._verify(folder)));
  }

  private _askedAt(path: string): number {
    return this._asked.get(path) ?? 0;
  }

  private async _verify(folder: S3Location): Promise<void> {
    const { bucket, key, path } = folder;
    const options = { priority: 'background' } as const;
    this._asking.add(path);
    try {
      const isThere = await hasPrefix(this._connection, bucket, key, options);
      if (isThere && this.has(folder)) {
        this.put(folder);
        this._found(folder);
      }
    } catch {
      // It stays hidden until the next listing checks it again.
    } finally {
      this._asking.delete(path);
      this._asked.set(path, Date.now());
    }
  }

  private _keep(): void {
    for (const path of [...this._gone].slice(0, -KEPT)) {
      this._gone.delete(path);
    }
    const kept = [...this._gone].filter(path => !this._there.has(path));
    Private.write(this._storage, this._name, kept);
  }

  private readonly _connection: IS3Connection;
  private readonly _found: (folder: S3Location) => void;
  private readonly _storage: Storage | null;
  private readonly _name: string;
  /**
   * Paths of folders that are gone with everything below them, the oldest
   * first.
   */
  private readonly _gone = new Set<string>();
  /**
   * Paths of folders that exist, although one of these, or below one of these.
   */
  private readonly _there = new Set<string>();
  private readonly _asking = new Set<string>();
  /** When each path was last checked. */
  private readonly _asked = new Map<string, number>();
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** The browser's storage; `null` if access is refused. */
  export function storage(): Storage | null {
    try {
      return window.localStorage;
    } catch {
      return null;
    }
  }

  /** The stored paths; none if the browser stores nothing. */
  export function read(storage: Storage | null, name: string): string[] {
    try {
      const kept: unknown = JSON.parse(storage?.getItem(name) ?? '[]');
      return Array.isArray(kept) ? kept.map(String) : [];
    } catch {
      return [];
    }
  }

  export function write(
    storage: Storage | null,
    name: string,
    paths: string[]
  ): void {
    try {
      if (paths.length) {
        storage?.setItem(name, JSON.stringify(paths));
      } else {
        storage?.removeItem(name);
      }
    } catch {
      // The browser stores nothing: the paths are known until the page is
      // closed.
    }
  }
}
