// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IOtherColumns, ITableColumn } from '../source';

/**
 * How the columns of a file differ from those of a table.
 */
export interface IColumnMatch {
  /** Where each column of the table is in the file; -1 for nowhere. */
  readonly places: readonly number[];
  /** The columns of the table that have another type in the file. */
  readonly otherTypes: ReadonlySet<number>;
  /** The names of the columns that differ; `null` if only their order does. */
  readonly names: Omit<IOtherColumns, 'file'> | null;
}

/**
 * Find the columns of a table in a file, by their names. Of several columns of
 * one name, the first ones are the same.
 *
 * @param wanted - The columns of the table.
 * @param found - Those of the file.
 *
 * @returns `null` if they are the same, in the same order.
 */
export function matchColumns(
  wanted: readonly ITableColumn[],
  found: readonly ITableColumn[]
): IColumnMatch | null {
  const places = new Map<string, number[]>();
  found.forEach(({ name }, at) => {
    places.set(name, [...(places.get(name) ?? []), at]);
  });
  const taken = wanted.map(({ name }) => places.get(name)?.shift() ?? -1);
  const otherTypes = new Set<number>();
  wanted.forEach(({ detail, type }, column) => {
    const own = found[taken[column]];
    if (own && (own.type !== type || own.detail !== detail)) {
      otherTypes.add(column);
    }
  });
  const missing = wanted.filter((_, column) => taken[column] < 0);
  const extra = [...places.values()].flat().sort((one, other) => one - other);
  const names = {
    missing: missing.map(({ name }) => name),
    extra: extra.map(place => found[place].name),
    retyped: [...otherTypes].map(column => wanted[column].name)
  };
  const isOther = Object.values(names).some(({ length }) => length > 0);
  const isInOrder = taken.every((place, column) => place === column);
  return isOther || !isInOrder
    ? { places: taken, otherTypes, names: isOther ? names : null }
    : null;
}
