// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Debouncer } from '@lumino/polling';

import type { IS3Location, S3Location } from '../../s3/location';
import { askAnonymously } from '../../s3/server/anonymous';
import type { ISharingRules } from '../../s3/server/status';
import { visibilityOf } from '../../s3/policy/visibility';
import { isInDiffusion, audienceOf } from './audience';
import { publicationTexts } from './messages';
import type { IDriveContext, IExposure, INoticeGroup } from '../context';

/**
 * Changes within this time are reported together (ms).
 */
const SETTLE_MS = 300;

/**
 * Shows a notice when something that was written can be read by others, and
 * finds out whether strangers can read a location.
 *
 * The bucket's policy is read in parallel with the operation, which never waits
 * for it. If it is not available, no notice is shown.
 */
export class ExposureNotices {
  constructor(context: IDriveContext) {
    this._context = context;
    this._tellSoon = new Debouncer(() => {
      void this._tell(this._loose.splice(0));
    }, SETTLE_MS);
    context.policies.changed.connect((_, bucket) => this._forget(bucket));
  }

  dispose(): void {
    this._tellSoon.dispose();
  }

  /** Begin a notice group for one operation. */
  groupNotices(): INoticeGroup {
    const arrivals: IExposure[] = [];
    return {
      add: arrival => void arrivals.push(arrival),
      end: () => void this._tell(arrivals.splice(0))
    };
  }

  /**
   * Report that something was created, copied, uploaded or moved.
   *
   * @param noticeGroup - The notice group; without it the change is reported with
   * others made at about the same time.
   */
  arrived(arrival: IExposure, noticeGroup?: INoticeGroup | null): void {
    if (noticeGroup) {
      noticeGroup.add(arrival);
    } else {
      this._loose.push(arrival);
      void this._tellSoon.invoke().catch(() => undefined);
    }
  }

  /**
   * Report that a document was saved: shown the first time in a public
   * location.
   */
  saved(location: S3Location): void {
    if (!this._known.has(location.path)) {
      this.arrived({ to: location });
    }
  }

  /**
   * Whether strangers certainly cannot read a location. If the policy is not
   * available, the store is asked without credentials.
   *
   * @param probe - An existing location to ask for in that case.
   *
   * @throws `S3Error` when it cannot be found out.
   */
  async isPrivate(location: IS3Location, probe: IS3Location): Promise<boolean> {
    return (await this.judge(location.bucket, probe))(location.key);
  }

  /**
   * A function that says of a key in a bucket whether strangers certainly
   * cannot read it; see `isPrivate`.
   */
  async judge(
    bucket: string,
    probe: IS3Location
  ): Promise<(key: string) => boolean> {
    const { connection, policies, sharing } = this._context;
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

  /** Show what others can read now. Never rejects. */
  private async _tell(arrivals: readonly IExposure[]): Promise<void> {
    const { notify, policies, sharing, trans } = this._context;
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
      const isNew = from !== undefined || !this._known.has(to.path);
      this._known.add(to.path);
      return isNew;
    });
    const reach = (location: S3Location) =>
      audienceOf(policies, location, rules);
    publicationTexts(fresh, reach, trans).forEach(message =>
      notify({ level: 'info', message })
    );
  }

  /** Forget what was found for a bucket, as its policy has changed. */
  private _forget(bucket: string): void {
    for (const path of Array.from(this._known)) {
      if (path.startsWith(`${bucket}/`)) {
        this._known.delete(path);
      }
    }
  }

  private readonly _context: IDriveContext;
  private readonly _tellSoon: Debouncer;
  private readonly _loose: IExposure[] = [];
  /** Paths that were judged by the current policies. */
  private readonly _known = new Set<string>();
}
