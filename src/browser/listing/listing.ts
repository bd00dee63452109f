// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { Drag } from '@lumino/dragdrop';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { STAYS } from '../../dialogs/stays';
import {
  clampFocus,
  clearClipboard,
  clipboardOf,
  dropRows,
  focusRow,
  forgetColumnWidths,
  group,
  withoutRows
} from '../../internals/listing';
import type { S3BrowserModel } from '../model/browsermodel';
import { localOf } from '../model/paths';
import { ColumnFit } from './columnfit';
import { ListingDrops } from './listingdrops';
import { RowRenderer } from './renderer';
import { groupsOf } from './rootgroups';
import { describeRow } from './rows';
import { RowWindow } from './rowwindow';
import type { IEntryActions } from '../model/types';

/**
 * JupyterLab's listing over the S3 drive. It refuses with a reason what cannot
 * be done, never overwrites without asking, and says that deleting is
 * permanent.
 *
 * Its window has only the rows near the viewport. Where this version of
 * JupyterLab lacks a private member that the window needs, there is none, and
 * each entry has a row.
 */
export class S3DirListing extends DirListing {
  constructor(options: S3DirListing.IOptions) {
    const { model } = options;
    const { contents } = model.manager.services;
    super({
      ...options,
      renderer: new RowRenderer(item => {
        const path = localOf(contents, item.path);
        const { kind, ...flags } = model.drive.flags(path);
        // Inside its own folder, a bookmarked folder is like any other.
        const own = model.isRoot ? { ...flags, kind } : flags;
        const badge = model.publicity.badgeOf(item, path);
        return describeRow(item, path, own, model.trans, badge);
      })
    });
    this._s3 = model;
    this._actions = model.actions;
    this._drops = new ListingDrops(model);
    this._window = RowWindow.of(this, {
      draw: () => this._draw(Widget.Msg.UpdateRequest),
      version: () => model.folder.shown.version,
      rank: () => groupsOf(model)
    });
    if (!this._window) {
      model.folder.showsMany = false;
    }
    const { trans } = model;
    this.contentNode.setAttribute('aria-label', trans.__('Entries'));
    model.publicity.rowsChanged.connect(() => this.update(), this);
  }

  /**
   * A signal emitted when a file is opened.
   */
  get fileOpened(): ISignal<this, Contents.IModel> {
    return this._fileOpened;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._window?.dispose();
    Signal.clearData(this);
    super.dispose();
  }

  selectedItems(): IterableIterator<Contents.IModel> {
    return this._window?.selectedItems() ?? super.selectedItems();
  }

  handleEvent(event: Event): void {
    const target = event.target as Node | null;
    if (event.type === 'mousedown' && !this.contentNode.contains(target)) {
      withoutRows(this, () => super.handleEvent(event));
    } else {
      super.handleEvent(event);
    }
    if (event.type === 'scroll') {
      this._window?.view.follow();
    }
  }

  setColumnVisibility(
    name: DirListing.ToggleableColumn,
    visible: boolean
  ): void {
    this._columns.choose(name, visible);
  }

  /**
   * Sort the entries. At the root, bookmarks, buckets and recent locations are
   * sorted separately.
   */
  sort(state: DirListing.ISortState): void {
    if (this._window) {
      this._window.sort(state);
      return;
    }
    super.sort(state);
    const rank = groupsOf(this._s3);
    if (rank) {
      group(this, rank);
    }
    clampFocus(this);
  }

  /**
   * Delete the selection permanently, after asking.
   */
  async delete(): Promise<void> {
    await this._actions.delete(this._selected());
    if (!this.isDisposed) {
      focusRow(this);
    }
  }

  async rename(): Promise<string> {
    return this._actions.isRefused('rename', this._selected())
      ? ''
      : super.rename();
  }

  cut(): void {
    if (!this._actions.isRefused('cut', this._selected())) {
      super.cut();
    }
  }

  duplicate(): Promise<void> {
    return this._actions.duplicate(this._selected());
  }

  download(): Promise<void> {
    return this._actions.download(this._selected());
  }

