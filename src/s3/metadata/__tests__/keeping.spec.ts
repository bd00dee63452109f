// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from '../../errors';
import { headersOfAcl } from '../grants';
import { keeping, type Lost } from '../keeping';
import type { IHeaders } from '../../http/types';

const KEPT = {
  expires: 'x',
  'x-amz-grant-read': 'id="a"',
  'x-amz-object-lock-legal-hold': 'ON',
  'x-amz-server-side-encryption': 'aws:kms',
  'x-amz-storage-class': 'TIER'
};

function refusal(status: number, code: string, message = ''): S3Error {
  return new S3Error({ status, code, message, origin: 'store' });
}

/** A store that refuses headers with a prefix, with an error. */
function storeThatRefuses(start: string, error: S3Error) {
  return async (headers: IHeaders) => {
    if (Object.keys(headers).some(name => name.startsWith(start))) {
      throw error;
    }
    return headers;
  };
}

describe('keeping', () => {
  it.each<[string, string, S3Error, Lost]>([
    [
      'a storage class',
      'x-amz-storage-class',
      refusal(400, 'InvalidStorageClass'),
      'storageClass'
    ],
    ['grants', 'x-amz-grant', refusal(403, 'AccessDenied'), 'grants'],
    ['grants', 'x-amz-grant', refusal(403, 'PublicSharingOff'), 'grants'],
    [
      'grants',
      'x-amz-grant',
      refusal(400, 'AccessControlListNotSupported'),
      'grants'
    ],
    [
      'a lock',
      'x-amz-object-lock',
      refusal(
        400,
        'InvalidRequest',
        'Bucket is missing ObjectLockConfiguration'
      ),
      'lock'
    ],
    [
      'a lock, as SeaweedFS refuses it,',
      'x-amz-object-lock',
      refusal(400, 'InvalidRequest', 'Invalid Request'),
      'lock'
    ]
  ])('goes on without %s, and tells', async (_, start, error, lost) => {
    const told: Lost[] = [];
    const onLost = (part: Lost) => told.push(part);
    const write = storeThatRefuses(start, error);
    const headers = await keeping({ kept: KEPT, onLost }, write);
    const kept = Object.entries(KEPT).filter(
      ([name]) => !name.startsWith(start)
    );
    expect(headers).toEqual(Object.fromEntries(kept));
    expect(told).toEqual([lost]);
  });

  it('finds out which of two rights is missing', async () => {
    const told: Lost[] = [];
    const onLost = (part: Lost) => told.push(part);
    const write = storeThatRefuses('x-amz-o', refusal(403, 'AccessDenied'));
    await keeping({ kept: KEPT, onLost }, write);
    expect(told).toEqual(['grants', 'lock']);
  });

  it.each([
    [
      'AWS',
      refusal(403, 'AccessDenied', 'not authorized: kms:GenerateDataKey')
    ],
    ['AWS, a disabled key', refusal(400, 'KMS.DisabledException')],
    ['MinIO', refusal(404, 'kms:KeyNotFound')],
    ['a store without encryption', refusal(501, 'NotImplemented')]
  ])('never gives up encryption: %s', async (_, error) => {
    const onLost = jest.fn();
    const write = storeThatRefuses('x-amz-server-side', error);
    const written = keeping({ kept: KEPT, onLost }, write);
    await expect(written).rejects.toMatchObject({
      code: 'KeyNotUsable',
      status: 403
    });
    expect(onLost).not.toHaveBeenCalled();
  });

  it('throws the refusal of a write that may not be at all', async () => {
    const onLost = jest.fn();
    const write = storeThatRefuses('', refusal(403, 'AccessDenied'));
    const written = keeping({ kept: KEPT, onLost }, write);
    await expect(written).rejects.toMatchObject({ code: 'AccessDenied' });
    expect(onLost).not.toHaveBeenCalled();
  });

  it.each([412, 409, 500, 503])(
    'does not write again after %d',
    async status => {
      const write = jest.fn().mockRejectedValue(refusal(status, 'Any'));
      await expect(keeping({ kept: KEPT }, write)).rejects.toMatchObject({
        code: 'Any'
      });
      expect(write).toHaveBeenCalledTimes(1);
    }
  );
});

describe('headersOfAcl', () => {
  const Owner = { ID: 'me' };
  const own = { Grantee: { ...Owner, Type: 'CanonicalUser' as const } };

  it('asks for nothing where an object is its owner’s alone', () => {
    const Grants = [{ ...own, Permission: 'FULL_CONTROL' as const }];
    expect(headersOfAcl({ Grants, Owner })).toEqual({});
    expect(headersOfAcl({})).toEqual({});
  });

  it('gives each grant its header', () => {
    const everyone = {
      Type: 'Group' as const,
      URI: 'http://acs.amazonaws.com/groups/global/AllUsers'
    };
    const other = { Type: 'CanonicalUser' as const, ID: 'you' };
    const Grants = [
      { ...own, Permission: 'FULL_CONTROL' as const },
      { Grantee: everyone, Permission: 'READ' as const },
      { Grantee: other, Permission: 'READ' as const },
      { Grantee: other, Permission: 'WRITE_ACP' as const }
    ];
    expect(headersOfAcl({ Grants, Owner })).toEqual({
      'x-amz-grant-full-control': 'id="me"',
      'x-amz-grant-read':
        'uri="http://acs.amazonaws.com/groups/global/AllUsers", id="you"',
      'x-amz-grant-write-acp': 'id="you"'
    });
  });
});
