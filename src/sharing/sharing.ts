// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../s3/connection';
import type { IServerStatus } from '../s3/connection';
import type { ILink } from '../s3/links';
import { createLink } from '../s3/links';
import type { IS3Location } from '../s3/path';
import type { Policies } from '../s3/policies';
import type { IPolicy } from '../s3/policy';
import { askAnonymously } from '../s3/public';
import { publicPatterns } from '../s3/visibility';
import type { IDescription } from './description';
import { describe } from './description';
import { LONGEST } from './offers';

/**
 * What a change of visibility has led to.
 */
export interface IOutcome {
  /** What the store says now. */
  readonly description: IDescription;
  /** Whether that is what was wanted, as a stranger sees it. */
  readonly isAsWanted: boolean;
  /**
   * Whether the policy is what was written. Otherwise someone else has changed
   * it at the same time.
   */
  readonly isAsWritten: boolean;
  /** What else lost its own publication: nested prefixes and keys. */
  readonly alsoPrivate: readonly string[];
}

/**
 * A link that was asked for.
 */
export interface ILinkWish {
  /** Reading the object, or creating it by one upload. */
  readonly operation: 'read' | 'upload';
  /** Seconds. */
  readonly expiresIn: number;
}

/**
 * How often, and after how long (milliseconds), a stranger is asked until the
 * store follows its new policy: stores of several machines take a moment.
 */
const LOOKS = [0, 150, 400, 1000, 2000];

/**
 * Who can read what, and the changes and links that can be made here.
 */
export class Sharing {
  constructor(options: Sharing.IOptions) {
    this._options = options;
  }

  /**
   * What the server tells of the administrator's rules and the credentials.
   *
   * @param refresh - Ask anew, as credentials change.
   *
   * @throws `S3Error`.
   */
  status(refresh = false): Promise<IServerStatus> {
    return this._options.status(refresh);
  }

  /**
   * Find out who can read a place, by the policy as it is now and by asking
   * the store as a stranger.
   *
   * @throws `S3Error`.
   */
  async describe(
    place: IS3Location,
    options: IRequestOptions = {}
  ): Promise<IDescription> {
    const { connection, policies } = this._options;
    const [known, answer, status] = await Promise.all([
      policies.refresh(place.bucket),
      askAnonymously(connection, place, options),
      this.status()
    ]);
    return describe({ place, known, answer, status });
  }

  /**
   * Make a place public or private, and look at the effect.
   *
   * @throws `S3Error` as the store has answered; `RangeError` for a name that a
   * policy would read as a pattern.
   */
  async setVisibility(
    place: IS3Location,
    visibility: 'public' | 'private'
  ): Promise<IOutcome> {
    const { policies } = this._options;
    const change = await policies.change(place, visibility);
    let description: IDescription | null = null;
    for (const delay of LOOKS) {
      await new Promise(resolve => setTimeout(resolve, delay));
      description = await this.describe(place);
      if (!isLagging(description)) {
        break;
      }
    }
    return {
      description: description!,
      isAsWanted: isAsWanted(description!, visibility),
      isAsWritten: change.asWritten,
      alsoPrivate:
        visibility === 'private'
          ? nestedIn(place, change.before, change.after)
          : []
    };
  }

  /**
   * Make a link to an object, for the address at which others reach the store.
   *
   * @throws `S3Error`; 403 `LinksOff` where the administrator allows none.
   */
  link(place: IS3Location, wish: ILinkWish): Promise<ILink> {
    const isRead = wish.operation === 'read';
    return createLink(this._options.connection, {
      ...place,
      method: isRead ? 'GET' : 'PUT',
      disposition: isRead ? 'attachment' : undefined,
      expiresIn: Math.min(LONGEST, Math.max(1, Math.floor(wish.expiresIn)))
    });
  }

  private readonly _options: Sharing.IOptions;
}

/**
 * The namespace of `Sharing` statics.
 */
export namespace Sharing {
  /** What it works with. */
  export interface IOptions {
    connection: IS3Connection;
    policies: Policies;
    status(refresh?: boolean): Promise<IServerStatus>;
  }
}

/**
 * Whether a place is as visible as it should be.
 */
function isAsWanted(
  { cause, visibility }: IDescription,
  wanted: 'public' | 'private'
): boolean {
  return visibility === wanted && cause !== 'refused';
}

/**
 * Whether a stranger gets something else than the policy says.
 */
function isLagging({ cause }: IDescription): boolean {
  return cause === 'refused' || cause === 'elsewhere';
}

/**
 * What was public in its own name below a place, and is so no longer.
 */
function nestedIn(
  { bucket, key }: IS3Location,
  before: IPolicy,
  after: IPolicy
): string[] {
  const own = key === '' || key.endsWith('/') ? `${key}*` : key;
  const left = new Set(publicPatterns(after, bucket));
  const gone = publicPatterns(before, bucket).filter(
    pattern => pattern !== own && !left.has(pattern)
  );
  return Array.from(new Set(gone), pattern => pattern.replace(/\*$/, ''));
}
