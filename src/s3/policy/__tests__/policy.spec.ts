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
import type { IPolicy, IStatement } from '../policy';
import { covers, matches, NO_POLICY } from '../policy';
import { GET_SID, makePrivate, makePublic } from '../policyedit';
import { publicPatterns, visibilityOf } from '../visibility';
import { fc } from '../../../testing/random';

describe('patterns', () => {
  it.each([
    ['a*', 'abc', true],
    ['a*', 'ba', false],
    ['*', '', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a*b*c', 'aXbXbc', true],
    ['a*b*c', 'aXc', false],
    ['', '', true],
    ['', 'a', false]
  ])('%j matches %j: %j', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it('match as the regular expression of the same meaning does', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/') });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?') });
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const source = p.replace(/\*/g, '.*').replace(/\?/g, '.');
        expect(matches(p, t)).toBe(new RegExp(`^${source}$`, 's').test(t));
      })
    );
  });

  it('cover a prefix only when they match all that starts with it', () => {
    expect(covers('p/*', 'p/')).toBe(true);
    expect(covers('p*', 'p/')).toBe(true);
    expect(covers('p/a*', 'p/')).toBe(false);
    expect(covers('p/', 'p/')).toBe(false);
  });
});

describe('changing a policy', () => {
  it("writes Onyxia's two statements", () => {
    expect(makePublic(NO_POLICY, at('data/public/'))).toEqual(ONYXIA);
  });

  it('takes nested prefixes in', () => {
    const nested = makePublic(
      makePublic(NO_POLICY, at('a/b/')),
      at('a/one.csv')
    );
    const policy = makePublic(nested, at('a/'));
    expect(policy.Statement[0].Resource).toEqual(['arn:aws:s3:::bob/a/*']);
    expect(policy.Statement[1].Condition).toEqual({
      StringLike: { 's3:prefix': ['a/*'] }
    });
  });

  it('writes no list statement for an object', () => {
    const policy = makePublic(NO_POLICY, at('a.csv'));
    expect(policy.Statement.map(statement => statement.Sid)).toEqual([GET_SID]);
  });

  it('leaves a statement of that name with another shape alone', () => {
    const foreign: IStatement = {
      Sid: GET_SID,
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::1:user/x' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::bob/x/*'
    };
    const policy = makePublic(policyOf(foreign), at('a.csv'));
    expect(policy.Statement[0]).toBe(foreign);
    expect(policy.Statement[1].Sid).toBe(`${GET_SID}2`);
    expect(makePrivate(policy, at('a.csv'))).toEqual(policyOf(foreign));
  });

  it('has nothing left when the last place is private', () => {
    expect(makePrivate(ONYXIA_ON_MINIO, at('data/public/'))).toBeNull();
  });

  it('cannot make private what others have made public', () => {
    for (const policy of [MC, OLD_ONYXIA]) {
      expect(makePrivate(policy, at('pub/'))).toEqual(policy);
    }
  });

  it.each(['p/data*.csv', 'what?', 'x${aws:username}'])(
    'publishes no name that is a pattern: %s',
    key => {
      expect(() => makePublic(NO_POLICY, at(key))).toThrow(RangeError);
    }
  );
});

describe('any policy', () => {
  const segment = fc.constantFrom('a', 'b', 'ab', 'é', 'a b', '$', 'A');
  const object = fc
    .array(segment, { minLength: 1, maxLength: 3 })
    .map(segments => segments.join('/'));
  const folder = object.map(key => `${key}/`);
  const location = fc.oneof(object, folder).map(at);
  const resource = fc
    .oneof(
      object,
      folder.map(key => `${key}*`),
      object.map(key => `${key}*`),
      fc.constant('*')
    )
    .map(pattern => `arn:aws:s3:::${BUCKET}/${pattern}`);
  const foreign: fc.Arbitrary<IStatement> = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Principal: fc.constantFrom<unknown>(
      '*',
      { AWS: ['*'] },
      { AWS: 'arn:aws:iam::1:user/x' }
    ),
    Action: fc.constantFrom('s3:GetObject', 's3:*', 's3:PutObject'),
    Resource: fc.array(resource, { minLength: 1, maxLength: 3 })
  });
  const policy = fc
    .tuple(fc.array(foreign, { maxLength: 3 }), fc.array(location))
    .map(([statements, locations]) =>
      locations.reduce(makePublic, policyOf(...statements))
    );
  const read = (document: IPolicy | null, key: string) =>
    visibilityOf(document ?? NO_POLICY, at(key)).visibility;
  const isIn = (key: string, below: string) =>
    below.endsWith('/') ? key.startsWith(below) : key === below;
  const others = (document: IPolicy | null) =>
    (document?.Statement ?? []).filter(
      ({ Sid }) => !Sid?.startsWith('OnyxiaMakePrefixPublic')
    );

  it('is as it was after making public and private again', () => {
    fc.assert(
      fc.property(policy, location, (before, chosen) => {
        const { key } = chosen;
        // A nested public location is merged, and cannot be separated later.
        const isFresh = !publicPatterns(policyOf(...managed(before)), BUCKET)
          .map(pattern => pattern.replace(/\*$/, ''))
          .some(found => isIn(found, key) || isIn(key, found));
        fc.pre(isFresh);
        const after = makePrivate(makePublic(before, chosen), chosen);
        expect(after ?? NO_POLICY).toEqual(before);
      })
    );
  });

  it('keeps all other statements, in order', () => {
    fc.assert(
      fc.property(policy, location, (before, chosen) => {
        for (const after of [
          makePublic(before, chosen),
          makePrivate(before, chosen)
        ]) {
          expect(others(after)).toEqual(others(before));
        }
      })
    );
  });

  it('changes nothing outside of the place', () => {
    fc.assert(
      fc.property(policy, location, object, (before, chosen, key) => {
        fc.pre(!isIn(key, chosen.key));
        const was = read(before, key);
        expect(read(makePublic(before, chosen), key)).toBe(was);
        expect(read(makePrivate(before, chosen), key)).toBe(was);
      }),
      { numRuns: 500 }
    );
  });

  it('makes public what is asked, unless it is denied', () => {
    fc.assert(
      fc.property(policy, location, (before, chosen) => {
        const denials = before.Statement.filter(
          statement => statement.Effect === 'Deny'
        );
        fc.pre(denials.length === 0);
        expect(read(makePublic(before, chosen), chosen.key)).toBe('public');
      })
    );
  });

  it('is not changed by asking twice', () => {
    fc.assert(
      fc.property(policy, location, (before, chosen) => {
        const once = makePublic(before, chosen);
        expect(makePublic(once, chosen)).toEqual(once);
      })
    );
  });

  function managed(document: IPolicy): IStatement[] {
    return document.Statement.filter(({ Sid }) => Sid === GET_SID);
  }
});
