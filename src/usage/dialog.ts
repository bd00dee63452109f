// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';
import { Time } from '@jupyterlab/coreutils';
import { formatFileSize } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import { FormDialog } from '../dialogs/formdialog';
import { messageNode } from '../dialogs/problems';
import { explain } from '../drive/messages';
import type { IListPage } from '../s3/listing';
import type { IUsage } from './measure';
import { measure, NOTHING } from './measure';

/**
 * Lists all objects of the places that are measured.
 */
export type Lister = (signal: AbortSignal) => AsyncIterable<IListPage>;

/**
 * Measure what is stored in some places, while a dialog counts along. It can be
 * stopped; closing it stops too.
 *
 * @param place - What is measured, in words.
 *
 * @returns What was counted, and whether that is all.
 */
export async function showUsage(
  place: string,
  list: Lister,
  trans: TranslationBundle
): Promise<{ usage: IUsage; isAll: boolean }> {
  const body = new UsageBody(place, list, trans);
  const dialog = new FormDialog({
    title: trans.__('Folder size'),
    body,
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
  // Stop before the dialog takes its body away.
  await dialog.launch();
  return { usage: body.usage, isAll: body.isAll };
}

/**
 * The body of the dialog.
 */
export class UsageBody extends Widget {
  constructor(place: string, list: Lister, trans: TranslationBundle) {
    super();
    this._list = list;
    this._trans = trans;
    this.addClass('jp-S3Usage');
    const where = document.createElement('p');
    where.className = 'jp-S3Usage-place';
    where.textContent = place;
    this._table.className = 'jp-S3Usage-table';
    this._state.className = 'jp-S3Usage-state';
    this._text.setAttribute('role', 'status');
    this._stop.type = 'button';
    this._stop.className = 'jp-S3Note-action';
    this._stop.textContent = trans.__('Stop');
    this._stop.onclick = () => this._abort.abort();
    this._state.append(this._text, this._stop);
    this.node.append(where, this._table, this._state);
  }

  /** What was counted so far. */
  get usage(): IUsage {
    return this._usage;
  }

  /** Whether everything was counted. */
  get isAll(): boolean {
    return this._isAll;
  }

  dispose(): void {
    this._abort.abort();
    super.dispose();
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    if (!this._isBegun) {
      this._isBegun = true;
      void this._measure();
    }
  }

  private async _measure(): Promise<void> {
    const { signal } = this._abort;
    this._show(this._trans.__('Counting…'));
    try {
      this._usage = await measure(this._list(signal), signal, usage => {
        this._usage = usage;
        this._show(this._trans.__('Counting…'));
      });
      this._isAll = !signal.aborted;
      this._end(
        signal.aborted ? this._trans.__('Stopped: there is more.') : ''
      );
    } catch (error) {
      const { message, details } = explain(error, this._trans);
      this._end(this._trans.__('Counting broke off: there is more.'));
      this.node.append(messageNode(message, details, this._trans));
    }
  }

  private _end(text: string): void {
    this._stop.hidden = true;
    this._state.hidden = text === '';
    this._show(text);
  }

  private _show(text: string): void {
    if (this._text.textContent !== text) {
      this._text.textContent = text;
    }
    this._table.replaceChildren(
      ...rowsOf(this._usage, this._trans).map(([label, value, title]) => {
        const row = document.createElement('tr');
        const head = document.createElement('th');
        const cell = document.createElement('td');
        head.scope = 'row';
        head.textContent = label;
        cell.textContent = value;
        cell.title = title;
        row.append(head, cell);
        return row;
      })
    );
  }

  private readonly _list: Lister;
  private readonly _trans: TranslationBundle;
  private readonly _abort = new AbortController();
  private readonly _table = document.createElement('table');
  private readonly _state = document.createElement('p');
  private readonly _text = document.createElement('span');
  private readonly _stop = document.createElement('button');
  private _usage = NOTHING;
  private _isAll = false;
  private _isBegun = false;
}

/**
 * What is counted, in words: label, value, tooltip.
 */
export function rowsOf(
  usage: IUsage,
  trans: TranslationBundle
): [string, string, string][] {
  const { bytes, largest, newest, objects } = usage;
  const size = (value: number) => formatFileSize(value, 1, 1024);
  const rows: [string, string, string][] = [
    [trans.__('Objects'), objects.toLocaleString(), ''],
    [
      trans.__('Total size'),
      size(bytes),
      trans.__('%1 bytes', bytes.toLocaleString())
    ]
  ];
  if (largest) {
    const { key } = largest;
    rows.push([
      trans.__('Largest'),
      trans.__('%1 – %2', size(largest.size), nameOf(key)),
      key
    ]);
  }
  if (newest) {
    const { key, lastModified } = newest;
    rows.push([
      trans.__('Changed last'),
      trans.__('%1 – %2', Time.format(lastModified), nameOf(key)),
      key
    ]);
  }
  return rows;
}

function nameOf(key: string): string {
  return key.slice(key.replace(/\/$/, '').lastIndexOf('/') + 1);
}
