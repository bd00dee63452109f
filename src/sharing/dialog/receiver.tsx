// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { CodeLanguage, Highlighter } from '../../dialogs/highlighting';
import { HandedText } from './parts';
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
export function ReceiverTexts(props: {
  instructions: IReceiverText;
  model: ShareModel;
  highlight: Highlighter | null;
  trans: TranslationBundle;
}): React.ReactElement {
  const { instructions, highlight, model, trans } = props;
  const [language, setLanguage] = React.useState<ReceiverLanguage>('curl');
  const seeking = needsReader(instructions, language) ? model.seeking : null;
  const isSought = seeking === 'seeking';
  const text = isSought
    ? null
    : receiverText(instructions, language, model.reader);
  const labels: { [language in ReceiverLanguage]: string } = {
    curl: 'curl',
    python: instructions.kind === 'read' ? 'pandas' : 'Python',
    r: 'R'
  };
  const choose = (chosen: ReceiverLanguage) => {
    setLanguage(chosen);
    if (needsReader(instructions, chosen)) {
      void model.seekReader();
    }
  };
  return (
    <HandedText
      way={language}
      ways={LANGUAGES}
      nameOf={item => labels[item]}
      choose={choose}
      text={text}
      language={WRITTEN_IN[language]}
      highlight={highlight}
      trans={trans}
    >
      {isSought && (
        <p className="jp-S3Share-hint" role="status">
          {trans.__('Looking at the file…')}
        </p>
      )}
      {seeking === 'unknown' && (
        <p className="jp-S3Share-hint" role="status">
          {trans.__(
            'What is in the file could not be told: the text goes by its name.'
          )}
        </p>
      )}
    </HandedText>
  );
}
