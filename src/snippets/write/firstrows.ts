// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISnippetRequest, Language, Library } from './types';

/**
 * The line that shows the first rows of what a snippet has read, as the last of
 * its cell; `null` if that is no table.
 *
 * @param variable - The variable of the result.
 */
export function firstRows(
  { language, library, operation }: ISnippetRequest,
  variable: string
): string | null {
  const show = OF_LIBRARIES[library] ?? OF_LANGUAGES[language];
  return show && operation === 'read' && TABLE.test(variable)
    ? show(variable)
    : null;
}

type Show = (variable: string) => string;

const OF_LANGUAGES: { readonly [language in Language]?: Show } = {
  python: variable => `${variable}.head()`,
  r: variable => `head(${variable})`,
  julia: variable => `first(${variable}, 5)`
};

/** Of what a notebook does not show as a table by itself. */
const OF_LIBRARIES: { readonly [library in Library]?: Show } = {
  ibis: variable => `${variable}.head().to_pandas()`,
  pyspark: variable => `${variable}.show(5)`,
  pyarrow: variable => `${variable}.slice(length=5).to_pandas()`
};

/** What the writers call a table; the name of the file may follow. */
const TABLE = /^(df|gdf|ddf|table)(_|$)/;
