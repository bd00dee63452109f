// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IUploadItem } from './uploads';

/**
 * What was dropped from the desktop.
 */
export interface IDropped {
  readonly items: IUploadItem[];
  /** Folders without any file: S3 has nothing to hold for them. */
  readonly emptyFolders: string[];
}

/**
 * Read what was dropped from the desktop, folders with all that is in them.
 *
 * The transfer is emptied when the drop's event handler returns, so the
 * entries are taken at once and read after.
 *
 * @param dir - The folder that it goes to, as a local path.
 */
export function readDropped(
  transfer: DataTransfer,
  dir: string
): Promise<IDropped> {
  const entries = Array.from(transfer.items ?? []).flatMap(item =>
    item.kind === 'file' ? (item.webkitGetAsEntry?.() ?? []) : []
  );
  if (entries.length === 0) {
    const items = Array.from(transfer.files, file => ({ file, dir }));
    return Promise.resolve({ items, emptyFolders: [] });
  }
  return Private.readAll(entries, dir);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export async function readAll(
    entries: FileSystemEntry[],
    dir: string
  ): Promise<IDropped> {
    const items: IUploadItem[] = [];
    const emptyFolders: string[] = [];
    for (const entry of entries) {
      if (entry.isFile) {
        const file = await fileOf(entry as FileSystemFileEntry);
        items.push({ file, dir });
        continue;
      }
      const path = `${dir}/${entry.name}`;
      const children = await childrenOf(entry as FileSystemDirectoryEntry);
      if (children.length === 0) {
        emptyFolders.push(path);
      }
      const below = await readAll(children, path);
      items.push(...below.items);
      emptyFolders.push(...below.emptyFolders);
    }
    return { items, emptyFolders };
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
