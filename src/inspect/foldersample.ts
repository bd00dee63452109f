// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Object } from '../s3/objects/list';
import type { IFolderFacts } from './facts';
import { cellKind } from './text/cells';

/**
 * What the names in a folder show, and which of its files to inspect.
 */
export interface IFolderPlan {
  /** The version of the Zarr format, if the folder is a Zarr array. */
  readonly zarr: 'v2' | 'v3' | null;
  /** Whether a Delta log determines which of the files count. */
  readonly isDelta: boolean;
  /** Whether it contains nothing to read. */
  readonly isEmpty: boolean;
  /** The extension that all data files share; `null` if they differ. */
  readonly extension: string | null;
  /** The names of Hive partitions, from the top. */
  readonly partitions: string[];
  /** The file that represents the others: the first one that is not empty. */
  readonly first: IS3Object | null;
  /**
   * The last file that is not empty, as the one written first may differ from
   * it.
   */
  readonly other: IS3Object | null;
  /** Other properties of a folder that is one table. */
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
 * Plan the inspection of a folder from the names in it.
 *
 * Hidden files (`.ipynb_checkpoints/`, `.crc`) and the files that Spark and
 * Arrow write beside the data (`_SUCCESS`, `_metadata`) are left out.
 *
 * @param prefix - The prefix of the folder, `''` or ending in a slash.
 * @param objects - Its objects; for a folder with partitions, also those below.
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
 * Whether a pattern with the extension of the data also matches this hidden
 * file.
 */
function isHiddenBy(name: string, extension: string): boolean {
  const leaf = leafOf(name);
  return /^[._]/.test(leaf) && leaf.endsWith(extension);
}

/**
 * The types of the values of the partitions.
 */
function partitionTraits(paths: string[], names: string[]): ITraits {
  const folders = paths.map(path => path.split('/'));
  const values = names.map((name, level) =>
    folders.map(parts => parts[level].slice(name.length + 1))
  );
  const isNull = (value: string) => value === '__HIVE_DEFAULT_PARTITION__';
  // A month is a number, even with a leading zero.
  const isCode = (value: string, level: number) =>
    cellKind(value) === 'code' &&
    !/month|mois|day|jour|hour/i.test(names[level]);
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
 * The extension of a file's name, with that of a compression: `.csv.gz`. The
 * name before it may contain dots too (`part-0.snappy.parquet`).
 */
export function extensionOf(name: string): string {
  return /\.[a-z]\w{0,8}\.(?:gz|bz2|xz|zip|zst)$|(?:\.\w{1,10})?$/i.exec(
    name
  )![0];
}

/**
 * The names of the partitions that contain all files; `null` if they differ.
 */
export function partitionsOf(paths: string[]): string[] | null {
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
 * Whether a path is one of data: no segment of it is hidden.
 */
export function isData(path: string): boolean {
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
