// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../s3/http/types';
import { isAborted } from '../s3/errors';
import { listPage, type IS3Object } from '../s3/objects/list';
import type { S3Location } from '../s3/location';
import { NO_FACTS } from './facts';
import type { IFacts, IFolderFacts, ITableFacts } from './facts';
import { inspectFile, type ILookOptions } from './file';
import { planOf, type IFolderPlan } from './foldersample';

/**
 * Inspect a folder: a table in several files, perhaps in Hive partitions, a
 * Zarr array, or just files.
 *
 * Reads one page of its listing (one more for a large folder with sub-folders),
 * and inspects the first and the last of its data files, as files with
 * different columns or encodings are no table.
 *
 * @param location - The location of the folder; its last slash may be missing.
 *
 * @throws `S3Error` `Aborted`, by the signal, and nothing else.
 */
export async function inspectFolder(
  connection: IS3Connection,
  location: S3Location,
  options: ILookOptions = {}
): Promise<IFolderFacts> {
  const { failed, signal } = options;
  try {
    const folder = location.asFolder();
    const plan = await list(connection, folder, signal);
    if (plan.zarr) {
      return { ...NOTHING, format: 'zarr', variant: plan.zarr };
    }
    if (plan.extension === null || !plan.first) {
      return { ...NOTHING, doubt: plan.isEmpty ? 'empty' : null };
    }
    const look = ({ key, size }: IS3Object) =>
      inspectFile(connection, folder.withKey(key), size, options);
    const found = await look(plan.first);
    const other = plan.other ? await look(plan.other) : found;
    return isSameTable(found, other)
      ? {
          ...found,
          ...plan.traits,
          table: found.table && other.table && merged(found.table, other.table),
          variant: plan.isDelta ? 'delta' : found.variant,
          extension: plan.extension,
          partitions: plan.partitions
        }
      : NOTHING;
  } catch (error) {
    if (isAborted(error) || signal?.aborted) {
      throw error;
    }
    failed?.(error);
    return { ...NOTHING, doubt: 'unreadable' };
  }
}

/**
 * List one page of everything below: enough for most folders. If sub-folders
 * may hide files in the folder itself, list one page of those too.
 */
async function list(
  connection: IS3Connection,
  { bucket, key }: S3Location,
  signal?: AbortSignal
): Promise<IFolderPlan> {
  const all = await listPage(connection, bucket, key, { signal });
  const subfolder = (found: string) =>
    /^[^/]*\//.exec(found.slice(key.length))?.[0];
  const below = all.objects.filter(object => subfolder(object.key));
  const isEnough = all.nextToken === null || below.length === 0;
  const page = isEnough
    ? {
        objects: all.objects.filter(object => !subfolder(object.key)),
        prefixes: [...new Set(below.map(object => key + subfolder(object.key)))]
      }
    : await listPage(connection, bucket, key, { delimiter: '/', signal });
  const hasPartitions = page.prefixes.some(prefix =>
    /^[^/=]+=[^/]*\/$/.test(prefix.slice(key.length))
  );
  const objects = hasPartitions ? [...page.objects, ...below] : page.objects;
  return planOf(key, objects, page.prefixes);
}

/**
 * Whether two files can be read as one table.
 */
function isSameTable(one: IFacts, other: IFacts): boolean {
  const columns = ({ columns: names }: IFacts) => names?.join('\n');
  return (
    one.format === other.format &&
    !one.member &&
    one.encoding === other.encoding &&
    one.compression === other.compression &&
    one.table?.separator === other.table?.separator &&
    columns(one) === columns(other)
  );
}

/**
 * The facts about a table in two files: the second may show what the first did
 * not.
 */
function merged(one: ITableFacts, other: ITableFacts): ITableFacts {
  const missing = [...(one.missing ?? []), ...(other.missing ?? [])];
  return {
    ...other,
    ...one,
    decimal: one.decimal === ',' ? ',' : other.decimal,
    thousands: one.thousands ?? other.thousands,
    textColumns: [...new Set([...one.textColumns, ...other.textColumns])],
    ...(missing.length ? { missing: [...new Set(missing)] } : {})
  };
}

/**
 * The facts about a folder of which nothing is known but that it contains
 * files.
 */
const NOTHING: IFolderFacts = {
  ...NO_FACTS,
  extension: null,
  partitions: []
};
