// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../http/types';
import { problemOf, S3Error } from '../errors';
import type { IS3Location } from '../location';
import type { IPolicy } from './policy';
import { NO_POLICY, parsePolicy } from './policy';
import { makePrivate, makePublic } from './policyedit';

/**
 * The statuses of a store that does not support policies.
 */
const UNSUPPORTED = [405, 501];

/**
 * Read the policy of a bucket; empty if it has none.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 *
 * @throws `S3Error`: see `hasNoPolicies` for the errors which mean that
 * policies are not available; code `PolicyNotUnderstood` (422) for a text that
 * is not a policy.
 */
export async function readPolicy(
  connection: IS3Connection,
  bucket: string,
  options: IRequestOptions = {}
): Promise<IPolicy> {
  let text: string | undefined;
  try {
    const output = await connection.send(
      sdk => new sdk.GetBucketPolicyCommand({ Bucket: bucket }),
      options
    );
    text = output.Policy;
  } catch (error) {
    if (!isNone(error)) {
      throw error;
    }
    return NO_POLICY;
  }
  try {
    return text ? parsePolicy(text) : NO_POLICY;
  } catch {
    throw new S3Error({
      message: 'The policy of the bucket is not understood.',
      code: 'PolicyNotUnderstood',
      status: 422,
      origin: 'store',
      bucket,
      details: text
    });
  }
}

/**
 * Whether an error means that policies are not available: the store does not
 * support them, or does not let the user read them.
 */
export function hasNoPolicies(error: unknown): boolean {
  return (
    error instanceof S3Error &&
    error.origin === 'store' &&
    // Stores return 403 for wrong or expired keys as well.
    (UNSUPPORTED.includes(error.status) || problemOf(error) === 'forbidden')
  );
}

/**
 * The policy before and after a change.
 */
export interface IPolicyChange {
  /** The policy that was changed. */
  readonly before: IPolicy;
  /** The policy that the store returns after the change. */
  readonly after: IPolicy;
  /**
   * Whether `after` is the policy that was written. Otherwise someone else has
   * written at the same time, or the store returns the new policy with a delay.
   */
  readonly asWritten: boolean;
}

/**
 * Make a location public or private by the policy of its bucket.
 *
 * S3 has no conditional write of policies. So the policy is read just before
 * the write, and just after it: if someone else has overwritten the change
 * meanwhile, the change is applied once more, to their policy. A change that
 * they made between the first read and the write is lost without notice.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 *
 * @throws `S3Error` as returned by the store; `RangeError` for a name that a
 * policy would read as a pattern.
 */
export async function changePolicy(
  connection: IS3Connection,
  location: IS3Location,
  visibility: 'public' | 'private',
  options: IRequestOptions = {}
): Promise<IPolicyChange> {
  const { bucket } = location;
  const edit = (policy: IPolicy) =>
    (visibility === 'public'
      ? makePublic(policy, location)
      : makePrivate(policy, location)) ?? NO_POLICY;
  const once = async (before: IPolicy): Promise<IPolicyChange> => {
    const wanted = edit(before);
    if (!isSame(wanted, before)) {
      await writePolicy(connection, bucket, wanted, options);
    }
    const after = await readPolicy(connection, bucket, options);
    return { before, after, asWritten: isSame(after, wanted) };
  };
  const change = await once(await readPolicy(connection, bucket, options));
  const { before, after } = change;
  // Do not write again if the store still returns the old policy, or if someone
  // has reverted exactly this change.
  const isLost = !isSame(edit(after), after) && !isSame(after, before);
  return isLost ? once(after) : change;
}

/**
 * Replace the policy of a bucket. A policy without a statement is deleted
 * instead, as AWS accepts none.
 */
async function writePolicy(
  connection: IS3Connection,
  bucket: string,
  policy: IPolicy,
  options: IRequestOptions
): Promise<void> {
  if (policy.Statement.length === 0) {
    try {
      await connection.send(
        sdk => new sdk.DeleteBucketPolicyCommand({ Bucket: bucket }),
        options
      );
    } catch (error) {
      // SeaweedFS reports a missing policy; other stores succeed.
      if (!isNone(error)) {
        throw error;
      }
    }
    return;
  }
  const Policy = JSON.stringify(policy);
  await connection.send(
    sdk => new sdk.PutBucketPolicyCommand({ Bucket: bucket, Policy }),
    options
  );
}

/**
 * Whether an error means that the bucket has no policy.
 */
function isNone(error: unknown): boolean {
  return error instanceof S3Error && error.code === 'NoSuchBucketPolicy';
}

/**
 * Whether two policies mean the same: stores return them in their own form,
 * with single values as arrays, and in another order.
 */
export function isSame(a: IPolicy, b: IPolicy): boolean {
  const canonical = ({ Statement }: IPolicy) =>
    Statement.map(statement => JSON.stringify(normal(statement))).sort();
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/**
 * Normalise a value so that equal meanings are equal texts.
 */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list = value.map(normal);
    return list.length === 1
      ? list[0]
      : list
          .map(item => JSON.stringify(item))
          .sort()
          .map(text => JSON.parse(text) as unknown);
  }
  if (value && typeof value === 'object') {
    const entries = Object.entries(value).map(([name, inner]) => [
      name,
      name === 'Principal' && inner === '*' ? { AWS: '*' } : normal(inner)
    ]);
    return Object.fromEntries(
      entries.sort(([x], [y]) => (String(x) < String(y) ? -1 : 1))
    );
  }
  return value;
}
