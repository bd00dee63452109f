// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';

import type { IItemFailure } from '../../dialogs/parts';
import { explain } from '../../drive/messages/messages';
import type { IServerStatus } from '../../s3/server/status';
import { unaddressable } from '../../s3/keys';
import { DEFAULT_CONNECTION, S3Location } from '../../s3/location';
import type { IDescription } from '../description';
import { addressesText, type IFolderFiles } from '../folderfiles';
import type { IReceiverText, ReceiverReader } from '../receivertext';
import type { ILinkLifetimes } from '../linklife';
import { offersOf } from '../linklife';
import type { Ask } from '../publishing';
import { visibilityOutcomeText } from '../messages';
import type {
  ILinkOptions,
  IVisibilityOutcome,
  IConsent,
  IVisibilityQuestion
} from '../types';
import type { Sharing } from '../sharing';

/**
 * Changes the visibility of a location, after the necessary questions.
 *
 * @returns `null` when the person declined.
 */
export type Publisher = (
  description: IDescription,
  visibility: 'public' | 'private',
  ask: Ask
) => Promise<IVisibilityOutcome | null>;

/**
 * Inspects a file to find out how to read it from its URL.
 *
 * @returns `null` if that cannot be found out.
 *
 * @throws `S3Error`.
 */
export type FindReader = (
  location: S3Location,
  signal: AbortSignal
) => Promise<ReceiverReader | null>;

/**
 * The state of the share dialog for one location.
 */
export class ShareModel extends VDomModel {
  /**
   * @param publish - Changes the visibility, after the necessary questions.
   * @param findReader - Inspects a file for how to read it; `null`: its name is
   * used.
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

  /** The location shown. */
  location = S3Location.fromPath('', DEFAULT_CONNECTION);

  /** Who can read it; `null` until that is known, or after an error. */
  description: IDescription | null = null;

  /** The server status, known as soon as `description` is. */
  status: IServerStatus | null = null;

  /** The current operation. */
  busy: 'looking' | 'changing' | 'linking' | null = null;

  /** The last error. */
  problem: IItemFailure | null = null;

  /** The outcome of the last change. */
  outcome: string | null = null;

  /** The question that is asked before something becomes public. */
  question: IVisibilityQuestion | null = null;

  /** The last link created. */
  link: IReceiverText | null = null;

  /**
   * The files of a public folder listed so far; `null` while they are not
   * known.
   */
  files: IFolderFiles | null = null;

  /** How to read the file from its URL, once it was inspected. */
  reader: ReceiverReader | null = null;

  /** The state of that inspection. `unknown`: the name is used instead. */
  seeking: 'seeking' | 'found' | 'unknown' | null = null;

  /** Whether the link expires with the credentials, earlier than requested. */
  isCutShort = false;

  /**
   * The possible lifetimes of links; `null` when the credentials have expired.
   */
  get offers(): ILinkLifetimes | null {
    const end = this.status?.credentials.expiresAt;
    return offersOf(end ? new Date(end) : null, Date.now());
  }

  /** What can be handed to a receiver now: the link, or else the public URL. */
  get instructions(): IReceiverText | null {
    const { description, link } = this;
    if (link) {
      return link;
    }
    const { isFolder = false, location, publicUrl = null } = description ?? {};
    return publicUrl && location && !isFolder
      ? {
          location,
          url: publicUrl,
          kind: 'read',
          isContentEncoded: this._isContentEncoded
        }
      : null;
  }

  /**
   * Show a location.
   */
  async open(location: S3Location): Promise<void> {
    this.location = location;
    this.description = null;
    this.outcome = null;
    this.link = null;
    this.files = null;
    this._stopSeeking?.abort();
    this.reader = null;
    this.seeking = null;
    await this.look();
  }

