// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Dialog } from '@jupyterlab/apputils';
import { Time } from '@jupyterlab/coreutils';
import { formatFileSize } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import { explain } from '../drive/messages';
import type { IOwnUpload } from '../drive/uploading';
import { S3Error } from '../s3/errors';
import type { IIncompleteUpload } from '../s3/incomplete';

/**
 * How many rows are drawn; the others show when these are removed.
 */
const DRAWN = 500;

/**
 * The body of the dialog: a table of incomplete uploads with check boxes.
 */
export class IncompleteList
  extends Widget
  implements Dialog.IBodyWidget<IIncompleteUpload[]>
{
  /**
   * @param prefix - What the names are told below of.
   */
  constructor(prefix: string, trans: TranslationBundle) {
    super();
    this._prefix = prefix;
    this._trans = trans;
    this.addClass('jp-S3Incomplete');
    this._state = this._paragraph(trans.__('Asking the store…'));
    this._state.setAttribute('role', 'status');
    this._table = document.createElement('table');
    this._table.hidden = true;
    this._rows = this._table.createTBody();
    this._all = this._head();
    const scroll = document.createElement('div');
    scroll.className = 'jp-S3Incomplete-scroll';
    scroll.append(this._table);
    this.node.append(this._state, scroll);
    const note = this._paragraph(
      trans.__(
        'Their parts take up room until they are removed. One that is being sent from elsewhere right now looks the same: remove only what nobody waits for. Shown is what the store tells: MinIO leaves out uploads begun before its last restart.'
      )
    );
    note.className = 'jp-S3Incomplete-note';
    this.node.append(note);
  }

  /** The uploads that are drawn. */
  get uploads(): IIncompleteUpload[] {
    return Array.from(this._cells.keys());
  }

  /** Those that are checked. */
  getValue(): IIncompleteUpload[] {
    return Array.from(this._cells)
      .filter(([, { box }]) => box.checked && !box.disabled)
      .map(([upload]) => upload);
  }

  /** Show more of them. */
  add(uploads: readonly IIncompleteUpload[], own: readonly IOwnUpload[]): void {
    this._count += uploads.length;
    uploads.slice(0, Math.max(0, DRAWN - this._cells.size)).forEach(upload =>
      this._draw(
        upload,
        own.find(({ uploadId }) => uploadId === upload.uploadId)
      )
    );
    this._table.hidden = false;
    this._tellCount();
  }

  /** All were told. */
  end(): void {
    if (this._count === 0) {
      this._state.textContent = this._trans.__(
        'The store tells of no incomplete uploads here.'
      );
    }
  }

  /** Say why they cannot be listed. */
  fail(error: unknown): void {
    const isUnknown =
      error instanceof S3Error && [405, 501].includes(error.status);
    this._state.textContent = isUnknown
      ? this._trans.__('This store does not tell which uploads are incomplete.')
      : explain(error, this._trans).message;
  }

  /** Show how many bytes have arrived; `null` where it is not known. */
  setSize(upload: IIncompleteUpload, size: number | null): void {
    const cell = this._cells.get(upload);
    if (cell) {
      cell.size.textContent =
        size === null ? '?' : formatFileSize(size, 1, 1024);
    }
  }

  private _head(): HTMLInputElement {
    const row = this._table.createTHead().insertRow();
    const all = document.createElement('input');
    all.type = 'checkbox';
    all.setAttribute('aria-label', this._trans.__('Select all'));
    all.onchange = () =>
      this._cells.forEach(({ box }) => {
        box.checked = all.checked && !box.disabled;
      });
    const titles = [
      this._trans.__('Name'),
      this._trans.__('Begun'),
      this._trans.__('Arrived')
    ];
    const cells = [all, ...titles].map(content => {
      const cell = document.createElement('th');
      cell.append(content);
      return cell;
    });
    row.append(...cells);
    return all;
  }

  private _draw(upload: IIncompleteUpload, own?: IOwnUpload): void {
    const row = this._rows.insertRow();
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.disabled = own?.isRunning === true;
    box.setAttribute('aria-label', upload.key);
    box.onchange = () => {
      this._all.checked = false;
    };
    row.insertCell().append(box);
    const name = row.insertCell();
    name.textContent = upload.key.slice(this._prefix.length) || upload.key;
    name.title = upload.key;
    if (own) {
      const mark = document.createElement('span');
      mark.className = 'jp-S3Incomplete-own';
      mark.textContent = own.isRunning
        ? this._trans.__('being uploaded here')
        : this._trans.__('waits for a retry here');
      name.append(' ', mark);
    }
    const begun = row.insertCell();
    if (upload.begun) {
      begun.textContent = Time.formatHuman(upload.begun);
      begun.title = Time.format(upload.begun);
    }
    const size = row.insertCell();
    size.textContent = '…';
    this._cells.set(upload, { box, size });
  }

  private _tellCount(): void {
    const found = this._trans._n(
      '%1 upload was begun and not completed.',
      '%1 uploads were begun and not completed.',
      this._count
    );
    this._state.textContent =
      this._count > DRAWN
        ? `${found} ${this._trans.__('The first %1 are shown.', DRAWN)}`
        : found;
  }

  private _paragraph(text: string): HTMLParagraphElement {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    return paragraph;
  }

  private readonly _prefix: string;
  private readonly _trans: TranslationBundle;
  private readonly _state: HTMLParagraphElement;
  private readonly _table: HTMLTableElement;
  private readonly _rows: HTMLTableSectionElement;
  private readonly _all: HTMLInputElement;
  private readonly _cells = new Map<
    IIncompleteUpload,
    { box: HTMLInputElement; size: HTMLTableCellElement }
  >();
  private _count = 0;
}
