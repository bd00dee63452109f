// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { IS3Location } from '../s3/path';
import type { Policies } from '../s3/policies';
import type { IPolicy } from '../s3/policy';
import { PublicPlaces } from '../s3/publicbelow';
import { visibilityOf } from '../s3/visibility';

/**
 * What a row shows of who may read its entry.
 */
export interface IBadge {
  /** `partly`: not as a whole, but something below. */
  readonly kind: 'public' | 'partly' | 'unknown';
  /** The same in words. */
  readonly text: string;
}

/**
 * How many places of one policy are remembered.
 */
const REMEMBERED = 2000;

/**
 * The badges of entries, by the policies that are known: nothing is asked for,
 * and each place is judged once as long as its bucket's policy is the same.
 */
export class Badges {
  constructor(policies: () => Policies | null, trans: TranslationBundle) {
    this._policies = policies;
    this._trans = trans;
  }

  /**
   * The badge of an entry; `null`: none.
   *
   * @param place - Its key is `''` for a bucket, and ends in a slash for a
   * folder.
   */
  of(place: IS3Location): IBadge | null {
    const { bucket, key } = place;
    const policy = this._policies()?.peek(bucket)?.policy;
    if (!policy || policy.Statement.length === 0) {
      return null;
    }
    let known = this._known.get(policy);
    if (!known) {
      const places = new PublicPlaces(policy, bucket);
      known = { places, badges: new Map() };
      this._known.set(policy, known);
    }
    let badge = known.badges.get(key);
    if (badge === undefined) {
      badge = this._judge(policy, place, known.places);
      if (known.badges.size >= REMEMBERED) {
        known.badges.clear();
      }
      known.badges.set(key, badge);
    }
    return badge;
  }

  private _judge(
    policy: IPolicy,
    place: IS3Location,
    places: PublicPlaces
  ): IBadge | null {
    const trans = this._trans;
    const { visibility, through } = visibilityOf(policy, place);
    if (visibility === 'public') {
      const text = publicText(place, through, trans);
      return { kind: 'public', text };
    }
    const isFolder = place.key === '' || place.key.endsWith('/');
    const below = isFolder ? places.below(place.key) : null;
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
 * That a place is public, and by which folder.
 */
function publicText(
  { bucket, key }: IS3Location,
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
