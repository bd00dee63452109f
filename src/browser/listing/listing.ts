// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { Drag } from '@lumino/dragdrop';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { showProblem } from '../../dialogs/errordialog';
import { STAYS } from '../../dialogs/stays';
import { readDropped } from '../../transfers/uploads/chosenfiles';
import {
  clampFocus,
  clearClipboard,
  clipboardOf,
  dropRows,
  focusRow,
  group,
  withoutRows
} from '../../internals/listing';
import type { S3BrowserModel } from '../model/browsermodel';
import { CONTENTS_MIME } from '../../drags';
import { localOf } from '../model/paths';
import { RowRenderer } from './renderer';
import { describeRow } from './rows';
import type { IEntryActions } from '../model/types';

/**
 * JupyterLab's listing over the S3 drive. It refuses with a reason what cannot
 * be done, never overwrites without asking, and says that deleting is
 * permanent.
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
    const { trans } = model;
    this.contentNode.setAttribute('aria-label', trans.__('Entries'));
    model.publicityChanged.connect(() => this.update(), this);
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
    Signal.clearData(this);
    super.dispose();
  }

  handleEvent(event: Event): void {
    const target = event.target as Node | null;
    if (event.type === 'mousedown' && !this.contentNode.contains(target)) {
      withoutRows(this, () => super.handleEvent(event));
    } else {
      super.handleEvent(event);
    }
  }

  setColumnVisibility(
    name: DirListing.ToggleableColumn,
    visible: boolean
  ): void {
    super.setColumnVisibility(name, visible);
    // The check box of the new header is not initialized before the next
    // update, and would clear the selection when pressed.
    this.update();
  }

  /**
   * Sort the entries. At the root, bookmarks, buckets and recent locations are
   * sorted separately.
   */
  sort(state: DirListing.ISortState): void {
    super.sort(state);
    const { ranks } = this;
    if (ranks) {
      group(this, ranks);
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

  /**
   * Groups the entries of this folder, lowest first; `undefined` where all are
   * of one kind.
   */
  protected get ranks(): ((item: Contents.IModel) => number) | undefined {
    const { drive, isRoot, manager } = this._s3;
    if (!isRoot) {
      return undefined;
    }
    return item => {
      const path = manager.services.contents.localPath(item.path);
      const kind = drive.flags(path).kind ?? 'bucket';
      return ['bookmark', 'bucket', 'recent'].indexOf(kind);
    };
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

  protected onUpdateRequest(msg: Message): void {
    if (this._renderedPath !== this._s3.path) {
      this._renderedPath = this._s3.path;
      dropRows(this);
    }
    super.onUpdateRequest(msg);
  }

  protected updateNodes(
    items: Contents.IModel[],
    nodes: HTMLElement[],
    sizeOnly = false
  ): void {
    super.updateNodes(items, nodes, sizeOnly);
    // JupyterLab's menu entries for workspace files ("Move to Trash", "Open in
    // Terminal"…) match this attribute. The S3 drive has its own entries.
    nodes.forEach(node => node.removeAttribute('data-isdir'));
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
    if (
      event.proposedAction === 'none' ||
      !event.mimeData.hasData(CONTENTS_MIME)
    ) {
      event.dropAction = 'none';
      return;
    }
    const target = this.modelForClick(event);
    const dir = target?.type === 'directory' ? target.path : this._s3.path;
    const paths = event.mimeData.getData(CONTENTS_MIME) as string[];
    event.dropAction = event.ctrlKey ? 'copy' : event.proposedAction;
    void this._actions.bring(paths, dir, event.dropAction === 'copy');
  }

  /**
   * Upload files dropped from the desktop, folders with all their contents.
   */
  protected evtNativeDrop(event: DragEvent): void {
    event.preventDefault();
    const { dataTransfer } = event;
    if (
      dataTransfer &&
      this._s3.allowFileUploads &&
      !this._actions.isRefused('upload', [])
    ) {
      void this._upload(dataTransfer);
    }
  }

  private async _upload(transfer: DataTransfer): Promise<void> {
    const { localPath, transfers, trans } = this._s3;
    try {
      const { items, ...more } = await readDropped(transfer, localPath);
      await transfers.run(items, more);
    } catch (error) {
      await showProblem(trans.__('Upload failed'), error, trans);
    }
  }

  private _selected(): Contents.IModel[] {
    return Array.from(this.selectedItems());
  }

  private readonly _s3: S3BrowserModel;
  private readonly _actions: IEntryActions;
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
