// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Object } from '../../s3/listing';
import type { IFolderFacts } from '../facts';
import { kindOf } from './cells';

/**
 * What the names in a folder tell, and which of its files to look at.
 */
export interface IFolderPlan {
  /** The version of the Zarr format, if it is that. */
  readonly zarr: 'v2' | 'v3' | null;
  /** Whether a Delta log says which of the files count. */
  readonly isDelta: boolean;
  /** Whether it holds nothing at all to read. */
  readonly isEmpty: boolean;
  /** The end that all data files share; `null` where they differ. */
  readonly extension: string | null;
  /** The names of Hive partitions, from the top. */
  readonly partitions: string[];
  /** The file that stands for the others: the first one with a byte in it. */
  readonly first: IS3Object | null;
  /** The last such file, as what was written first may differ from it. */
  readonly other: IS3Object | null;
  /** What else there is to know of a folder that is one table. */
  readonly traits: ITraits;
}

type ITraits = Pick<
  IFolderFacts,
  | 'partitionTypes'
  | 'isMisread'
  | 'isEncoded'
  | 'hasHidden'
  | 'hasOthers'
  | 'hasEmpty'
>;

/**
 * Read the names of a folder.
 *
 * Hidden files (`.ipynb_checkpoints/`, `.crc`) and what Spark and Arrow write
 * beside the data (`_SUCCESS`, `_metadata`) are left out.
 *
 * @param prefix - Of the folder, `''` or ending in a slash.
 * @param objects - What is in it; of one with partitions, also below.
 * @param prefixes - Its sub-folders.
 */
export function planOf(
  prefix: string,
  objects: IS3Object[],
  prefixes: string[]
): IFolderPlan {
  const names = objects.map(({ key }) => key.slice(prefix.length));
  const folders = prefixes.map(name => name.slice(prefix.length));
  const data = objects.filter(({ key }) => isData(key.slice(prefix.length)));
  const paths = data.map(({ key }) => key.slice(prefix.length));
  const partitions = partitionsOf(paths);
  const ends = new Set(paths.map(path => extensionOf(leafOf(path))));
  const filled = data.filter(({ size }) => size > 0);
  const first = filled[0] ?? data[0] ?? null;
  const last = filled[filled.length - 1] ?? null;
  const extension =
    data.length && ends.size === 1 && partitions ? [...ends][0] : null;
  const others = names.filter(name => !isData(name));
  return {
    zarr: zarrOf(names),
    isDelta: folders.includes('_delta_log/'),
    isEmpty: data.length === 0 && !folders.some(isData),
    extension,
    partitions: partitions ?? [],
    first,
    other: last !== first ? last : null,
    traits: {
      ...partitionTraits(paths, partitions ?? []),
      ...(others.some(name => isHiddenBy(name, extension ?? ''))
        ? { hasHidden: true }
        : {}),
      ...(others.some(name => /(^|\/)[^._/][^/]*\.crc$/.test(name)) ||
      (!partitions?.length && folders.some(isData))
        ? { hasOthers: true }
        : {}),
      ...(filled.length < data.length ? { hasEmpty: true } : {})
    }
  };
}

/**
 * Whether a pattern that ends as the data do finds this hidden file too.
 */
function isHiddenBy(name: string, extension: string): boolean {
  const leaf = leafOf(name);
  return /^[._]/.test(leaf) && leaf.endsWith(extension);
}

/**
 * What the values of the partitions are.
 */
function partitionTraits(paths: string[], names: string[]): ITraits {
  const folders = paths.map(path => path.split('/'));
  const values = names.map((name, level) =>
    folders.map(parts => parts[level].slice(name.length + 1))
  );
  const isNull = (value: string) => value === '__HIVE_DEFAULT_PARTITION__';
  // A month is a number, whatever zeros it has.
  const isCode = (value: string, level: number) =>
    kindOf(value) === 'code' && !/month|mois|day|jour|hour/i.test(names[level]);
  const isOdd = values.some((level, index) =>
    level.some(value => isNull(value) || isCode(value, index))
  );
  const typeOf = (level: string[], index: number) =>
    level.every(
      value => isNull(value) || (/^\d+$/.test(value) && !isCode(value, index))
    )
      ? 'number'
      : 'text';
  return {
    ...(names.length ? { partitionTypes: values.map(typeOf) } : {}),
    ...(isOdd ? { isMisread: true } : {}),
    ...(values.flat().some(value => /%[0-9a-f]{2}/i.test(value))
      ? { isEncoded: true }
      : {})
  };
}

/**
 * The end of a file's name, with that of a packing: `.csv.gz`. What stands
 * before it may hold dots too (`part-0.snappy.parquet`).
 */
export function extensionOf(name: string): string {
  return /\.[a-z]\w{0,8}\.(?:gz|bz2|xz|zip|zst)$|(?:\.\w{1,10})?$/i.exec(
    name
  )![0];
}

/**
 * The names of the partitions that all files lie in; `null` if they differ.
 */
function partitionsOf(paths: string[]): string[] | null {
  const found = paths.map(path =>
    path
      .split('/')
      .slice(0, -1)
      .map(folder => /^([^=]+)=/.exec(folder)?.[1] ?? '')
  );
  const [first = []] = found;
  const same = found.every(
    names =>
      names.length === first.length && names.join('/') === first.join('/')
  );
  return same && !first.includes('') ? first : null;
}

function zarrOf(names: string[]): IFolderPlan['zarr'] {
  if (names.includes('zarr.json')) {
    return 'v3';
  }
  const old = ['.zgroup', '.zarray', '.zmetadata'];
  return names.some(name => old.includes(name)) ? 'v2' : null;
}

/**
 * Whether a path is one of data: no part of it is hidden.
 */
function isData(path: string): boolean {
  const parts = path.split('/').filter(part => part !== '');
  return (
    parts.length > 0 &&
    !parts.some(part => part.startsWith('.') || part.startsWith('_')) &&
    !/\.crc$/.test(path)
  );
}

function leafOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