  /**
   * Paste what was cut or copied in this panel, or what was copied elsewhere
   * since.
   */
  async paste(): Promise<void> {
    if (this._s3.pasteFromElsewhere?.()) {
      return;
    }
    const clipboard = clipboardOf(this);
    if (!clipboard) {
      return super.paste();
    }
    const { path, trans } = this._s3;
    if (clipboard.paths.length === 0) {
      const message = trans.__(
        'Nothing was copied or cut. To bring files from your computer, use Upload.'
      );
      Notification.info(message, { autoClose: STAYS.done });
    } else if (!this._actions.isRefused('write', [])) {
      clearClipboard(this);
      await this._actions.bring(clipboard.paths, path, !clipboard.isCut);
    }
  }

  protected handleOpen(item: Contents.IModel): void {
    if (this._actions.isRefused('read', [item])) {
      return;
    }
    super.handleOpen(item);
    if (item.type !== 'directory') {
      this._fileOpened.emit(item);
    }
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._resizes.observe(this.node);
    this._window?.view.attach();
  }

  protected onBeforeDetach(msg: Message): void {
    this._resizes.disconnect();
    this._window?.view.detach();
    super.onBeforeDetach(msg);
  }

  protected onUpdateRequest(msg: Message): void {
    if (this._window) {
      this._window.view.draw();
    } else {
      this._draw(msg);
    }
  }

  protected updateNodes(
    items: Contents.IModel[],
    nodes: HTMLElement[],
    sizeOnly = false
  ): void {
    const [entries, rows] = this._drawn(items, nodes);
    super.updateNodes(entries, rows, sizeOnly);
    // JupyterLab's menu entries for workspace files ("Move to Trash", "Open in
    // Terminal"…) match this attribute. The S3 drive has its own entries.
    rows.forEach(row => row.removeAttribute('data-isdir'));
  }

  protected updateModified(
    items: Contents.IModel[],
    nodes: HTMLElement[]
  ): void {
    super.updateModified(...this._drawn(items, nodes));
  }

  protected updateCreated(
    items: Contents.IModel[],
    nodes: HTMLElement[]
  ): void {
    super.updateCreated(...this._drawn(items, nodes));
  }

  protected evtKeydown(event: KeyboardEvent): void {
    if (!this._window?.press(event)) {
      super.evtKeydown(event);
    }
  }

  protected handleFileSelect(event: MouseEvent): void {
    super.handleFileSelect(event);
    this._window?.focusPressed();
  }

  /**
   * Move or copy the entries dropped on a row.
   */
  protected evtDrop(event: Drag.Event): void {
    event.preventDefault();
    event.stopPropagation();
    this.node
      .querySelectorAll('.jp-mod-dropTarget')
      .forEach(row => row.classList.remove('jp-mod-dropTarget'));
    this._drops.bring(event, this.modelForClick(event));
  }

  /**
   * Upload files dropped from the desktop, folders with all their contents.
   */
  protected evtNativeDrop(event: DragEvent): void {
    event.preventDefault();
    if (event.dataTransfer) {
      this._drops.upload(event.dataTransfer);
    }
  }

  /** Update the rows that JupyterLab's code sees. */
  private _draw(msg: Message): void {
    if (this._renderedPath !== this._s3.path) {
      this._renderedPath = this._s3.path;
      dropRows(this);
    }
    super.onUpdateRequest(msg);
  }

  /** The entries and rows to update, of those that JupyterLab's code passes. */
  private _drawn(
    items: Contents.IModel[],
    nodes: HTMLElement[]
  ): [Contents.IModel[], HTMLElement[]] {
    return this._window?.view.drawn(items, nodes) ?? [items, nodes];
  }

  private _selected(): Contents.IModel[] {
    return Array.from(this.selectedItems());
  }

  private readonly _s3: S3BrowserModel;
  private readonly _actions: IEntryActions;
  private readonly _drops: ListingDrops;
  private readonly _columns = new ColumnFit(
    (name, visible) => {
      super.setColumnVisibility(name, visible);
      // The check box of the new header is not initialized before the next
      // update, and would clear the selection when pressed.
      this.update();
    },
    () => forgetColumnWidths(this)
  );
  private readonly _resizes = new ResizeObserver(([{ contentRect }]) =>
    this._columns.fit(contentRect.width)
  );
  private readonly _window: RowWindow | null;
  private readonly _fileOpened = new Signal<this, Contents.IModel>(this);
  private _renderedPath = '';
}

/**
 * The namespace of `S3DirListing` statics.
 */
export namespace S3DirListing {
  /**
   * The options of JupyterLab's listing.
   */
  export interface IOptions extends Omit<DirListing.IOptions, 'renderer'> {
    model: S3BrowserModel;
  }
}
