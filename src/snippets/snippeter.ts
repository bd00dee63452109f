// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Highlighter } from '../dialogs/highlighting';
import { makeHighlighter } from '../dialogs/highlighting';
import { exactPlace } from '../drive/exact';
import type { LazyDrive } from '../drive/lazy';
import { refusal } from '../drive/messages';
import type { IS3Location } from '../s3/path';
import { NOTHING_AROUND, type ISurroundings } from './code';
import { showSnippets } from './dialog';
import type { IDocument } from './documents';
import { languageOf } from './documents';
import type { IDropPoint } from './droppoints';
import { handOver, tellTrouble } from './handover';
import type { IPlace, Obstacle } from './insertion/place';
import { mannerOf, placeIn } from './insertion/place';
import { patiently } from './patience';
import { Snippets, type IFound, type IWish } from './snippets';
import type { IAsked, IPreferences } from './wishes';
import { nameOf, wishOf } from './wishes';
import { readAddress } from './write';
import type { Language, Library, Operation } from './write';

/**
 * How many places at a time: each is looked at.
 */
const MOST = 10;

/**
 * Writes the lines that read a file from an address.
 */
export type AddressReader = (
  language: 'python' | 'r',
  url: string
) => string[] | null;

/**
 * Writes snippets, copies them, and puts them into documents.
 */
export interface ISnippeter {
  /**
   * The exact places of `bucket/key`.
   *
   * @throws `DriveError` 404 for what is not there, 400 for too many.
   */
  placesOf(localPaths: readonly string[]): Promise<IS3Location[]>;

  /**
   * Copy the snippets of some places, whole: they run wherever they are pasted.
   *
   * @param active - The language of what the person works in.
   *
   * @returns Its text; `null` where the person has cancelled the look.
   *
   * @throws `S3Error`; `DriveError` 400 for a library that cannot do it, and for
   * too many places.
   */
  copy(
    places: readonly IS3Location[],
    asked: IAsked,
    active: Language | null
  ): Promise<string | null>;

  /**
   * Put the snippets of some places into a document, without what its code has
   * already; where that cannot be, copy them.
   *
   * @param point - Where they are dropped; `null`: where the person works.
   *
   * @returns As `copy`.
   */
  insert(
    places: readonly IS3Location[],
    asked: IAsked,
    document: IDocument | null,
    point?: IDropPoint | null
  ): Promise<string | null>;

  /**
   * Look at a file, to read it from an address that asks for no credentials.
   *
   * @returns What writes the lines for an address; they are `null` where a
   * language has nothing for the file. Nothing is written (`null`) of a file
   * that is empty, damaged or could not be looked into.
   *
   * @throws `S3Error`: 404 for a file that is not there, `Aborted` by the
   * signal.
   */
  readerOf(
    place: IS3Location,
    signal: AbortSignal
  ): Promise<AddressReader | null>;

  /** Show the dialog; resolves when it is closed. */
  more(place: IS3Location, document: IDocument | null): Promise<void>;
}

/**
 * Make the snippeter of a drive that is loaded.
 *
 * @param reveal - Shows a document and gives it the focus.
 * @param languages - Those of JupyterLab's editors, for the colours of code.
 */
export async function makeSnippeter(
  drive: LazyDrive,
  preferences: IPreferences,
  reveal: (document: IDocument) => void,
  languages: IEditorLanguageRegistry | null,
  trans: TranslationBundle
): Promise<ISnippeter> {
  const { connection, drive: loaded } = await drive.load();
  const snippets = new Snippets({
    connection,
    policies: loaded.policies,
    status: () => drive.status()
  });
  const highlight = makeHighlighter(languages);
  return new Snippeter(drive, snippets, preferences, reveal, highlight, trans);
}

