// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The members of JupyterLab's listing, most of them private, that its window of
 * rows reads, sets or replaces. Nothing else uses them.
 *
 * Why: the listing creates a row for each entry, each update goes through all
 * rows, and there is no hook to create fewer. Its own code for focus, ranges,
 * renaming and dragging works as long as `_items[i]` is the row of
 * `_sortedItems[i]`; so that code is kept, and is given either the visible
 * window or the whole list.
 * Ends with: a windowed listing in JupyterLab
 * (https://github.com/jupyterlab/jupyterlab/issues/8700).
 */

import type { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { ITranslator } from '@jupyterlab/translation';

/**
 * What replaces private methods of the listing. `stock` is JupyterLab's method.
 */
export interface IReplacements {
  /** Focus the row of an entry. */
  focusItem(index: number, stock: (index: number) => void): void;

  /** Select an entry. */
  selectItem(index: number, stock: () => void): void;

  /** Rename the selected entry in its row. Resolves with its name after. */
  rename(stock: () => Promise<string>): Promise<string>;

  /** The entries of the model have changed. Replaced as a whole. */
  onRefreshed(): void;

  /** The model shows another folder. */
  onPathChanged(stock: () => void): void;
}

/**
 * A listing with its private members, under public names.
 */
export class OpenListing {
  /**
   * @param listing - A listing that lacks none of `WINDOW_NAMES`.
   */
  constructor(readonly listing: DirListing) {
    this._inner = listing as unknown as Private.IListing;
  }

  /** The rows, in the order of the entries. */
  get rows(): HTMLElement[] {
    return this._inner._items;
  }

  set rows(value: HTMLElement[]) {
    this._inner._items = value;
  }

  /** The entries, sorted. */
  get entries(): Contents.IModel[] {
    return this._inner._sortedItems;
  }

  set entries(value: Contents.IModel[]) {
    this._inner._sortedItems = value;
  }

  /** The paths of the selected entries. */
  get selection(): { [path: string]: boolean } {
    return this._inner.selection;
  }

  set selection(value: { [path: string]: boolean }) {
    this._inner.selection = value;
  }

  /** The index of the entry that has the focus, or gets it back. */
  get focusIndex(): number {
    return this._inner._focusIndex;
  }

  set focusIndex(value: number) {
    this._inner._focusIndex = value;
  }

  /** Whether entries changed while the listing was hidden. */
  get isDirty(): boolean {
    return this._inner._isDirty;
  }

  set isDirty(value: boolean) {
    this._inner._isDirty = value;
  }

  /** The index of the entry on which the mouse button was pressed, or -1. */
  get draggedIndex(): number {
    return this._inner._dragData?.index ?? -1;
  }

  /** Whether an entry is being renamed. */
  get isRenaming(): boolean {
    return this._inner._inRename;
  }

  /**
   * The path of the entry that stays selected after a plain click on one of
   * several selected entries, or `''`.
   */
  get softSelection(): string {
    return this._inner._softSelection;
  }

  /** How the entries are sorted. Setting it does not sort them. */
  get sortState(): DirListing.ISortState {
    return this._inner._sortState;
  }

  set sortState(value: DirListing.ISortState) {
    this._inner._sortState = value;
  }

  /** The settings of the order. */
  get sortSettings(): { notebooksFirst: boolean; naturalNames: boolean } {
    return {
      notebooksFirst: this._inner._sortNotebooksFirst,
      naturalNames: this._inner._sortFileNamesNaturally
    };
  }

  get translator(): ITranslator {
    return this._inner.translator;
  }

  /** Store the order and the columns. */
  saveState(): void {
    this._inner._saveState();
  }

  focusItem(index: number): void {
    this._inner._focusItem(index);
  }

  selectItem(index: number, keepExisting: boolean, focus: boolean): void {
    this._inner._selectItem(index, keepExisting, focus);
  }

  /** Extend the selection to an entry. */
  selectTo(index: number): void {
    this._inner._handleMultiSelect(index);
  }

  /**
   * Replace private methods of the listing. Called in its constructor: what
   * listens to the model hears it in the same order as without.
   */
  replace(by: IReplacements): void {
    const { listing, _inner: inner } = this;
    const { model } = listing;
    const focusItem = inner._focusItem.bind(listing);
    const selectItem = inner._selectItem.bind(listing);
    const doRename = inner._doRename.bind(listing);
    const onPathChanged = inner._onPathChanged.bind(listing);
    model.refreshed.disconnect(inner._onModelRefreshed, listing);
    model.pathChanged.disconnect(inner._onPathChanged, listing);
    inner._focusItem = index => by.focusItem(index, focusItem);
    inner._selectItem = (index, keepExisting, focus = true) =>
      by.selectItem(index, () => selectItem(index, keepExisting, focus));
    inner._doRename = () => by.rename(doRename);
    inner._onModelRefreshed = () => by.onRefreshed();
    inner._onPathChanged = () => by.onPathChanged(onPathChanged);
    model.refreshed.connect(inner._onModelRefreshed, listing);
    model.pathChanged.connect(inner._onPathChanged, listing);
  }

  private readonly _inner: Private.IListing;
}

/**
 * The private members above. If one of them is missing, the listing has no
 * window.
 */
export const WINDOW_NAMES: readonly string[] = [
  '_items',
  '_sortedItems',
  '_focusIndex',
  '_dragData',
  '_inRename',
  '_isDirty',
  '_sortState',
  '_sortNotebooksFirst',
  '_sortFileNamesNaturally',
  '_softSelection',
  '_doRename',
  '_focusItem',
  '_handleMultiSelect',
  '_onModelRefreshed',
  '_onPathChanged',
  '_saveState',
  '_selectItem'
];

/**
 * A namespace for the types of private upstream members.
 */
namespace Private {
  export interface IListing {
    selection: { [path: string]: boolean };
    readonly translator: ITranslator;
    _items: HTMLElement[];
    _sortedItems: Contents.IModel[];
    _focusIndex: number;
    readonly _dragData: { index: number } | null;
    readonly _inRename: boolean;
    _isDirty: boolean;
    _sortState: DirListing.ISortState;
    readonly _sortNotebooksFirst: boolean;
    readonly _sortFileNamesNaturally: boolean;
    readonly _softSelection: string;
    _doRename(): Promise<string>;
    _focusItem(index: number): void;
    _handleMultiSelect(index: number): void;
    _onModelRefreshed(): void;
    _onPathChanged(): void;
    _saveState(): void;
    _selectItem(index: number, keepExisting: boolean, focus?: boolean): void;
  }
}
