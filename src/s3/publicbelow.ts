// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Location } from './path';
import type { IPolicy } from './policy';
import { publicPatterns, visibilityOf } from './visibility';

/**
 * Whether anyone may read something below a folder that is not public as a
 * whole: `sure` for a place that is named, `maybe` for keys that look as a
 * pattern says, of which there may be none.
 */
export type PublicBelow = 'sure' | 'maybe' | null;

/**
 * Tells of the folders of one bucket what is public below them, by what was
 * found once in its policy: cheap enough for each row of a listing.
 */
export class PublicPlaces {
  constructor(policy: IPolicy, bucket: string) {
    this._patterns = Array.from(new Set(publicPatterns(policy, bucket)))
      .map(pattern => Private.read(policy, bucket, pattern))
      .filter(found => found !== null);
  }

  /** Whether anyone may read nothing in the bucket, as far as is known. */
  get isEmpty(): boolean {
    return this._patterns.length === 0;
  }

  /**
   * What is public below a folder.
   *
   * @param prefix - Its key: `''`, or it ends in a slash.
   */
  below(prefix: string): PublicBelow {
    let found: PublicBelow = null;
    for (const { literal, isPlace } of this._patterns) {
      if (isPlace && literal.startsWith(prefix)) {
        return 'sure';
      }
      if (
        !isPlace &&
        (literal.startsWith(prefix) || prefix.startsWith(literal))
      ) {
        found = 'maybe';
      }
    }
    return found;
  }

  private readonly _patterns: readonly Private.IPattern[];
}

/**
 * What is public below a folder, for one question.
 */
export function publicBelow(
  policy: IPolicy,
  { bucket, key }: IS3Location
): PublicBelow {
  return new PublicPlaces(policy, bucket).below(key);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * A pattern by which something is public.
   */
  export interface IPattern {
    /** What each key that it matches begins with. */
    readonly literal: string;
    /** Whether it names an object, or all that begins with the literal. */
    readonly isPlace: boolean;
  }

  /**
   * Understand a pattern; `null` for one that a denial takes back.
   */
  export function read(
    policy: IPolicy,
    bucket: string,
    pattern: string
  ): IPattern | null {
    const literal = pattern.split(/[*?]/, 1)[0];
    const isPrefix = pattern === `${literal}*`;
    if (!isPrefix && pattern !== literal) {
      return { literal, isPlace: false };
    }
    // Of `data*` the object `data` stands for all.
    const { visibility } = visibilityOf(policy, { bucket, key: literal });
    return visibility === 'public' ? { literal, isPlace: true } : null;
  }
}
