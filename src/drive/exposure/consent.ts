// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { S3Error } from '../../s3/errors';
import type { S3Location } from '../../s3/location';
import type { ISharingRules } from '../../s3/server/status';
import { DriveError } from '../messages/messages';
import type {
  IExposure,
  IDriveContext,
  IPublicationQuestion
} from '../context';
import type { IAudience } from './audience';
import { audienceOf } from './audience';

/**
 * The error of a person's no. JupyterLab does not show a save that ends with an
 * error of this name (`docregistry/src/context.ts`).
 */
export class Declined extends DriveError {
  constructor(location: S3Location, trans: TranslationBundle) {
    super({
      message: trans.__(
        'Nothing was written: you chose not to make "%1" public.',
        location.path
      ),
      code: 'NotPublished',
      status: 403,
      origin: 'network',
      bucket: location.bucket,
      key: location.key,
      problem: 'other'
    });
    this.name = 'ModalCancelError';
  }
}

/**
 * Asks before something becomes public by being put somewhere: once per public
 * folder. Every operation that creates something asks here before it writes.
 *
 * - It asks when others could read something at its new location, and could not
 *   at its old one. It does not ask about a save of an existing document.
 * - A yes holds for the folder that makes it public, until the page is closed
 *   or the policy changes; `options.mayPublish` may remember it for longer.
 * - The policy comes from `Policies`: at most one request per bucket and
 *   minute. If the store refuses to give it, nothing is asked, as nothing is
 *   known; if the store does not answer at all, nothing is written either.
 */
export class Consent {
  constructor(context: IDriveContext) {
    this._context = context;
    context.policies.changed.connect((_, bucket) => this._forget(bucket));
  }

  /**
   * Ask the person what has to be asked before things are created.
   *
   * @throws `Declined`; `S3Error` when the store does not answer.
   */
  async require(...arrivals: IExposure[]): Promise<void> {
    if (!this._context.options.mayPublish) {
      return;
    }
    for (const question of await this.questions(arrivals)) {
      if (!(await this._ask(question))) {
        throw new Declined(question.item, this._context.trans);
      }
    }
  }

  /**
   * The questions to ask, one per public folder.
   *
   * @throws `S3Error` when the store does not answer.
   */
  async questions(
    arrivals: readonly IExposure[]
  ): Promise<IPublicationQuestion[]> {
    const rules = await this._know(arrivals);
    const found = new Map<string, IPublicationQuestion>();
    for (const { from, to } of arrivals) {
      const now = audienceOf(this._context.policies, to, rules);
      const before = from
        ? audienceOf(this._context.policies, from, rules)
        : null;
      if (isOpened(now, before)) {
        const { by, through } = now;
        const location = through === null ? to : to.withKey(through);
        const question = { by, location, item: to };
        const name = Private.nameOf(question);
        if (!found.has(name)) {
          found.set(name, question);
        }
      }
    }
    return Array.from(found.values());
  }

  /** Remember that the person has agreed in another dialog. */
  agreed(question: IPublicationQuestion): void {
    this._answers.set(Private.nameOf(question), Promise.resolve(true));
  }

  private _ask(question: IPublicationQuestion): Promise<boolean> {
    const name = Private.nameOf(question);
    const known = this._answers.get(name);
    if (known) {
      return known;
    }
    const { mayPublish } = this._context.options;
    const answer = (mayPublish?.(question) ?? Promise.resolve(true)).then(
      isWanted => {
        if (!isWanted && this._answers.get(name) === answer) {
          // Calls that were waiting get the same no; later ones ask again.
          this._answers.delete(name);
        }
        return isWanted;
      }
    );
    answer.catch(() => this._answers.delete(name));
    this._answers.set(name, answer);
    return answer;
  }

  /** Read the policies of the buckets, and the administrator's rules. */
  private async _know(
    arrivals: readonly IExposure[]
  ): Promise<ISharingRules | null> {
    const { policies, sharing } = this._context;
    const buckets = arrivals.flatMap(({ from, to }) =>
      from ? [from.bucket, to.bucket] : [to.bucket]
    );
    const [rules] = await Promise.all([
      sharing(),
      ...Array.from(new Set(buckets), bucket =>
        policies.get(bucket).catch((error: unknown) => {
          if (!Private.isAnswer(error)) {
            throw error;
          }
        })
      )
    ]);
    return rules;
  }

  private _forget(bucket: string): void {
    for (const name of Array.from(this._answers.keys())) {
      if (name.includes(` s3://${bucket}/`)) {
        this._answers.delete(name);
      }
    }
  }

  private readonly _context: IDriveContext;
  private readonly _answers = new Map<string, Promise<boolean>>();
}

/**
 * Whether more people can read something than before.
 *
 * @param before - The audience of its earlier location; `null` if it is new.
 */
export function isOpened(
  now: IAudience,
  before: IAudience | null
): now is IAudience & { by: IPublicationQuestion['by'] } {
  // For something below it, the earlier audience is not compared.
  return now.by === 'partly'
    ? before?.by !== 'anyone'
    : Private.rank(now) > Private.rank(before);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function nameOf({ by, location }: IPublicationQuestion): string {
    return `${by} ${location.uri}`;
  }

  export function rank(reach: IAudience | null): number {
    switch (reach?.by) {
      case 'anyone':
        return 3;
      case 'partly':
        return 2;
      case 'platform':
        return 1;
      default:
        return 0;
    }
  }

  /** Whether the store has answered, although without a policy. */
  export function isAnswer(error: unknown): boolean {
    return (
      error instanceof S3Error &&
      error.origin === 'store' &&
      (error.status < 500 || error.status === 501)
    );
  }
}
