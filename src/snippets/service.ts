// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Highlighter } from '../dialogs/highlighting';
import { makeHighlighter } from '../dialogs/highlighting';
import { exactLocation } from '../drive/lookup/exact';
import type { S3Drive } from '../drive/drive';
import type { IS3Connection } from '../s3/http/types';
import type { S3Location } from '../s3/location';
import { NOTHING_AROUND, type ISurroundings } from './insertion/surroundings';
import { framesIn } from './insertion/frames';
import { showSnippets } from './dialog/dialog';
import type { IDocument } from './insertion/documents';
import { languageOf } from './insertion/documents';
import type { IDropPoint } from './insertion/droppoints';
import { handOver, showTrouble } from './copynotice';
import type { IInsertionTarget, InsertionObstacle } from './insertion/types';
import { mannerOf, placeIn } from './insertion/target';
import { withProgress } from '../dialogs/progress';
import { SnippetComposer } from './compose/compose';
import type { IFound, ISnippetChoice } from './compose/types';
import type { ISnippetOptions, IPreferences } from './compose/choice';
import { requireFew, requireOwn } from './compose/locationchecks';
import { choiceOf } from './compose/choice';
import { readPublicUrl } from './write/address';
import type { Language, Library, Operation } from './write/types';

/**
 * Writes the lines that read a file from a URL.
 */
export type AddressReader = (
  language: 'python' | 'r',
  url: string
) => string[] | null;

/**
 * Writes snippets, copies them, and inserts them into documents.
 */
export interface ISnippetService {
  /**
   * The exact locations of `bucket/key` paths.
   *
   * @throws `DriveError` 404 for a missing one, 400 for too many.
   */
  placesOf(localPaths: readonly string[]): Promise<S3Location[]>;

  /**
   * Copy the snippets of some locations. They are complete and run wherever
   * they are pasted.
   *
   * @param active - The language of the active document.
   *
   * @returns The text; `null` if the person cancelled the inspection.
   *
   * @throws `S3Error`; `DriveError` 400 for a library that does not support the
   * operation, and for too many locations.
   */
  copy(
    locations: readonly S3Location[],
    asked: ISnippetOptions,
    active: Language | null
  ): Promise<string | null>;

  /**
   * The snippet of a location. It is complete and runs wherever it is pasted.
   *
   * @throws As for `copy`.
   */
  text(location: S3Location, asked: ISnippetOptions): Promise<string>;

  /**
   * Insert the snippets of some locations into a document, without what its
   * code already contains. If that is not possible, copy them.
   *
   * @param point - A drop position; `null` for the cursor or the active cell.
   *
   * @returns As for `copy`.
   */
  insert(
    locations: readonly S3Location[],
    asked: ISnippetOptions,
    document: IDocument | null,
    point?: IDropPoint | null
  ): Promise<string | null>;

  /**
   * Inspect a file, to read it from a URL that needs no credentials.
   *
   * @returns A function that writes the lines for a URL, `null` if the language
   * cannot read the file. `null` instead of the function if the file is empty,
   * damaged or could not be inspected.
   *
   * @throws `S3Error`: 404 for a missing file, `Aborted` by the signal.
   */
  readerOf(
    location: S3Location,
    signal: AbortSignal
  ): Promise<AddressReader | null>;

  /** Show the snippet dialog. Resolves when it is closed. */
  more(location: S3Location, document: IDocument | null): Promise<void>;
}

/**
 * Create the snippet service of a drive.
 *
 * @param reveal - Shows and focuses a document.
 * @param languages - The languages of JupyterLab's editors, for highlighting.
 */
export function makeSnippetService(
  connection: IS3Connection,
  drive: S3Drive,
  preferences: IPreferences,
  reveal: (document: IDocument) => void,
  languages: IEditorLanguageRegistry | null,
  trans: TranslationBundle
): ISnippetService {
  const snippets = new SnippetComposer({
    connection,
    policies: drive.policies,
    status: () => drive.status()
  });
  const highlight = makeHighlighter(languages);
  return new SnippetService(
    drive,
    snippets,
    preferences,
    reveal,
    highlight,
    trans
  );
}