  /**
   * Inspect the file once to find out how to read it from its URL. If that
   * fails, its name is used.
   */
  async seekReader(): Promise<void> {
    if (!this._findReader || this.seeking) {
      return;
    }
    const { signal } = (this._stopSeeking = new AbortController());
    this.seeking = 'seeking';
    this.stateChanged.emit();
    // The dialog shows that nothing was found out.
    const reader = await this._findReader(this.location, signal).catch(
      () => null
    );
    if (!signal.aborted) {
      this.reader = reader;
      this.seeking = reader ? 'found' : 'unknown';
      this.stateChanged.emit();
    }
  }

  /**
   * Find out again who can read the location.
   */
  async look(): Promise<void> {
    await this._do('looking', async () => {
      const { location } = this;
      const [description, status, isContentEncoded] = await Promise.all([
        this._sharing.describe(location),
        this._sharing.status(true),
        this._sharing.isContentEncoded(location)
      ]);
      if (location === this.location) {
        this._isContentEncoded = isContentEncoded;
        this.description = description;
        this.status = status;
        await this._lookInside();
      }
    });
  }

  /**
   * The URLs of all files of the folder, one per line.
   */
  async allAddresses(): Promise<string> {
    const { files, location } = this;
    if (files?.isMore) {
      await this._do('looking', async () => {
        const all = await this._sharing.files(location, Infinity);
        if (location === this.location) {
          this.files = all;
        }
      });
    }
    return this.description ? addressesText(this.description, this.files) : '';
  }

  /** List the files of a public folder. */
  /** The location, or a new file in it if it has a name. */
  private _at(name: string): S3Location {
    return name ? this.location.child(name) : this.location;
  }

  private async _lookInside(): Promise<void> {
    const { description, location } = this;
    if (description?.isFolder && description.publicUrl) {
      const files = await this._sharing.files(location);
      if (location === this.location) {
        this.files = files;
      }
    }
  }

  /**
   * Make the location public or private.
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
        this.outcome = visibilityOutcomeText(outcome, visibility, this._trans);
        this.link = null;
        this.files = null;
        await this._lookInside();
      }
    });
  }

  /**
   * Create a link to the location or, for an upload, to a new file in the
   * folder.
   */
  async makeLink(wish: ILinkOptions, name = ''): Promise<void> {
    await this._do('linking', async () => {
      const location = this._at(name);
      const link = await this._sharing.link(location, wish);
      this.link = {
        location,
        kind: wish.operation,
        url: link.url,
        headers: link.headers,
        isContentEncoded: wish.operation === 'read' && this._isContentEncoded,
        expiresAt: link.expiresAt
      };
      this.isCutShort = link.isCutShort;
    });
  }

  /**
   * Who will be able to read a file that is sent to the folder, so that it can
   * be said before a link is made; `'unknown'`: that is not known.
   *
   * @param name - The name of the file; empty while there is none.
   */
  audienceOfUpload(name: string): 'anyone' | 'platform' | 'owner' | 'unknown' {
    const { description, status } = this;
    if (!status || !description) {
      return 'unknown';
    }
    const { by } = this._sharing.audienceOf(this._at(name), status.sharing);
    switch (by) {
      case 'anyone':
      case 'platform':
        return by;
      case 'owner':
      case 'partly':
        // Something other than the policy may let strangers in.
        return description.visibility === 'public' ? 'anyone' : 'owner';
      default:
        return description.visibility === 'public' ? 'anyone' : 'unknown';
    }
  }

  /**
   * Answer the question; `null` declines.
   */
  answer(consent: IConsent | null): void {
    this._answer?.(consent);
  }

  dispose(): void {
    this._stopSeeking?.abort();
    this.answer(null);
    super.dispose();
  }

  /**
   * Show a question inside the dialog, as JupyterLab does not open a second one
   * over it.
   */
  private async _ask(question: IVisibilityQuestion): Promise<IConsent | null> {
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
  private _isContentEncoded = false;
  private _stopSeeking: AbortController | null = null;
  private _answer: ((consent: IConsent | null) => void) | null = null;
}

/**
 * Whether a name is valid for a new file in a folder.
 */
export function isFileName(name: string): boolean {
  return name !== '' && !/[/\\]/.test(name) && unaddressable(name) === null;
}
