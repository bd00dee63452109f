// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isFolderKey } from '../keys';
import type { IS3Location } from '../location';
import type { IPolicy, IStatement } from './policy';
import {
  bucketResource,
  covers,
  hasAction,
  hasVariable,
  isAnyone,
  listOf,
  matches,
  resourceOf,
  withoutVariables
} from './policy';

/**
 * Who may read an object, or everything below a folder, without credentials,
 * according to the bucket's policy. `unknown`: it depends on something that the
 * policy alone does not say.
 */
export type Visibility = 'public' | 'private' | 'unknown';

/**
 * What a policy says about a location.
 */
export interface IVisibility {
  readonly visibility: Visibility;
  /** The statement that decides; `null` if there is none. */
  readonly statement: IStatement | null;
  /**
   * The prefix or key that makes it public: its own, or that of a folder above;
   * `null` if it is not public, or is public by a pattern of another kind.
   */
  readonly through: string | null;
  /**
   * Whether anyone may list it, even if nothing in it can be read; `false` for
   * an object.
   */
  readonly listable: boolean;
  /**
   * Whether anyone may write or delete an object there. Also `true` if that
   * depends on something that a policy alone does not say.
   */
  readonly writable: boolean;
}

const READING = 's3:GetObject';
const WRITING = ['s3:PutObject', 's3:DeleteObject'];

/**
 * Determine who may read a location.
 *
 * @param location - An object, or a folder (its key is `''` or ends in a slash). A
 * folder is public when everything below it can be read, `unknown` when a
 * denial revokes a part of that, and writable when anyone may write everything
 * below it.
 */
export function visibilityOf(
  policy: IPolicy,
  location: IS3Location
): IVisibility {
  const { bucket, key } = location;
  const isFolder = isFolderKey(key);
  const resource = resourceOf(bucket, key);
  const hits = (pattern: string) =>
    isFolder ? covers(pattern, resource) : matches(pattern, resource);
  const touches = (pattern: string) =>
    hits(pattern) || (isFolder && Private.meets(pattern, resource));
  const allowed = Private.judge(policy, 'Allow', READING, hits);
  const denied = Private.judge(policy, 'Deny', READING, hits);
  const partly = Private.judge(policy, 'Deny', READING, touches);
  const also = {
    listable: isFolder && isListable(policy, location),
    writable: WRITING.some(action => Private.mayBe(policy, action, hits))
  };
  if (denied.sure || !(allowed.sure ?? allowed.maybe)) {
    const statement = denied.sure;
    return { visibility: 'private', statement, through: null, ...also };
  }
  const doubt = partly.sure ?? partly.maybe;
  if (doubt || !allowed.sure) {
    const statement = doubt ?? allowed.maybe;
    return { visibility: 'unknown', statement, through: null, ...also };
  }
  return {
    visibility: 'public',
    statement: allowed.sure,
    through: Private.through(allowed.sure, bucket, hits),
    ...also
  };
}

/**
 * Whether anyone may list everything below a folder.
 */
export function isListable(policy: IPolicy, folder: IS3Location): boolean {
  const allows = (statement: IStatement) => {
    const prefixes = Private.listedPrefixes(statement);
    return (
      prefixes === null ||
      prefixes.some(({ pattern, like }) =>
        like ? matches(pattern, folder.key) : pattern === folder.key
      )
    );
  };
  const resource = bucketResource(folder.bucket);
  const hits = (pattern: string) => matches(pattern, resource);
  const about = (effect: 'Allow' | 'Deny') =>
    Private.about(policy, effect, 's3:ListBucket', hits);
  return about('Deny').length === 0 && about('Allow').some(allows);
}

/**
 * The prefixes and keys of a bucket with which the patterns of public
 * statements begin, for marks in a listing. Denials are not considered.
 */
