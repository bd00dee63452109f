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
 * What takes a copy of everything.
 */
export type CostlyAction = 'rename' | 'move' | 'copy';

/**
 * What may be copied without asking: it takes a few seconds.
 */
const CHEAP = { objects: 100, bytes: 100 * 2 ** 20 };

/**
 * Files alone are copied by one request each.
 */
const CHEAP_FILES = { objects: 100, bytes: 2 ** 30 };

/**
 * How long counting may take before one asks without knowing it all (ms).
 */
const PATIENCE_MS = 1000;

/**
 * Whether to go on with a rename, move or copy: small ones do at once, for
 * large ones the person is told what it costs, and asked.
 *
 * @param items - What is to be copied.
 * @param count - Counts what is below a folder, in the background, while the
 * dialog is open.
 *
 * @returns What was counted, or `null` when the person does not want it.
 */
export async function confirmCost(
  action: CostlyAction,
  items: Contents.IModel[],
  count: Counter,
  trans: TranslationBundle
): Promise<ICount | null> {
  const tally = new Tally(items, count);
  await Private.settled(tally);
  let goesOn = !tally.total.more && !Private.isExpensive(tally);
  if (!goesOn) {
    const result = await showDialog({
      title: Private.title(action, items, trans),
      body: new Private.Body(action, tally, trans),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: Private.verb(action, trans) })
      ]
    });
    goesOn = result.button.accept;
  }
  const { total } = tally;
  tally.dispose();
  return goesOn ? total : null;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * Wait until it is known whether it is expensive, but not for long.
   */
  export async function settled(tally: Tally): Promise<void> {
    let enough = () => undefined as void;
    const known = new Promise<void>(resolve => (enough = resolve));
    const check = () => {
      if (isExpensive(tally)) {
        enough();
      }
    };
    tally.changed.connect(check);
    const timer = setTimeout(enough, PATIENCE_MS);
    check();
    await Promise.race([known, tally.done]);
    clearTimeout(timer);
    tally.changed.disconnect(check);
  }

  export function isExpensive(tally: Tally): boolean {
    const limit = tally.hasFolders ? CHEAP : CHEAP_FILES;
    const { bytes, objects } = tally.total;
    return objects > limit.objects || bytes > limit.bytes;
  }

  export function verb(action: CostlyAction, trans: TranslationBundle): string {
    switch (action) {
      case 'rename':
        return trans.__('Rename');
      case 'move':
        return trans.__('Move');
      case 'copy':
        return trans.__('Copy');
    }
  }

  export function title(
    action: CostlyAction,
    items: Contents.IModel[],
    trans: TranslationBundle
  ): string {
    const [{ name }] = items;
    const several = items.length > 1;
    switch (action) {
      case 'rename':
        return trans.__('Rename "%1"?', name);
      case 'move':
        return several
          ? trans.__('Move %1 items?', items.length)
          : trans.__('Move "%1"?', name);
      case 'copy':
        return several
          ? trans.__('Copy %1 items?', items.length)
          : trans.__('Copy "%1"?', name);
    }
  }

  /**
   * The body of the dialog: what it costs, counted while one reads.
   */
  export class Body extends Widget {
    constructor(action: CostlyAction, tally: Tally, trans: TranslationBundle) {
      super();
      this._tally = tally;
      this._trans = trans;
      this.addClass('jp-S3Cost');
      const { node } = this;
      this._count.className = 'jp-S3Cost-count';
      this._count.setAttribute('role', 'status');
      node.append(this._count);
      const sentences =
        action === 'copy'
          ? [
              trans.__(
                'Each object is copied inside the store. The copies take as much space again.'
              )
            ]
          : [
              trans.__(
                'S3 has no rename: everything is copied inside the store, then deleted in its old place.'
              ),
              trans.__(
                'It can be cancelled as long as it copies: then all stays where it is.'
              )
            ];
      for (const sentence of sentences) {
        const paragraph = document.createElement('p');
        paragraph.textContent = sentence;
        node.append(paragraph);
      }
      tally.changed.connect(this._draw, this);
      this._draw();
    }

    private _draw(): void {
      const { total } = this._tally;
      this._count.textContent =
        total.objects === 0 && total.more
          ? this._trans.__('Counting…')
          : countText(total, this._trans);
      this._count.classList.toggle('jp-mod-counting', total.more);
    }

    private readonly _tally: Tally;
    private readonly _trans: TranslationBundle;
    private readonly _count = document.createElement('p');
  }
}
