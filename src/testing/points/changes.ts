// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Location } from '../../s3/location';
import type { IDriveFixture } from '../drive/drivefixture';
import type { IForeignBucket } from '../clients/foreignbucket';

/**
 * Texts by key, below the folder of one point. A long one is named by its size
 * and its digest: see `storedIn`.
 */
export interface ITexts {
  readonly [name: string]: string;
}

/**
 * A change that a person makes, with what exists before and after it.
 */
export interface IChange {
  readonly before: ITexts;
  readonly after: ITexts;

  /**
   * Make it, as often as the person tries.
   *
   * @param folder - The path of the point's folder.
   * @param replaces - Whether the person, asked about a name that exists, wants
   * what is there to be replaced.
   */
  run(d: IDriveFixture, folder: string, replaces?: boolean): Promise<unknown>;
}

/**
 * Write what is there before a change.
 *
 * @param name - The name of the point's folder.
 */
export async function prepare(
  bucket: IForeignBucket,
  change: IChange,
  name: string
): Promise<void> {
  for (const [key, text] of Object.entries(change.before)) {
    await bucket.put(`${name}/${key}`, text);
  }
}

const FOLDER = { 'old/': '', 'old/x': 'x', 'old/sub/y': 'y' };

/**
 * What the drive changes, by what the person does.
 */
export const CHANGES: { readonly [name: string]: IChange } = {
  'a save': {
    before: { 'a.txt': 'old' },
    after: { 'a.txt': 'new' },
    run: (d, folder) => save(d, `${folder}/a.txt`)
  },
  'a save of a new file': {
    before: { 'other.txt': 'other' },
    after: { 'other.txt': 'other', 'a.txt': 'new' },
    run: (d, folder) => save(d, `${folder}/a.txt`)
  },
  'a rename': {
    before: { 'a.txt': 'a' },
    after: { 'b.txt': 'a' },
    run: (d, folder, replaces) =>
      rename(d, `${folder}/a.txt`, `${folder}/b.txt`, replaces)
  },
  'a rename of a folder': {
    before: FOLDER,
    after: { 'new/': '', 'new/x': 'x', 'new/sub/y': 'y' },
    run: (d, folder) => d.drive.rename(`${folder}/old`, `${folder}/new`)
  },
  'a move onto a file': {
    before: { 'a.txt': 'moved', 'b.txt': 'replaced' },
    after: { 'b.txt': 'moved' },
    run: (d, folder) =>
      d.contents.overwrite(`s3:${folder}/a.txt`, `s3:${folder}/b.txt`)
  },
  'a deletion': {
    before: { 'a.txt': 'a', 'b.txt': 'b' },
    after: { 'b.txt': 'b' },
    run: (d, folder) => d.drive.delete(`${folder}/a.txt`)
  },
  'a deletion of a folder': {
    before: { ...FOLDER, 'older/x': 'neighbour' },
    after: { 'older/x': 'neighbour' },
    run: (d, folder) => d.drive.delete(`${folder}/old`)
  },
  'a move of a selection': {
    before: { 'from/a': 'a', 'from/b': 'b', 'to/c': 'c' },
    after: { 'to/a': 'a', 'to/b': 'b', 'to/c': 'c' },
    run: (d, folder, replaces) =>
      moveFiles(
        d,
        [`${folder}/from/a`, `${folder}/from/b`],
        `${folder}/to`,
        replaces
      )
  }
};

async function save(d: IDriveFixture, path: string): Promise<void> {
  await d.drive
    .get(path, { content: false, hash: true })
    .catch(() => undefined);
  await d.drive.save(path, { type: 'file', format: 'text', content: 'new' });
}

/** Rename, as JupyterLab does where the person has something replaced. */
async function rename(
  d: IDriveFixture,
  from: string,
  to: string,
  replaces = false
): Promise<void> {
  try {
    await d.drive.rename(from, to);
  } catch (error) {
    const { response } = error as { response?: { status: number } };
    if (!replaces || response?.status !== 409) {
      throw error;
    }
    await d.contents.overwrite(`s3:${from}`, `s3:${to}`);
  }
}

/**
 * Move those of some files that are there as the panel does: together, and what
 * that leaves one by one.
 */
async function moveFiles(
  d: IDriveFixture,
  paths: string[],
  folder: string,
  replaces?: boolean
): Promise<void> {
  const { key } = S3Location.fromPath(folder);
  const there = await d.keys(key.slice(0, key.indexOf('/') + 1));
  const selected = paths.filter(path =>
    there.includes(S3Location.fromPath(path).key)
  );
  const done = await d.drive.moveAll(selected, folder);
  for (const path of selected) {
    const failure = done.get(path);
    if (failure) {
      throw failure;
    }
    if (failure === undefined) {
      await rename(d, path, `${folder}/${path.split('/').pop()}`, replaces);
    }
  }
}
