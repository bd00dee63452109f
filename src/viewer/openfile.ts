// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression, IFacts, ITableChoice } from '../inspect/facts';
import { compressionOf, magicOf } from '../inspect/formats/signatures';
import { isAborted, isMissing, problemOf } from '../s3/errors';
import type { IS3Connection } from '../s3/http/types';
import type { S3Location } from '../s3/location';
import {
  firstText,
  readFirstBytes,
  type IFirstBytes
} from './filepage/firstbytes';
import { tableRole } from './kinds';
import { lookAtFile, type IFileLook } from './look';
import type { IOpenedFolder } from './openfolder';
import type { ISheetChoice } from './source/excel/opentable';
import { fileRanges, type IFileRanges } from './source/ranges';
import type { ITableSource } from './source/source';
import { TableError } from './source/tableerror';
import { openJsonLines } from './source/text/openjsonlines';
import { openTextTable } from './source/text/opentable';

/**
 * A file that was opened as a table.
 */
interface IOpenedTable {
  readonly source: ITableSource;
  readonly facts: IFacts;
  /** The sheets of a workbook; left out for others. */
  readonly sheets?: ISheetChoice;
}

/**
 * A file that was opened: as a table, or not.
 */
export type IOpenedFile =
  | IOpenedTable
  | IOpenedFolder
  | {
      readonly source: null;
      /** What was found; `null` for a file of which nobody expects a table. */
      readonly facts: IFacts | null;
      /** What it begins with, if only that was read. */
      readonly first: IFirstBytes | null;
    };

/**
 * Open a file, or a folder of files, as a table, if it is one.
 *
 * @param choice - What a person says of a text table.
 *
 * @throws `S3Error` if it cannot be read; `TableError` if it is a table that
 * cannot be shown; `Aborted` by the signal.
 */
export async function openFile(
  connection: IS3Connection,
  location: S3Location,
  signal: AbortSignal,
  choice: ITableChoice = {}
): Promise<IOpenedFile> {
  const open = async () => {
    const { openFolder } = await import('./openfolder');
    return openFolder(connection, location, signal);
  };
  if (location.isFolder) {
    return open();
  }
  try {
    return await openObject(connection, location, signal, choice);
  } catch (reason) {
    // A path does not say whether it is one of a folder.
    const isGone = isMissing(reason) || problemOf(reason) === 'forbidden';
    const folder = isGone ? await open().catch(unlessAborted) : null;
    if (!folder || folder.folder === 'empty') {
      throw reason;
    }
    return folder;
  }
}

/** What is no folder either is missing, or forbidden, as a file. */
function unlessAborted(reason: unknown): null {
  if (isAborted(reason) || reason instanceof TableError) {
    throw reason;
  }
  return null;
}

/**
 * Open an object as a table. Of one whose name says nothing, the first bytes show
 * whether it is worth a look.
 */
async function openObject(
  connection: IS3Connection,
  location: S3Location,
  signal: AbortSignal,
  choice: ITableChoice = {}
): Promise<IOpenedFile> {
  const isNamed = tableRole(location.name) !== null;
  const first = isNamed
    ? null
    : await readFirstBytes(connection, location, signal);
  if (first && !isWorthLook(first, location.name)) {
    return { source: null, facts: null, first };
  }
  const look = await lookAtFile(connection, location, signal, choice);
  const table = await openTable(connection, location, look, signal, choice);
  const isExpected = !first || firstText(first.bytes) !== null;
  return (
    table ?? { source: null, facts: isExpected ? look.facts : null, first }
  );
}

/** Whether a file may be a table: a text, a packed file, or one of a table. */
function isWorthLook({ bytes }: IFirstBytes, name: string): boolean {
  const format = magicOf(bytes, name)?.format;
  return format
    ? TABLE_FORMATS.includes(format)
    : PACKINGS.includes(compressionOf(bytes)) || firstText(bytes) !== null;
}

const TABLE_FORMATS: readonly string[] = ['parquet', 'feather', 'excel'];

/** A workbook is a zip. */
const PACKINGS: ReadonlyArray<Compression | null> = [
  'gzip',
  'zstd',
  'bz2',
  'zip'
];

/** Open what a look has found; `null` if that is no table. */
async function openTable(
  connection: IS3Connection,
  location: S3Location,
  { facts, known, version }: IFileLook,
  signal: AbortSignal,
  choice: ITableChoice
): Promise<IOpenedTable | null> {
  if (!version) {
    return null;
  }
  const ranges = () => fileRanges(connection, location, version, known, signal);
  if (facts.compression) {
    return openPacked(ranges(), location.name, facts.compression, choice);
  }
  if (isParquet(facts) && !facts.doubt) {
    const { openParquetTable } = await import('./source/parquet/opentable');
    return { source: await openParquetTable(ranges), facts };
  }
  if (facts.format === 'excel' && facts.variant === 'xlsx' && !facts.doubt) {
    const { openExcelTable } = await import('./source/excel/opentable');
    return { ...(await openExcelTable(ranges(), choice)), facts };
  }
  if (facts.format === 'feather' && facts.variant !== 'v1' && !facts.doubt) {
    const arrow = await import('./source/arrow/opentable');
    const isStream = facts.variant === 'stream';
    const open = isStream ? arrow.openArrowStream : arrow.openArrowTable;
    return { source: await open(ranges), facts };
  }
  return openText(ranges(), facts);
}

/** Open a table in a packed file. */
async function openPacked(
  packed: IFileRanges,
  name: string,
  compression: Compression,
  choice: ITableChoice
): Promise<IOpenedTable | null> {
  const { lookIntoPacked } = await import('./packed');
  const found = await lookIntoPacked(packed, name, compression, choice);
  return found && openText(found.ranges, found.facts);
}

/** Open a text table, or JSON lines. */
async function openText(
  ranges: IFileRanges,
  facts: IFacts
): Promise<IOpenedTable | null> {
  const { encoding, format, table } = facts;
  if (table && encoding) {
    return { source: await openTextTable(ranges, table, encoding), facts };
  }
  if (format === 'jsonl' && encoding) {
    const source = await openJsonLines(ranges, encoding);
    return source && { source, facts };
  }
  return null;
}

function isParquet({ format }: IFacts): boolean {
  return format === 'parquet' || format === 'geoparquet';
}
