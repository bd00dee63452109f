// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { Message } from '@lumino/messaging';

import type { S3DirListing } from './listing';
import { SparseListing } from './sparse';
import { indexFinder, indicesOf } from './rowindex';
import type { IRowRange } from './geometry';
import { Geometry } from './geometry';

/**
 * The number of rows kept above and below the visible ones.
 */
const MARGIN = 10;

/**
 * The height of a row before one was measured.
 */
const ROW_HEIGHT = 24;

/**
 * A listing in which only the rows near the viewport exist.
 */
export class WindowView extends SparseListing {
  constructor(options: S3DirListing.IOptions) {
    super(options);
    const content = this.contentNode;
    this.addClass('jp-mod-windowed');
    content.setAttribute('role', 'grid');
    content.setAttribute('aria-multiselectable', 'true');
    this._resized = new ResizeObserver(() => this._onResized());
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._resized.disconnect();
    this._rows.drop();
    this._shown = [];
    super.dispose();
  }

  handleEvent(event: Event): void {
    super.handleEvent(event);
    if (event.type === 'scroll') {
      this._follow();
    }
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._resized.observe(this.contentNode);
  }

  protected onBeforeDetach(msg: Message): void {
    this._resized.disconnect();
    super.onBeforeDetach(msg);
  }

  protected onUpdateRequest(msg: Message): void {
    this.adopt(this._sortedItems);
    this._selectedCount = Object.keys(this.selection).length;
    this._render(true);
    if (this._remeasure()) {
      this._render(true);
    }
  }

  /** The current geometry of the rows. */
  protected get geometry(): Geometry {
    const height = this.contentNode.clientHeight;
    return new Geometry(this._shown.length, this._rowHeight, height);
  }

  /**
   * Show other entries. The focused entry, the entry being renamed and the
   * first visible row keep their entry and position as long as the entry
   * exists.
   */
  protected adopt(items: Contents.IModel[]): void {
    const before = this._shown;
    if (before === items && this._items.length === items.length) {
      return;
    }
    const drawn = this._rows.indices.map(index => before[index]?.path);
    const locate = indexFinder(before, items);
    const seen = this._isToTop ? null : this._firstSeen();
    this._anchor = seen && { ...seen, index: locate(seen.index) };
    const isInUse =
      this.contentNode.contains(document.activeElement) ||
      Object.keys(this.selection).length > 0;
    this._focusIndex = Math.max(0, isInUse ? locate(this._focusIndex) : 0);
    this._rows.follow(before, indicesOf(items, new Set(drawn)));
    this._shown = items;
    this._sortedItems = items;
    this._items = this._rows.list(items.length);
    this._isStale = true;
  }

  /**
   * Forget all rows, to show the entries of another folder.
   */
  protected reset(): void {
    this._rows.drop();
    this._shown = [];
    this._items = [];
    this._focusIndex = 0;
    this.toTop();
  }

  /** Scroll to the first row at the next update. */
  protected toTop(): void {
    this._isToTop = true;
    this._anchor = null;
  }

  /**
   * Scroll to an entry and create its row immediately.
   */
  protected ensure(index: number): void {
    this.adopt(this._sortedItems);
    if (index < 0 || index >= this._shown.length) {
      return;
    }
    if (this._isStale) {
      this._render(true);
    }
    const content = this.contentNode;
    const { geometry } = this;
    const target = geometry.reveal(index, content.scrollTop);
    if (geometry.viewHeight > 0 && target !== content.scrollTop) {
      content.scrollTop = target;
    }
    if (!this._rows.get(index)) {
      this._render(false, index);
    }
  }

