// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { answer, saveAs, type } from './documents';
import type { IDriveFixture } from './drivefixture';

/**
 * What the drive can do to the object `a.txt` of a folder, in which there is
 * `plain.txt` too.
 */
export interface IOperation {
  readonly name: string;
  /** Whether only the owner can read the object afterwards. */
  readonly isPrivate?: boolean;
  /** Whether the original stays: the copy is not public by its ACL. */
  readonly isCopy?: boolean;
  /** Whether it is made by a multipart upload. */
  readonly inParts?: boolean;
  /** Whether a document saves it. */
  readonly bySave?: boolean;
  /** The size of the object (bytes), where it matters. */
  readonly size?: number;
  /** Resolves to the key of the object afterwards. */
  run(d: IDriveFixture, folder: string): Promise<string>;
}

/**
 * All that the drive can do to an object inside its bucket.
 */
export const OPERATIONS: readonly IOperation[] = [
  {
    name: 'a save',
    bySave: true,
    run: async (d, folder) => {
      await save(d, `${folder}/a.txt`);
      return `${folder}/a.txt`;
    }
  },
  {
    name: 'a second save',
    bySave: true,
    run: async (d, folder) => {
      const context = await save(d, `${folder}/a.txt`);
      type(context, 'again');
      await context.save();
      return `${folder}/a.txt`;
    }
  },
  {
    name: 'a rename',
    inParts: true,
    run: async (d, folder) => {
      const [from, to] = [`${folder}/a.txt`, `${folder}/b.txt`];
      await d.contents.rename(`s3:${d.bucket}/${from}`, `s3:${d.bucket}/${to}`);
      return to;
    }
  },
  {
    name: 'a move onto a file',
    inParts: true,
    run: async (d, folder) => {
      await d.put(`${folder}/b.txt`, 'another', { ContentLanguage: 'de' });
      const path = `s3:${d.bucket}/${folder}`;
      await d.contents.overwrite(`${path}/a.txt`, `${path}/b.txt`);
      return `${folder}/b.txt`;
    }
  },
  {
    name: '"Save As" over it',
    bySave: true,
    run: async (d, folder) => {
      const context = await d.open(`${folder}/plain.txt`);
      const saving = saveAs(context, `${d.bucket}/${folder}/a.txt`);
      await answer('Overwrite', /already exists/);
      expect(await saving).toBe(true);
      expect(await d.text(`${folder}/a.txt`)).toBe('plain');
      return `${folder}/a.txt`;
    }
  },
  {
    name: 'a rename of its folder',
    run: async (d, folder) => {
      const path = `s3:${d.bucket}/${folder}`;
      await d.contents.rename(path, `${path}-2`);
      return `${folder}-2/a.txt`;
    }
  },
  {
    name: 'a copy',
    inParts: true,
    isCopy: true,
    run: async (d, folder) => {
      const path = `s3:${d.bucket}/${folder}`;
      await d.contents.copy(`${path}/a.txt`, `${path}-3`);
      return `${folder}-3/a.txt`;
    }
  },
  {
    name: 'a duplicate',
    inParts: true,
    isCopy: true,
    run: async (d, folder) => {
      const path = `s3:${d.bucket}/${folder}`;
      await d.contents.copy(`${path}/a.txt`, path);
      return `${folder}/a-Copy1.txt`;
    }
  },
  {
    name: 'a copy of its folder',
    isCopy: true,
    run: async (d, folder) => {
      const path = `s3:${d.bucket}/${folder}`;
      await d.contents.copy(path, `${path}-4`);
      return `${folder}-4/${folder}/a.txt`;
    }
  },
  {
    name: 'a copy of its folder, of a large object',
    isCopy: true,
    size: 8 * 2 ** 20 + 1,
    run: async (d, folder) => {
      const path = `s3:${d.bucket}/${folder}`;
      await d.contents.copy(path, `${path}-7`);
      return `${folder}-7/${folder}/a.txt`;
    }
  },
  {
    name: 'a copy of a selection',
    isCopy: true,
    run: async (d, folder) => {
      await d.put(`${folder}-5/other.txt`, 'x');
      await together(d, 'copy', folder, `${d.bucket}/${folder}-5`);
      return `${folder}-5/a.txt`;
    }
  },
  {
    name: 'a copy of a selection, above 64 KiB',
    inParts: true,
    isCopy: true,
    size: 2 ** 16 + 1,
    run: async (d, folder) => {
      await d.put(`${folder}-8/other.txt`, 'x');
      await together(d, 'copy', folder, `${d.bucket}/${folder}-8`);
      return `${folder}-8/a.txt`;
    }
  },
  {
    name: 'a move of a selection',
    run: async (d, folder) => {
      await d.put(`${folder}-6/other.txt`, 'x');
      await together(d, 'move', folder, `${d.bucket}/${folder}-6`);
      return `${folder}-6/a.txt`;
    }
  },
  {
    name: 'a checkpoint',
    bySave: true,
    inParts: true,
    isPrivate: true,
    run: async (d, folder) => {
      await save(d, `${folder}/a.txt`);
      return `${folder}/.ipynb_checkpoints/a-checkpoint.txt`;
    }
  },
  {
    name: 'a restored checkpoint',
    bySave: true,
    inParts: true,
    run: async (d, folder) => {
      const context = await save(d, `${folder}/a.txt`);
      await context.restoreCheckpoint();
      expect(await d.text(`${folder}/a.txt`)).toBe('before');
      return `${folder}/a.txt`;
    }
  },
  { name: 'a replacing upload', run: (d, folder) => upload(d, folder, 10) },
  {
    name: 'a replacing upload in parts',
    inParts: true,
    run: (d, folder) => upload(d, folder, 17 * 2 ** 20)
  }
];

