// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { classHighlighter, highlightTree } from '@lezer/highlight';

/**
 * The languages of the code that dialogs show.
 */
export type CodeLanguage = 'python' | 'r' | 'julia' | 'shell';

/**
 * A piece of code and its CSS classes: those of `classHighlighter`, such as
 * `tok-keyword`; none for plain code.
 */
export interface IToken {
  readonly text: string;
  readonly classes: string;
}

/**
 * Splits code into tokens, whose texts make up the whole code.
 */
export type Highlighter = (
  code: string,
  language: CodeLanguage
) => Promise<readonly IToken[]>;

/**
 * Make a highlighter that uses the parsers of JupyterLab's editors. A parser is
 * loaded when it is first needed.
 *
 * The classes of JupyterLab's own `highlight` have styles only once an editor
 * has been opened.
 *
 * @returns `null` where JupyterLab has no editors.
 */
export function makeHighlighter(
  languages: IEditorLanguageRegistry | null
): Highlighter | null {
  return (
    languages &&
    (async (code, language) => {
      const found = languages.findByMIME(MIME_TYPES[language]);
      const loaded = found && (await languages.getLanguage(found));
      const parser = loaded?.support?.language.parser;
      const tokens: IToken[] = [];
      let end = 0;
      const add = (to: number, classes: string) => {
        if (to > end) {
          tokens.push({ text: code.slice(end, to), classes });
          end = to;
        }
      };
      if (parser) {
        const tree = parser.parse(code);
        highlightTree(tree, classHighlighter, (from, to, classes) => {
          add(from, '');
          add(to, classes);
        });
      }
      add(code.length, '');
      return tokens;
    })
  );
}

const MIME_TYPES: { readonly [language in CodeLanguage]: string } = {
  python: 'text/x-python',
  r: 'text/x-rsrc',
  julia: 'text/x-julia',
  shell: 'text/x-sh'
};
