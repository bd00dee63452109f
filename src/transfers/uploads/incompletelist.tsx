// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Dialog } from '@jupyterlab/apputils';
import { Time } from '@jupyterlab/coreutils';
import { formatFileSize } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { DialogBody } from '../../dialogs/body';
import { explain } from '../../drive/messages/messages';
import type { IOwnUpload } from '../../drive/changes/uploads';
import { S3Error } from '../../s3/errors';
import type { IIncompleteUpload } from '../../s3/uploads/incomplete';

/**
 * The maximum number of rows. Further uploads show when these are removed.
 */
const DRAWN = 500;

/**
 * A row of the table.
 */
interface IRow {
  readonly own: IOwnUpload | undefined;
  isSelected: boolean;
  /** The bytes stored, in words. */
  size: string;
}

/**
 * The body of the dialog: a table of incomplete uploads with check boxes.
 */
export class IncompleteList
  extends DialogBody
  implements Dialog.IBodyWidget<IIncompleteUpload[]>
{
  /**
   * @param prefix - The prefix that is left out of the names.
   */
  constructor(prefix: string, trans: TranslationBundle) {
    super('jp-S3Incomplete');
    this._prefix = prefix;
    this._trans = trans;
    this._state = trans.__('Asking the store…');
  }

  /** The uploads in the table. */
  get uploads(): IIncompleteUpload[] {
    return Array.from(this._rows.keys());
  }

  /** The selected uploads. */
  getValue(): IIncompleteUpload[] {
    return this.uploads.filter(upload => this._rows.get(upload)?.isSelected);
  }

  /** Add uploads to the table. */
  add(uploads: readonly IIncompleteUpload[], own: readonly IOwnUpload[]): void {
    this._count += uploads.length;
    for (const upload of uploads.slice(0, DRAWN - this._rows.size)) {
      this._rows.set(upload, {
        own: own.find(({ uploadId }) => uploadId === upload.uploadId),
        isSelected: false,
        size: '…'
      });
    }
    this._isListed = true;
    this._tell(this._countText());
  }

  /** All uploads were added. */
  end(): void {
    if (this._count === 0) {
      this._tell(
        this._trans.__('The store tells of no incomplete uploads here.')
      );
    }
  }

  /** Show why the uploads cannot be listed. */
  fail(error: unknown): void {
    const isUnknown =
      error instanceof S3Error && [405, 501].includes(error.status);
    this._tell(
      isUnknown
        ? this._trans.__(
            'This store does not tell which uploads are incomplete.'
          )
        : explain(error, this._trans).message
    );
  }

  /** Show the number of bytes stored; `null` if it is not known. */
  setSize(upload: IIncompleteUpload, size: number | null): void {
    const row = this._rows.get(upload);
    if (row) {
      row.size = size === null ? '?' : formatFileSize(size, 1, 1024);
      this.update();
    }
  }

  protected render(): React.ReactElement {
    const trans = this._trans;
    return (
      <>
        <p role="status">{this._state}</p>
        <div className="jp-S3Incomplete-scroll">
          <table hidden={!this._isListed}>
            <thead>
              <tr>
                <th>
                  <input
                    type="checkbox"
                    className="jp-mod-styled"
                    aria-label={trans.__('Select all')}
                    checked={this._isAllSelected}
                    onChange={event => this._selectAll(event.target.checked)}
                  />
                </th>
                <th>{trans.__('Name')}</th>
                <th>{trans.__('Begun')}</th>
                <th>{trans.__('Arrived')}</th>
              </tr>
            </thead>
            <tbody>
              {Array.from(this._rows, ([upload, row]) =>
                this._draw(upload, row)
              )}
            </tbody>
          </table>
        </div>
        <p className="jp-S3Incomplete-note">
          {trans.__(
            'Their parts take up room until they are removed. One that is being sent from elsewhere right now looks the same: remove only what nobody waits for. Shown is what the store tells: MinIO leaves out uploads begun before its last restart.'
          )}
        </p>
      </>
    );
  }

  private _draw(upload: IIncompleteUpload, row: IRow): React.ReactElement {
    const { begun, key, uploadId } = upload;
    const { own } = row;
    return (
      <tr key={`${uploadId} ${key}`}>
        <td>
          <input
            type="checkbox"
            aria-label={key}
            disabled={own?.isRunning === true}
            checked={row.isSelected}
            onChange={event => {
              row.isSelected = event.target.checked;
              this._isAllSelected = false;
              this.redraw();
            }}
          />
        </td>
        <td title={key}>
          {key.slice(this._prefix.length) || key}
          {own && (
            <>
              {' '}
              <span className="jp-S3Incomplete-own">
                {own.isRunning
                  ? this._trans.__('being uploaded here')
                  : this._trans.__('waits for a retry here')}
              </span>
            </>
          )}
        </td>
        <td title={begun ? Time.format(begun) : undefined}>
          {begun && Time.formatHuman(begun)}
        </td>
        <td>{row.size}</td>
      </tr>
    );
  }

  private _selectAll(isSelected: boolean): void {
    this._isAllSelected = isSelected;
    for (const row of this._rows.values()) {
      row.isSelected = isSelected && !row.own?.isRunning;
    }
    this.redraw();
  }

  private _countText(): string {
    const found = this._trans._n(
      '%1 upload was begun and not completed.',
      '%1 uploads were begun and not completed.',
      this._count
    );
    return this._count > DRAWN
      ? `${found} ${this._trans.__('The first %1 are shown.', DRAWN)}`
      : found;
  }

  private _tell(state: string): void {
    this._state = state;
    this.update();
  }

  private readonly _prefix: string;
  private readonly _trans: TranslationBundle;
  private readonly _rows = new Map<IIncompleteUpload, IRow>();
  private _state: string;
  private _isListed = false;
  private _isAllSelected = false;
  private _count = 0;
}