/**
 * What the drive can create, beside objects that are there.
 */
export const NEW: readonly IOperation[] = [
  {
    name: 'a new file',
    run: async (d, folder) => {
      const path = `${d.bucket}/${folder}`;
      await d.drive.newUntitled({ path, type: 'file', ext: '.txt' });
      return `${folder}/untitled.txt`;
    }
  },
  {
    name: 'a new folder',
    run: async (d, folder) => {
      const path = `${d.bucket}/${folder}`;
      await d.drive.newUntitled({ path, type: 'directory' });
      return `${folder}/Untitled Folder/`;
    }
  },
  {
    name: 'a first save',
    run: async (d, folder) => {
      const model = { content: 'x', format: 'text', type: 'file' } as const;
      await d.drive.save(`${d.bucket}/${folder}/new.txt`, model);
      return `${folder}/new.txt`;
    }
  },
  { name: 'an upload', run: (d, folder) => uploadNew(d, folder, 10) },
  {
    name: 'an upload in parts',
    run: (d, folder) => uploadNew(d, folder, 17 * 2 ** 20)
  }
];

/** Upload a new file `new.bin` of so many bytes into a folder. */
export async function uploadNew(
  d: IDriveFixture,
  folder: string,
  size: number
): Promise<string> {
  const file = new File([new Uint8Array(size)], 'new.bin');
  await d.drive.upload(`${d.bucket}/${folder}`, file);
  return `${folder}/new.bin`;
}

/**
 * Copy or move both files of a folder, as the panel does: what cannot be done
 * together is done one by one.
 */
export async function together(
  d: IDriveFixture,
  way: 'copy' | 'move',
  folder: string,
  to: string
): Promise<void> {
  const paths = ['a.txt', 'plain.txt'].map(
    name => `${d.bucket}/${folder}/${name}`
  );
  const done =
    way === 'copy'
      ? await d.drive.copyAll(paths, to)
      : await d.drive.moveAll(paths, to);
  for (const path of paths) {
    const error = done.get(path);
    if (error) {
      throw error;
    }
    if (!done.has(path)) {
      const name = path.slice(path.lastIndexOf('/'));
      await (way === 'copy'
        ? d.drive.copy(path, to)
        : d.drive.rename(path, to + name));
    }
  }
}

/**
 * Open a document, change it and save it.
 */
export async function save(d: IDriveFixture, key: string) {
  const context = await d.open(key);
  type(context, 'after');
  await context.save();
  return context;
}

async function upload(d: IDriveFixture, folder: string, size: number) {
  const file = new File([new Uint8Array(size)], 'a.txt', { type: 'text/csv' });
  const place = `${d.bucket}/${folder}`;
  await d.drive.upload(place, file, { onExisting: 'replace' });
  return `${folder}/a.txt`;
}

/**
 * The content of the object before an operation.
 */
export function bodyOf({ size = 0 }: IOperation): string {
  return 'before'.padEnd(size);
}
