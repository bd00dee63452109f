// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFailure } from '../dialogs/problems';
import type { IUploadItem, IUploadMore } from './uploads';

/**
 * What was dropped from the desktop, or chosen.
 */
export interface IDropped extends Required<IUploadMore> {
  readonly items: IUploadItem[];
}

/**
 * Read what was dropped from the desktop, folders with all that is in them.
 *
 * The transfer is emptied when the drop's event handler returns, so the
 * entries are taken at once and read after.
 *
 * @param dir - The folder that it goes to, as a local path.
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
 * Sort what was chosen with a folder chooser. Browsers leave empty folders out.
 *
 * @param files - Each tells its path below the chosen folder's parent.
 * @param dir - The folder that it goes to, as a local path.
 */
export function readChosen(files: readonly File[], dir: string): IDropped {
  const tops = new Set<string>();
  const items = files.map(file => {
    // Absent where it is not a browser that made the file.
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
   * What was found so far.
   */
  export interface IFound {
    readonly items: IUploadItem[];
    readonly emptyFolders: string[];
    readonly unreadable: IFailure[];
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
   * All entries of a folder; browsers hand them out in pieces.
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
