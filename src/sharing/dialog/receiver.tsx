// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { HTMLSelect } from '@jupyterlab/ui-components';
import * as React from 'react';

import { Code } from '../../dialogs/codeview';
import type { CodeLanguage, Highlighter } from '../../dialogs/highlighting';
import { CopyButton } from './parts';
import type { ShareModel } from './model';
import type { IReceiverText, ReceiverLanguage } from '../receivertext';
import { receiverText } from '../receivertext';

const LANGUAGES: readonly ReceiverLanguage[] = ['curl', 'python', 'r'];

/** The language of each text. */
const WRITTEN_IN: { readonly [language in ReceiverLanguage]: CodeLanguage } = {
  curl: 'shell',
  python: 'python',
  r: 'r'
};

/** Whether reading a file depends on its contents. */
function needsReader(
  { kind }: IReceiverText,
  language: ReceiverLanguage
): boolean {
  return kind === 'read' && language !== 'curl';
}

/**
 * A ready-to-run text for the receiver of a file, in a language of their
 * choice.
 */
export function Handout(props: {
  handout: IReceiverText;
  model: ShareModel;
  highlight: Highlighter | null;
  trans: TranslationBundle;
}): React.ReactElement {
  const { handout, highlight, model, trans } = props;
  const [language, setLanguage] = React.useState<ReceiverLanguage>('curl');
  const id = React.useId();
  const seeking = needsReader(handout, language) ? model.seeking : null;
  const isSought = seeking === 'seeking';
  const text = isSought ? '' : receiverText(handout, language, model.reader);
  const labels: { [language in ReceiverLanguage]: string } = {
    curl: 'curl',
    python: handout.kind === 'read' ? 'pandas' : 'Python',
    r: 'R'
  };
  return (
    <section className="jp-S3Share-handout">
      <div className="jp-S3Share-bar">
        <label htmlFor={id}>{trans.__('To hand over')}</label>
        <HTMLSelect
          id={id}
          value={language}
          onChange={event => {
            const chosen = event.target.value as ReceiverLanguage;
            setLanguage(chosen);
            if (needsReader(handout, chosen)) {
              void model.seekReader();
            }
          }}
        >
          {LANGUAGES.map(item => (
            <option key={item} value={item}>
              {labels[item]}
            </option>
          ))}
        </HTMLSelect>
        <CopyButton
          text={text}
          isDisabled={isSought}
          what={trans.__('Copy the text to hand over')}
          trans={trans}
        />
      </div>
      {isSought ? (
        <p className="jp-S3Share-hint" role="status">
          {trans.__('Looking at the file…')}
        </p>
      ) : (
        <Code
          text={text}
          language={WRITTEN_IN[language]}
          label={trans.__('Text to hand over')}
          highlight={highlight}
        />
      )}
      {seeking === 'unknown' && (
        <p className="jp-S3Share-hint" role="status">
          {trans.__(
            'What is in the file could not be told: the text goes by its name.'
          )}
        </p>
      )}
    </section>
  );
}
