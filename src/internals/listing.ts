// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * All private members of JupyterLab's file browser listing that are used,
 * except those of the windowed listing.
 *
 * Each function says why it is needed and which upstream change would make it
 * unnecessary. Where a member is missing (another version of JupyterLab) the
 * function works without it, and the stock behaviour remains;
 * `missingInternals` names such members, and a test fails when one is missing
 * in the installed version.
 */

import type { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/**
 * What was copied or cut in a listing.
 */
export interface IClipboard {
  readonly paths: string[];
  readonly isCut: boolean;
}

/**
 * Emit a signal of a base class.
 *
 * Why: `FileBrowserModel` keeps its signals private, and a subclass that
 * loads by itself must emit them. The public getter returns the `Signal`.
 * Ends with: a protected way to emit, or to load, in `FileBrowserModel`.
 */
export function emit<T, U>(signal: ISignal<T, U>, args: U): void {
  if (signal instanceof Signal) {
    signal.emit(args);
  }
}

/**
 * Run a function while the listing finds no row under the mouse.
 *
 * Why: the listing finds the row under the mouse by geometry, not clipped to
 * its scrolled area: pressing a button on the header would also select the row
 * that is scrolled under it.
 * Ends with: a hit test that looks at the event's target.
 */
export function withoutRows(listing: DirListing, run: () => void): void {
  const inner = Private.of(listing);
  if (!Array.isArray(inner._items)) {
    run();
    return;
  }
  const rows = inner._items;
  inner._items = [];
  try {
    run();
  } finally {
    inner._items = rows;
  }
}

/**
 * Remove the rows, so that the next update creates new ones.
 *
 * Why: the listing remembers what a row last showed without path and type; a
 * row reused in another folder could keep the icon and tooltip of an entry with
 * the same name.
 * Ends with: path and type in the renderer's key.
 */
export function dropRows(listing: DirListing): void {
  const inner = Private.of(listing);
  if (Array.isArray(inner._items)) {
    inner._items.forEach(row => row.remove());
    inner._items.length = 0;
  }
}

/**
 * Keep the focused index within a list that became shorter.
 *
 * Why: renaming and selecting read the item at that index, and fail when it is
 * beyond the end.
 * Ends with: clamping on refresh upstream.
 */
export function clampFocus(listing: DirListing): void {
  const inner = Private.of(listing);
  if (
    typeof inner._focusIndex === 'number' &&
    Array.isArray(inner._sortedItems)
  ) {
    const last = Math.max(0, inner._sortedItems.length - 1);
    inner._focusIndex = Math.min(Math.max(0, inner._focusIndex), last);
  }
}

/**
 * Return the focus to the focused row, after a dialog.
 *
 * Why: `delete()` is overridden, and the focused row is private.
 * Ends with: a public way to focus the listing's current row.
 */
export function focusRow(listing: DirListing): void {
  const inner = Private.of(listing);
  if (inner._focusItem && typeof inner._focusIndex === 'number') {
    inner._focusItem(inner._focusIndex);
  } else {
    listing.node.focus();
  }
}

/**
 * Group the sorted entries; their order within a group is kept.
 *
 * Why: the root shows three kinds of locations, while the sort order of the
 * listing only distinguishes folders and files.
 * Ends with: a public way to order entries, or a listing of our own.
 *
 * @param rank - The group of an entry; the lowest comes first.
 */
export function group(
  listing: DirListing,
  rank: (item: Contents.IModel) => number
): void {
  const inner = Private.of(listing);
  if (Array.isArray(inner._sortedItems)) {
    inner._sortedItems = inner._sortedItems
      .map(item => ({ item, rank: rank(item) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
    listing.update();
  }
}

/**
 * Give the columns their first widths again when they are next made.
 *
 * Why: the listing keeps the proportions of all columns, so that a column which
 * comes back leaves the name less than before.
 * Ends with: columns that go by themselves where there is no room.
 */
export function forgetColumnWidths(listing: DirListing): void {
  const sizes = Private.of(listing)._columnSizes ?? {};
  for (const column of Object.keys(sizes)) {
    sizes[column] = null;
  }
}

/**
 * What was copied or cut in the listing; `null` if it cannot be determined.
 *
 * Why: `paste()` is overridden, to ask about conflicts and to report errors,
 * and the clipboard is private.
 * Ends with: a protected hook for one pasted item.
 */
export function clipboardOf(listing: DirListing): IClipboard | null {
  const inner = Private.of(listing);
  return Array.isArray(inner._clipboard)
    ? { paths: [...inner._clipboard], isCut: inner._isCut === true }
    : null;
}

/**
 * Empty the listing's clipboard and remove the mark from cut rows.
 */
export function clearClipboard(listing: DirListing): void {
  const inner = Private.of(listing);
  if (Array.isArray(inner._clipboard)) {
    inner._clipboard.length = 0;
    inner._isCut = false;
    inner._items?.forEach(row => row.classList.remove('jp-mod-cut'));
    listing.removeClass('jp-mod-clipboard');
  }
}

/**
 * The private members that the installed JupyterLab lacks.
 *
 * @param names - The members to check; by default those used above.
 */
export function missingInternals(
  listing: DirListing,
  names: readonly string[] = Private.NAMES
): string[] {
  const inner = listing as unknown as Record<string, unknown>;
  return names.filter(name => inner[name] === undefined);
}

/**
 * A namespace for the types of private upstream members.
 */
namespace Private {
  export const NAMES: string[] = [
    '_items',
    '_sortedItems',
    '_focusIndex',
    '_focusItem',
    '_clipboard',
    '_isCut',
    '_columnSizes'
  ];

  export interface IListing {
    _items?: HTMLElement[];
    _sortedItems?: Contents.IModel[];
    _focusIndex?: number;
    _clipboard?: string[];
    _isCut?: boolean;
    _columnSizes?: { [column: string]: number | null };
    _focusItem?(index: number): void;
  }

  export function of(listing: DirListing): IListing {
    return listing as unknown as IListing;
  }
}
