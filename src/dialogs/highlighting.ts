// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { classHighlighter, highlightTree } from '@lezer/highlight';

/**
 * What code of ours is written in.
 */
export type CodeLanguage = 'python' | 'r' | 'julia' | 'shell';

/**
 * A piece of code, and the classes that tell what it is: those of
 * `classHighlighter`, such as `tok-keyword`; empty for what is nothing special.
 */
export interface IToken {
  readonly text: string;
  readonly classes: string;
}

/**
 * Cuts code into tokens, of which the texts together are the code.
 */
export type Highlighter = (
  code: string,
  language: CodeLanguage
) => Promise<readonly IToken[]>;

/**
 * Highlight code by the parsers that JupyterLab's editors have. They are loaded
 * when they are first needed.
 *
 * JupyterLab's own `highlight` gives classes that mean something only once an
 * editor has been opened.
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
