// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { FileMetaData } from 'hyparquet';
import { parquetMetadata, parquetSchema } from 'hyparquet';

import { afterColumn, footerLength } from '../../../inspect/formats/parquet';
import type { IFileRanges } from '../ranges';
import { orDamaged, TableError } from '../tableerror';
import type { IParquetColumn } from './columnreader';
import { columnSchema } from './columns';
import { ParquetTable } from './parquettable';
import { EXACT_PARSERS } from './values';

/**
 * Open a Parquet file: its footer is read, and no cell.
 *
 * @param ranges - The ranges of the file, for one reader of it.
 *
 * @throws `TableError` if the footer cannot be read; as `IFileRanges.read`.
 */
export async function openParquetTable(
  ranges: () => IFileRanges
): Promise<ParquetTable> {
  const metadata = await readMetadata(ranges());
  return orDamaged(
    () =>
      new ParquetTable({
        columns: columnsOf(metadata),
        groups: metadata.row_groups.filter(({ num_rows }) => num_rows > 0),
        ranges
      })
  );
}

async function readMetadata(ranges: IFileRanges): Promise<FileMetaData> {
  const { size } = ranges;
  const ending = size < SMALLEST ? null : await ranges.read(size - 8, size);
  const length = ending && footerLength(ending, size);
  if (length === null) {
    throw new TableError('damaged', 'no footer at the end of the file');
  }
  if (length > LONGEST_FOOTER) {
    throw new TableError('large', `a footer of ${length} bytes`);
  }
  const footer = await ranges.read(size - length, size);
  return orDamaged(() =>
    parquetMetadata(footer, { geoparquet: false, parsers: EXACT_PARSERS })
  );
}

/** The columns of the outermost level, and which chunks are parts of each. */
function columnsOf({ schema, ...rest }: FileMetaData): IParquetColumn[] {
  const { children } = parquetSchema({ ...rest, schema });
  let at = 1;
  let chunk = 0;
  return children.map(tree => {
    const end = afterColumn(schema, at);
    const leaves = schema.slice(at, end).filter(({ type }) => type).length;
    const chunks = Array.from({ length: leaves }, (_, index) => chunk + index);
    const column = { tree, schema: columnSchema(schema, at), chunks };
    at = end;
    chunk += leaves;
    return column;
  });
}

/** A footer of thousands of columns in thousands of row groups. */
const LONGEST_FOOTER = 16 * 2 ** 20;

/** A file without columns: magic, length of the footer, magic. */
const SMALLEST = 12;
