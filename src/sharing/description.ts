// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isFolder, isOpenToPlatform } from '../drive/reach';
import type { IServerStatus } from '../s3/connection';
import type { IS3Location } from '../s3/path';
import type { KnownPolicy } from '../s3/policies';
import { NO_POLICY, wildcardIn, type IStatement } from '../s3/policy';
import { makePrivate } from '../s3/policyedit';
import { isSame } from '../s3/policystore';
import type { IAnonymousAnswer } from '../s3/public';
import {
  visibilityOf,
  type IVisibility,
  type Visibility
} from '../s3/visibility';

/**
 * Why a place is as visible as it is.
 *
 * - `own`: a statement about just this place.
 * - `folder`: a statement about a folder above.
 * - `statement`: another statement, which is not edited here.
 * - `elsewhere`: something that is not in the bucket's policy.
 * - `refused`: the policy makes it public, but the store refuses strangers.
 */
export type Cause = 'own' | 'folder' | 'statement' | 'elsewhere' | 'refused';

/**
 * Why a place cannot be published or taken back here.
 *
 * - `no-policies`: the store has none, or does not show this one.
 * - `wildcard`: a policy would read the name as a pattern.
 * - `bucket`: a whole bucket is not published.
 * - `off`, `read-only`: the administrator has decided so.
 * - `folder`: a folder above makes it public.
 * - `statement`: a statement that is not edited here decides.
 * - `elsewhere`: it is public by other means than the policy.
 */
export type Obstacle =
  | 'no-policies'
  | 'wildcard'
  | 'bucket'
  | 'off'
  | 'read-only'
  | 'folder'
  | 'statement'
  | 'elsewhere';

/**
 * Who can read a place, and what can be done about it.
 */
export interface IDescription {
  readonly place: IS3Location;
  readonly isFolder: boolean;
  readonly visibility: Visibility;
  /** `null` for what is private. */
  readonly cause: Cause | null;
  /** The folder above by which it is public; `null` unless that is the cause. */
  readonly inheritedFrom: string | null;
  /** The statement that decides, where there is one. */
  readonly statement: IStatement | null;
  /** Whether anyone may list what is below. */
  readonly isListable: boolean;
  /** Whether anyone may write or delete there. */
  readonly isWritable: boolean;
  /** The address at which anyone reads it; `null` where that is not so. */
  readonly publicUrl: string | null;
  /** The address without a signature, whoever may read it. */
  readonly url: string;
  /** Whether the platform lets all of its users read it. */
  readonly isOpenToPlatform: boolean;
  /** Why it cannot be made public; `null` where it can, or is. */
  readonly publishing: Obstacle | null;
  /** Why it cannot be made private; `null` where it can, or is. */
  readonly takingBack: Obstacle | null;
  /** Why the policy is not to be had; `null` where it was read. */
  readonly policyError: unknown;
}

/**
 * What a description is made of.
 */
export interface IFindings {
  readonly place: IS3Location;
  readonly known: KnownPolicy;
  readonly answer: IAnonymousAnswer;
  readonly status: Pick<IServerStatus, 'features' | 'sharing'>;
}

/**
 * Describe who can read a place.
 */
export function describe(findings: IFindings): IDescription {
  const { answer, known, place, status } = findings;
  const { cause, found, visibility } = Private.verdict(findings);
  const isPublic = visibility === 'public';
  return {
    place,
    isFolder: isFolder(place),
    visibility,
    cause,
    inheritedFrom: cause === 'folder' ? (found?.through ?? null) : null,
    statement: found?.statement ?? null,
    isListable: isFolder(place) && answer.readable === true,
    isWritable:
      known.policy !== null && visibilityOf(known.policy, place).writable,
    publicUrl: isPublic ? answer.url : null,
    url: answer.url,
    isOpenToPlatform: isOpenToPlatform(place, status.sharing),
    publishing: isPublic ? null : Private.publishing(findings),
    takingBack: Private.takingBack(findings, visibility, cause),
    policyError: known.error
  };
}

/**
 * The change that a place is offered, possible or not.
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
 * Why the change that is offered cannot be made; `null` where it can.
 */
export function obstacleOf(description: IDescription): Obstacle | null {
  return offeredChange(description) === 'private'
    ? description.takingBack
    : description.publishing;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** Who can read a place, why, and what the policy says of it. */
  export interface IVerdict {
    readonly visibility: Visibility;
    readonly cause: Cause | null;
    readonly found: IVisibility | null;
  }

  export function verdict({ answer, known, place }: IFindings): IVerdict {
    const isRead = answer.readable === true;
    if (!known.policy) {
      return isRead
        ? { visibility: 'public', cause: 'elsewhere', found: null }
        : { visibility: 'private', cause: null, found: null };
    }
    const found = visibilityOf(known.policy, place);
    const { listable, visibility } = found;
    if (visibility !== 'public') {
      const decides = visibility === 'unknown' ? 'statement' : null;
      // The list of a folder tells nothing of what is below it.
      return isRead && !isFolder(place)
        ? { visibility: 'public', cause: decides ?? 'elsewhere', found }
        : { visibility, cause: decides, found };
    }
    if (answer.readable === false && (!isFolder(place) || listable)) {
      return { visibility: 'private', cause: 'refused', found };
    }
    // What would be left if its own publication were taken back.
    const left = visibilityOf(
      makePrivate(known.policy, place) ?? NO_POLICY,
      place
    );
    return left.visibility === 'private'
      ? { visibility, cause: 'own', found }
      : { visibility, cause: above(left.through, place.key), found: left };
  }

  /** Only what ends in a slash is a folder: `mc` writes other prefixes too. */
  function above(through: string | null, key: string): Cause {
    const isPrefix = through === '' || through?.endsWith('/');
    return isPrefix && through !== key ? 'folder' : 'statement';
  }

  export function publishing(findings: IFindings): Obstacle | null {
    const { known, place, status } = findings;
    if (status.features.readOnly) {
      return 'read-only';
    }
    if (status.features.publicSharing === false) {
      return 'off';
    }
    if (!known.policy) {
      return 'no-policies';
    }
    if (place.key === '') {
      return 'bucket';
    }
    if (wildcardIn(place.key)) {
      return 'wildcard';
    }
    const { statement, visibility } = visibilityOf(known.policy, place);
    // What a denial decides, an allowance does not change.
    return statement !== null && visibility !== 'public' ? 'statement' : null;
  }

  export function takingBack(
    { known, place, status }: IFindings,
    visibility: Visibility,
    cause: Cause | null
  ): Obstacle | null {
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
    const policy = makePrivate(known.policy, place) ?? NO_POLICY;
    const isEffective =
      cause === 'own' ||
      (!isSame(policy, known.policy) &&
        (cause === 'refused' || visibility === 'unknown'));
    return isEffective ? null : 'statement';
  }
}
