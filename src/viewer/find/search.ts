// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { walkRows, type ICellPlace, type IRowWork } from '../rows';
import type { ITableSource } from '../source/source';

/**
 * Find the next cell that contains a text, whatever its case: to the right and
 * below, then from the beginning of the table on; or the other way round.
 *
 * @param from - Where to begin: this cell comes last.
 * @param isBackward - Whether to look to the left and above.
 *
 * @returns `null` if no cell contains it, or the signal has ended the search.
 *
 * @throws As `ITableSource.load`.
 */
export async function findCell(
  source: ITableSource,
  text: string,
  from: ICellPlace,
  isBackward: boolean,
  work: IRowWork
): Promise<ICellPlace | null> {
  const wanted = text.toLowerCase();
  const columns = source.columns.map((_, column) => column);
  let known = 0;
  const legs = isBackward
    ? backwardLegs(source, from)
    : [
        { first: from.row, last: Infinity },
        { first: 0, last: from.row }
      ];
  for (const [at, leg] of legs.entries()) {
    let found: ICellPlace | null = null;
    const isFirst = at === 0;
    const isLast = at === legs.length - 1;
    const end = await walkRows(
      source,
      { ...leg, columns },
      { ...work, progress: rows => work.progress?.(known + rows) },
      (row, cells) => {
        const hits = cells.flatMap((cell, column) =>
          cell.toLowerCase().includes(wanted) &&
          isInLeg({ row, column }, from, isBackward, isFirst, isLast)
            ? [column]
            : []
        );
        if (hits.length > 0) {
          found = { row, column: isBackward ? hits[hits.length - 1] : hits[0] };
        }
        return isBackward || !found;
      }
    );
    known += end - leg.first;
    if (found || work.signal.aborted) {
      return work.signal.aborted ? null : found;
    }
  }
  return null;
}

/**
 * Whether a cell of the row of departure belongs to the first leg, or to the
 * last one, which comes back to that row.
 */
function isInLeg(
  { column, row }: ICellPlace,
  from: ICellPlace,
  isBackward: boolean,
  isFirst: boolean,
  isLast: boolean
): boolean {
  if (row !== from.row) {
    return true;
  }
  const isBeyond = isBackward ? column < from.column : column > from.column;
  return (isFirst && isBeyond) || (isLast && !isBeyond);
}

/** Rows in steps, from the row of departure upwards and round. */
function backwardLegs(
  { count }: ITableSource,
  from: ICellPlace
): { first: number; last: number }[] {
  const legs = [];
  for (let last = from.row; last >= 0; last -= STEP) {
    legs.push({ first: Math.max(0, last - STEP + 1), last });
  }
  for (let last = count.rows - 1; last >= from.row; last -= STEP) {
    legs.push({ first: Math.max(from.row, last - STEP + 1), last });
  }
  return legs;
}

/** How many rows are looked at before the last hit among them is taken. */
const STEP = 4096;
