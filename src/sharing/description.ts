// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isOpenToPlatform } from '../drive/exposure/audience';
import type { IServerStatus } from '../s3/server/status';
import type { S3Location } from '../s3/location';
import type { KnownPolicy } from '../s3/policy/policycache';
import { NO_POLICY, wildcardIn, type IStatement } from '../s3/policy/policy';
import { makePrivate } from '../s3/policy/policyedit';
import { isSame } from '../s3/policy/policystore';
import type { IAnonymousAnswer } from '../s3/server/anonymous';
import {
  visibilityOf,
  type IVisibility,
  type Visibility
} from '../s3/policy/visibility';

/**
 * Why a location has its visibility.
 *
 * - `own`: a statement about exactly this location.
 * - `folder`: a statement about a folder above.
 * - `statement`: another statement, which is not edited here.
 * - `elsewhere`: something outside the bucket policy.
 * - `refused`: the policy makes it public, but the store refuses anonymous
 *   requests.
 */
export type Cause = 'own' | 'folder' | 'statement' | 'elsewhere' | 'refused';

/**
 * Why a location cannot be made public or private here.
 *
 * - `no-policies`: the store has no policies, or does not show this one.
 * - `wildcard`: a policy would read the name as a pattern.
 * - `bucket`: a whole bucket is never made public.
 * - `off`, `read-only`: the administrator has disabled it.
 * - `folder`: a folder above makes it public.
 * - `statement`: a statement that is not edited here decides.
 * - `elsewhere`: it is public by other means than the policy.
 */
export type VisibilityObstacle =
  | 'no-policies'
  | 'wildcard'
  | 'bucket'
  | 'off'
  | 'read-only'
  | 'folder'
  | 'statement'
  | 'elsewhere';

/**
 * Who can read a location, and what can be changed.
 */
export interface IDescription {
  readonly location: S3Location;
  readonly isFolder: boolean;
  readonly visibility: Visibility;
  /** `null` if it is private. */
  readonly cause: Cause | null;
  /** The folder above that makes it public; `null` if that is not the cause. */
  readonly inheritedFrom: string | null;
  /** The deciding policy statement, if any. */
  readonly statement: IStatement | null;
  /** Whether anyone may list the objects below it. */
  readonly isListable: boolean;
  /** Whether anyone may write or delete below it. */
  readonly isWritable: boolean;
  /** The URL at which anyone can read it; `null` if it is not public. */
  readonly publicUrl: string | null;
  /** The URL without a signature, no matter who can read it. */
  readonly url: string;
  /** Whether the platform lets all of its users read it. */
  readonly isOpenToPlatform: boolean;
  /** Why it cannot be made public; `null` if it can, or already is. */
  readonly publishing: VisibilityObstacle | null;
  /** Why it cannot be made private; `null` if it can, or already is. */
  readonly takingBack: VisibilityObstacle | null;
  /** The error of reading the policy; `null` if it was read. */
  readonly policyError: unknown;
}

/**
 * The input of a description.
 */
export interface IFindings {
  readonly location: S3Location;
  readonly known: KnownPolicy;
  readonly answer: IAnonymousAnswer;
  readonly status: Pick<IServerStatus, 'features' | 'sharing'>;
}

/**
 * Describe who can read a location.
 */
export function describe(findings: IFindings): IDescription {
  const { answer, known, location, status } = findings;
  const { cause, found, visibility } = Private.verdict(findings);
  const isPublic = visibility === 'public';
  return {
    location,
    isFolder: location.isFolder,
    visibility,
    cause,
    inheritedFrom: cause === 'folder' ? (found?.through ?? null) : null,
    statement: found?.statement ?? null,
    isListable: location.isFolder && answer.readable === true,
    isWritable:
      known.policy !== null && visibilityOf(known.policy, location).writable,
    publicUrl: isPublic ? answer.url : null,
    url: answer.url,
    isOpenToPlatform: isOpenToPlatform(location, status.sharing),
    publishing: isPublic ? null : Private.publishing(findings),
    takingBack: Private.takingBack(findings, visibility, cause),
    policyError: known.error
  };
}

/**
 * The change of visibility to offer for a location, even if not possible.
 */
export function offeredChange(description: IDescription): 'public' | 'private' {
  const { cause, takingBack, visibility } = description;
  const isTakenBack =
    visibility === 'public' ||
    cause === 'refused' ||
    (visibility === 'unknown' && takingBack === null);
  return isTakenBack ? 'private' : 'public';
}

/**
 * Why the offered change cannot be made; `null` if it can.
 */
export function obstacleOf(
  description: IDescription
): VisibilityObstacle | null {
  return offeredChange(description) === 'private'
    ? description.takingBack
    : description.publishing;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The visibility of a location, its cause, and what the policy says about it.
   */
  export interface IVerdict {
    readonly visibility: Visibility;
    readonly cause: Cause | null;
    readonly found: IVisibility | null;
  }

  export function verdict({ answer, known, location }: IFindings): IVerdict {
    const isRead = answer.readable === true;
    if (!known.policy) {
      return isRead
        ? { visibility: 'public', cause: 'elsewhere', found: null }
        : { visibility: 'private', cause: null, found: null };
    }
    const found = visibilityOf(known.policy, location);
    const { listable, visibility } = found;
    if (visibility !== 'public') {
      const decides = visibility === 'unknown' ? 'statement' : null;
      // A readable listing of a folder does not mean that the objects are
      // readable.
      return isRead && !location.isFolder
        ? { visibility: 'public', cause: decides ?? 'elsewhere', found }
        : { visibility, cause: decides, found };
    }
    if (answer.readable === false && (!location.isFolder || listable)) {
      return { visibility: 'private', cause: 'refused', found };
    }
    // What would remain if its own statement were removed.
    const left = visibilityOf(
      makePrivate(known.policy, location) ?? NO_POLICY,
      location
    );
    return left.visibility === 'private'
      ? { visibility, cause: 'own', found }
      : { visibility, cause: above(left.through, location.key), found: left };
  }

  /**
   * Only a prefix that ends in a slash is a folder: `mc` writes other prefixes
   * too.
   */
  function above(through: string | null, key: string): Cause {
    const isPrefix = through === '' || through?.endsWith('/');
    return isPrefix && through !== key ? 'folder' : 'statement';
  }

  export function publishing(findings: IFindings): VisibilityObstacle | null {
    const { known, location, status } = findings;
    if (status.features.readOnly) {
      return 'read-only';
    }
    if (status.features.publicSharing === false) {
      return 'off';
    }
    if (!known.policy) {
      return 'no-policies';
    }
    if (location.key === '') {
      return 'bucket';
    }
    if (wildcardIn(location.key)) {
      return 'wildcard';
    }
    const { statement, visibility } = visibilityOf(known.policy, location);
    // An Allow does not override a Deny.
    return statement !== null && visibility !== 'public' ? 'statement' : null;
  }

  export function takingBack(
    { known, location, status }: IFindings,
    visibility: Visibility,
    cause: Cause | null
  ): VisibilityObstacle | null {
    if (visibility === 'private' && cause !== 'refused') {
      return null;
    }
    if (status.features.readOnly) {
      return 'read-only';
    }
    if (!known.policy) {
      return 'no-policies';
    }
    if (cause === 'folder' || cause === 'elsewhere') {
      return cause;
    }
    const policy = makePrivate(known.policy, location) ?? NO_POLICY;
    const isEffective =
      cause === 'own' ||
      (!isSame(policy, known.policy) &&
        (cause === 'refused' || visibility === 'unknown'));
    return isEffective ? null : 'statement';
  }
}
