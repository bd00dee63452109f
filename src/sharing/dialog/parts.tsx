// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { copyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

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
