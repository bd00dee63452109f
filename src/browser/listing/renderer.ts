// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Time } from '@jupyterlab/coreutils';
import { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { LabIcon } from '@jupyterlab/ui-components';

import { NO_DATE } from '../../drive/lookup/models';
import { Dates } from './datetexts';
import type { IBadge } from '../model/badges';
import { lockIcon, publicIcon, unknownIcon } from '../../icons';
import { shownEnd, measureLike } from './nameend';
import type { IRow } from './rows';

type Arguments<
  K extends 'updateItemNode' | 'updateItemModified' | 'updateItemSize'
> = Parameters<DirListing.Renderer[K]>;

/**
 * JupyterLab's renderer with icons for buckets, bookmarks and recent locations,
 * and with tooltips that are created when the mouse is over them.
 */
export class RowRenderer extends DirListing.Renderer {
  /**
   * @param rowOf - Describes the row of an entry.
   */
  constructor(rowOf: (item: Contents.IModel) => IRow) {
    super();
    this._rowOf = rowOf;
  }

  createNode(): HTMLElement {
    const node = super.createNode();
    const tell = (event: Event) => this._tell(event.target as Element);
    node.addEventListener('mouseover', tell);
    node.addEventListener('focusin', tell);
    return node;
  }

  updateItemNode(...args: Arguments<'updateItemNode'>): void {
    const [node, item, fileType, ...rest] = args;
    const [, , , modifiedStyle, columnsSizes, createdStyle] = rest;
    const row = this._rowOf(item);
    const type =
      row.icon && fileType ? { ...fileType, icon: row.icon } : fileType;
    // JupyterLab formats each date three times, for a tooltip that is replaced
    // here.
    const undated = { ...item, created: '', last_modified: '' };
    super.updateItemNode(node, undated, type, ...rest);
    Private.dress(node, item, row, this.getNameNode(node));
    Private.pin(node, row.badge);
    this.updateItemSize(node, item, modifiedStyle, columnsSizes, createdStyle);
    this._setTitle(node, () => row.title);
  }

  updateItemSize(...args: Arguments<'updateItemSize'>): void {
    super.updateItemSize(...args);
    const [node, item, , sizes] = args;
    const cell = node.querySelector<HTMLElement>('.jp-DirListing-itemName');
    if (cell?.isConnected) {
      // A mark comes after the whole name.
      const isPlain = !cell.querySelector('[data-s3-mark]');
      const badge = node.dataset.s3Badge ? BADGE_WIDTH : 0;
      const room = (sizes?.name ?? 0) - ICON_WIDTH - badge;
      this._widthOf ??= measureLike(cell);
      const end =
        isPlain && room > 0 ? shownEnd(item.name, room, this._widthOf) : '';
      if (end) {
        cell.dataset.s3End = end;
      } else {
        delete cell.dataset.s3End;
      }
    }
  }

  updateItemModified(...args: Arguments<'updateItemModified'>): void {
    const [cell, date, style] = args;
    const text = date === NO_DATE ? '' : this._dates.ago(date, style);
    if (cell.textContent !== text) {
      cell.textContent = text;
    }
    this._setTitle(cell, () =>
      date === NO_DATE ? '' : Time.format(new Date(date))
    );
  }

  updateItemCreated(...args: Arguments<'updateItemModified'>): void {
    this.updateItemModified(...args);
  }

  createDragImage(
    ...args: Parameters<DirListing.Renderer['createDragImage']>
  ): HTMLElement {
    const image = super.createDragImage(...args);
    // The position of the row in the list is not the position of the mouse.
    image.style.top = '';
    return image;
  }

  /**
   * Set a tooltip: now if the mouse is over the node, or else when it enters.
   */
  private _setTitle(node: HTMLElement, title: () => string): void {
    if (node.matches(':hover')) {
      node.title = title();
      this._titles.delete(node);
    } else {
      node.removeAttribute('title');
      this._titles.set(node, title);
    }
  }

  /** Create the tooltips of the node under the mouse. */
  private _tell(target: Element): void {
    for (
      let node: Element | null = target;
      node instanceof HTMLElement;
      node = node.parentElement
    ) {
      const title = this._titles.get(node);
      if (title) {
        // JupyterLab may have added the name of a kernel.
        node.title = title() + node.title;
        this._titles.delete(node);
      }
    }
  }

  private readonly _rowOf: (item: Contents.IModel) => IRow;
  private readonly _dates = new Dates();
  private _widthOf: ((text: string) => number) | null = null;
  private readonly _titles = new WeakMap<Element, () => string>();
}

/** The width of the icon before a name, with its margin (px). */
const ICON_WIDTH = 24;

/** The width of a badge after a name, with its margin (px). */
const BADGE_WIDTH = 18;

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The class of a badge.
   */
  const BADGE = 'jp-S3Badge';

  const ICONS: { readonly [kind in IBadge['kind']]: LabIcon } = {
    public: publicIcon,
    partly: publicIcon,
    unknown: unknownIcon,
    closed: lockIcon
  };

  /**
   * Add or remove the badge after the name. It is a sibling of the name, which
   * is truncated when space is short and is edited in place.
   */
  export function pin(node: HTMLElement, badge: IBadge | undefined): void {
    const kind = badge && !badge.isQuiet ? badge.kind : '';
    if ((node.dataset.s3Badge ?? '') === kind) {
      return;
    }
    node.querySelector(`.${BADGE}`)?.remove();
    if (kind) {
      const mark = ICONS[kind].element({ tag: 'span', className: BADGE });
      // The accessible name already contains it.
      mark.setAttribute('aria-hidden', 'true');
      node.querySelector('.jp-DirListing-itemName')?.append(mark);
      node.dataset.s3Badge = kind;
    } else {
      delete node.dataset.s3Badge;
    }
  }

  /**
   * Add to a row what JupyterLab's renderer does not support.
   *
   * @param name - The node of the name; absent while the name is edited.
   */
  export function dress(
    node: HTMLElement,
    item: Contents.IModel,
    row: IRow,
    name: HTMLElement | undefined
  ): void {
    node.dataset.s3Kind = row.kind;
    node.classList.toggle('jp-mod-s3Blocked', row.kind === 'blocked');
    if (row.kind === 'blocked') {
      node.setAttribute('aria-disabled', 'true');
    } else {
      node.removeAttribute('aria-disabled');
    }
    if (name && row.mark) {
      name.dataset.s3Mark = row.mark;
    } else {
      delete name?.dataset.s3Mark;
    }
    if (row.warning) {
      name?.setAttribute('aria-label', `${item.name}. ${row.warning}`);
    } else {
      name?.removeAttribute('aria-label');
    }
  }
}
