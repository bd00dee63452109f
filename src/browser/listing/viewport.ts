// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { OpenListing } from '../../internals/windowed';
import { indexFinder, indicesOf } from './rowindex';
import { RowSwap } from './rowswap';
import type { IRowRange } from './geometry';
import { Geometry } from './geometry';
import { WindowRows } from './windowrows';

/**
 * The number of rows kept above and below the visible ones.
 */
const MARGIN = 10;

/**
 * The height of a row before one was measured.
 */
const ROW_HEIGHT = 24;

/**
 * The visible part of a listing: creates the rows near it, and releases the
 * others.
 */
export class Viewport {
  /**
   * @param draw - JupyterLab's code, which updates the rows of the listing.
   */
  constructor(listing: OpenListing, draw: () => void) {
    this._listing = listing;
    this._content = listing.listing.contentNode;
    this._rows = new WindowRows(this._content);
    this._swap = new RowSwap(listing, this._rows, draw);
    this._resized = new ResizeObserver(() => this._onResized());
    this._content.setAttribute('role', 'grid');
    this._content.setAttribute('aria-multiselectable', 'true');
  }

  dispose(): void {
    this._resized.disconnect();
    this._rows.drop();
    this._swap.entries = [];
  }

  /** The listing was attached to the page. */
  attach(): void {
    this._resized.observe(this._content);
  }

  /** The listing is about to be detached. */
  detach(): void {
    this._resized.disconnect();
  }

  /** The current geometry of the rows. */
  get geometry(): Geometry {
    const { entries } = this._swap;
    const { clientHeight } = this._content;
    return new Geometry(entries.length, this._rowHeight, clientHeight);
  }

  /** See `RowSwap.drawn`. */
  drawn(
    items: Contents.IModel[],
    nodes: HTMLElement[]
  ): [Contents.IModel[], HTMLElement[]] {
    return this._swap.drawn(items, nodes);
  }

  /** Show the current entries and selection. */
  draw(): void {
    const { entries, selection } = this._listing;
    this.adopt(entries);
    this._swap.selectedCount = Object.keys(selection).length;
    this._render(true);
    if (this._remeasure()) {
      this._render(true);
    }
  }

  /**
   * Show other entries. The focused entry, the entry being renamed and the
   * first visible row keep their entry and position as long as the entry
   * exists.
   */
  adopt(items: Contents.IModel[]): void {
    const listing = this._listing;
    const before = this._swap.entries;
    if (before === items && listing.rows.length === items.length) {
      return;
    }
    const drawn = this._rows.indices.map(index => before[index]?.path);
    const locate = indexFinder(before, items);
    const seen = this._isToTop ? null : this._firstSeen();
    this._anchor = seen && { ...seen, index: locate(seen.index) };
    const isInUse = this._hasFocus || Object.keys(listing.selection).length > 0;
    listing.focusIndex = Math.max(0, isInUse ? locate(listing.focusIndex) : 0);
    this._rows.follow(before, indicesOf(items, new Set(drawn)));
    this._swap.entries = items;
    listing.entries = items;
    listing.rows = this._rows.list(items.length);
    this._isStale = true;
  }

  /**
   * Forget all rows, to show the entries of another folder.
   */
  reset(): void {
    this._rows.drop();
    this._swap.entries = [];
    this._listing.rows = [];
    this._listing.focusIndex = 0;
    this.toTop();
  }

  /** Scroll to the first row at the next update. */
  toTop(): void {
    this._isToTop = true;
    this._anchor = null;
  }

  /**
   * Scroll to an entry and create its row immediately.
   */
  ensure(index: number): void {
    this.adopt(this._listing.entries);
    if (index < 0 || index >= this._swap.entries.length) {
      return;
    }
    if (this._isStale) {
      this._render(true);
    }
    const content = this._content;
    const { geometry } = this;
    const target = geometry.reveal(index, content.scrollTop);
    if (geometry.viewHeight > 0 && target !== content.scrollTop) {
      content.scrollTop = target;
    }
    if (!this._rows.get(index)) {
      this._render(false, index);
    }
  }