/** How several snippets are written. */
interface IWritingOptions {
  readonly signal?: AbortSignal;
  /** Whether the last one shows the rows that it reads. */
  readonly showsRows?: boolean;
}

class SnippetService implements ISnippetService {
  constructor(
    drive: S3Drive,
    snippets: SnippetComposer,
    preferences: IPreferences,
    reveal: (document: IDocument) => void,
    highlight: Highlighter | null,
    trans: TranslationBundle
  ) {
    this._drive = drive;
    this._snippets = snippets;
    this._preferences = preferences;
    this._reveal = reveal;
    this._highlight = highlight;
    this._trans = trans;
  }

  async placesOf(localPaths: readonly string[]): Promise<S3Location[]> {
    requireFew(localPaths, this._trans);
    const find = (location: S3Location) =>
      exactLocation(location, async path => {
        const model = await this._drive.get(path, { content: false });
        const { hash, size, type } = model;
        if (type !== 'directory' && hash && size !== undefined) {
          this._snippets.saw(location, { etag: hash, size });
        }
        return model;
      });
    return Promise.all(localPaths.map(path => find(this._drive.at(path))));
  }

  async copy(
    locations: readonly S3Location[],
    asked: ISnippetOptions,
    active: Language | null
  ): Promise<string | null> {
    const written = await this._looking(
      locations,
      asked,
      async (found, signal) => {
        const choices = found.map(each => this._wish(each, asked, active));
        const text = await this._writeAll(found, choices, NOTHING_AROUND, {
          signal
        });
        return { found, text, library: choices[0].library };
      }
    );
    if (!written) {
      return null;
    }
    await handOver(written.text, written.library, null, this._trans);
    showTrouble(written.found, this._trans);
    return written.text;
  }

  async text(location: S3Location, asked: ISnippetOptions): Promise<string> {
    requireOwn([location], this._trans);
    const found = await this._snippets.find(location, {}, asked.table);
    return this._write(found, this._wish(found, asked, null), NOTHING_AROUND);
  }

  async insert(
    locations: readonly S3Location[],
    asked: ISnippetOptions,
    document: IDocument | null,
    point: IDropPoint | null = null
  ): Promise<string | null> {
    const found = await this._looking(locations, asked, async all => all);
    if (!found) {
      return null;
    }
    const active = document && languageOf(document);
    const choices = found.map(each => this._wish(each, asked, active));
    const text = await this._put(found, choices, document, point);
    showTrouble(found, this._trans);
    return text;
  }

  async readerOf(
    location: S3Location,
    signal: AbortSignal
  ): Promise<AddressReader | null> {
    const facts = await this._snippets.lookAt(location, { signal });
    return facts.doubt
      ? null
      : (language, url) => readPublicUrl(language, facts, location.key, url);
  }

  async more(location: S3Location, document: IDocument | null): Promise<void> {
    requireOwn([location], this._trans);
    const language = (document && languageOf(document)) ?? 'python';
    const options = {
      location,
      language,
      snippets: this._snippets,
      libraryOf: (name: Language) => this._preferences.libraryOf(name),
      remember: (name: Language, library: Library) =>
        this._preferences.remember(name, library),
      obstacle: (runs: Language) => this._obstacle(document, runs),
      frames: (name: Language, library: Library) =>
        framesAbove(document, name, library),
      trans: this._trans
    };
    const chosen = await showSnippets(options, this._highlight);
    if (chosen) {
      await this._put([chosen.found], [chosen.wish], document, null);
    }
  }

  /**
   * Inspect locations and pass the results to a function. `null` if the person
   * cancelled.
   */
  private async _looking<T>(
    locations: readonly S3Location[],
    { table }: ISnippetOptions,
    work: (found: IFound[], signal: AbortSignal) => Promise<T>
  ): Promise<T | null> {
    const { _snippets: snippets, _trans: trans } = this;
    requireFew(locations, trans);
    requireOwn(locations, trans);
    return withProgress(
      locations[0].name,
      async signal => {
        const finding = locations.map(location =>
          snippets.find(location, { signal }, table)
        );
        return work(await Promise.all(finding), signal);
      },
      trans
    );
  }

