// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import * as React from 'react';

import type { CodeLanguage, Highlighter, IToken } from './highlighting';

/**
 * Code to read and to copy, in the colours of JupyterLab's editors. It is plain
 * until they are loaded, or when they are not available.
 *
 * @param label - The accessible name.
 * @param highlight - `null`: the code stays plain.
 */
export function Code(props: {
  text: string;
  language: CodeLanguage;
  label: string;
  highlight: Highlighter | null;
}): React.ReactElement {
  const { highlight, label, language, text } = props;
  const [known, setKnown] = React.useState<{
    readonly text: string;
    readonly tokens: readonly IToken[];
  } | null>(null);
  React.useEffect(() => {
    let isWanted = true;
    highlight?.(text, language).then(
      tokens => {
        if (isWanted) {
          setKnown({ text, tokens });
        }
      },
      reason => console.debug('The code stays plain.', reason)
    );
    return () => {
      isWanted = false;
    };
  }, [highlight, language, text]);
  return (
    <pre tabIndex={0} className="jp-S3Code" aria-label={label}>
      {known?.text === text
        ? known.tokens.map((token, index) => (
            <span key={index} className={token.classes}>
              {token.text}
            </span>
          ))
        : text}
    </pre>
  );
}
