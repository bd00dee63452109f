// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import type { ICount } from './count';

/**
 * How many names the dialog shows.
 */
const NAMED = 10;

/**
 * Counts what is below a folder.
 */
export type Counter = (path: string, signal: AbortSignal) => Promise<ICount>;

/**
 * Ask whether to delete entries for good.
 *
 * Says "permanently", names the entries and counts what is below folders while
 * the dialog is open. "Cancel" has the focus.
 *
 * @param items - What is to be deleted.
 * @param place - The folder that holds it, as the person knows it.
 * @param count - Counts what is below a folder (a global path).
 */
export async function confirmDelete(
  items: Contents.IModel[],
  place: string,
  count: Counter,
  trans: TranslationBundle
): Promise<boolean> {
  const abort = new AbortController();
  const body = new Private.Body(items, place, trans);
  void body.count(count, abort.signal);
  const result = await showDialog({
    title: trans.__('Delete permanently?'),
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Delete Permanently') })
    ],
    defaultButton: 0
  });
  abort.abort();
  return result.button.accept;
}

/**
 * What is below a folder, in words.
 */
export function countText(count: ICount, trans: TranslationBundle): string {
  const { objects, more } = count;
  if (objects === 0 && !more) {
    return trans.__('empty folder');
  }
  const number = objects.toLocaleString();
  return more
    ? trans.__('more than %1 objects', number)
    : trans
        ._n('%1 object', '%1 objects', objects)
        .replace(String(objects), number);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The body of the dialog: a sentence and the names.
   */
  export class Body extends Widget {
    constructor(
      items: Contents.IModel[],
      place: string,
      trans: TranslationBundle
    ) {
      super();
      this._trans = trans;
      this.addClass('jp-S3Delete');
      const sentence = document.createElement('p');
      sentence.textContent = trans._n(
        'Delete this item from %2 permanently? S3 has no trash: it cannot be undone.',
        'Delete these %1 items from %2 permanently? S3 has no trash: it cannot be undone.',
        items.length,
        place
      );
      const list = document.createElement('ul');
      const rest = items.length - NAMED;
      list.append(...items.slice(0, NAMED).map(item => this._row(item)));
      if (rest > 0) {
        const more = document.createElement('li');
        more.textContent = trans._n('and %1 more', 'and %1 more', rest);
        list.append(more);
      }
      this.node.append(sentence, list);
    }

    /**
     * Fill in the counts of the folders that are named, one by one.
     */
    async count(count: Counter, signal: AbortSignal): Promise<void> {
      for (const [path, node] of this._folders) {
        try {
          node.textContent = countText(await count(path, signal), this._trans);
        } catch {
          node.textContent = this._trans.__('with all that is in it');
        }
      }
    }

    private _row(item: Contents.IModel): HTMLElement {
      const row = document.createElement('li');
      const name = document.createElement('b');
      name.textContent = item.name;
      row.append(name);
      if (item.type === 'directory') {
        const below = document.createElement('span');
        below.textContent = this._trans.__('counting…');
        row.append(' – ', below);
        this._folders.set(item.path, below);
      }
      return row;
    }

    private readonly _trans: TranslationBundle;
    private readonly _folders = new Map<string, HTMLElement>();
  }
}
