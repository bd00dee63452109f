// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The members of JupyterLab's listing, most of them private, that the windowed
 * listing overrides or changes. Nothing else uses them.
 *
 * Why: the listing creates a row for each entry, each update goes through all
 * rows, and there is no hook to create fewer. Its own code for focus, ranges,
 * renaming and dragging works as long as `_items[i]` is the row of
 * `_sortedItems[i]`; so that code is kept, and is given either the visible
 * window or the whole list.
 * Ends with: a windowed listing in JupyterLab
 * (https://github.com/jupyterlab/jupyterlab/issues/8700).
 */

import type {
  DirListing,
  FilterFileBrowserModel
} from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { ITranslator } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

/**
 * JupyterLab's listing with its private members. Only a declaration: at runtime
 * it is `DirListing` itself.
 */
export declare class OpenListing extends Widget {
  constructor(options: DirListing.IOptions);

  readonly contentNode: HTMLElement;
  readonly headerNode: HTMLElement;
  readonly model: FilterFileBrowserModel;
  readonly renderer: DirListing.IRenderer;
  readonly selectionChanged: ISignal<DirListing, void>;

  handleEvent(event: Event): void;
  selectedItems(): IterableIterator<Contents.IModel>;
  sort(state: DirListing.ISortState): void;
  clearSelectedItems(emit?: boolean): void;

  protected selection: { [path: string]: boolean };
  protected translator: ITranslator;
  /** From `S3DirListing`: how the entries of the current folder are grouped. */
  protected get ranks(): ((item: Contents.IModel) => number) | undefined;
  protected evtKeydown(event: KeyboardEvent): void;
  protected handleFileSelect(event: MouseEvent): void;
  protected onUpdateRequest(msg: Message): void;
  protected updateCreated(items: Contents.IModel[], nodes: HTMLElement[]): void;
  protected updateModified(
    items: Contents.IModel[],
    nodes: HTMLElement[]
  ): void;
  protected updateNodes(
    items: Contents.IModel[],
    nodes: HTMLElement[],
    sizeOnly?: boolean
  ): void;

  /** The rows, in the order of the entries. */
  protected _items: HTMLElement[];
  protected _sortedItems: Contents.IModel[];
  /** The index of the entry that has the focus, or gets it back. */
  protected _focusIndex: number;
  /** Set when the mouse button is pressed. */
  protected _dragData: { index: number } | null;
  protected _inRename: boolean;
  /** Whether entries changed while the listing was hidden. */
  protected _isDirty: boolean;
  protected _sortState: DirListing.ISortState;
  protected _sortNotebooksFirst: boolean;
  protected _sortFileNamesNaturally: boolean;
  /**
   * The path of the entry that stays selected after a plain click on one of
   * several selected entries.
   */
  protected _softSelection: string;

  protected _doRename(): Promise<string>;
  protected _focusItem(index: number): void;
  protected _handleMultiSelect(index: number): void;
  protected _onModelRefreshed(): void;
  protected _onPathChanged(): void;
  protected _saveState(): void;
  protected _selectItem(
    index: number,
    keepExisting: boolean,
    focus?: boolean
  ): void;
}

/**
 * The private members above. If one of them is missing, the stock listing is
 * used.
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
