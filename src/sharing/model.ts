// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';

import type { IFailure } from '../dialogs/failure';
import { explain } from '../drive/messages';
import type { IServerStatus } from '../s3/connection';
import { unaddressable, type IS3Location } from '../s3/path';
import type { IDescription } from './description';
import type { IHandout, Reader } from './texts';
import type { IOffers } from './offers';
import { offersOf } from './offers';
import type { Ask } from './publishing';
import { outcomeText } from './sentences';
import type { ILinkWish, IOutcome, Sharing } from './sharing';
import type { IConsent, IQuestion } from './warning';

/**
 * Changes the visibility of a place after it has asked what must be asked.
 *
 * @returns `null` when the person has thought better of it.
 */
export type Publisher = (
  description: IDescription,
  visibility: 'public' | 'private',
  ask: Ask
) => Promise<IOutcome | null>;

/**
 * Looks into a file, to find out how it is read from its address.
 *
 * @returns `null` where that is not to be told.
 *
 * @throws `S3Error`.
 */
export type FindReader = (
  place: IS3Location,
  signal: AbortSignal
) => Promise<Reader | null>;

/**
 * What the share dialog knows of one place.
 */
export class ShareModel extends VDomModel {
  /**
   * @param publish - Changes the visibility, after questions.
   * @param findReader - Looks into a file; `null`: its name has to do.
   */
  constructor(
    sharing: Sharing,
    publish: Publisher,
    findReader: FindReader | null,
    trans: TranslationBundle
  ) {
    super();
    this._sharing = sharing;
    this._publish = publish;
    this._findReader = findReader;
    this._trans = trans;
  }

  /** The place that is shown. */
  place: IS3Location = { bucket: '', key: '' };

  /** Who can read it; `null` while that is being found out, or has failed. */
  description: IDescription | null = null;

  /** What the server tells; known as soon as `description` is. */
  status: IServerStatus | null = null;

  /** What is under way. */
  busy: 'looking' | 'changing' | 'linking' | null = null;

  /** What went wrong last. */
  problem: IFailure | null = null;

  /** What a change has led to. */
  outcome: string | null = null;

  /** What the person is asked before a publication. */
  question: IQuestion | null = null;

  /** The link that was made last. */
  link: IHandout | null = null;

  /** How the file is read from its address, once that was found out. */
  reader: Reader | null = null;

  /** How far that is; `unknown`: the name has to do. */
  seeking: 'seeking' | 'found' | 'unknown' | null = null;

  /** Whether that ends with the credentials, earlier than asked for. */
  isCutShort = false;

  /** How long links can live; `null` when the credentials have ended. */
  get offers(): IOffers | null {
    const end = this.status?.credentials.expiresAt;
    return offersOf(end ? new Date(end) : null, Date.now());
  }

  /** What can be handed over now: the link, else the public address. */
  get handout(): IHandout | null {
    const { description, link } = this;
    if (link) {
      return link;
    }
    const { isFolder = false, place, publicUrl = null } = description ?? {};
    return publicUrl && place
      ? { place, url: publicUrl, kind: isFolder ? 'folder' : 'read' }
      : null;
  }

  /**
   * Show a place.
   */
  async open(place: IS3Location): Promise<void> {
    this.place = place;
    this.description = null;
    this.outcome = null;
    this.link = null;
    this._stopSeeking?.abort();
    this.reader = null;
    this.seeking = null;
    await this.look();
  }

  /**
   * Find out how the file is read from its address, once. What cannot be
   * looked into is read as its name tells.
   */
  async seekReader(): Promise<void> {
    if (!this._findReader || this.seeking) {
      return;
    }
    const { signal } = (this._stopSeeking = new AbortController());
    this.seeking = 'seeking';
    this.stateChanged.emit();
    // The dialog says so where nothing was found out.
    const reader = await this._findReader(this.place, signal).catch(() => null);
    if (!signal.aborted) {
      this.reader = reader;
      this.seeking = reader ? 'found' : 'unknown';
      this.stateChanged.emit();
    }
  }

  /**
   * Find out again who can read it.
   */
  async look(): Promise<void> {
    await this._do('looking', async () => {
      const { place } = this;
      const [description, status] = await Promise.all([
        this._sharing.describe(place),
        this._sharing.status(true)
      ]);
      if (place === this.place) {
        this.description = description;
        this.status = status;
      }
    });
  }

  /**
   * Make it public or private.
   */
  async setVisibility(visibility: 'public' | 'private'): Promise<void> {
    const { description } = this;
    if (!description) {
      return;
    }
    this.outcome = null;
    await this._do('changing', async () => {
      const outcome = await this._publish(description, visibility, question =>
        this._ask(question)
      );
      if (outcome) {
        this.description = outcome.description;
        this.outcome = outcomeText(outcome, visibility, this._trans);
        this.link = null;
      }
    });
  }

  /**
   * Make a link to the place; for an upload, to a new file in the folder.
   *
   * @param name - The name of that file.
   */
  async makeLink(wish: ILinkWish, name = ''): Promise<void> {
    await this._do('linking', async () => {
      const { bucket, key } = this.place;
      const place = { bucket, key: key + name };
      const link = await this._sharing.link(place, wish);
      this.link = {
        place,
        kind: wish.operation,
        url: link.url,
        headers: link.headers,
        expiresAt: link.expiresAt
      };
      this.isCutShort = link.isCutShort;
    });
  }

  /**
   * Answer the question; `null`: it is not agreed to.
   */
  answer(consent: IConsent | null): void {
    this._answer?.(consent);
  }

  dispose(): void {
    this._stopSeeking?.abort();
    this.answer(null);
    super.dispose();
  }

  /** Show a question in the dialog: JupyterLab opens no second one over it. */
  private async _ask(question: IQuestion): Promise<IConsent | null> {
    const answered = new Promise<IConsent | null>(resolve => {
      this._answer = resolve;
    });
    this.question = question;
    this.stateChanged.emit();
    const consent = await answered;
    this._answer = null;
    this.question = null;
    this.stateChanged.emit();
    return consent;
  }

  private async _do(
    busy: NonNullable<ShareModel['busy']>,
    run: () => Promise<void>
  ): Promise<void> {
    this.busy = busy;
    this.problem = null;
    this.stateChanged.emit();
    try {
      await run();
    } catch (error) {
      this.problem = explain(error, this._trans);
    }
    this.busy = null;
    this.stateChanged.emit();
  }

  private readonly _sharing: Sharing;
  private readonly _publish: Publisher;
  private readonly _findReader: FindReader | null;
  private readonly _trans: TranslationBundle;
  private _stopSeeking: AbortController | null = null;
  private _answer: ((consent: IConsent | null) => void) | null = null;
}

/**
 * Whether a name can be that of a new file in a folder.
 */
export function isFileName(name: string): boolean {
  return name !== '' && !/[/\\]/.test(name) && unaddressable(name) === null;
}
