// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isFolderKey } from '../keys';
import type { IS3Location } from '../location';
import type { IPolicy, IStatement } from './policy';
import {
  bucketResource,
  isAnyone,
  listOf,
  resourceOf,
  wildcardIn
} from './policy';

/**
 * The Sids of the two statements that Onyxia manages in a bucket's policy. They
 * are used here too, so that anything public here shows as public in Onyxia,
 * and the other way round.
 *
 * Source: Onyxia web 5.5, `decoupledLogic/bucketPolicies.ts`.
 */
export const GET_SID = 'OnyxiaMakePrefixPublicGetObject';
export const LIST_SID = 'OnyxiaMakePrefixPublicListBucket';

/**
 * A policy that lets everyone read an object, or read and list everything below
 * a folder. Nothing else in it changes, except that anything already public
 * below the folder is merged into it.
 *
 * @param location - An object, or a folder (its key is `''` or ends in a slash).
 *
 * @throws `RangeError` for a key that a policy would read as a pattern.
 */
export function makePublic(policy: IPolicy, location: IS3Location): IPolicy {
  const mark = wildcardIn(location.key);
  if (mark) {
    throw new RangeError(`A policy would read ${mark} as a pattern.`);
  }
  const { bucket, key } = location;
  const own = Private.patternOf(key);
  let statements = Private.edit(
    [...policy.Statement],
    Private.getKind(bucket),
    patterns => Private.add(patterns, own)
  );
  if (isFolderKey(key)) {
    statements = Private.edit(statements, Private.listKind(bucket), patterns =>
      Private.add(patterns, own)
    );
  }
  return { ...policy, Statement: statements };
}

/**
 * A policy in which the two statements make neither a location nor anything
 * below it public. Other statements stay; `visibilityOf` says whether they
 * still make it public.
 *
 * @returns `null` when no statement is left: the policy must then be deleted,
 * as AWS accepts none without a statement.
 */
export function makePrivate(
  policy: IPolicy,
  location: IS3Location
): IPolicy | null {
  const { bucket, key } = location;
  const own = Private.patternOf(key);
  const remove = (patterns: readonly string[]) =>
    patterns.filter(pattern => !Private.isBelow(pattern, own));
  let statements = [...policy.Statement];
  for (const kind of [Private.getKind(bucket), Private.listKind(bucket)]) {
    if (statements.some(kind.is)) {
      statements = Private.edit(statements, kind, remove);
    }
  }
  return statements.length > 0 ? { ...policy, Statement: statements } : null;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * One of the two statements: how to recognise, read and write it.
   */
  export interface IKind {
    readonly sid: string;
    is(statement: IStatement): boolean;
    /** Its patterns: keys, or prefixes followed by `*`. */
    patterns(statement: IStatement): readonly string[];
    write(statement: IStatement | null, patterns: string[]): IStatement;
  }

  export function patternOf(key: string): string {
    return isFolderKey(key) ? `${key}*` : key;
  }

  /**
   * Whether everything that a pattern matches is matched by another one, too.
   */
  export function isBelow(pattern: string, other: string): boolean {
    return (
      pattern === other ||
      (other.endsWith('*') && pattern.startsWith(other.slice(0, -1)))
    );
  }

  export function add(patterns: readonly string[], own: string): string[] {
    return patterns.some(pattern => isBelow(own, pattern))
      ? [...patterns]
      : [...patterns.filter(pattern => !isBelow(pattern, own)), own];
  }

  /**
   * Change the patterns of a statement, if they differ. The statement is
   * created if it is missing, and removed if it has no pattern left.
   */
  export function edit(
    statements: IStatement[],
    kind: IKind,
    change: (patterns: readonly string[]) => string[]
  ): IStatement[] {
    const index = statements.findIndex(kind.is);
    if (index < 0) {
      const made = kind.write(null, change([]));
      return [...statements, { ...made, Sid: freeSid(statements, kind.sid) }];
    }
    const old = kind.patterns(statements[index]);
    const patterns = change(old);
    const isSame =
      patterns.length === old.length && patterns.every(p => old.includes(p));
    if (isSame) {
      return statements;
    }
    const replaced =
      patterns.length > 0 ? [kind.write(statements[index], patterns)] : [];
    return [
      ...statements.slice(0, index),
      ...replaced,
      ...statements.slice(index + 1)
    ];
  }

  /** The statement that allows reading objects. */
  export function getKind(bucket: string): IKind {
    const root = resourceOf(bucket, '');
    return {
      sid: GET_SID,
      is: statement =>
        isManaged(statement, GET_SID, 's3:GetObject') &&
        statement.Condition === undefined &&
        listOf(statement.Resource).every(resource => resource.startsWith(root)),
      patterns: statement =>
        listOf(statement.Resource).map(resource => resource.slice(root.length)),
      write: (statement, patterns) => ({
        ...(statement ?? base('s3:GetObject')),
        Resource: patterns.map(pattern => resourceOf(bucket, pattern))
      })
    };
  }

  /** The statement that allows listing folders. */
  export function listKind(bucket: string): IKind {
    const resource = bucketResource(bucket);
    return {
      sid: LIST_SID,
      is: statement =>
        isManaged(statement, LIST_SID, 's3:ListBucket') &&
        listOf(statement.Resource).every(found => found === resource) &&
        prefixesOf(statement) !== null,
      patterns: statement => prefixesOf(statement) ?? [],
      write: (statement, patterns) => ({
        ...(statement ?? base('s3:ListBucket')),
        Resource: statement?.Resource ?? resource,
        Condition: { StringLike: { 's3:prefix': patterns } }
      })
    };
  }

  function base(action: string): IStatement {
    return { Effect: 'Allow', Principal: '*', Action: action };
  }

  /** Whether a statement has exactly the form of one of the two. */
  function isManaged(
    statement: IStatement,
    sid: string,
    action: string
  ): boolean {
    const actions = listOf(statement.Action);
    return (
      (statement.Sid ?? '').startsWith(sid) &&
      statement.Effect === 'Allow' &&
      isAnyone(statement.Principal) &&
      actions.length === 1 &&
      actions[0] === action &&
      statement.NotPrincipal === undefined &&
      statement.NotAction === undefined &&
      statement.NotResource === undefined
    );
  }

  /** The prefixes in the only supported kind of condition, else `null`. */
  function prefixesOf(statement: IStatement): readonly string[] | null {
    const condition = statement.Condition ?? {};
    const like = condition.StringLike as
      { [key: string]: string | string[] } | undefined;
    const isOnly =
      Object.keys(condition).length === 1 &&
      like !== undefined &&
      Object.keys(like).length === 1 &&
      's3:prefix' in like;
    return isOnly ? listOf(like['s3:prefix']) : null;
  }

  /** Sids are unique in a policy. */
  function freeSid(statements: IStatement[], sid: string): string {
    const taken = new Set(statements.map(statement => statement.Sid));
    for (let n = 1; ; n++) {
      const name = n === 1 ? sid : `${sid}${n}`;
      if (!taken.has(name)) {
        return name;
      }
    }
  }
}
