// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { EditorLanguageRegistry } from '@jupyterlab/codemirror';

import type { CodeLanguage } from '../highlighting';
import { makeHighlighter } from '../highlighting';

/** The languages as JupyterLab registers them. */
function registry(): EditorLanguageRegistry {
  const languages = new EditorLanguageRegistry();
  for (const language of EditorLanguageRegistry.getDefaultLanguages()) {
    languages.addLanguage(language);
  }
  return languages;
}

/** The texts of each class. */
async function marked(
  code: string,
  language: CodeLanguage
): Promise<{ [classes: string]: string[] }> {
  const tokens = await makeHighlighter(registry())!(code, language);
  expect(tokens.map(({ text }) => text).join('')).toBe(code);
  const found: { [classes: string]: string[] } = {};
  for (const { classes, text } of tokens) {
    (found[classes] ??= []).push(text);
  }
  return found;
}

describe('code is cut into tokens', () => {
  it('of Python', async () => {
    const found = await marked(
      'import pandas as pd\n\n# Codes.\ndf = pd.read_csv("a.csv", sep=";")\n',
      'python'
    );
    expect(found['tok-keyword']).toEqual(['import', 'as']);
    expect(found['tok-string']).toEqual(['"a.csv"', '";"']);
    expect(found['tok-comment']).toEqual(['# Codes.']);
  });

  it.each([
    ['r', 'df <- readr::read_csv("a.csv", n_max = 1)'],
    ['julia', 'df = CSV.read("a.csv", DataFrame)'],
    ['shell', 'mc cp "s3/a.csv" . # a copy']
  ] as const)('of %s', async (language, code) => {
    const found = await marked(code, language);
    expect(found['tok-string'].join()).toMatch(/a\.csv/);
  });

  it('of which there may be none', async () => {
    const highlight = makeHighlighter(registry())!;
    expect(await highlight('', 'python')).toEqual([]);
    const none = makeHighlighter(new EditorLanguageRegistry())!;
    expect(await none('x = 1', 'python')).toEqual([
      { text: 'x = 1', classes: '' }
    ]);
  });

  it('not where JupyterLab has no editors', () => {
    expect(makeHighlighter(null)).toBeNull();
  });
});
