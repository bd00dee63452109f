// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IShownError } from '../../dialogs/errordialog';
import type { IUploadItem, IUploadMore } from './types';

/**
 * Files and folders that were dropped from the desktop, or chosen.
 */
export interface IDropped extends Required<IUploadMore> {
  readonly items: IUploadItem[];
}

/**
 * Read a drop from the desktop, folders with all their contents.
 *
 * The data transfer is emptied when the event handler of the drop returns, so
 * its entries are taken synchronously and read later.
 *
 * @param dir - The destination folder, as a local path.
 */
export async function readDropped(
  transfer: DataTransfer,
  dir: string
): Promise<IDropped> {
  const entries = Array.from(transfer.items ?? []).flatMap(item =>
    item.kind === 'file' ? (item.webkitGetAsEntry?.() ?? []) : []
  );
  const found: Private.IFound = {
    items: [],
    emptyFolders: [],
    unreadable: []
  };
  if (entries.length === 0) {
    Array.from(transfer.files).forEach(file => found.items.push({ file, dir }));
  } else {
    await Private.readAll(entries, dir, found);
  }
  const trees = entries
    .filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => `${dir}/${name}`);
  return { ...found, base: dir, trees };
}

/**
 * Sort the files of a folder chooser, in which browsers omit empty folders.
 *
 * @param files - Files with paths relative to the parent of the chosen folder.
 * @param dir - The destination folder, as a local path.
 */
export function readChosen(files: readonly File[], dir: string): IDropped {
  const tops = new Set<string>();
  const items = files.map(file => {
    // Absent if the file was not created by a browser.
    const names = (file.webkitRelativePath ?? '').split('/').slice(0, -1);
    names.slice(0, 1).forEach(top => tops.add(`${dir}/${top}`));
    return { file, dir: [dir, ...names].join('/') };
  });
  const trees = Array.from(tops);
  return { items, base: dir, trees, emptyFolders: [], unreadable: [] };
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The results so far.
   */
  export interface IFound {
    readonly items: IUploadItem[];
    readonly emptyFolders: string[];
    readonly unreadable: IShownError[];
  }

  export async function readAll(
    entries: FileSystemEntry[],
    dir: string,
    found: IFound
  ): Promise<void> {
    for (const entry of entries) {
      const path = `${dir}/${entry.name}`;
      try {
        if (entry.isFile) {
          const file = await fileOf(entry as FileSystemFileEntry);
          found.items.push({ file, dir });
          continue;
        }
        const children = await childrenOf(entry as FileSystemDirectoryEntry);
        if (children.length === 0) {
          found.emptyFolders.push(path);
        }
        await readAll(children, path, found);
      } catch (error) {
        found.unreadable.push({ name: path, error });
      }
    }
  }

  function fileOf(entry: FileSystemFileEntry): Promise<File> {
    return new Promise((resolve, reject) => entry.file(resolve, reject));
  }

  /**
   * All entries of a folder, which browsers return in chunks.
   */
  async function childrenOf(
    folder: FileSystemDirectoryEntry
  ): Promise<FileSystemEntry[]> {
    const reader = folder.createReader();
    const all: FileSystemEntry[] = [];
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject)
      );
      if (some.length === 0) {
        return all;
      }
      all.push(...some);
    }
  }
}
