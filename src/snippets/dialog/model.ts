// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';

import type { IItemFailure } from '../../dialogs/parts';
import { explain } from '../../drive/messages/messages';
import type { S3Location } from '../../s3/location';
import { copyText } from '../../dialogs/clipboard';
import { NOTHING_AROUND } from '../insertion/surroundings';
import type { InsertionObstacle } from '../insertion/types';
import { choose, LANGUAGES, OPERATIONS } from '../write/languages';
import { isAccessChosen } from '../compose/access';
import { type SnippetComposer } from '../compose/compose';
import type { IFound, ISnippetChoice } from '../compose/types';
import type { Language, Library, Operation } from '../write/types';

/**
 * How a public file is read: with the person's keys, or as a stranger does.
 */
export type PublicReading = 'keys' | 'public';

/** The ways to read a public file, the usual one first. */
export const PUBLIC_READINGS: readonly PublicReading[] = ['keys', 'public'];

/** How long the dialog shows that it has copied (ms). */
const TOLD_MS = 2000;

/**
 * The state of the snippet dialog for one location.
 */
export class SnippetModel extends VDomModel {
  constructor(options: SnippetModel.IOptions) {
    super();
    this._options = options;
    this.language = options.language;
  }

  /** The location shown. */
  get location(): S3Location {
    return this._options.location;
  }

  /** What was found out; `null` during the inspection, or if it failed. */
  found: IFound | null = null;

  /**
   * The error of the inspection. With it, `found` leads to a generic snippet.
   */
  problem: IItemFailure | null = null;

  /** A message about the last action. */
  told = '';

  language: Language;
  library: Library | null = null;
  operation: Operation = 'read';
  access: PublicReading = 'keys';
  /** The data frame to write, as the person names it. */
  frame = '';
  replacesFile = false;

  /** The complete snippet, as it is copied. */
  text = '';

  /** The languages that support any operation on the location. */
  get languages(): Language[] {
    return LANGUAGES.filter(language => this._operations(language).length > 0);
  }

  /** The operations that the language supports. */
  get operations(): Operation[] {
    return this._operations(this.language);
  }

  /** The libraries that support the operation, best first. */
  get libraries(): Library[] {
    return this._libraries(this.language, this.operation);
  }

  /** The result of the dialog; `null` while there is nothing to insert. */
  get chosen(): {
    readonly found: IFound;
    readonly wish: ISnippetChoice;
  } | null {
    const { access, found, language, library, operation } = this;
    const frame = this.frame.trim() || (this.frames[0] ?? null);
    const wish = {
      ...{ language, operation, frame },
      isAnonymous: access === 'public',
      replacesFile: this.replacesFile
    };
    return found && library ? { found, wish: { ...wish, library } } : null;
  }

  /** The data frames of the code above that can be written, the last one first. */
  get frames(): readonly string[] {
    const { language, library, operation } = this;
    return library && operation === 'write'
      ? this._options.frames(language, library)
      : [];
  }

  /** Whether a name can be said of what is written. */
  get isFrameAsked(): boolean {
    return this.operation === 'write' && this.language !== 'shell';
  }

  /** Whether a file can be written itself, in place of a new one beside it. */
  get canReplaceFile(): boolean {
    return this.operation === 'write' && this.found?.kind === 'file';
  }

  /** Whether the person chooses between reading with keys and without. */
  get isAccessChosen(): boolean {
    const { chosen } = this;
    return chosen !== null && isAccessChosen(chosen.found, chosen.wish);
  }

  /** Why the current snippet cannot be inserted. */
  get obstacle(): InsertionObstacle | null {
    return this._options.obstacle(this.language);
  }

  /** Whether the current snippet can be inserted. */
  get isInsertable(): boolean {
    return this.text !== '' && this.obstacle === null;
  }

  /** Inspect the location. */
  async look(): Promise<void> {
    this.problem = null;
    this.found = null;
    this.text = '';
    this.stateChanged.emit();
    const { location, snippets, trans } = this._options;
    try {
      const { signal } = this._abort;
      const found = await snippets.find(location, { signal });
      this.found = found;
      this.problem = found.trouble ? explain(found.trouble, trans) : null;
    } catch (error) {
      this.problem = explain(error, trans);
    }
    await this._update();
  }

  /** Change the language, and use its default library. */
  async setLanguage(language: Language): Promise<void> {
    this.language = language;
    this._wanted = null;
    await this._update();
  }

  /** Change the library, and make it the default. */
  async setLibrary(library: Library): Promise<void> {
    this._wanted = library;
    this._options.remember(this.language, library);
    await this._update();
  }

  /** Change the operation. */
  async setOperation(operation: Operation): Promise<void> {
    this.operation = operation;
    await this._update();
  }

  /** Change whether what is public is read with keys. */
  async setAccess(access: PublicReading): Promise<void> {
    this.access = access;
    await this._update();
  }

  /** Change which data frame is written. */
  async setFrame(frame: string): Promise<void> {
    this.frame = frame;
    await this._update();
  }

  /** Change whether the file itself is written. */
  async setReplacesFile(replacesFile: boolean): Promise<void> {
    this.replacesFile = replacesFile;
    await this._update();
  }

  /** Copy the current snippet, and show a message for a moment. */
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

  /** Write the current snippet, replacing choices that are not possible. */
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
    const options = { signal };
    return snippets
      .prepared(found, wish, NOTHING_AROUND, options)
      .catch(() => snippets.write(found, wish, NOTHING_AROUND))
      .then(({ code }) => code);
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
  /** The options of the model. */
  export interface IOptions {
    readonly location: S3Location;
    /** The initial language. */
    readonly language: Language;
    readonly snippets: SnippetComposer;
    /** The default library of a language. */
    libraryOf(language: Language): Library;
    /** Make a library the default of its language. */
    remember(language: Language, library: Library): void;
    /** The data frames that a library can write, the last one first. */
    frames(language: Language, library: Library): readonly string[];
    /** Why a snippet of a language cannot be inserted, or `null`. */
    obstacle(language: Language): InsertionObstacle | null;
    readonly trans: TranslationBundle;
  }
}
