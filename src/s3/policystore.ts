// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from './connection';
import { problemOf, S3Error } from './errors';
import type { IS3Location } from './path';
import type { IPolicy } from './policy';
import { NO_POLICY, parsePolicy } from './policy';
import { makePrivate, makePublic } from './policyedit';

/**
 * The answers of a store that has no policies.
 */
const UNSUPPORTED = [405, 501];

/**
 * The policy of a bucket, empty when it has none.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 *
 * @throws `S3Error`: see `hasNoPolicies` for those that mean that there are
 * none to be had; code `PolicyNotUnderstood` (422) for a text that is none.
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
 * Whether an error says that policies cannot be had here: the store knows none,
 * or does not let this person at them.
 */
export function hasNoPolicies(error: unknown): boolean {
  return (
    error instanceof S3Error &&
    error.origin === 'store' &&
    // Stores say 403 to wrong or expired keys as well.
    (UNSUPPORTED.includes(error.status) || problemOf(error) === 'forbidden')
  );
}

/**
 * What was found before a change and after it.
 */
export interface IPolicyChange {
  /** What the change was made to. */
  readonly before: IPolicy;
  /** What the store has now. */
  readonly after: IPolicy;
  /**
   * Whether that is what was to be written. Else someone else has written at
   * the same time, or the store takes a while to show what it was given.
   */
  readonly asWritten: boolean;
}

/**
 * Make a place public or private by the policy of its bucket.
 *
 * S3 has no conditional write of policies. So the policy is read just before,
 * and just after: where someone else has written over the change meanwhile, it
 * is made once more, to what they wrote. What they wrote between the first read
 * and the write is lost, and cannot be seen here.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 *
 * @throws `S3Error` as the store has answered; `RangeError` for a name that a
 * policy would read as a pattern.
 */
export async function changePolicy(
  connection: IS3Connection,
  place: IS3Location,
  visibility: 'public' | 'private',
  options: IRequestOptions = {}
): Promise<IPolicyChange> {
  const { bucket } = place;
  const edit = (policy: IPolicy) =>
    (visibility === 'public'
      ? makePublic(policy, place)
      : makePrivate(policy, place)) ?? NO_POLICY;
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
  // A store that still shows the old policy, or somebody who took just this
  // back, is not written over.
  const isLost = !isSame(edit(after), after) && !isSame(after, before);
  return isLost ? once(after) : change;
}

/**
 * Replace the policy of a bucket; one without a statement is deleted, as AWS
 * takes none.
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
      // SeaweedFS says so, where others answer as if it had been there.
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
 * Whether an error says that the bucket has no policy.
 */
function isNone(error: unknown): boolean {
  return error instanceof S3Error && error.code === 'NoSuchBucketPolicy';
}

/**
 * Whether two policies say the same: stores write them in a form of their own,
 * single values as arrays, and in another order.
 */
export function isSame(a: IPolicy, b: IPolicy): boolean {
  const canonical = ({ Statement }: IPolicy) =>
    Statement.map(statement => JSON.stringify(normal(statement))).sort();
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/**
 * A value in a form in which equal meanings are equal texts.
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
