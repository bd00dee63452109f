// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { diffusionOf, isOpenToPlatform } from '../../drive/exposure/audience';
import type { S3Location } from '../../s3/location';
import type { Policies } from '../../s3/policy/policycache';
import type { IPolicy } from '../../s3/policy/policy';
import { PublicPlaces } from '../../s3/policy/publicbelow';
import type { ISharingRules } from '../../s3/server/status';
import { visibilityOf } from '../../s3/policy/visibility';

/**
 * A badge that shows who may read an entry.
 */
export interface IBadge {
  /**
   * `partly`: only something below it. `closed`: a folder meant for others,
   * which they cannot read.
   */
  readonly kind: 'public' | 'partly' | 'unknown' | 'closed';
  /** The meaning in words. */
  readonly text: string;
  /**
   * Whether there is no icon: the note above the entries says the same of all of
   * them.
   */
  readonly isQuiet?: boolean;
}

/**
 * The number of locations cached per policy.
 */
const REMEMBERED = 2000;

/**
 * The badges of entries, from the policies that are already known. No requests
 * are made, and the result for a location is cached until its bucket's policy
 * changes.
 */
export class Badges {
  /**
   * @param rules - The administrator's rules; `null` until they are known.
   */
  constructor(
    policies: () => Policies | null,
    trans: TranslationBundle,
    rules: () => ISharingRules | null = () => null
  ) {
    this._policies = policies;
    this._trans = trans;
    this._rules = rules;
  }

  /**
   * The badge of a location; `null` for none.
   *
   * @param location - The key is `''` for a bucket, and ends in a slash for a
   * folder.
   */
  of(location: S3Location): IBadge | null {
    const { bucket, key } = location;
    const policy = this._policies()?.peek(bucket)?.policy;
    if (!policy) {
      return null;
    }
    if (policy.Statement.length === 0) {
      return this._closed(location);
    }
    let known = this._known.get(policy);
    if (!known) {
      const places = new PublicPlaces(policy, bucket);
      known = { places, badges: new Map() };
      this._known.set(policy, known);
    }
    let badge = known.badges.get(key);
    if (badge === undefined) {
      badge = this._judge(policy, location, known.places);
      if (known.badges.size >= REMEMBERED) {
        known.badges.clear();
      }
      known.badges.set(key, badge);
    }
    return badge ?? this._closed(location);
  }

  /** The badge of a diffusion folder that others cannot read. */
  private _closed(location: S3Location): IBadge | null {
    return diffusionOf(location, this._rules())?.equals(location) &&
      !isOpenToPlatform(location, this._rules())
      ? {
          kind: 'closed',
          text: this._trans.__(
            'Others cannot read this diffusion folder yet: "Share…" in its menu makes it public'
          )
        }
      : null;
  }

  private _judge(
    policy: IPolicy,
    location: S3Location,
    places: PublicPlaces
  ): IBadge | null {
    const trans = this._trans;
    const { visibility, through } = visibilityOf(policy, location);
    if (visibility === 'public') {
      const text = publicText(location, through, trans);
      return { kind: 'public', text };
    }
    const below = location.isFolder ? places.below(location.key) : null;
    if (below === 'sure') {
      return { kind: 'partly', text: trans.__('Something in here is public') };
    }
    if (visibility === 'unknown') {
      const text = trans.__(
        'It cannot be told who can read this: the policy of the bucket has conditions'
      );
      return { kind: 'unknown', text };
    }
    return below === 'maybe'
      ? { kind: 'partly', text: trans.__('Something in here may be public') }
      : null;
  }

  private readonly _rules: () => ISharingRules | null;
  private readonly _policies: () => Policies | null;
  private readonly _trans: TranslationBundle;
  private readonly _known = new WeakMap<
    IPolicy,
    {
      readonly places: PublicPlaces;
      readonly badges: Map<string, IBadge | null>;
    }
  >();
}

/**
 * The text for a public location, naming the folder that makes it public.
 */
function publicText(
  { bucket, key }: S3Location,
  through: string | null,
  trans: TranslationBundle
): string {
  const lines = [trans.__('Public: anyone with the address can read it')];
  if (through === '' && key !== '') {
    lines.push(trans.__('through the bucket %1', bucket));
  } else if (through && through !== key) {
    lines.push(trans.__('through the folder %1', through));
  }
  return lines.join(', ');
}
