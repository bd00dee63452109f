// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { formatFileSize } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { compressionOf, magicOf } from '../../inspect/formats/signatures';
import { formatName, packingName } from './formatnames';
import { firstText, hexText, type IFirstBytes } from './firstbytes';
import type { IViewAction } from '../lines';
import '../../../style/filepage.css';

/**
 * The page of a file that is not shown otherwise: what it is, what it begins
 * with, and what can be done with it.
 */
export class FilePage extends ReactWidget {
  /**
   * @param actions - What can be done with the file.
   */
  constructor(
    private readonly _actions: readonly IViewAction[],
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-S3File');
    this.hide();
  }

  /** Show a file. */
  tell(name: string, first: IFirstBytes): void {
    this._file = { name, ...first };
    this.update();
    this.show();
  }

  protected render(): React.ReactElement {
    return this._file ? (
      <FileText {...this._file} actions={this._actions} trans={this._trans} />
    ) : (
      <></>
    );
  }

  /** Give the focus to the first button. */
  protected onActivateRequest(): void {
    this.node.querySelector('button')?.focus();
  }

  private _file: (IFirstBytes & { readonly name: string }) | null = null;
}

function FileText(
  props: IFirstBytes & {
    name: string;
    actions: readonly IViewAction[];
    trans: TranslationBundle;
  }
): React.ReactElement {
  const { actions, bytes, info, name, trans } = props;
  const size = info?.size ?? 0;
  const text = firstText(bytes);
  const shown = text ?? hexText(bytes);
  const count = formatFileSize(bytes.length, 1, 1024);
  return (
    <>
      <h2>{name}</h2>
      <dl>
        <dt>{trans.__('Size')}</dt>
        <dd>{formatFileSize(size, 1, 1024)}</dd>
        <dt>{trans.__('Type')}</dt>
        <dd>{typeText(props)}</dd>
      </dl>
      <div className="jp-S3File-actions">
        {actions.map(({ label, run }) => (
          <button className="jp-mod-styled" key={label} onClick={run}>
            {label}
          </button>
        ))}
      </div>
      {shown && (
        <>
          <h3>
            {bytes.length < size
              ? trans.__('The first %1', count)
              : trans.__('Its content')}
          </h3>
          <pre tabIndex={0}>{shown}</pre>
        </>
      )}
    </>
  );
}

/**
 * What a file is: what its first bytes show, and what whoever wrote it said.
 */
function typeText({
  bytes,
  info,
  name,
  trans
}: Parameters<typeof FileText>[0]): string {
  const magic = magicOf(bytes, name);
  const packing = compressionOf(bytes);
  const found = magic
    ? formatName(magic, trans)
    : packing && packingName(packing);
  const said = info?.contentType;
  const isSaid = said && !/\/octet-stream$/.test(said);
  const parts = [found, isSaid ? said : null].filter(part => part);
  return parts.join(' · ') || trans.__('unknown');
}
