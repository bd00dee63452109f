// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { LANGUAGES, OPERATIONS } from '../write/languages';
import { DEFAULT_LIBRARIES, LIBRARY_NAMES } from '../write/librarynames';
import type { ISnippetOptions, IPreferences } from './choice';
import type { Language, Library } from '../write/types';

/**
 * What a person prefers, stored in the settings.
 */
export class SnippetSettings implements IPreferences {
  /**
   * @param changed - Called when a default may have changed.
   */
  constructor(changed: () => void) {
    this._changed = changed;
  }

  /** Use these settings from now on. */
  follow(settings: ISettingRegistry.ISettings): void {
    this._settings = settings;
    settings.changed.connect(this._changed);
    this._changed();
  }

  libraryOf(language: Language): Library {
    const offered = DEFAULT_LIBRARIES[language];
    const set = this._settings?.get(language).composite;
    return offered.find(library => library === set) ?? offered[0];
  }

  get showsRows(): boolean {
    return this._settings?.get('showsRows').composite !== false;
  }

  remember(language: Language, library: Library): void {
    const isNew = this.libraryOf(language) !== library;
    if (isNew && DEFAULT_LIBRARIES[language].includes(library)) {
      void this._settings?.set(language, library);
    }
  }

  private readonly _changed: () => void;
  private _settings: ISettingRegistry.ISettings | null = null;
}

/**
 * The snippet options in the arguments of a command.
 *
 * @throws `Error` for an unknown language, library or operation.
 */
export function askedOf(
  args: ReadonlyPartialJSONObject,
  trans: TranslationBundle
): ISnippetOptions {
  const one = <T extends string>(
    name: string,
    values: readonly T[]
  ): T | undefined => {
    const value = args[name];
    const found = values.find(each => each === value);
    if (value !== undefined && value !== null && found === undefined) {
      throw new Error(
        trans.__('%1 has to be one of: %2', name, values.join(', '))
      );
    }
    return found;
  };
  return {
    language: one('language', LANGUAGES),
    library: one('library', Object.keys(LIBRARY_NAMES) as Library[]),
    operation: one('operation', OPERATIONS)
  };
}
