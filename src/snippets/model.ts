// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';

import type { IFailure } from '../dialogs/failure';
import { explain } from '../drive/messages';
import type { IS3Location } from '../s3/path';
import { copyText } from './clipboard';
import { NOTHING_AROUND } from './code';
import type { Obstacle } from './insertion/place';
import { choose, LANGUAGES, OPERATIONS } from './languages';
import type { IFound, IWish, Snippets } from './snippets';
import type { Language, Library, Operation } from './write';

/** How long it is said that something was copied (milliseconds). */
const TOLD_MS = 2000;

/**
 * What the snippet dialog knows of one place.
 */
export class SnippetModel extends VDomModel {
  constructor(options: SnippetModel.IOptions) {
    super();
    this._options = options;
    this.language = options.language;
  }

  /** What is looked at. */
  get place(): IS3Location {
    return this._options.place;
  }

  /** What was found; `null` while it is looked at, or where that failed. */
  found: IFound | null = null;

  /** What went wrong; what was found all the same is the general form. */
  problem: IFailure | null = null;

  /** What is to be said about the last thing done. */
  told = '';

  language: Language;
  library: Library | null = null;
  operation: Operation = 'read';

  /** The whole snippet, as it is copied. */
  text = '';

  /** The languages in which anything can be done with the place. */
  get languages(): Language[] {
    return LANGUAGES.filter(language => this._operations(language).length > 0);
  }

  /** What can be done in the language. */
  get operations(): Operation[] {
    return this._operations(this.language);
  }

  /** The libraries that can do it, the best first. */
  get libraries(): Library[] {
    return this._libraries(this.language, this.operation);
  }

  /** What the dialog answers; `null` while there is nothing to insert. */
  get chosen(): { readonly found: IFound; readonly wish: IWish } | null {
    const { found, language, library, operation } = this;
    return found && library
      ? { found, wish: { language, library, operation } }
      : null;
  }

  /** Why what is shown cannot be inserted. */
  get obstacle(): Obstacle | null {
    return this._options.obstacle(this.language);
  }

  /** Whether what is shown can be inserted. */
  get isInsertable(): boolean {
    return this.text !== '' && this.obstacle === null;
  }

  /** Look at the place. */
  async look(): Promise<void> {
    this.problem = null;
    this.found = null;
    this.text = '';
    this.stateChanged.emit();
    const { place, snippets, trans } = this._options;
    try {
      const { signal } = this._abort;
      const found = await snippets.find(place, { signal });
      this.found = found;
      this.problem = found.trouble ? explain(found.trouble, trans) : null;
    } catch (error) {
      this.problem = explain(error, trans);
    }
    await this._update();
  }

  /** Take another language, with the library that is preferred there. */
  async setLanguage(language: Language): Promise<void> {
    this.language = language;
    this._wanted = null;
    await this._update();
  }

  /** Take another library, from now on. */
  async setLibrary(library: Library): Promise<void> {
    this._wanted = library;
    this._options.remember(this.language, library);
    await this._update();
  }

  /** Do something else with the place. */
  async setOperation(operation: Operation): Promise<void> {
    this.operation = operation;
    await this._update();
  }

  /** Copy what is shown, and say so for a moment. */
  async copy(): Promise<void> {
    const { trans } = this._options;
    const isCopied = await copyText(this.text);
    if (this.isDisposed) {
      return;
    }
    this._tell(
      isCopied
        ? trans.__('Copied')
        : trans.__('The browser refused. Select the code, and copy it.')
    );
    clearTimeout(this._timer);
    this._timer = window.setTimeout(() => this._tell(''), TOLD_MS);
  }

  dispose(): void {
    clearTimeout(this._timer);
    this._abort.abort();
    super.dispose();
  }

  /** Write what is chosen now; what is not possible gives way. */
  private async _update(): Promise<void> {
    if (!this.operations.includes(this.operation)) {
      this.operation = this.operations[0] ?? 'read';
    }
    const preferred = this._wanted ?? this._options.libraryOf(this.language);
    this.library = choose(this.libraries, preferred);
    const { chosen } = this;
    const run = ++this._run;
    const text = chosen ? await this._write(chosen) : '';
    if (run === this._run && !this.isDisposed) {
      this.text = text;
      this.stateChanged.emit();
    }
  }

  private async _write({
    found,
    wish
  }: NonNullable<SnippetModel['chosen']>): Promise<string> {
    const { snippets } = this._options;
    const { signal } = this._abort;
    const link = await snippets.link(found, wish, { signal }).catch(() => null);
    return snippets.write(found, wish, NOTHING_AROUND, link).code;
  }

  private _tell(text: string): void {
    this.told = text;
    this.stateChanged.emit();
  }

  private _operations(language: Language): Operation[] {
    return OPERATIONS.filter(
      operation => this._libraries(language, operation).length > 0
    );
  }

  private _libraries(language: Language, operation: Operation): Library[] {
    const { found } = this;
    return found
      ? this._options.snippets.libraries(found, language, operation)
      : [];
  }

  private readonly _options: SnippetModel.IOptions;
  private readonly _abort = new AbortController();
  private _wanted: Library | null = null;
  private _run = 0;
  private _timer = 0;
}

/**
 * The namespace of `SnippetModel` statics.
 */
export namespace SnippetModel {
  /** What it works with. */
  export interface IOptions {
    readonly place: IS3Location;
    /** The language that is shown first. */
    readonly language: Language;
    readonly snippets: Snippets;
    /** The library that is preferred in a language. */
    libraryOf(language: Language): Library;
    /** Prefer it from now on. */
    remember(language: Language, library: Library): void;
    /** Why a snippet of a language cannot be inserted, or `null`. */
    obstacle(language: Language): Obstacle | null;
    readonly trans: TranslationBundle;
  }
}
