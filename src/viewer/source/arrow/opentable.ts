// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFileRanges } from '../ranges';
import { ArrowTable } from './arrowtable';
import { ArrowReader } from './columnreader';
import { readArrowFooter } from './messages';
import { ArrowStream } from './stream';

/**
 * Open an Arrow file: its footer, and the headers of its first and its last
 * record batch are read.
 *
 * @param ranges - The ranges of the file, for one reader of it.
 *
 * @throws `TableError` if they cannot be read; as `IFileRanges.read`.
 */
export async function openArrowTable(
  ranges: () => IFileRanges
): Promise<ArrowTable> {
  const footer = await readArrowFooter(ranges());
  const reader = new ArrowReader(ranges, footer);
  const count = footer.batches.length;
  const none = { length: 0 };
  const [first, last] = await Promise.all([
    count > 0 ? reader.header(0) : none,
    count > 0 ? reader.header(count - 1) : none
  ]);
  return new ArrowTable(footer, reader, {
    first: first.length,
    last: last.length
  });
}

/**
 * Open an Arrow stream: its schema and its first record batch are found.
 *
 * @throws As `openArrowTable`.
 */
export async function openArrowStream(
  ranges: () => IFileRanges
): Promise<ArrowTable> {
  const stream = await ArrowStream.open(ranges);
  const reader = new ArrowReader(ranges, stream);
  const none = { first: 0, last: 0 };
  const table = new ArrowTable(stream, reader, none, stream);
  await table.load(0, 0, 0, -1);
  return table;
}
