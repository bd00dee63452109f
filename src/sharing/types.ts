// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDescription } from './description';
import type { S3Location } from '../s3/location';
import type { IContents } from './foldercontents';
import type { ISharingRules } from '../s3/server/status';

/**
 * The outcome of a change of visibility.
 */
export interface IVisibilityOutcome {
  /** The state after the change. */
  readonly description: IDescription;
  /** Whether that is what was requested, as seen by anonymous requests. */
  readonly isAsWanted: boolean;
  /**
   * Whether the policy is the one that was written. If not, someone else has
   * changed it at the same time.
   */
  readonly isAsWritten: boolean;
  /** Nested prefixes and keys that lost their own publication. */
  readonly alsoPrivate: readonly string[];
}

/**
 * A request for a link.
 */
export interface ILinkOptions {
  /** Reading the object, or creating it by one upload. */
  readonly operation: 'read' | 'upload';
  /** The lifetime in seconds. */
  readonly expiresIn: number;
}

/**
 * The question that is asked before something becomes public.
 */
export interface IVisibilityQuestion {
  readonly location: S3Location;
  /** The contents of a folder; `null` if they could not be counted. */
  readonly contents?: IContents | null;
  /** Whether this is the first publication in the bucket. */
  readonly isFirst: boolean;
  readonly rules: ISharingRules;
}

/**
 * What a person has agreed to.
 */
export interface IConsent {
  /** Whether Jupyter's checkpoints are deleted first. */
  readonly withoutCheckpoints: boolean;
}
