// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { CodeLanguage, Highlighter } from '../../dialogs/highlighting';
import type { IDescription } from '../description';
import { addressOf } from '../folderfiles';
import type { IFolderFiles } from '../folderfiles';
import type { FolderTool } from '../foldertexts';
import { folderText, toolsFor } from '../foldertexts';
import type { ShareModel } from './model';
import { HandedText } from './parts';

/** The number of URLs shown. */
const SHOWN = 20;

/** The language of each text. */
const WRITTEN_IN: { readonly [tool in FolderTool]: CodeLanguage } = {
  curl: 'shell',
  wget: 'shell',
  mc: 'shell',
  aws: 'shell',
  python: 'python',
  r: 'r'
};

/**
 * How others fetch a public folder: the URLs of its files and a text that
 * downloads all of them. Stores return nothing useful at the URL of the folder
 * itself.
 */
export function FolderAddresses(props: {
  description: IDescription;
  model: ShareModel;
  highlight: Highlighter | null;
  trans: TranslationBundle;
}): React.ReactElement | null {
  const { description, highlight, model, trans } = props;
  const { files } = model;
  if (!files) {
    return null;
  }
  if (files.keys.length === 0) {
    return (
      <p className="jp-S3Share-hint">
        {trans.__(
          'There is no file in it yet. Each that comes has its own public address.'
        )}
      </p>
    );
  }
  return (
    <>
      <List {...{ description, files, model, trans }} />
      <Fetching {...{ description, files, highlight, trans }} />
    </>
  );
}

/**
 * The first URLs, and a button that copies all of them.
 */
function List(props: {
  description: IDescription;
  files: IFolderFiles;
  model: ShareModel;
  trans: TranslationBundle;
}): React.ReactElement {
  const { description, files, model, trans } = props;
  const { isMore, keys } = files;
  const [told, setTold] = React.useState('');
  const number = `${keys.length.toLocaleString()}${isMore ? '+' : ''}`;
  const copy = async () => {
    const text = await model.allAddresses();
    Clipboard.copyToSystem(text);
    const count = text.split('\n').length - 1;
    setTold(trans._n('Copied %1 address', 'Copied %1 addresses', count, count));
  };
  return (
    <section className="jp-S3Share-addresses">
      <div className="jp-S3Share-bar">
        <span>
          {keys.length > SHOWN
            ? trans.__('Public addresses: the first %1 of %2', SHOWN, number)
            : trans.__('Public addresses')}
        </span>
        <button
          type="button"
          className="jp-S3Share-button"
          disabled={model.busy !== null}
          onClick={() => void copy()}
        >
          {trans.__('Copy All Addresses')}
        </button>
        <span role="status">{told}</span>
      </div>
      <ul>
        {keys.slice(0, SHOWN).map(key => {
          const address = addressOf(description, key);
          return (
            <li key={key}>
              <a href={address} target="_blank" rel="noopener noreferrer">
                {address}
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/**
 * The text that downloads the folder.
 */
function Fetching(props: {
  description: IDescription;
  files: IFolderFiles;
  highlight: Highlighter | null;
  trans: TranslationBundle;
}): React.ReactElement {
  const { description, files, highlight, trans } = props;
  const [tool, setTool] = React.useState<FolderTool>('curl');
  const text = folderText(tool, description, files);
  const labels: { readonly [tool in FolderTool]: string } = {
    curl: 'curl',
    wget: 'wget',
    mc: 'mc',
    aws: 'aws',
    python: text.includes('import pandas') ? 'pandas' : 'Python',
    r: 'R'
  };
  return (
    <HandedText
      way={tool}
      ways={toolsFor(description)}
      nameOf={item => labels[item]}
      choose={setTool}
      text={text}
      language={WRITTEN_IN[tool]}
      highlight={highlight}
      trans={trans}
    />
  );
}
