// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { refusal } from '../../drive/messages/messages';
import type { ITableChoice } from '../../inspect/facts';
import type { S3Location } from '../../s3/location';
import { choose, languageFor } from '../write/languages';
import type { ISnippetChoice } from './types';
import type {
  ISnippetQuery,
  Language,
  Library,
  Operation
} from '../write/types';

/**
 * The requested kind of snippet. Missing members are chosen.
 */
export interface ISnippetOptions {
  readonly language?: Language;
  readonly library?: Library;
  readonly operation?: Operation;
  /** What the person says of a text table, in place of what the look finds. */
  readonly table?: ITableChoice;
  /** Which rows and columns of a table are read; all by default. */
  readonly query?: ISnippetQuery | null;
}

/**
 * A person's preferences.
 */
export interface IPreferences {
  /** The default library of a language. */
  libraryOf(language: Language): Library;

  /** Whether what is read into a notebook is shown at once. */
  readonly showsRows: boolean;

  /** Make a library the default of its language. */
  remember(language: Language, library: Library): void;
}

/**
 * What to choose from.
 */
export interface IChoice {
  /**
   * The libraries that support the operation, best first; of these only those
   * that read the rows asked for, if there are any.
   */
  offers(language: Language, operation: Operation): readonly Library[];

  readonly preferences: IPreferences;
}

/**
 * Choose what was not requested.
 *
 * @param active - The language of the active document.
 *
 * @throws `DriveError` 400 if no library, or not the requested one, supports
 * the operation.
 */
export function choiceOf(
  location: S3Location,
  asked: ISnippetOptions,
  active: Language | null,
  { offers, preferences }: IChoice,
  trans: TranslationBundle
): ISnippetChoice {
  const own = active ?? 'python';
  const language =
    asked.language ?? (asked.library && languageFor(asked.library, own)) ?? own;
  const operation = asked.operation ?? 'read';
  const preferred = asked.library ?? preferences.libraryOf(language);
  const library = choose(offers(language, operation), preferred);
  if (!library || (asked.library && library !== asked.library)) {
    throw refusal(
      400,
      'NoSnippet',
      trans.__(
        'No snippet does this with "%1". "More Snippets…" shows what there is.',
        location.name
      ),
      location
    );
  }
  return { language, library, operation, query: asked.query };
}