export function publicPatterns(policy: IPolicy, bucket: string): string[] {
  const root = resourceOf(bucket, '');
  return policy.Statement.filter(
    statement =>
      Private.isPlain(statement) &&
      statement.Effect === 'Allow' &&
      isAnyone(statement.Principal) &&
      hasAction(statement, 's3:GetObject')
  )
    .flatMap(statement => listOf(statement.Resource))
    .filter(pattern => !hasVariable(pattern))
    .flatMap(pattern => {
      if (pattern.startsWith(root)) {
        return [pattern.slice(root.length)];
      }
      return covers(pattern, root) ? ['*'] : [];
    });
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The statements that decide, and those whose effect is unknown.
   */
  export interface IJudgement {
    readonly sure: IStatement | null;
    readonly maybe: IStatement | null;
  }

  /** Whether a statement depends only on principal, action and resource. */
  export function isPlain(statement: IStatement): boolean {
    return (
      statement.NotPrincipal === undefined &&
      statement.NotAction === undefined &&
      statement.NotResource === undefined &&
      Object.keys(statement.Condition ?? {}).length === 0
    );
  }

  /**
   * The statements for anyone that may apply to an action on a resource.
   *
   * @param hits - Whether a pattern applies to the resource.
   */
  export function about(
    policy: IPolicy,
    effect: 'Allow' | 'Deny',
    action: string,
    hits: (pattern: string) => boolean
  ): IStatement[] {
    // The value of a variable is not known here.
    const mayHit = (pattern: string) => hits(withoutVariables(pattern));
    return policy.Statement.filter(
      statement =>
        statement.Effect === effect &&
        (statement.NotPrincipal !== undefined ||
          isAnyone(statement.Principal)) &&
        (statement.NotAction !== undefined || hasAction(statement, action)) &&
        (statement.NotResource !== undefined ||
          listOf(statement.Resource).some(mayHit))
    );
  }

  export function judge(
    policy: IPolicy,
    effect: 'Allow' | 'Deny',
    action: string,
    hits: (pattern: string) => boolean
  ): IJudgement {
    const found = about(policy, effect, action, hits);
    const isSure = (statement: IStatement) =>
      isPlain(statement) &&
      listOf(statement.Resource).some(
        pattern => !hasVariable(pattern) && hits(pattern)
      );
    return {
      sure: found.find(isSure) ?? null,
      maybe: found.find(statement => !isSure(statement)) ?? null
    };
  }

  /** Whether anyone is allowed an action, as far as is known. */
  export function mayBe(
    policy: IPolicy,
    action: string,
    hits: (pattern: string) => boolean
  ): boolean {
    return (
      about(policy, 'Allow', action, hits).length > 0 &&
      !judge(policy, 'Deny', action, hits).sure
    );
  }

  /** The folder or key that makes a location public. */
  export function through(
    statement: IStatement,
    bucket: string,
    hits: (pattern: string) => boolean
  ): string | null {
    const root = resourceOf(bucket, '');
    const found = listOf(statement.Resource)
      .filter(pattern => hits(pattern) && pattern.startsWith(root))
      .map(pattern => pattern.slice(root.length))
      .filter(pattern => !/[*?]/.test(pattern.replace(/\*$/, '')))
      .map(pattern => pattern.replace(/\*$/, ''))
      .sort((a, b) => a.length - b.length);
    return found[0] ?? null;
  }

  /** Whether a pattern may match anything that starts with a prefix. */
  export function meets(pattern: string, prefix: string): boolean {
    const literal = pattern.split(/[*?]/, 1)[0];
    return literal.startsWith(prefix) || prefix.startsWith(literal);
  }

  /**
   * The prefixes that a statement lets anyone list; `null`: all. A condition of
   * another kind yields no prefix.
   */
  export function listedPrefixes(
    statement: IStatement
  ): { pattern: string; like: boolean }[] | null {
    const condition = statement.Condition ?? {};
    const operators = Object.keys(condition);
    if (!isPlain({ ...statement, Condition: undefined })) {
      return [];
    }
    if (operators.length === 0) {
      return null;
    }
    if (operators.length > 1) {
      return [];
    }
    const [operator] = operators;
    const test = condition[operator] as { [key: string]: unknown } | null;
    const keys = Object.keys(test ?? {});
    const known = operator === 'StringLike' || operator === 'StringEquals';
    if (!known || keys.length !== 1 || keys[0].toLowerCase() !== 's3:prefix') {
      return [];
    }
    const values = listOf(test?.[keys[0]] as string | string[]);
    return values.map(pattern => ({
      pattern,
      like: operator === 'StringLike'
    }));
  }
}
