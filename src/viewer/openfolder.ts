// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { NO_FACTS, type IFacts } from '../inspect/facts';
import { isData, partitionsOf, planOf } from '../inspect/foldersample';
import type { IS3Connection } from '../s3/http/types';
import type { S3Location } from '../s3/location';
import { listPage, type IS3Object } from '../s3/objects/list';
import type { FolderKind } from './source/folder/folderkind';
import { FolderTable, type ITableFile } from './source/folder/foldertable';
import { openParquetTable } from './source/parquet/opentable';
import { fileRanges } from './source/ranges';
import type { ITableColumn, ITableSource } from './source/source';

/**
 * A folder that was opened: as a table, or not.
 */
export interface IOpenedFolder {
  /** `null` if it is no table. */
  readonly source: ITableSource | null;
  readonly facts: IFacts;
  readonly first: null;
  readonly folder: FolderKind;
}

/**
 * Open a folder of Parquet files as one table: its files in the order of their
 * keys, of which the first one is opened. Names that begin with a dot or `_` do
 * not belong to it.
 *
 * @param location - The location; its last slash may be missing.
 *
 * @throws `S3Error` if it cannot be read; `TableError` if its first file cannot
 * be shown; `Aborted` by the signal.
 */
export async function openFolder(
  connection: IS3Connection,
  location: S3Location,
  signal: AbortSignal
): Promise<IOpenedFolder> {
  const folder = location.asFolder();
  const found = await listAll(connection, folder, signal);
  const { isDelta, objects } = found;
  const inside = parquetFiles(folder, objects);
  if (isDelta || inside.length === 0) {
    const kind = isDelta ? 'delta' : objects.length > 0 ? 'other' : 'empty';
    return { source: null, facts: NO_FACTS, first: null, folder: kind };
  }
  const paths = inside.map(({ key }) => key.slice(folder.key.length));
  const names = partitionsOf(paths) ?? [];
  const { partitionTypes } = planOf(folder.key, inside, []).traits;
  const open = (file: number) => {
    const version = inside[file];
    const at = folder.withKey(version.key);
    return openParquetTable(() =>
      fileRanges(connection, at, version, [], signal)
    );
  };
  const first = await open(0);
  // A file may have the column of its own folder too.
  const isOwn = new Set(first.columns.map(({ name }) => name));
  const levels = [...names.keys()].filter(level => !isOwn.has(names[level]));
  const source = new FolderTable({
    files: inside.map((object, file) =>
      fileOf(paths[file], object, names, levels)
    ),
    isCut: found.isCut,
    first,
    most: MOST_MEMORY,
    partitions: levels.map((level): ITableColumn => {
      const type = partitionTypes?.[level] === 'number' ? 'integer' : 'text';
      return { name: names[level], type };
    }),
    open
  });
  const facts: IFacts = { ...NO_FACTS, format: 'parquet' };
  return { source, facts, first: null, folder: 'parquet' };
}

/** List what is below a folder, up to a number of pages. */
async function listAll(
  connection: IS3Connection,
  { bucket, key }: S3Location,
  signal: AbortSignal
): Promise<{ objects: IS3Object[]; isCut: boolean; isDelta: boolean }> {
  const objects: IS3Object[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await listPage(connection, bucket, key, { token, signal });
    objects.push(...page.objects);
    token = page.nextToken ?? undefined;
    if (token === undefined) {
      break;
    }
  }
  const log = `${key}_delta_log/`;
  const isDelta = objects.some(object => object.key.startsWith(log));
  return { objects, isCut: token !== undefined, isDelta };
}

/**
 * The Parquet files of a table: those in the folder itself, unless all are in
 * folders of partitions or of other names.
 */
function parquetFiles(
  { key: prefix }: S3Location,
  objects: readonly IS3Object[]
): IS3Object[] {
  const files = objects.filter(({ key, size }) => {
    const path = key.slice(prefix.length);
    return size > 0 && isData(path) && PARQUET.test(path);
  });
  const direct = files.filter(({ key }) => !key.includes('/', prefix.length));
  return direct.length > 0 ? direct : files;
}

const PARQUET = /.\.(parquet|geoparquet|parq|pq)$/i;

/** @param levels - Which of the partitions have a column. */
function fileOf(
  path: string,
  { size }: IS3Object,
  names: readonly string[],
  levels: readonly number[]
): ITableFile {
  const segments = path.split('/');
  const values = levels.map(level =>
    valueOf(segments[level].slice(names[level].length + 1))
  );
  return { name: path, size, values };
}

/** The value in the name of a partition's folder, as Hive writes it. */
function valueOf(text: string): string {
  if (text === '__HIVE_DEFAULT_PARTITION__') {
    return '';
  }
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** How many bytes the files that are open take together. */
const MOST_MEMORY = 40 * 2 ** 20;

/** How many pages are listed: 10,000 objects. */
const MOST_PAGES = 10;
