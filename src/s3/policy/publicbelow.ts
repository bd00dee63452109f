// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Location } from '../location';
import type { IPolicy } from './policy';
import { publicPatterns, visibilityOf } from './visibility';

/**
 * Whether anyone may read something below a folder that is not public as a
 * whole: `sure` for a location that the policy names, `maybe` for keys that
 * match a pattern, of which there may be none.
 */
export type PublicBelow = 'sure' | 'maybe' | null;

/**
 * The public locations of one bucket, found once in its policy, so that the
 * lookup for each folder is cheap enough for every row of a listing.
 */
export class PublicPlaces {
  constructor(policy: IPolicy, bucket: string) {
    this._patterns = Array.from(new Set(publicPatterns(policy, bucket)))
      .map(pattern => Private.read(policy, bucket, pattern))
      .filter(found => found !== null);
  }

  /** Whether nothing in the bucket is public, as far as is known. */
  get isEmpty(): boolean {
    return this._patterns.length === 0;
  }

  /**
   * What is public below a folder.
   *
   * @param prefix - The key of the folder: `''`, or it ends in a slash.
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
 * What is public below a folder, for a single lookup.
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
   * A pattern that makes something public.
   */
  export interface IPattern {
    /**
     * The text before the first wildcard: every matching key begins with it.
     */
    readonly literal: string;
    /**
     * Whether it names one object, or everything that begins with `literal`.
     */
    readonly isPlace: boolean;
  }

  /**
   * Parse a pattern; `null` for one that a denial revokes.
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
    // For `data*`, the object `data` represents all matches.
    const { visibility } = visibilityOf(policy, { bucket, key: literal });
    return visibility === 'public' ? { literal, isPlace: true } : null;
  }
}
