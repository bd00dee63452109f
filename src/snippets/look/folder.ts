// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Connection } from '../../s3/connection';
import { isAborted } from '../../s3/errors';
import { listPage, type IS3Object } from '../../s3/listing';
import { asFolder, type IS3Location } from '../../s3/path';
import type { IFacts, IFolderFacts, ITableFacts } from '../facts';
import { lookAtFile, type ILookOptions } from './file';
import { planOf, type IFolderPlan } from './plan';

/**
 * Find out what a folder is to someone who reads data: a table in many files,
 * maybe in Hive partitions, a Zarr array, or just files.
 *
 * One page of its listing (one more where it has partitions), and a look at
 * the first and the last of its data files, as files of different columns or
 * encodings are no table.
 *
 * @param place - Of the folder; its last slash may be missing.
 *
 * @throws `S3Error` `Aborted`, by the signal, and nothing else.
 */
export async function lookAtFolder(
  connection: IS3Connection,
  place: IS3Location,
  options: ILookOptions = {}
): Promise<IFolderFacts> {
  const { failed, signal } = options;
  try {
    const folder = asFolder(place);
    const plan = await list(connection, folder, signal);
    if (plan.zarr) {
      return { ...NOTHING, format: 'zarr', variant: plan.zarr };
    }
    if (plan.extension === null || !plan.first) {
      return { ...NOTHING, doubt: plan.isEmpty ? 'empty' : null };
    }
    const look = ({ key, size }: IS3Object) =>
      lookAtFile(connection, { bucket: folder.bucket, key }, size, options);
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
 * One page of the folder itself; if it has partitions, one of all below.
 */
async function list(
  connection: IS3Connection,
  { bucket, key }: IS3Location,
  signal?: AbortSignal
): Promise<IFolderPlan> {
  const page = await listPage(connection, bucket, key, {
    delimiter: '/',
    signal
  });
  const partition = page.prefixes.some(prefix =>
    /^[^/=]+=[^/]*\/$/.test(prefix.slice(key.length))
  );
  if (!partition) {
    return planOf(key, page.objects, page.prefixes);
  }
  const { objects } = await listPage(connection, bucket, key, { signal });
  const below = objects.filter(object => object.key.includes('/', key.length));
  return planOf(key, [...page.objects, ...below], page.prefixes);
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
 * What is known of a table in two files: what the first did not show, the
 * second may.
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
 * A folder of which nothing can be said but that it holds files.
 */
const NOTHING: IFolderFacts = {
  format: 'binary',
  variant: null,
  compression: null,
  encoding: null,
  table: null,
  columns: null,
  doubt: null,
  extension: null,
  partitions: []
};
