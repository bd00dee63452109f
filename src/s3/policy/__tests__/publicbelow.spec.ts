// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IPolicy, IStatement } from '../policy';
import { publicBelow } from '../publicbelow';

const allow = (...patterns: string[]): IStatement => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: patterns.map(pattern => `arn:aws:s3:::b/${pattern}`)
});
const policy = (...Statement: IStatement[]): IPolicy => ({
  Version: '2012-10-17',
  Statement
});

describe('publicBelow', () => {
  it.each([
    ['x/open/*', 'sure'],
    ['x/y/z.csv', 'sure'],
    ['x/data*', 'sure'],
    ['x/*.csv', 'maybe'],
    ['*.csv', 'maybe'],
    ['other/*', null],
    ['x', null],
    ['xy/*', null]
  ])('of x/ where %s is public: %s', (pattern, expected) => {
    const location = { bucket: 'b', key: 'x/' };
    expect(publicBelow(policy(allow(pattern)), location)).toBe(expected);
  });

  it('leaves out what a denial takes back', () => {
    const deny = { ...allow('x/open/*'), Effect: 'Deny' };
    const both = policy(allow('x/open/*'), deny);
    expect(publicBelow(both, { bucket: 'b', key: 'x/' })).toBeNull();
  });
});
