// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Language, Library, Operation } from './write/types';

/**
 * The languages, in the order in which they are offered.
 */
export const LANGUAGES: readonly Language[] = ['python', 'r', 'julia', 'shell'];

/**
 * What can be done, in the order in which it is offered.
 */
export const OPERATIONS: readonly Operation[] = ['read', 'write', 'list'];

/**
 * What the languages are called: names, which are not translated.
 */
export const LANGUAGE_NAMES: { readonly [language in Language]: string } = {
  python: 'Python',
  r: 'R',
  julia: 'Julia',
  shell: 'Shell'
};

/**
 * What the libraries are called.
 */
export const LIBRARY_NAMES: { readonly [library in Library]: string } = {
  pandas: 'pandas',
  'storage-options': 'pandas storage_options',
  polars: 'Polars',
  duckdb: 'DuckDB',
  pyarrow: 'PyArrow',
  boto3: 'boto3',
  geopandas: 'geopandas',
  dask: 'Dask',
  'aws.s3': 'aws.s3',
  arrow: 'arrow',
  paws: 'paws',
  AWSS3: 'AWSS3',
  mc: 'mc',
  aws: 'aws',
  curl: 'curl'
};

/**
 * The libraries that can be the default of a language. Those are left out that
 * are only for some files: they are offered first for these all the same.
 */
export const DEFAULT_LIBRARIES: {
  readonly [language in Language]: readonly Library[];
} = {
  python: [
    'pandas',
    'storage-options',
    'polars',
    'duckdb',
    'pyarrow',
    'dask',
    'boto3'
  ],
  r: ['aws.s3', 'arrow', 'duckdb', 'paws'],
  julia: ['AWSS3'],
  shell: ['mc', 'aws', 'curl']
};

/**
 * The language of a kernel, by the name in its specification.
 *
 * @returns `null` for one that no snippet is written in.
 */
export function kernelLanguage(name: string): Language | null {
  const word = name.toLowerCase();
  return /^(i?python|xeus-python|xpython)/.test(word)
    ? 'python'
    : /^(i?r|xr|xeus-r)$/.test(word)
      ? 'r'
      : word.startsWith('julia')
        ? 'julia'
        : /^(bash|sh|zsh|shell)$/.test(word)
          ? 'shell'
          : null;
}

/**
 * The language of a text, by its MIME type.
 *
 * @returns `null` for one that no snippet is written in.
 */
export function textLanguage(mimeType: string): Language | null {
  const name = mimeType
    .toLowerCase()
    .replace(/^(text|application)\/(x-)?/, '')
    .replace(/;.*$/, '');
  return name === 'rsrc' ? 'r' : kernelLanguage(name);
}

/**
 * The library to take where nobody has asked for one.
 *
 * @param offered - Those that can do it, the best first.
 * @param preferred - The default of the language.
 */
export function choose(
  offered: readonly Library[],
  preferred: Library
): Library | null {
  return offered.includes(preferred) ? preferred : (offered[0] ?? null);
}

/**
 * The language that a library is for.
 *
 * @param active - Taken where it is one of several.
 */
export function languageFor(
  library: Library,
  active: Language
): Language | null {
  const names = LANGUAGES.filter(
    language =>
      DEFAULT_LIBRARIES[language].includes(library) ||
      (library === 'geopandas' && language === 'python')
  );
  return names.includes(active) ? active : (names[0] ?? null);
}
