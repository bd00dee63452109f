// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IBlockStatistics, IRowBlock } from '../source';

/**
 * A block of a file, as one of the table that the file is a part of.
 *
 * @param start - The first row of the file in the table.
 * @param columnIn - The column of the file, or the text of all its cells.
 * @param isSame - Whether a column has the same type in the file.
 */
export function shiftedBlock(
  block: IRowBlock,
  start: number,
  columnIn: (column: number) => number | string,
  isSame: (column: number) => boolean
): IRowBlock {
  const { first, rows } = block;
  return {
    first: start + first,
    rows,
    statistics: column => {
      const own = columnIn(column);
      return typeof own === 'string'
        ? constantStatistics(own, rows)
        : isSame(column)
          ? block.statistics(own)
          : { rows, nulls: null, min: null, max: null };
    },
    parts: async column => {
      const own = columnIn(column);
      const isRead = typeof own === 'number' && isSame(column);
      const parts = isRead ? await block.parts?.(own) : null;
      return (
        parts?.map(part => ({ ...part, first: start + part.first })) ?? null
      );
    }
  };
}

/** What is known of cells that are all the same. */
function constantStatistics(text: string, rows: number): IBlockStatistics {
  return text === ''
    ? { rows, nulls: rows, min: null, max: null }
    : { rows, nulls: 0, min: text, max: text };
}
