// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { copyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { Code } from '../../dialogs/codeview';
import type { CodeLanguage, Highlighter } from '../../dialogs/highlighting';
import { Select } from '../../dialogs/parts';

/** How long a button shows that it has copied (ms). */
const TOLD_MS = 2000;

/**
 * A button that copies a text, and shows that it did.
 *
 * @param what - The name of the text, for screen readers.
 */
export function CopyButton(props: {
  text: string;
  what: string;
  isDisabled?: boolean;
  trans: TranslationBundle;
}): React.ReactElement {
  const { isDisabled = false, text, trans, what } = props;
  const [copied, setCopied] = React.useState<string | null>(null);
  React.useEffect(() => {
    const timer = setTimeout(() => setCopied(null), TOLD_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      className="jp-S3Share-button"
      title={what}
      aria-label={what}
      disabled={isDisabled}
      onClick={() => {
        Clipboard.copyToSystem(text);
        setCopied(text);
      }}
    >
      <copyIcon.react tag="span" />
      <span role="status">
        {copied === text ? trans.__('Copied') : trans.__('Copy')}
      </span>
    </button>
  );
}

/**
 * A text for a receiver, with its name and a button that copies it.
 */
export function CopyField(props: {
  label: string;
  text: string;
  what: string;
  trans: TranslationBundle;
}): React.ReactElement {
  const id = React.useId();
  return (
    <div className="jp-S3Share-field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        className="jp-mod-styled"
        readOnly
        value={props.text}
        onFocus={event => event.target.select()}
      />
      <CopyButton text={props.text} what={props.what} trans={props.trans} />
    </div>
  );
}

/**
 * A text to hand over, in a way of fetching that the person chooses, and a
 * button that copies it.
 *
 * @param way - The chosen one of `ways`.
 * @param nameOf - What is shown for a way.
 * @param text - `null`: it is not known yet.
 * @param language - What the text is written in.
 * @param highlight - Highlights code; `null`: it stays plain.
 * @param children - What is said below it.
 */
export function HandedText<W extends string>(props: {
  way: W;
  ways: readonly W[];
  nameOf: (way: W) => string;
  choose: (way: W) => void;
  text: string | null;
  language: CodeLanguage;
  highlight: Highlighter | null;
  trans: TranslationBundle;
  children?: React.ReactNode;
}): React.ReactElement {
  const { choose, highlight, language, nameOf, text, trans, way, ways } = props;
  const id = React.useId();
  return (
    <section className="jp-S3Share-instructions">
      <div className="jp-S3Share-bar">
        <label htmlFor={id}>{trans.__('Instructions for')}</label>
        <Select {...{ id, value: way, values: ways, nameOf, choose }} />
        <CopyButton
          text={text ?? ''}
          isDisabled={text === null}
          what={trans.__('Copy the instructions')}
          trans={trans}
        />
      </div>
      {text !== null && (
        <Code
          text={text}
          language={language}
          label={trans.__('Instructions')}
          highlight={highlight}
        />
      )}
      {props.children}
    </section>
  );
}
