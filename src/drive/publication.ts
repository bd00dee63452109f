// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Debouncer } from '@lumino/polling';

import { toPath } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { askAnonymously } from '../s3/public';
import type { ISharingRules } from '../s3/status';
import { visibilityOf } from '../s3/visibility';
import { isInDiffusion, reachOf } from './reach';
import { publicationTexts } from './publicationtexts';
import type { IRoom } from './types';

/**
 * What has come to be at a place. The key of a folder ends in a slash.
 */
export interface IArrival {
  readonly to: IS3Location;
  /** Where it was before, if it was moved. */
  readonly from?: IS3Location;
}

/**
 * Several changes of which a person is told together: one sentence, not one a
 * file.
 */
export interface IGathering {
  /** Note what has come to be. */
  add(arrival: IArrival): void;

  /** No more will come: tell of those that others can read now. */
  end(): void;
}

/**
 * What comes within this time is told together (ms).
 */
const SETTLE_MS = 300;

/**
 * Says when something that was written can be read by anyone, and answers
 * whether strangers may read a place.
 *
 * The policy of the bucket is asked beside the work, never before it: nothing
 * waits for it, and where it cannot be had nothing is said.
 */
export class Publication {
  constructor(room: IRoom) {
    this._room = room;
    this._tellSoon = new Debouncer(() => {
      void this._tell(this._loose.splice(0));
    }, SETTLE_MS);
    room.policies.changed.connect((_, bucket) => this._forget(bucket));
  }

  dispose(): void {
    this._tellSoon.dispose();
  }

  /** Gather what belongs to one operation. */
  gather(): IGathering {
    const arrivals: IArrival[] = [];
    return {
      add: arrival => void arrivals.push(arrival),
      end: () => void this._tell(arrivals.splice(0))
    };
  }

  /**
   * Something was created, copied, uploaded or moved.
   *
   * @param gathering - What it belongs to; alone unless told.
   */
  arrived(arrival: IArrival, gathering?: IGathering | null): void {
    if (gathering) {
      gathering.add(arrival);
    } else {
      this._loose.push(arrival);
      void this._tellSoon.invoke().catch(() => undefined);
    }
  }

  /** A document was saved: told the first time in a public place. */
  saved(place: IS3Location): void {
    if (!this._known.has(toPath(place.bucket, place.key))) {
      this.arrived({ to: place });
    }
  }

  /**
   * Whether strangers may surely not read a place. The store is asked as a
   * stranger where the policy cannot be had.
   *
   * @param probe - What stands for the place then, and exists.
   *
   * @throws `S3Error` when that cannot be found out.
   */
  async isPrivate(place: IS3Location, probe: IS3Location): Promise<boolean> {
    return (await this.judge(place.bucket, probe))(place.key);
  }

  /**
   * A function that tells of each key of a bucket whether strangers may surely
   * not read it; see `isPrivate`.
   */
  async judge(
    bucket: string,
    probe: IS3Location
  ): Promise<(key: string) => boolean> {
    const { connection, policies, sharing } = this._room;
    const [rules, { policy }] = await Promise.all([
      sharing(),
      policies.get(bucket)
    ]);
    const isClosed =
      policy === null &&
      (await askAnonymously(connection, probe)).readable === false;
    return key =>
      !isInDiffusion({ bucket, key }, rules) &&
      (policy
        ? visibilityOf(policy, { bucket, key }).visibility === 'private'
        : isClosed);
  }

  /** Tell what others can read now. Never rejects. */
  private async _tell(arrivals: readonly IArrival[]): Promise<void> {
    const { notify, policies, sharing, trans } = this._room;
    const buckets = arrivals.flatMap(({ from, to }) =>
      from ? [from.bucket, to.bucket] : [to.bucket]
    );
    let rules: ISharingRules | null;
    try {
      [rules] = await Promise.all([
        sharing(),
        ...Array.from(new Set(buckets), bucket =>
          policies.get(bucket, { priority: 'background' })
        )
      ]);
    } catch {
      return;
    }
    const fresh = arrivals.filter(({ from, to }) => {
      const path = toPath(to.bucket, to.key);
      const isNew = from !== undefined || !this._known.has(path);
      this._known.add(path);
      return isNew;
    });
    const reach = (place: IS3Location) => reachOf(policies, place, rules);
    publicationTexts(fresh, reach, trans).forEach(message =>
      notify({ level: 'info', message })
    );
  }

  /** The policy is another one: what was said of a bucket may not hold. */
  private _forget(bucket: string): void {
    for (const path of Array.from(this._known)) {
      if (path.startsWith(`${bucket}/`)) {
        this._known.delete(path);
      }
    }
  }

  private readonly _room: IRoom;
  private readonly _tellSoon: Debouncer;
  private readonly _loose: IArrival[] = [];
  /** Paths that were judged by the policies as they are. */
  private readonly _known = new Set<string>();
}
