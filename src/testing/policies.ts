// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IPolicy, IStatement } from '../s3/policy/policy';
import { NO_POLICY } from '../s3/policy/policy';
import { GET_SID, LIST_SID } from '../s3/policy/policyedit';
import { S3Location } from '../s3/location';

/**
 * The bucket of the policies below.
 */
export const BUCKET = 'bob';

/**
 * A location in that bucket.
 */
export const at = (key: string): S3Location =>
  S3Location.fromPath(`${BUCKET}/${key}`);

/**
 * A policy with these statements.
 */
export const policyOf = (...statements: IStatement[]): IPolicy => ({
  ...NO_POLICY,
  Statement: statements
});

/**
 * As written by Onyxia, and returned by MinIO.
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
 * As written by `mc anonymous set download s3/bob/pub`.
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
 * As written by Onyxia before 2026: without Sid, with other resources.
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
