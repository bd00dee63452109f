// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import type { Counter, ICount } from './count';
import { countText } from './count';
import { Tally } from './tally';

/**
 * How many names the dialog shows.
 */
const NAMED = 10;

/**
 * Ask whether to delete entries for good.
 *
 * Says "permanently", names the entries and counts what is below folders while
 * the dialog is open. "Cancel" has the focus.
 *
 * @param items - What is to be deleted.
 * @param place - The folder that holds it, as the person knows it.
 * @param count - Counts what is below a folder.
 *
 * @returns What was counted until then, or `null` when it is not wanted.
 */
export async function confirmDelete(
  items: Contents.IModel[],
  place: string,
  count: Counter,
  trans: TranslationBundle
): Promise<ICount | null> {
  const tally = new Tally(items, count);
  const result = await showDialog({
    title: trans.__('Delete permanently?'),
    body: new Private.Body(items, place, tally, trans),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Delete Permanently') })
    ],
    defaultButton: 0
  });
  const { total } = tally;
  tally.dispose();
  return result.button.accept ? total : null;
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
      tally: Tally,
      trans: TranslationBundle
    ) {
      super();
      this._tally = tally;
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
      tally.changed.connect(this._draw, this);
      this._draw();
    }

    /** Show how much is below the folders that are named. */
    private _draw(): void {
      const trans = this._trans;
      for (const [path, node] of this._folders) {
        const count = this._tally.of(path);
        node.textContent = this._tally.hasFailed(path)
          ? trans.__('with all that is in it')
          : count
            ? countText(count, trans)
            : trans.__('counting…');
      }
    }

    private _row(item: Contents.IModel): HTMLElement {
      const row = document.createElement('li');
      const name = document.createElement('b');
      name.textContent = item.name;
      row.append(name);
      if (item.type === 'directory') {
        const below = document.createElement('span');
        row.append(' – ', below);
        this._folders.set(item.path, below);
      }
      return row;
    }

    private readonly _tally: Tally;
    private readonly _trans: TranslationBundle;
    private readonly _folders = new Map<string, HTMLElement>();
  }
}
