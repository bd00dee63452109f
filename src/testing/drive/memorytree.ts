// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { IListPage } from '../../s3/objects/list';
import { httpError } from '../httperror';

/** There is one checkpoint a file. */
export const CHECKPOINT: Contents.ICheckpointModel = {
  id: 'checkpoint',
  last_modified: '2026-01-01T00:00:00Z'
};

/**
 * Texts by their paths (`bucket/key`). Folders follow from the paths, and from
 * markers, whose path ends in a slash.
 */
export class MemoryTree {
  constructor(files: { [path: string]: string }) {
    this.files = new Map(Object.entries(files));
  }

  readonly files: Map<string, string>;

  /** Whether there is a folder. The root is one. */
  isFolder(path: string): boolean {
    return path === '' || this.below(path).length > 0;
  }

  /** Whether a name is taken, by a file or a folder. */
  isTaken(path: string): boolean {
    return this.files.has(path) || this.isFolder(path);
  }

  /** All paths below a folder, with its marker. */
  below(folder: string): string[] {
    return Array.from(this.files.keys()).filter(path =>
      path.startsWith(`${folder}/`)
    );
  }

  /** The names in a folder, in their order. */
  names(folder: string): string[] {
    const prefix = folder === '' ? '' : `${folder}/`;
    const names = Array.from(this.files.keys())
      .filter(path => path.startsWith(prefix) && path !== prefix)
      .map(path => path.slice(prefix.length).split('/')[0]);
    return Array.from(new Set(names)).sort();
  }

  /** The first name that is free in a folder. */
  freeName(folder: string, nameOf: (number: number) => string): string {
    for (let number = 0; ; number++) {
      const path = `${folder}/${nameOf(number)}`;
      if (!this.isTaken(path)) {
        return path;
      }
    }
  }

  /** The first name that is free for something new. */
  untitled(folder: string, type: string | undefined, ext: string): string {
    const [stem, space, end] =
      type === 'directory'
        ? ['Untitled Folder', ' ', '']
        : type === 'notebook'
          ? ['Untitled', '', '.ipynb']
          : ['untitled', '', ext && `.${ext.replace(/^\./, '')}`];
    return this.freeName(
      folder,
      number => stem + (number === 0 ? '' : `${space}${number}`) + end
    );
  }

  /** The objects below a folder, each a day younger than the one before. */
  objects(folder: string): IListPage['objects'] {
    return this.below(folder)
      .map(keyOf)
      .sort()
      .map((key, at) => ({
        key,
        size: at,
        etag: '"e"',
        lastModified: new Date(2026, 0, 1 + at)
      }));
  }

  /**
   * Write a file, or a folder and all below it, at another path.
   *
   * @throws 404 when there is nothing.
   */
  copy(from: string, to: string): void {
    for (const path of this.extent(from)) {
      this.files.set(to + path.slice(from.length), this.files.get(path) ?? '');
    }
  }

  /**
   * Delete a file, or a folder and all below it.
   *
   * @throws 404 when there is nothing.
   */
  delete(path: string): void {
    this.extent(path).forEach(each => this.files.delete(each));
  }

  /** Describe an entry, without its content. */
  model(path: string): Contents.IModel {
    const text = this.files.get(path);
    return {
      name: path.slice(path.lastIndexOf('/') + 1),
      path,
      type: text === undefined ? 'directory' : 'file',
      writable: true,
      created: '2026-01-01T00:00:00Z',
      last_modified: '2026-01-01T00:00:00Z',
      mimetype: '',
      content: null,
      format: null,
      size: text === undefined ? undefined : Buffer.byteLength(text)
    };
  }

  private extent(path: string): string[] {
    const extent = this.files.has(path) ? [path] : this.below(path);
    if (extent.length === 0) {
      throw httpError(404, `${path} is gone`);
    }
    return extent;
  }
}

/** The key of a path. */
export function keyOf(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}
