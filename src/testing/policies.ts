// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IPolicy, IStatement } from '../s3/policy';
import { NO_POLICY } from '../s3/policy';
import { GET_SID, LIST_SID } from '../s3/policyedit';

/**
 * The bucket of the policies below.
 */
export const BUCKET = 'bob';

/**
 * A place in it.
 */
export const at = (key: string) => ({ bucket: BUCKET, key });

/**
 * A policy of these statements.
 */
export const policyOf = (...statements: IStatement[]): IPolicy => ({
  ...NO_POLICY,
  Statement: statements
});

/**
 * As Onyxia writes it, and as MinIO hands it back.
 */
export const ONYXIA = policyOf(
  {
    Sid: GET_SID,
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: ['arn:aws:s3:::bob/data/public/*']
  },
  {
    Sid: LIST_SID,
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:ListBucket',
    Resource: 'arn:aws:s3:::bob',
    Condition: { StringLike: { 's3:prefix': ['data/public/*'] } }
  }
);
export const ONYXIA_ON_MINIO = policyOf(
  {
    Sid: GET_SID,
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: ['s3:GetObject'],
    Resource: ['arn:aws:s3:::bob/data/public/*']
  },
  {
    Sid: LIST_SID,
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: ['s3:ListBucket'],
    Resource: ['arn:aws:s3:::bob'],
    Condition: { StringLike: { 's3:prefix': ['data/public/*'] } }
  }
);

/**
 * As `mc anonymous set download s3/bob/pub` writes it.
 */
export const MC = policyOf(
  {
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: ['s3:GetBucketLocation'],
    Resource: ['arn:aws:s3:::bob']
  },
  {
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: ['s3:ListBucket'],
    Resource: ['arn:aws:s3:::bob'],
    Condition: { StringEquals: { 's3:prefix': ['pub'] } }
  },
  {
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: ['s3:GetObject'],
    Resource: ['arn:aws:s3:::bob/pub*']
  }
);

/**
 * As Onyxia wrote it before 2026: no Sid, other resources beside.
 */
export const OLD_ONYXIA = policyOf(
  {
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: ['s3:GetObject'],
    Resource: ['arn:aws:s3:::bob/old/*', 'arn:aws:s3:::bob/one.csv']
  },
  {
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: ['s3:ListBucket'],
    Resource: ['arn:aws:s3:::bob'],
    Condition: { StringLike: { 's3:prefix': ['old/*'] } }
  }
);
