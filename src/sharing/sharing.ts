// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../s3/http/types';
import type { IServerStatus, ISharingRules } from '../s3/server/status';
import type { ILink } from '../s3/server/links';
import { createLink } from '../s3/server/links';
import type { S3Location } from '../s3/location';
import type { Policies } from '../s3/policy/policycache';
import type { IPolicy } from '../s3/policy/policy';
import { askAnonymously } from '../s3/server/anonymous';
import { publicPatterns } from '../s3/policy/visibility';
import { audienceOf, type IAudience } from '../drive/exposure/audience';
import { isUnpacked } from '../s3/metadata/encoding';
import { head } from '../s3/objects/head';
import type { IDescription } from './description';
import type { IFolderFiles } from './folderfiles';
import { filesOf } from './folderfiles';
import { describe } from './description';
import { LONGEST } from './linklife';
import type { ILinkOptions, IVisibilityOutcome } from './types';

/**
 * The delays (ms) before each anonymous request that checks whether the store
 * applies a new policy: stores with several nodes take a moment.
 */
const LOOKS = [0, 150, 400, 1000, 2000];

/**
 * Finds out who can read a location, changes it, and creates links.
 */
export class Sharing {
  constructor(options: Sharing.IOptions) {
    this._options = options;
  }

  /**
   * The server status: the administrator's rules and the credentials.
   *
   * @param refresh - Request it again, as credentials change.
   *
   * @throws `S3Error`.
   */
  status(refresh = false): Promise<IServerStatus> {
    return this._options.status(refresh);
  }

  /**
   * Find out who can read a location, from the current policy and by an
   * anonymous request.
   *
   * @throws `S3Error`.
   */
  async describe(
    location: S3Location,
    options: IRequestOptions = {}
  ): Promise<IDescription> {
    const { connection, policies } = this._options;
    const [known, answer, status] = await Promise.all([
      policies.refresh(location.bucket),
      askAnonymously(connection, location, options),
      this.status()
    ]);
    return describe({ location, known, answer, status });
  }

  /**
   * Make a location public or private, and check the effect.
   *
   * @throws `S3Error` from the store; `RangeError` for a name that a policy
   * would read as a pattern.
   */
  async setVisibility(
    location: S3Location,
    visibility: 'public' | 'private'
  ): Promise<IVisibilityOutcome> {
    const { policies } = this._options;
    const change = await policies.change(location, visibility);
    let description: IDescription | null = null;
    for (const delay of LOOKS) {
      await new Promise(resolve => setTimeout(resolve, delay));
      description = await this.describe(location);
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
          ? nestedIn(location, change.before, change.after)
          : []
    };
  }

  /**
   * Create a presigned URL for an object, with the endpoint at which others
   * reach the store.
   *
   * @throws `S3Error`; 403 `LinksOff` if the administrator has disabled links.
   */
  link(location: S3Location, wish: ILinkOptions): Promise<ILink> {
    const isRead = wish.operation === 'read';
    return createLink(this._options.connection, {
      ...location,
      method: isRead ? 'GET' : 'PUT',
      disposition: isRead ? 'attachment' : undefined,
      expiresIn: Math.min(LONGEST, Math.max(1, Math.floor(wish.expiresIn)))
    });
  }

  /**
   * Who will be able to read a new object, by what was last read of the
   * bucket's policy. Makes no request.
   */
  audienceOf(location: S3Location, rules: ISharingRules): IAudience {
    return audienceOf(this._options.policies, location, rules);
  }

  /**
   * Whether a reader without credentials gets a gzip of the file, which its
   * `Content-Encoding` names (`isUnpacked`). `false` where that is not known.
   */
  async isContentEncoded(location: S3Location): Promise<boolean> {
    if (location.isFolder) {
      return false;
    }
    const { bucket, key } = location;
    const { connection } = this._options;
    // Who may not read the file sees that elsewhere in the dialog.
    const info = await head(connection, bucket, key).catch(() => null);
    return info !== null && isUnpacked(info.contentEncoding, key);
  }

  /**
   * The files of a folder: one request, unless more than one page is needed.
   *
   * @throws `S3Error`.
   */
  files(folder: S3Location, atLeast = 1): Promise<IFolderFiles> {
    return filesOf(this._options.connection, folder, atLeast);
  }

  private readonly _options: Sharing.IOptions;
}

/**
 * The namespace of `Sharing` statics.
 */
export namespace Sharing {
  /** The options of `Sharing`. */
  export interface IOptions {
    connection: IS3Connection;
    policies: Policies;
    status(refresh?: boolean): Promise<IServerStatus>;
  }
}

/**
 * Whether a location has the wanted visibility.
 */
function isAsWanted(
  { cause, visibility }: IDescription,
  wanted: 'public' | 'private'
): boolean {
  return visibility === wanted && cause !== 'refused';
}

/**
 * Whether an anonymous request gets something else than the policy says.
 */
function isLagging({ cause }: IDescription): boolean {
  return cause === 'refused' || cause === 'elsewhere';
}

/**
 * Locations below this one whose own publication was removed.
 */
function nestedIn(
  { bucket, isFolder, key }: S3Location,
  before: IPolicy,
  after: IPolicy
): string[] {
  const own = isFolder ? `${key}*` : key;
  const left = new Set(publicPatterns(after, bucket));
  const gone = publicPatterns(before, bucket).filter(
    pattern => pattern !== own && !left.has(pattern)
  );
  return Array.from(new Set(gone), pattern => pattern.replace(/\*$/, ''));
}