class Snippeter implements ISnippeter {
  constructor(
    drive: LazyDrive,
    snippets: Snippets,
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

  async placesOf(localPaths: readonly string[]): Promise<IS3Location[]> {
    requireFew(localPaths, this._trans);
    const get = (path: string) => this._drive.get(path, { content: false });
    return Promise.all(localPaths.map(path => exactPlace(path, get)));
  }

  async copy(
    places: readonly IS3Location[],
    asked: IAsked,
    active: Language | null
  ): Promise<string | null> {
    const written = await this._looking(places, async (found, signal) => {
      const wishes = found.map(each => this._wish(each, asked, active));
      const text = await this._writeAll(found, wishes, NOTHING_AROUND, signal);
      return { found, text, library: wishes[0].library };
    });
    if (!written) {
      return null;
    }
    await handOver(written.text, written.library, null, this._trans);
    tellTrouble(written.found, this._trans);
    return written.text;
  }

  async insert(
    places: readonly IS3Location[],
    asked: IAsked,
    document: IDocument | null,
    point: IDropPoint | null = null
  ): Promise<string | null> {
    const found = await this._looking(places, async all => all);
    if (!found) {
      return null;
    }
    const active = document && languageOf(document);
    const wishes = found.map(each => this._wish(each, asked, active));
    const text = await this._put(found, wishes, document, point);
    tellTrouble(found, this._trans);
    return text;
  }

  async readerOf(
    place: IS3Location,
    signal: AbortSignal
  ): Promise<AddressReader | null> {
    const facts = await this._snippets.lookAt(place, { signal });
    return facts.doubt
      ? null
      : (language, url) => readAddress(language, facts, place.key, url);
  }

  async more(place: IS3Location, document: IDocument | null): Promise<void> {
    const language = (document && languageOf(document)) ?? 'python';
    const options = {
      place,
      language,
      snippets: this._snippets,
      libraryOf: (name: Language) => this._preferences.libraryOf(name),
      remember: (name: Language, library: Library) =>
        this._preferences.remember(name, library),
      obstacle: (runs: Language) => this._obstacle(document, runs),
      trans: this._trans
    };
    const chosen = await showSnippets(options, this._highlight);
    if (chosen) {
      await this._put([chosen.found], [chosen.wish], document, null);
    }
  }

  /**
   * Look at places, and do something with what was found. `null` where the
   * person has cancelled it.
   */
  private async _looking<T>(
    places: readonly IS3Location[],
    work: (found: IFound[], signal: AbortSignal) => Promise<T>
  ): Promise<T | null> {
    const { _snippets: snippets, _trans: trans } = this;
    requireFew(places, trans);
    return patiently(
      nameOf(places[0]),
      async signal => {
        const finding = places.map(place => snippets.find(place, { signal }));
        return work(await Promise.all(finding), signal);
      },
      trans
    );
  }

  /** Insert, or copy where that cannot be. */
  private async _put(
    found: readonly IFound[],
    wishes: readonly IWish[],
    document: IDocument | null,
    point: IDropPoint | null
  ): Promise<string> {
    const place = document ? placeIn(document, point) : 'none-open';
    const [{ language }] = wishes;
    const obstacle = this._obstacleAt(document, place, language);
    const isOpen = document !== null && typeof place !== 'string';
    if (obstacle !== null || !isOpen) {
      const text = await this._writeAll(found, wishes, NOTHING_AROUND);
      const why = obstacle ?? 'none-open';
      await handOver(text, wishes[0].library, why, this._trans);
      return text;
    }
    const isOwn = languageOf(document) === language;
    const around = isOwn ? place.around : NOTHING_AROUND;
    const text = await this._writeAll(found, wishes, around);
    const isMagic = mannerOf(document, place, language) === 'magic';
    const code = isMagic ? `%%bash\n${text}` : text;
    // The last line of a cell needs no end.
    const isCell = document.kind !== 'editor';
    this._reveal(document);
    place.insert(isCell ? code.trimEnd() : code);
    return code;
  }

  /** One after the other: what the first one brings the next has not to. */
  private async _writeAll(
    found: readonly IFound[],
    wishes: readonly IWish[],
    around: ISurroundings,
    signal?: AbortSignal
  ): Promise<string> {
    const texts: string[] = [];
    for (const [index, each] of found.entries()) {
      const known = {
        before: [...around.before, ...texts],
        all: [...around.all, ...texts]
      };
      texts.push(await this._write(each, wishes[index], known, signal));
    }
    return texts.join('\n');
  }

  private async _write(
    found: IFound,
    wish: IWish,
    around: ISurroundings,
    signal?: AbortSignal
  ): Promise<string> {
    const link = await this._snippets.link(found, wish, { signal });
    return this._snippets.write(found, wish, around, link).code;
  }

  private _wish(found: IFound, asked: IAsked, active: Language | null): IWish {
    const offers = (language: Language, operation: Operation) =>
      this._snippets.libraries(found, language, operation);
    const { _preferences: preferences, _trans: trans } = this;
    return wishOf(found.place, asked, active, { offers, preferences }, trans);
  }

  private _obstacle(
    document: IDocument | null,
    runs: Language
  ): Obstacle | null {
    const place = document ? placeIn(document, null) : 'none-open';
    return this._obstacleAt(document, place, runs);
  }

  private _obstacleAt(
    document: IDocument | null,
    place: IPlace | Obstacle,
    runs: Language
  ): Obstacle | null {
    if (typeof place === 'string') {
      return place;
    }
    return document && mannerOf(document, place, runs) ? null : 'language';
  }

  private readonly _drive: LazyDrive;
  private readonly _snippets: Snippets;
  private readonly _preferences: IPreferences;
  private readonly _reveal: (document: IDocument) => void;
  private readonly _highlight: Highlighter | null;
  private readonly _trans: TranslationBundle;
}

/** Each place costs requests. */
function requireFew(
  places: readonly unknown[],
  trans: TranslationBundle
): void {
  if (places.length > MOST) {
    const sentence = trans.__('At most %1 at a time, please.', MOST);
    throw refusal(400, 'TooMany', sentence);
  }
}