  /** Create rows when scrolling has come near the end of the existing ones. */
  follow(): void {
    const { geometry } = this;
    const { scrollTop } = this._content;
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

  /**
   * Create the visible rows and release distant ones.
   *
   * @param all - Whether existing rows are updated too.
   * @param extra - An entry that gets a row wherever it is.
   */
  private _render(all: boolean, extra = -1): void {
    const { geometry } = this;
    const content = this._content;
    this._rows.stretch(geometry);
    this._settle(geometry);
    const range = geometry.range(content.scrollTop, MARGIN);
    const wanted = this._wanted(range, extra);
    for (const index of this._rows.release(wanted)) {
      this._rows.clear(this._listing.rows, index);
    }
    const hadFocus = this._hasFocus;
    const kept = Array.from(wanted).filter(index => this._rows.get(index));
    const fresh = Array.from(wanted).filter(index => !this._rows.get(index));
    // Never an empty update: JupyterLab's code would size the columns again.
    const updated = (all ? kept : kept.slice(0, 1)).concat(fresh);
    this._swap.update(updated, this._rows.takeSpare(fresh.length), all);
    this._rendered = range;
    this._isStale = this._isStale && !all;
    this._rows.arrange(geometry, content.scrollTop);
    this._swap.mark(updated);
    if (hadFocus && !this._hasFocus) {
      this._refocus();
    }
  }

  /**
   * The entries that get rows: those in the range and, wherever they are, the
   * focused one (without its row, keys have no target), the one being renamed
   * and the one being dragged.
   */
  private _wanted(range: IRowRange, extra: number): Set<number> {
    const { draggedIndex, focusIndex } = this._listing;
    const wanted = new Set(
      [focusIndex, this._rows.edited, draggedIndex, extra].filter(
        index => index >= 0 && index < this._swap.entries.length
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
      this._content.scrollTop = 0;
    } else if (this._anchor) {
      const { index, shift } = this._anchor;
      const offset = index * geometry.rowHeight + shift;
      this._content.scrollTop = geometry.scrollTop(offset);
    }
    this._isToTop = false;
    this._anchor = null;
  }

  /**
   * The first visible entry, and how much of it is cut off. `null` at the very
   * top, where entries that come before it must become visible.
   */
  private _firstSeen(): IAnchor | null {
    const { scrollTop } = this._content;
    if (this._anchor || scrollTop <= 0 || this._swap.entries.length === 0) {
      return this._anchor;
    }
    const { geometry } = this;
    const index = geometry.range(scrollTop).first;
    const shift = geometry.offset(scrollTop) - index * geometry.rowHeight;
    return { index, shift };
  }

  private _onResized(): void {
    if (this._isRowHeightNew()) {
      this._listing.listing.update();
    }
    this.follow();
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

  private get _hasFocus(): boolean {
    return this._content.contains(document.activeElement);
  }

  /** Focus the entry that should have the focus. */
  private _refocus(): void {
    const { focusIndex, listing } = this._listing;
    const row = this._rows.get(focusIndex);
    const name = row ? listing.renderer.getNameNode(row) : null;
    (name ?? listing.node).focus({ preventScroll: true });
  }

  private readonly _listing: OpenListing;
  private readonly _content: HTMLElement;
  private readonly _rows: WindowRows;
  private readonly _swap: RowSwap;
  private readonly _resized: ResizeObserver;
  private _rowHeight = ROW_HEIGHT;
  private _rendered: IRowRange = { first: 0, end: 0 };
  private _anchor: IAnchor | null = null;
  private _isToTop = false;
  /** Whether the rows show a state older than the entries. */
  private _isStale = false;
}

/**
 * An entry, and the number of pixels by which it is scrolled out at the top.
 */
interface IAnchor {
  readonly index: number;
  readonly shift: number;
}
