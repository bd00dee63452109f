// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { DEFAULT_LIBRARIES, SPECIAL_LIBRARIES } from './librarynames';
import type { Language, Library, Operation } from './types';

/**
 * The languages, in the order of the dialog.
 */
export const LANGUAGES: readonly Language[] = ['python', 'r', 'julia', 'shell'];

/**
 * The operations, in the order of the dialog.
 */
export const OPERATIONS: readonly Operation[] = ['read', 'write', 'list'];

/**
 * The names of the languages, which are not translated.
 */
export const LANGUAGE_NAMES: { readonly [language in Language]: string } = {
  python: 'Python',
  r: 'R',
  julia: 'Julia',
  shell: 'Shell'
};

/**
 * The language of a kernel, by its name in the kernel specification.
 *
 * @returns `null` if no snippets are written in it.
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
 * @returns `null` if no snippets are written in it.
 */
export function textLanguage(mimeType: string): Language | null {
  const name = mimeType
    .toLowerCase()
    .replace(/^(text|application)\/(x-)?/, '')
    .replace(/;.*$/, '');
  return name === 'rsrc' ? 'r' : kernelLanguage(name);
}

/**
 * The library to use if none was requested.
 *
 * @param offered - The libraries that support the operation, best first.
 * @param preferred - The default of the language.
 */
export function choose(
  offered: readonly Library[],
  preferred: Library
): Library | null {
  return offered.includes(preferred) ? preferred : (offered[0] ?? null);
}

/**
 * The language of a library.
 *
 * @param active - Preferred if the library has several languages.
 */
export function languageFor(
  library: Library,
  active: Language
): Language | null {
  const names = LANGUAGES.filter(
    language =>
      DEFAULT_LIBRARIES[language].includes(library) ||
      SPECIAL_LIBRARIES[language].includes(library)
  );
  return names.includes(active) ? active : (names[0] ?? null);
}
