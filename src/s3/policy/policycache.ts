// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IRequestOptions, IS3Connection } from '../http/types';
import type { IS3Location } from '../location';
import type { IPolicy } from './policy';
import { NO_POLICY } from './policy';
import type { IPolicyChange } from './policystore';
import { changePolicy, hasNoPolicies, isSame, readPolicy } from './policystore';
import type { IVisibility } from './visibility';
import { visibilityOf } from './visibility';

/**
 * How long a policy counts as fresh after it was read (milliseconds).
 */
const FRESH_MS = 60_000;

/**
 * The policy of a bucket, or why it is not available: the store does not
 * support policies, or does not show this one.
 */
export type KnownPolicy =
  | { readonly policy: IPolicy; readonly error: null }
  | { readonly policy: null; readonly error: unknown };

/**
 * The options for requesting a policy. The request cannot be cancelled, as
 * several callers may wait for it.
 */
type IAskOptions = Pick<IRequestOptions, 'priority'>;

/**
 * The bucket policies that were read: each is read once, and again when it may
 * be outdated.
 */
export class Policies {
  constructor(connection: IS3Connection) {
    this._connection = connection;
  }

  /**
   * A signal emitted with a bucket's name when its policy is known, or has
   * changed.
   */
  get changed(): ISignal<this, string> {
    return this._changed;
  }

  /** What is known about the policy of a bucket, without a request. */
  peek(bucket: string): KnownPolicy | undefined {
    return this._kept.get(bucket)?.known;
  }

  /**
   * What the policy says about a location, as far as it is known, without a
   * request.
   *
   * @returns `null` if there is no policy available, or none was read yet.
   */
  visibility(location: IS3Location): IVisibility | null {
    const policy = this.peek(location.bucket)?.policy;
    return policy ? visibilityOf(policy, location) : null;
  }

  /**
   * Get the policy of a bucket, at most a minute old.
   *
   * @throws `S3Error` unless the store refuses to show the policy: the store
   * cannot be reached, the credentials have expired, there is no such bucket…
   */
  async get(bucket: string, options: IAskOptions = {}): Promise<KnownPolicy> {
    const kept = this._kept.get(bucket);
    if (kept && Date.now() - kept.at < FRESH_MS) {
      return kept.known;
    }
    return this.refresh(bucket, options);
  }

  /**
   * Read the current policy of a bucket. Concurrent callers share one request.
   *
   * @throws As `get`.
   */
  async refresh(
    bucket: string,
    options: IAskOptions = {}
  ): Promise<KnownPolicy> {
    return this._asking.get(bucket) ?? this._ask(bucket, options);
  }

  /**
   * Make a location public or private: see `changePolicy`. Changes of the same
   * bucket run one after the other, as they would overwrite each other.
   *
   * @throws As `changePolicy`.
   */
  async change(
    location: IS3Location,
    visibility: 'public' | 'private',
    options: IRequestOptions = {}
  ): Promise<IPolicyChange> {
    const { bucket } = location;
    const previous = this._changing.get(bucket);
    const change = (async () => {
      await previous?.catch(() => undefined);
      return this._change(location, visibility, options);
    })();
    this._changing.set(bucket, change);
    try {
      return await change;
    } finally {
      if (this._changing.get(bucket) === change) {
        this._changing.delete(bucket);
      }
    }
  }

  /** Forget everything, after the credentials have changed. */
  clear(): void {
    const buckets = Array.from(this._kept.keys());
    this._kept.clear();
    this._asking.clear();
    buckets.forEach(bucket => this._changed.emit(bucket));
  }

  private async _change(
    location: IS3Location,
    visibility: 'public' | 'private',
    options: IRequestOptions
  ): Promise<IPolicyChange> {
    const { bucket } = location;
    try {
      const connection = this._connection;
      const change = await changePolicy(
        connection,
        location,
        visibility,
        options
      );
      this._asking.delete(bucket);
      this._keep(bucket, { policy: change.after, error: null });
      return change;
    } catch (error) {
      // The policy may have changed although this failed.
      this._asking.delete(bucket);
      this._kept.delete(bucket);
      this._changed.emit(bucket);
      throw error;
    }
  }

  private _ask(bucket: string, options: IAskOptions): Promise<KnownPolicy> {
    const isCurrent = (): boolean => this._asking.get(bucket) === asking;
    const asking: Promise<KnownPolicy> = this._read(bucket, options)
      .then(known =>
        // A policy requested before a change, or with other credentials, is
        // outdated.
        isCurrent() ? this._keep(bucket, known) : this.get(bucket, options)
      )
      .finally(() => {
        if (isCurrent()) {
          this._asking.delete(bucket);
        }
      });
    this._asking.set(bucket, asking);
    return asking;
  }

  private async _read(
    bucket: string,
    options: IAskOptions
  ): Promise<KnownPolicy> {
    try {
      const policy = await readPolicy(this._connection, bucket, options);
      return { policy, error: null };
    } catch (error) {
      if (!hasNoPolicies(error)) {
        throw error;
      }
      return { policy: null, error };
    }
  }

  private _keep(bucket: string, known: KnownPolicy): KnownPolicy {
    const old = this._kept.get(bucket)?.known;
    this._kept.set(bucket, { known, at: Date.now() });
    const isNew =
      !old ||
      !old.policy !== !known.policy ||
      !isSame(old.policy ?? NO_POLICY, known.policy ?? NO_POLICY);
    if (isNew) {
      this._changed.emit(bucket);
    }
    return known;
  }

  private readonly _connection: IS3Connection;
  private readonly _kept = new Map<
    string,
    { readonly known: KnownPolicy; readonly at: number }
  >();
  private readonly _asking = new Map<string, Promise<KnownPolicy>>();
  private readonly _changing = new Map<string, Promise<IPolicyChange>>();
  private readonly _changed = new Signal<this, string>(this);
}
