// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CHANGES, type IChange } from '../points/changes';
import { textOf } from '../points/outcome';

/** Two parts, of which one is small. */
const SIZE = 2 ** 24 + 2 ** 16;

const bytes = new Uint8Array(SIZE).fill(7);
const blob = new Blob([bytes]);
const uploaded = { 'a.bin': textOf(bytes) };

/** @param onExisting - What the person has chosen. */
const upload =
  (onExisting: 'fail' | 'replace'): IChange['run'] =>
  async (d, folder) => {
    d.options.directTransfers = 'never';
    await d.drive.upload(folder, new File([blob], 'a.bin'), { onExisting });
  };

/** How many requests each has, and no more. */
const REQUESTS: { readonly [name: string]: number } = {
  'a save': 10,
  'a save of a new file': 7,
  'a rename': 18,
  'a rename of a folder': 23,
  'a move onto a file': 18,
  'a deletion': 5,
  'a deletion of a folder': 9,
  'a move of a selection': 12
};

/**
 * A change that a page makes when it is killed.
 */
export interface IPageChange extends IChange {
  /** The most requests that it has. */
  readonly requests: number;
}

/**
 * All of them, by name.
 */
export const OF_A_PAGE: { readonly [name: string]: IPageChange } = {
  ...Object.fromEntries(
    Object.entries(CHANGES).map(([name, change]) => [
      name,
      { ...change, requests: REQUESTS[name] }
    ])
  ),
  'an upload in parts': {
    before: { 'other.txt': 'other' },
    after: { 'other.txt': 'other', ...uploaded },
    run: upload('fail'),
    requests: 10
  },
  'an upload in parts over another object': {
    before: { 'a.bin': 'old' },
    after: uploaded,
    run: upload('replace'),
    requests: 10
  }
};
