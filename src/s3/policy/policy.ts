// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Bucket policies as documents: their statements, the principals, and the keys
 * that a pattern matches. Nothing here sends a request to a store.
 *
 * The language:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

/**
 * A policy statement. Stores and tools write a single value as itself or as an
 * array; both are kept unchanged.
 */
export interface IStatement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: unknown };
}

/**
 * A bucket policy.
 */
export interface IPolicy {
  readonly Version: string;
  readonly Statement: readonly IStatement[];
}

/**
 * The policy of a bucket without a policy.
 */
export const NO_POLICY: IPolicy = { Version: '2012-10-17', Statement: [] };

const ARN = 'arn:aws:s3:::';

/**
 * Parse a policy as a store returned it.
 *
 * @throws `SyntaxError` when it is not a policy: it must not be overwritten
 * then.
 */
export function parsePolicy(text: string): IPolicy {
  const found = JSON.parse(text) as Partial<IPolicy> | null;
  const statements = found?.Statement as IStatement | IStatement[] | undefined;
  const list = Array.isArray(statements) ? statements : [statements];
  if (!found || list.some(item => item === null || typeof item !== 'object')) {
    throw new SyntaxError('This is no bucket policy.');
  }
  return {
    ...found,
    Version: found.Version ?? NO_POLICY.Version,
    Statement: list as IStatement[]
  };
}

/**
 * The resource for an object, or for all keys that start with a prefix.
 *
 * @param pattern - A key, or a prefix followed by `*`.
 */
export function resourceOf(bucket: string, pattern: string): string {
  return `${ARN}${bucket}/${pattern}`;
}

/**
 * The resource for a bucket itself.
 */
export function bucketResource(bucket: string): string {
  return ARN + bucket;
}

/**
 * A single value or an array, as an array.
 */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined
    ? []
    : Array.isArray(value)
      ? (value as readonly T[])
      : [value as T];
}

/**
 * Whether a principal means everybody, including people without credentials.
 */
export function isAnyone(principal: unknown): boolean {
  if (typeof principal === 'string') {
    return principal === '*';
  }
  const aws = (principal as { AWS?: unknown } | null | undefined)?.AWS;
  return listOf<unknown>(aws).includes('*');
}

/**
 * Whether a statement includes an action: `s3:*` and `s3:Get*` match too, and
 * case is ignored.
 */
export function hasAction(statement: IStatement, action: string): boolean {
  return listOf(statement.Action).some(pattern =>
    matches(pattern.toLowerCase(), action.toLowerCase())
  );
}

/**
 * Whether a pattern (`*` any text, `?` any character) matches the whole text.
 */
export function matches(pattern: string, text: string): boolean {
  // It is enough to go back to the last star and to the end of its match.
  let at = 0;
  let star = -1;
  let after = 0;
  let i = 0;
  while (i < text.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at++;
      after = i;
    } else if (
      at < pattern.length &&
      (pattern[at] === '?' || pattern[at] === text[i])
    ) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++after;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') {
    at++;
  }
  return at === pattern.length;
}

/**
 * Whether a pattern matches everything that starts with a prefix.
 */
export function covers(pattern: string, prefix: string): boolean {
  return pattern.endsWith('*') && matches(pattern, prefix);
}

/**
 * Whether a pattern contains a variable, such as `${aws:username}`.
 */
export function hasVariable(pattern: string): boolean {
  return pattern.includes('${');
}

/**
 * A pattern that matches whatever its variables may be replaced by.
 */
export function withoutVariables(pattern: string): string {
  return pattern.replace(/\$\{[^}]*\}?/g, '*');
}

/**
 * The wildcard or variable in a key, or `null`. A policy would read such a key
 * as a pattern, and so publish other objects as well.
 */
export function wildcardIn(key: string): '*' | '?' | '${' | null {
  return (['*', '?', '${'] as const).find(mark => key.includes(mark)) ?? null;
}
