// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { HTMLSelect } from '@jupyterlab/ui-components';
import * as React from 'react';

import { Code } from '../dialogs/code';
import type { CodeLanguage, Highlighter } from '../dialogs/highlighting';
import { CopyButton } from './parts';
import type { ShareModel } from './model';
import type { IHandout, Language } from './texts';
import { receiverText } from './texts';

const LANGUAGES: readonly Language[] = ['curl', 'python', 'r'];

/** What each is written in. */
const WRITTEN_IN: { readonly [language in Language]: CodeLanguage } = {
  curl: 'shell',
  python: 'python',
  r: 'r'
};

/** Whether how a file is read depends on what it holds. */
function needsReader({ kind }: IHandout, language: Language): boolean {
  return kind === 'read' && language !== 'curl';
}

/**
 * Ready text for the one who receives a file, in the language of their choice.
 */
export function Handout(props: {
  handout: IHandout;
  model: ShareModel;
  highlight: Highlighter | null;
  trans: TranslationBundle;
}): React.ReactElement {
  const { handout, highlight, model, trans } = props;
  const [language, setLanguage] = React.useState<Language>('curl');
  const id = React.useId();
  const seeking = needsReader(handout, language) ? model.seeking : null;
  const isSought = seeking === 'seeking';
  const text = isSought ? '' : receiverText(handout, language, model.reader);
  const labels: { [language in Language]: string } = {
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
            const chosen = event.target.value as Language;
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
