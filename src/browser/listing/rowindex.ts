// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { survivor } from './geometry';

/**
 * Finds the new index of an entry, or of the entry that replaces it.
 */
export function indexFinder(
  before: Contents.IModel[],
  items: Contents.IModel[]
): (index: number) => number {
  let places: Map<string, number> | null = null;
  return index => {
    const path = before[index]?.path;
    const place = items.findIndex(item => item.path === path);
    if (place > -1) {
      return place;
    }
    places ??= new Map(items.map((item, i) => [item.path, i]));
    const known = places;
    const next = survivor(before, index, item => known.has(item.path));
    return places.get(before[next]?.path) ?? -1;
  };
}

/**
 * The indices of the entries with these paths.
 */
export function indicesOf(
  items: Contents.IModel[],
  paths: Set<string>
): Map<string, number> {
  const places = new Map<string, number>();
  items.forEach(({ path }, index) => {
    if (paths.has(path)) {
      places.set(path, index);
    }
  });
  return places;
}
