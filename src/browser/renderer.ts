// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';

import { NO_DATE } from '../drive/models';
import type { IRow } from './rows';

/**
 * JupyterLab's renderer, with the icons of buckets, bookmarks and recent
 * locations.
 */
export class RowRenderer extends DirListing.Renderer {
  /**
   * @param rowOf - What the row of an entry shows.
   */
  constructor(rowOf: (item: Contents.IModel) => IRow) {
    super();
    this._rowOf = rowOf;
  }

  updateItemNode(
    ...args: Parameters<DirListing.Renderer['updateItemNode']>
  ): void {
    const [node, item, fileType, ...rest] = args;
    const row = this._rowOf(item);
    const type =
      row.icon && fileType ? { ...fileType, icon: row.icon } : fileType;
    super.updateItemNode(node, item, type, ...rest);
    Private.dress(node, item, row, this.getNameNode(node));
  }

  updateItemModified(
    ...args: Parameters<DirListing.Renderer['updateItemModified']>
  ): void {
    super.updateItemModified(...args);
    Private.blankNoDate(args[0], args[1]);
  }

  updateItemCreated(
    ...args: Parameters<DirListing.Renderer['updateItemCreated']>
  ): void {
    super.updateItemCreated(...args);
    Private.blankNoDate(args[0], args[1]);
  }

  private readonly _rowOf: (item: Contents.IModel) => IRow;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * Put on a row what JupyterLab's renderer does not know.
   *
   * @param name - The node of the name; absent while it is edited.
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
    node.title = row.title;
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

  /**
   * Folders have no date of their own; the drive gives them none.
   */
  export function blankNoDate(cell: HTMLElement, date: string): void {
    if (date === NO_DATE) {
      cell.textContent = '';
      cell.title = '';
    }
  }
}
