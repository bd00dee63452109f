// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Time } from '@jupyterlab/coreutils';
import { formatFileSize } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import * as React from 'react';

import { DialogBody } from '../dialogs/body';
import { showUntilClosed } from '../dialogs/formdialog';
import { type IItemFailure, MessageText } from '../dialogs/parts';
import { explain } from '../drive/messages/messages';
import type { IListPage } from '../s3/objects/list';
import type { IUsage } from './measure';
import { measure, NOTHING } from './measure';

/**
 * Lists all objects of the locations that are measured.
 */
export type Lister = (signal: AbortSignal) => AsyncIterable<IListPage>;

/**
 * Measure what is stored in some locations, in a dialog that shows the count so
 * far. The measurement can be stopped; closing the dialog stops it too.
 *
 * @param place - What is measured, in words.
 *
 * @returns What was counted, and whether that is everything.
 */
export async function showUsage(
  place: string,
  list: Lister,
  trans: TranslationBundle
): Promise<{ usage: IUsage; isAll: boolean }> {
  const body = new UsageBody(place, list, trans);
  await showUntilClosed(trans.__('Folder size'), body, trans);
  return { usage: body.usage, isAll: body.isAll };
}

/**
 * The body of the dialog. It counts from when it is shown.
 */
export class UsageBody extends DialogBody {
  constructor(place: string, list: Lister, trans: TranslationBundle) {
    super('jp-S3Usage');
    this._place = place;
    this._list = list;
    this._trans = trans;
    this._state = trans.__('Counting…');
  }

  /** The sum so far. */
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
    this._done ??= this._measure();
  }

  protected render(): React.ReactElement {
    const trans = this._trans;
    return (
      <>
        <p className="jp-S3Usage-place">{this._place}</p>
        <table className="jp-S3Usage-table">
          <tbody>
            {rowsOf(this._usage, trans).map(([label, value, title]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td title={title}>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="jp-S3Usage-state" hidden={this._state === ''}>
          <span role="status">{this._state}</span>
          <button
            type="button"
            className="jp-S3Note-action jp-mod-styled"
            hidden={this._hasEnded}
            onClick={() => this._abort.abort()}
          >
            {trans.__('Stop')}
          </button>
        </p>
        {this._failure && (
          <div className="jp-S3Message">
            <MessageText {...this._failure} trans={trans} />
          </div>
        )}
      </>
    );
  }

  private async _measure(): Promise<void> {
    const { signal } = this._abort;
    const trans = this._trans;
    try {
      this._usage = await measure(this._list(signal), signal, usage => {
        this._usage = usage;
        this.update();
      });
      this._isAll = !signal.aborted;
      this._state = signal.aborted ? trans.__('Stopped: there is more.') : '';
    } catch (error) {
      this._state = trans.__('Counting broke off: there is more.');
      this._failure = explain(error, trans);
    }
    this._hasEnded = true;
    this.update();
  }

  private readonly _place: string;
  private readonly _list: Lister;
  private readonly _trans: TranslationBundle;
  private readonly _abort = new AbortController();
  private _usage = NOTHING;
  private _state: string;
  private _hasEnded = false;
  private _isAll = false;
  private _failure: IItemFailure | null = null;
  private _done: Promise<void> | null = null;
}

/**
 * The sum in words: label, value, tooltip.
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
