// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';
import { PromiseDelegate } from '@lumino/coreutils';

import type { IItemFailure } from '../dialogs/parts';
import { explain } from '../drive/messages/messages';
import { isAborted } from '../s3/errors';
import type { IKeys } from '../s3/server/renew';
import type { IServerStatus, RenewalWay } from '../s3/server/status';
import { readKeys } from './pastedkeys';
import { nothingNewText } from './texts';

/**
 * Has the server renew its keys.
 */
export type Renew = (
  way: RenewalWay,
  keys: IKeys | undefined,
  signal: AbortSignal
) => Promise<IServerStatus>;

const NO_KEYS: IKeys = {
  accessKey: '',
  secretKey: '',
  sessionToken: '',
  expiresAt: ''
};

/**
 * A renewal under way: first what the server can do by itself, then what the
 * person has at hand.
 */
export class Renewal extends VDomModel {
  /**
   * @param before - The status before; `null` if it is not known.
   */
  constructor(
    before: IServerStatus | null,
    renew: Renew,
    trans: TranslationBundle
  ) {
    super();
    this.before = before;
    this._renew = renew;
    this._trans = trans;
  }

  /** The status before. */
  readonly before: IServerStatus | null;

  /** What is under way; `null`: the person has the word. */
  busy: 'looking' | 'trying' | null = null;

  /** What the ways that were tried have come to. */
  readonly tried: string[] = [];

  /** Why the keys of the person are not used. */
  failure: IItemFailure | null = null;

  /** The keys in the fields. */
  keys = NO_KEYS;

  /** What was found in a text that was pasted; `null` before. */
  found: { readonly isKeys: boolean; readonly host: string | null } | null =
    null;

  /** Resolved with the new status once the keys are renewed. */
  get renewed(): Promise<IServerStatus> {
    return this._renewed.promise;
  }

  /** Whether a person can give keys here. */
  get takesKeys(): boolean {
    return this._ways.includes('paste');
  }

  /** Whether there is enough in the fields to try it. */
  get isReady(): boolean {
    const { accessKey, secretKey } = this.keys;
    return this.busy === null && accessKey !== '' && secretKey !== '';
  }

  /** Forget the keys, and stop what is under way. */
  dispose(): void {
    if (!this.isDisposed) {
      this._abort.abort();
      this.keys = NO_KEYS;
      super.dispose();
    }
  }

  /** Try what the server can do by itself, in the order of the ways. */
  async look(): Promise<void> {
    this._set({ busy: 'looking' });
    for (const way of this._ways.filter(each => each !== 'paste')) {
      try {
        const after = await this._renew(way, undefined, this._abort.signal);
        if (isNewer(this.before, after)) {
          this._renewed.resolve(after);
          return;
        }
        this.tried.push(nothingNewText(way, null, this._trans));
      } catch (error) {
        if (isAborted(error)) {
          return;
        }
        const { details } = error as { details?: string };
        const why = details ?? explain(error, this._trans).message;
        this.tried.push(nothingNewText(way, why, this._trans));
      }
      this.stateChanged.emit();
    }
    this._set({ busy: null });
  }

  /** Take the keys out of a text that people have at hand. */
  paste(text: string): void {
    const found = readKeys(text);
    if (found) {
      const { host, ...keys } = found;
      this._set({ keys, found: { isKeys: true, host }, failure: null });
    } else {
      this._set({ found: text.trim() ? { isKeys: false, host: null } : null });
    }
  }

  /** A field was changed. */
  edit(changed: Partial<IKeys>): void {
    const trimmed = Object.fromEntries(
      Object.entries(changed).map(([name, value]) => [name, value.trim()])
    );
    // The end was that of the keys that were pasted.
    this._set({ keys: { ...this.keys, expiresAt: '', ...trimmed } });
  }

  /** Have the server try the keys in the fields, and use them. */
  async use(): Promise<void> {
    if (!this.isReady) {
      return;
    }
    this._set({ busy: 'trying', failure: null });
    try {
      const { signal } = this._abort;
      this._renewed.resolve(await this._renew('paste', this.keys, signal));
    } catch (error) {
      if (!isAborted(error)) {
        const failure = refusalOf(error, this._trans);
        this._set({ busy: null, failure });
      }
    }
  }

  private get _ways(): readonly RenewalWay[] {
    // A server of an older version has none.
    return this.before?.renewal?.ways ?? [];
  }

  private _set(changed: Partial<Renewal>): void {
    Object.assign(this, changed);
    if (!this.isDisposed) {
      this.stateChanged.emit();
    }
  }

  private readonly _renew: Renew;
  private readonly _trans: TranslationBundle;
  private readonly _abort = new AbortController();
  private readonly _renewed = new PromiseDelegate<IServerStatus>();
}

/**
 * Whether other keys are in use than before, or they have become usable.
 */
export function isNewer(
  before: IServerStatus | null,
  after: IServerStatus
): boolean {
  const was = before?.credentials;
  const { accessKey, expiresAt } = after.credentials;
  return (
    after.problem === null &&
    (!was ||
      before?.problem !== null ||
      was.accessKey !== accessKey ||
      was.expiresAt !== expiresAt)
  );
}

/** Why the keys of a person are not used. */
function refusalOf(error: unknown, trans: TranslationBundle): IItemFailure {
  const { details, message } = explain(error, trans);
  const { code } = error as { code?: string };
  switch (code) {
    case 'CredentialsInvalid':
      return {
        message: trans.__(
          'These cannot be keys: something in the fields is too much or missing. The keys in use stay.'
        ),
        details
      };
    case 'CredentialsExpired':
      return {
        message: trans.__(
          'These keys have expired already: get newer ones. The keys in use stay.'
        ),
        details
      };
    case 'InvalidAccessKeyId':
    case 'InvalidTokenId':
    case 'InvalidToken':
    case 'ExpiredToken':
    case 'SignatureDoesNotMatch':
    case 'AccessDenied':
      return {
        message: trans.__(
          'The store does not accept these keys: they are not whole, have expired, or are for another store. The keys in use stay.'
        ),
        details
      };
    default:
      return { message, details };
  }
}
