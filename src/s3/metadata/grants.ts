// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Grant, GetObjectAclOutput } from '@aws-sdk/client-s3';

import type { IRequestOptions, IS3Connection, IHeaders } from '../http/types';
import { S3Error } from '../errors';
import type { IS3Location } from '../location';
import { requestOptionsOf } from '../http/headers';

/**
 * The headers that give an object the grants of another one; none if only its
 * owner has access, which is the default of a new object.
 *
 * The first call for a bucket asks whether its ACLs have an effect. Most
 * buckets have none: on AWS since April 2023, on SeaweedFS, on MinIO. If
 * neither that setting nor an ACL may be read, this is asked and reported once
 * per bucket.
 *
 * @throws `S3Error`: 403 without the right to read the ACL.
 */
export async function grantHeaders(
  connection: IS3Connection,
  location: IS3Location,
  options: IRequestOptions = {}
): Promise<IHeaders> {
  const { bucket, key } = location;
  const acls = await aclsOf(connection, bucket, options);
  if (acls === 'none') {
    return {};
  }
  try {
    const acl = await connection.send(
      sdk => new sdk.GetObjectAclCommand({ Bucket: bucket, Key: key }),
      requestOptionsOf(options)
    );
    return headersOfAcl(acl);
  } catch (error) {
    if (acls === 'unknown' && isForbidden(error)) {
      buckets(connection).set(bucket, Promise.resolve('none'));
    }
    throw error;
  }
}

/**
 * Whether the objects of a bucket may have grants that a write has to keep.
 *
 * @throws `S3Error` as `grantHeaders`, except for missing permissions.
 */
export async function mayHaveGrants(
  connection: IS3Connection,
  bucket: string,
  options: IRequestOptions = {}
): Promise<boolean> {
  return (await aclsOf(connection, bucket, options)) !== 'none';
}

/**
 * The grants of an ACL as headers of a write (S3 API: PutObject); none if it
 * grants nothing to anybody but the owner.
 */
export function headersOfAcl({ Grants, Owner }: GetObjectAclOutput): IHeaders {
  const grants = (Grants ?? []).flatMap(grant => {
    const header = PERMISSIONS[grant.Permission ?? ''];
    const grantee = granteeOf(grant);
    return header && grantee ? [{ header, grantee }] : [];
  });
  const own = `id="${Owner?.ID ?? ''}"`;
  const isPrivate = grants.every(
    ({ header, grantee }) =>
      header === PERMISSIONS.FULL_CONTROL && grantee === own
  );
  const headers: { [name: string]: string } = {};
  for (const { header, grantee } of isPrivate ? [] : grants) {
    headers[header] = headers[header]
      ? `${headers[header]}, ${grantee}`
      : grantee;
  }
  return headers;
}

/**
 * The headers without the grants to everyone, with or without an account of the
 * store; the same headers if there are none.
 */
export function withoutEveryone(headers: IHeaders): IHeaders {
  const kept: { [name: string]: string } = {};
  let isSame = true;
  for (const [name, value] of Object.entries(headers)) {
    const grantees = value.split(', ');
    const some = grantees.filter(grantee => !EVERYONE.test(grantee));
    isSame &&= some.length === grantees.length;
    if (some.length > 0) {
      kept[name] = some.join(', ');
    }
  }
  return isSame ? headers : kept;
}

const EVERYONE = /^uri=".*\/(AllUsers|AuthenticatedUsers)"$/;

const PERMISSIONS: { readonly [permission: string]: string } = {
  FULL_CONTROL: 'x-amz-grant-full-control',
  READ: 'x-amz-grant-read',
  READ_ACP: 'x-amz-grant-read-acp',
  WRITE_ACP: 'x-amz-grant-write-acp'
};

function granteeOf({ Grantee: grantee }: Grant): string | null {
  if (grantee?.URI) {
    return `uri="${grantee.URI}"`;
  }
  if (grantee?.ID) {
    return `id="${grantee.ID}"`;
  }
  return grantee?.EmailAddress
    ? `emailAddress="${grantee.EmailAddress}"`
    : null;
}

/**
 * Whether the ACLs of a bucket's objects have an effect.
 */
type Acls = 'some' | 'none' | 'unknown';

/**
 * Whether ACLs have an effect in a bucket, asked once per bucket.
 */
function aclsOf(
  connection: IS3Connection,
  bucket: string,
  { priority }: IRequestOptions
): Promise<Acls> {
  const known = buckets(connection);
  const asked =
    known.get(bucket) ??
    // Without the signal of a caller, as several may wait for this request.
    askForAcls(connection, bucket, { priority }).catch(error => {
      known.delete(bucket);
      throw error;
    });
  known.set(bucket, asked);
  return asked;
}

function buckets(connection: IS3Connection): Map<string, Promise<Acls>> {
  const known = KNOWN.get(connection) ?? new Map<string, Promise<Acls>>();
  KNOWN.set(connection, known);
  return known;
}

const KNOWN = new WeakMap<IS3Connection, Map<string, Promise<Acls>>>();

async function askForAcls(
  connection: IS3Connection,
  bucket: string,
  options: IRequestOptions
): Promise<Acls> {
  try {
    const output = await connection.send(
      sdk => new sdk.GetBucketOwnershipControlsCommand({ Bucket: bucket }),
      options
    );
    const rules = output.OwnershipControls?.Rules ?? [];
    const isOff = rules.some(rule => rule.ObjectOwnership === ENFORCED);
    return isOff ? 'none' : 'some';
  } catch (error) {
    if (isForbidden(error)) {
      return 'unknown';
    }
    const isStores = error instanceof S3Error && error.origin === 'store';
    // A store that does not support this request has no effective ACLs.
    if (isStores && [405, 501].includes(error.status)) {
      return 'none';
    }
    if (isStores && error.status === 404) {
      return 'some';
    }
    throw error;
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof S3Error && error.code === 'AccessDenied';
}

const ENFORCED = 'BucketOwnerEnforced';