  /**
   * Create the visible rows and release distant ones.
   *
   * @param all - Whether existing rows are updated too.
   * @param extra - An entry that gets a row wherever it is.
   */
  private _render(all: boolean, extra = -1): void {
    const { geometry } = this;
    const content = this.contentNode;
    this._rows.stretch(geometry);
    this._settle(geometry);
    const range = geometry.range(content.scrollTop, MARGIN);
    const wanted = this._wanted(range, extra);
    for (const index of this._rows.release(wanted)) {
      this._rows.clear(this._items, index);
    }
    const hasFocus = content.contains(document.activeElement);
    const kept = Array.from(wanted).filter(index => this._rows.get(index));
    const fresh = Array.from(wanted).filter(index => !this._rows.get(index));
    // Never an empty update: JupyterLab's code would size the columns again.
    const updated = (all ? kept : kept.slice(0, 1)).concat(fresh);
    this._update(updated, this._rows.takeSpare(fresh.length), all);
    this._rendered = range;
    this._isStale = this._isStale && !all;
    this._rows.arrange(geometry, content.scrollTop);
    this._mark(updated);
    if (hasFocus && !content.contains(document.activeElement)) {
      this._refocus();
    }
  }

  /**
   * The entries that get rows: those in the range and, wherever they are, the
   * focused one (without its row, keys have no target), the one being renamed
   * and the one being dragged.
   */
  private _wanted(range: IRowRange, extra: number): Set<number> {
    const dragged = this._dragData?.index ?? -1;
    const wanted = new Set(
      [this._focusIndex, this._rows.edited, dragged, extra].filter(
        index => index >= 0 && index < this._shown.length
      )
    );
    for (let index = range.first; index < range.end; index++) {
      wanted.add(index);
    }
    return wanted;
  }

  /**
   * Scroll to the pending position, once the area is visible.
   */
  private _settle(geometry: Geometry): void {
    if (geometry.viewHeight === 0) {
      return;
    }
    if (this._isToTop) {
      this.contentNode.scrollTop = 0;
    } else if (this._anchor) {
      const { index, shift } = this._anchor;
      const offset = index * geometry.rowHeight + shift;
      this.contentNode.scrollTop = geometry.scrollTop(offset);
    }
    this._isToTop = false;
    this._anchor = null;
  }

  /**
   * The first visible entry, and how much of it is cut off. `null` at the very
   * top, where entries that come before it must become visible.
   */
  private _firstSeen(): IAnchor | null {
    const { scrollTop } = this.contentNode;
    if (this._anchor || scrollTop <= 0 || this._shown.length === 0) {
      return this._anchor;
    }
    const { geometry } = this;
    const index = geometry.range(scrollTop).first;
    const shift = geometry.offset(scrollTop) - index * geometry.rowHeight;
    return { index, shift };
  }

  /** Create rows when scrolling has come near the end of the existing ones. */
  private _follow(): void {
    const { geometry } = this;
    const { scrollTop } = this.contentNode;
    if (geometry.viewHeight === 0) {
      return;
    }
    const { first, end } = geometry.range(scrollTop, MARGIN / 2);
    if (this._isStale || this._isToTop) {
      this._render(true);
    } else if (first < this._rendered.first || end > this._rendered.end) {
      this._render(false);
    } else if (geometry.isScaled) {
      this._rows.arrange(geometry, scrollTop);
    }
  }

  private _onResized(): void {
    if (this._isRowHeightNew()) {
      this.update();
    }
    this._follow();
  }

  /**
   * Measure the height of the drawn rows, which depends on theme, font size and
   * columns.
   *
   * @returns Whether the height changed.
   */
  private _remeasure(): boolean {
    const isNew = this._isRowHeightNew();
    if (isNew) {
      this._anchor = this._firstSeen();
      this._rowHeight = this._rows.measure();
    }
    return isNew;
  }

  private _isRowHeightNew(): boolean {
    const height = this._rows.measure();
    return height > 0 && Math.abs(height - this._rowHeight) > 0.01;
  }

  /** Focus the entry that should have the focus. */
  private _refocus(): void {
    const row = this._rows.get(this._focusIndex);
    const name = row ? this.renderer.getNameNode(row) : null;
    (name ?? this.node).focus({ preventScroll: true });
  }

  private readonly _resized: ResizeObserver;
  private _rowHeight = ROW_HEIGHT;
  private _rendered: IRowRange = { first: 0, end: 0 };
  private _anchor: IAnchor | null = null;
  private _isToTop = false;
  /** Whether the rows show a state older than `_shown`. */
  private _isStale = false;
}

/**
 * An entry, and the number of pixels by which it is scrolled out at the top.
 */
interface IAnchor {
  readonly index: number;
  readonly shift: number;
}
