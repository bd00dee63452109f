// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  at,
  BUCKET,
  MC,
  OLD_ONYXIA,
  ONYXIA,
  ONYXIA_ON_MINIO,
  policyOf
} from '../../../testing/policies';
import type { IStatement } from '../policy';
import { parsePolicy } from '../policy';
import { publicPatterns, visibilityOf } from '../visibility';

describe('reading a policy', () => {
  it.each([
    ['Onyxia', ONYXIA],
    ['Onyxia on MinIO', ONYXIA_ON_MINIO]
  ])('understands what %s writes', (_, policy) => {
    const folder = visibilityOf(policy, at('data/public/'));
    expect(folder).toMatchObject({
      visibility: 'public',
      through: 'data/public/',
      listable: true
    });
    expect(visibilityOf(policy, at('data/public/x/a.csv'))).toMatchObject({
      visibility: 'public',
      through: 'data/public/',
      listable: false
    });
    for (const key of ['', 'data/', 'data/a.csv', 'data/public2/']) {
      expect(visibilityOf(policy, at(key)).visibility).toBe('private');
    }
  });

  it('understands what mc writes, and that it publishes more', () => {
    expect(visibilityOf(MC, at('pub/')).visibility).toBe('public');
    expect(visibilityOf(MC, at('pub/')).listable).toBe(false);
    expect(visibilityOf(MC, at('pub2/a')).visibility).toBe('public');
    expect(visibilityOf(MC, at('private/')).visibility).toBe('private');
    expect(publicPatterns(MC, BUCKET)).toEqual(['pub*']);
  });

  it('understands what Onyxia wrote before it named its statements', () => {
    expect(visibilityOf(OLD_ONYXIA, at('old/')).listable).toBe(true);
    expect(visibilityOf(OLD_ONYXIA, at('one.csv'))).toMatchObject({
      visibility: 'public',
      through: 'one.csv'
    });
  });

  it('takes a bucket for public as a whole', () => {
    const policy = policyOf({
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:Get*', 's3:ListBucket'],
      Resource: ['arn:aws:s3:::bob', 'arn:aws:s3:::bob/*']
    });
    expect(visibilityOf(policy, at(''))).toMatchObject({
      visibility: 'public',
      through: '',
      listable: true
    });
  });

  it('follows a denial, which wins', () => {
    const denial: IStatement = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: 'arn:aws:s3:::bob/data/public/secret/*'
    };
    const policy = policyOf(...ONYXIA.Statement, denial);
    const secret = visibilityOf(policy, at('data/public/secret/a'));
    expect(secret).toMatchObject({ visibility: 'private', statement: denial });
    expect(visibilityOf(policy, at('data/public/a')).visibility).toBe('public');
    for (const whole of ['data/public/secret/', 'data/public/secret/x/']) {
      expect(visibilityOf(policy, at(whole)).visibility).toBe('private');
    }
    // Most of the folder is public: it must not be shown as private.
    expect(visibilityOf(policy, at('data/public/'))).toMatchObject({
      visibility: 'unknown',
      statement: denial
    });
  });

  it.each([
    [
      'a condition',
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::bob/*',
        Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
      }
    ],
    [
      'NotPrincipal',
      {
        Effect: 'Allow',
        NotPrincipal: { AWS: 'arn:aws:iam::1:user/x' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::bob/*'
      }
    ],
    [
      'NotResource',
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        NotResource: 'arn:aws:s3:::bob/secret/*'
      }
    ],
    [
      'a variable',
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::bob/*${aws:username}*'
      }
    ]
  ])('does not judge by %s', (name, statement) => {
    const key = name === 'a variable' ? 'x${aws:username}y' : 'a.csv';
    expect(visibilityOf(policyOf(statement), at(key))).toMatchObject({
      visibility: 'unknown',
      statement
    });
    expect(publicPatterns(policyOf(statement), BUCKET)).toEqual([]);
  });

  it('does not judge what a variable may stand for', () => {
    const policy = policyOf({
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: ['arn:aws:s3:::bob/${aws:SourceIp}/*', 'arn:aws:s3:::bob/b/*']
    });
    expect(visibilityOf(policy, at('10.0.0.1/a')).visibility).toBe('unknown');
    expect(visibilityOf(policy, at('b/a')).visibility).toBe('public');
    expect(visibilityOf(policy, at('top')).visibility).toBe('private');
    expect(publicPatterns(policy, BUCKET)).toEqual(['b/*']);
  });

  it('does not judge where a denial cannot be judged', () => {
    const denial: IStatement = {
      Effect: 'Deny',
      NotPrincipal: { AWS: 'arn:aws:iam::1:root' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::bob/*'
    };
    const policy = policyOf(...ONYXIA.Statement, denial);
    expect(visibilityOf(policy, at('data/public/a'))).toMatchObject({
      visibility: 'unknown',
      statement: denial
    });
    expect(visibilityOf(policy, at('other')).visibility).toBe('private');
  });

  it('leaves out what is for known people alone', () => {
    const policy = policyOf({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::1:user/x' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::bob/*'
    });
    expect(visibilityOf(policy, at('a')).visibility).toBe('private');
  });

  it('tells what can be listed though nothing of it can be read', () => {
    const policy = policyOf({
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::bob',
      Condition: { StringLike: { 's3:prefix': ['a/', 'b/*', ''] } }
    });
    const seen = (key: string) => {
      const { listable, visibility } = visibilityOf(policy, at(key));
      return [visibility, listable];
    };
    for (const key of ['a/', 'b/', 'b/c/', '']) {
      expect([key, ...seen(key)]).toEqual([key, 'private', true]);
    }
    for (const key of ['a/b/', 'c/', 'b/x']) {
      expect([key, ...seen(key)]).toEqual([key, 'private', false]);
    }
  });

  it('lists nothing where a denial may be about that', () => {
    const denials: IStatement[] = [
      { NotAction: 's3:GetObject', Principal: '*', Resource: '*' },
      { Action: 's3:*', NotPrincipal: { AWS: 'x' }, Resource: '*' },
      { Action: 's3:List*', Principal: '*', NotResource: 'arn:aws:s3:::eve' }
    ];
    for (const denial of denials) {
      const policy = policyOf(...ONYXIA.Statement, {
        Effect: 'Deny',
        ...denial
      });
      expect(visibilityOf(policy, at('data/public/')).listable).toBe(false);
    }
  });

  it('takes no other text for a policy', () => {
    expect(() => parsePolicy('null')).toThrow(SyntaxError);
    expect(() => parsePolicy('{"Statement": [1]}')).toThrow(SyntaxError);
    expect(() => parsePolicy('{}')).toThrow(SyntaxError);
    expect(parsePolicy('{"Statement": {"Sid": "a"}}').Statement).toEqual([
      { Sid: 'a' }
    ]);
  });
});

describe('writing', () => {
  const allow = (action: string, resource: string, more: IStatement = {}) => ({
    Effect: 'Allow',
    Principal: '*',
    Action: action,
    Resource: `arn:aws:s3:::bob/${resource}`,
    ...more
  });
  const writable = (key: string, ...statements: IStatement[]) =>
    visibilityOf(policyOf(...statements), at(key)).writable;

  it('is not meant by reading', () => {
    for (const policy of [ONYXIA, ONYXIA_ON_MINIO, MC, OLD_ONYXIA]) {
      for (const key of ['', 'pub/', 'pub/a', 'data/public/', 'one.csv']) {
        expect(visibilityOf(policy, at(key)).writable).toBe(false);
      }
    }
  });

  it.each(['s3:PutObject', 's3:DeleteObject', 's3:*', '*', 's3:put*'])(
    'is meant by %s, for a key and all below a folder',
    action => {
      const statement = allow(action, 'in/*');
      for (const key of ['in/', 'in/x/', 'in/a']) {
        expect(writable(key, statement)).toBe(true);
      }
      for (const key of ['', 'in', 'inside/', 'top']) {
        expect(writable(key, statement)).toBe(false);
      }
    }
  );

  it('is told without reading, too', () => {
    const place = visibilityOf(policyOf(allow('s3:PutObject', '*')), at('a'));
    expect(place).toMatchObject({ visibility: 'private', writable: true });
  });

  it('is feared where it cannot be told', () => {
    const condition = {
      Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
    };
    const sometimes = allow('s3:PutObject', 'in/*', condition);
    expect(writable('in/a', sometimes)).toBe(true);
    const never = { ...allow('s3:*', '*'), Effect: 'Deny' };
    expect(writable('in/a', sometimes, never)).toBe(false);
    expect(writable('in/a', sometimes, { ...never, ...condition })).toBe(true);
  });
});
