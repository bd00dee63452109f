// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { refusal } from '../drive/messages';
import { basename, type IS3Location } from '../s3/path';
import { choose, languageFor } from './languages';
import type { IWish } from './snippets';
import type { Language, Library, Operation } from './write/types';

/**
 * What a snippet is asked to be; what is left out is chosen.
 */
export interface IAsked {
  readonly language?: Language;
  readonly library?: Library;
  readonly operation?: Operation;
}

/**
 * What people prefer.
 */
export interface IPreferences {
  /** The library that is taken where nobody asks for one. */
  libraryOf(language: Language): Library;

  /** Take this one from now on. */
  remember(language: Language, library: Library): void;
}

/**
 * What there is to choose from.
 */
export interface IChoice {
  /** The libraries that can do it, the best first. */
  offers(language: Language, operation: Operation): readonly Library[];

  readonly preferences: IPreferences;
}

/**
 * Choose what was not asked for.
 *
 * @param active - The language of what the person works in.
 *
 * @throws `DriveError` 400 where nothing, or not the library that was asked
 * for, can do it.
 */
export function wishOf(
  place: IS3Location,
  asked: IAsked,
  active: Language | null,
  { offers, preferences }: IChoice,
  trans: TranslationBundle
): IWish {
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
        nameOf(place)
      ),
      place
    );
  }
  return { language, library, operation };
}

/**
 * The name of a file, folder or bucket.
 */
export function nameOf({ bucket, key }: IS3Location): string {
  return basename(key) || bucket;
}