  /** Insert the snippets, or copy them if that is not possible. */
  private async _put(
    found: readonly IFound[],
    choices: readonly ISnippetChoice[],
    document: IDocument | null,
    point: IDropPoint | null
  ): Promise<string> {
    const place = document ? placeIn(document, point) : 'none-open';
    const [{ language }] = choices;
    const obstacle = this._obstacleAt(document, place, language);
    const isOpen = document !== null && typeof place !== 'string';
    if (obstacle !== null || !isOpen) {
      const text = await this._writeAll(found, choices, NOTHING_AROUND);
      const why = obstacle ?? 'none-open';
      await handOver(text, choices[0].library, why, this._trans);
      return text;
    }
    const isOwn = languageOf(document) === language;
    const around = isOwn ? place.around : NOTHING_AROUND;
    // The value of its last line is shown below a cell.
    const showsRows =
      document.kind === 'notebook' && this._preferences.showsRows;
    const text = await this._writeAll(found, choices, around, { showsRows });
    const isMagic = mannerOf(document, place, language) === 'magic';
    const code = isMagic ? `%%bash\n${text}` : text;
    // The last line of a cell needs no line break.
    const isCell = document.kind !== 'editor';
    this._reveal(document);
    place.insert(isCell ? code.trimEnd() : code);
    return code;
  }

  /** Write the snippets in order: each omits what an earlier one contains. */
  private async _writeAll(
    found: readonly IFound[],
    choices: readonly ISnippetChoice[],
    around: ISurroundings,
    options: IWritingOptions = {}
  ): Promise<string> {
    const texts: string[] = [];
    for (const [index, each] of found.entries()) {
      const known = {
        before: [...around.before, ...texts],
        all: [...around.all, ...texts]
      };
      const isLast = index === found.length - 1;
      const showsRows = isLast && options.showsRows;
      const own = { ...options, showsRows };
      texts.push(await this._write(each, choices[index], known, own));
    }
    return texts.join('\n');
  }

  private async _write(
    found: IFound,
    wish: ISnippetChoice,
    around: ISurroundings,
    { showsRows, signal }: IWritingOptions = {}
  ): Promise<string> {
    const options = { showsRows, signal };
    const snippet = await this._snippets.prepared(found, wish, around, options);
    return snippet.code;
  }

  private _wish(
    found: IFound,
    asked: ISnippetOptions,
    active: Language | null
  ): ISnippetChoice {
    const offers = (language: Language, operation: Operation) =>
      this._snippets.libraries(found, language, operation, asked.query);
    const { _preferences: preferences, _trans: trans } = this;
    return choiceOf(
      found.location,
      asked,
      active,
      { offers, preferences },
      trans
    );
  }

  private _obstacle(
    document: IDocument | null,
    runs: Language
  ): InsertionObstacle | null {
    const place = document ? placeIn(document, null) : 'none-open';
    return this._obstacleAt(document, place, runs);
  }

  private _obstacleAt(
    document: IDocument | null,
    place: IInsertionTarget | InsertionObstacle,
    runs: Language
  ): InsertionObstacle | null {
    if (typeof place === 'string') {
      return place;
    }
    return document && mannerOf(document, place, runs) ? null : 'language';
  }

  private readonly _drive: S3Drive;
  private readonly _snippets: SnippetComposer;
  private readonly _preferences: IPreferences;
  private readonly _reveal: (document: IDocument) => void;
  private readonly _highlight: Highlighter | null;
  private readonly _trans: TranslationBundle;
}

/** The data frames of the code above, where the document runs the language. */
function framesAbove(
  document: IDocument | null,
  language: Language,
  library: Library
): string[] {
  const place = document ? placeIn(document, null) : 'none-open';
  const isOwn = document !== null && languageOf(document) === language;
  return isOwn && typeof place !== 'string'
    ? framesIn(place.around.before, language, library)
    : [];
}
