// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';

import { S3Error } from '../../s3/errors';
import type { KnownPolicy } from '../../s3/policy/policycache';
import {
  NO_POLICY,
  type IPolicy,
  type IStatement
} from '../../s3/policy/policy';
import { makePublic } from '../../s3/policy/policyedit';
import type { IFindings } from '../description';
import { describe as describePlace, offeredChange } from '../description';
import { headline, meaning, visibilityObstacleText } from '../messages';
import { S3Location } from '../../s3/location';

const trans = nullTranslator.load('');
const bucket = 'b';

const status = (
  features: { [name: string]: boolean } = {},
  sharing: Partial<IFindings['status']['sharing']> = {}
): IFindings['status'] => ({
  features: { readOnly: false, publicSharing: true, links: true, ...features },
  sharing: {
    openDataNotice: '',
    openDataUrl: '',
    diffusionFolder: 'diffusion',
    diffusionIsOpen: false,
    sharedBucketUrl: '',
    ...sharing
  }
});

/** Describe a location from the findings about it. */
function look(
  key: string,
  policy: IPolicy | S3Error,
  readable: boolean | null,
  rules = status()
) {
  const known: KnownPolicy =
    policy instanceof S3Error
      ? { policy: null, error: policy }
      : { policy, error: null };
  const answer = { readable, status: 200, url: `https://store/b/${key}` };
  return describePlace({
    location: S3Location.fromPath(`${bucket}/${key}`),
    known,
    answer,
    status: rules
  });
}

const withStatements = (...Statement: IStatement[]): IPolicy => ({
  Version: '2012-10-17',
  Statement
});

const anyone = (key: string, more: object = {}): IStatement => ({
  Effect: 'Allow',
  Principal: { AWS: ['*'] },
  Action: ['s3:GetObject'],
  Resource: [`arn:aws:s3:::b/${key}`],
  ...more
});

const refusedPolicy = (code: number) =>
  new S3Error({ message: '', code: 'X', status: code, origin: 'store' });

it('a place without a statement is private, and can be published', () => {
  expect(look('a.csv', NO_POLICY, false)).toMatchObject({
    visibility: 'private',
    cause: null,
    publicUrl: null,
    publishing: null,
    takingBack: null
  });
});

it('a place of its own statement is public, and can be taken back', () => {
  const policy = makePublic(NO_POLICY, { bucket, key: 'a.csv' });
  expect(look('a.csv', policy, true)).toMatchObject({
    visibility: 'public',
    cause: 'own',
    inheritedFrom: null,
    publicUrl: 'https://store/b/a.csv',
    publishing: null,
    takingBack: null
  });
});

it('a place below a public folder says which, and is not taken back alone', () => {
  const policy = makePublic(NO_POLICY, { bucket, key: 'diffusion/' });
  const found = look('diffusion/x/a.csv', policy, true);
  expect(found).toMatchObject({
    visibility: 'public',
    cause: 'folder',
    inheritedFrom: 'diffusion/',
    takingBack: 'folder'
  });
  expect(headline(found, trans)).toBe('Public through the folder diffusion/');
});

it('a place of its own statement and a folder is not taken back alone', () => {
  const single = makePublic(NO_POLICY, { bucket, key: 'd/a.csv' });
  const both = withStatements(...single.Statement, anyone('d/*'));
  expect(look('d/a.csv', both, true).takingBack).toBe('folder');
});

it('what the statement of another tool makes public is not taken back', () => {
  for (const pattern of ['pub*', 'pub/*', 'pub/a.*']) {
    const found = look('pub/a.csv', withStatements(anyone(pattern)), true);
    expect(found.visibility).toBe('public');
    expect(found.takingBack).toBe(pattern === 'pub/*' ? 'folder' : 'statement');
    expect(found.statement).toEqual(anyone(pattern));
  }
  const folder = look('pub/', withStatements(anyone('pub/*')), false);
  expect(folder).toMatchObject({
    cause: 'statement',
    takingBack: 'statement',
    isListable: false
  });
  expect(meaning(folder, trans)).toContain('cannot be listed');
});

it('what depends on a condition cannot be told', () => {
  const limited = anyone('a.csv', {
    Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }
  });
  const found = look('a.csv', withStatements(limited), false);
  expect(found).toMatchObject({
    visibility: 'unknown',
    cause: 'statement',
    statement: limited,
    publishing: 'statement',
    takingBack: 'statement'
  });
  // Unless an anonymous request succeeds.
  expect(look('a.csv', withStatements(limited), true)).toMatchObject({
    visibility: 'public',
    cause: 'statement'
  });
});

it('what is denied cannot be published', () => {
  const deny = anyone('a.csv', { Effect: 'Deny' });
  expect(look('a.csv', withStatements(deny), false)).toMatchObject({
    visibility: 'private',
    publishing: 'statement'
  });
});

it('without policies the store is asked, and there is no switch', () => {
  for (const code of [403, 405, 501]) {
    const open = look('a.csv', refusedPolicy(code), true);
    expect(open).toMatchObject({
      visibility: 'public',
      cause: 'elsewhere',
      takingBack: 'no-policies'
    });
    const closed = look('a.csv', refusedPolicy(code), false);
    expect(closed).toMatchObject({
      visibility: 'private',
      publishing: 'no-policies'
    });
    expect(visibilityObstacleText('no-policies', closed, trans)).toContain(
      code === 403 ? 'may not see the policy' : 'has no bucket policies'
    );
  }
});

it('a public policy that the store does not follow is told', () => {
  const policy = makePublic(NO_POLICY, { bucket, key: 'a.csv' });
  const found = look('a.csv', policy, false);
  expect(found).toMatchObject({
    visibility: 'private',
    cause: 'refused',
    takingBack: null,
    publicUrl: null
  });
  expect(meaning(found, trans)).toContain(
    'the store refuses requests without credentials'
  );
});

it('what is public by no policy is told', () => {
  expect(look('a.csv', NO_POLICY, true)).toMatchObject({
    visibility: 'public',
    cause: 'elsewhere',
    takingBack: 'elsewhere'
  });
});

it('names that a policy reads as patterns are not published', () => {
  for (const key of ['a*.csv', 'a?.csv', '${x}.csv', 'x*/']) {
    expect(look(key, NO_POLICY, false).publishing).toBe('wildcard');
  }
});

it('neither is a whole bucket, nor what the administrator forbids', () => {
  expect(look('', NO_POLICY, false).publishing).toBe('bucket');
  const off = status({ publicSharing: false });
  expect(look('a', NO_POLICY, false, off).publishing).toBe('off');
  const readOnly = status({ readOnly: true });
  expect(look('a', NO_POLICY, false, readOnly).publishing).toBe('read-only');
  const policy = makePublic(NO_POLICY, { bucket, key: 'a' });
  expect(look('a', policy, true, off).takingBack).toBeNull();
  expect(look('a', policy, true, readOnly).takingBack).toBe('read-only');
});

it('a folder that the platform opens is for its users', () => {
  const rules = status({}, { diffusionIsOpen: true });
  const inside = look('diffusion/a.csv', NO_POLICY, false, rules);
  expect(headline(inside, trans)).toBe(
    'Readable by every user of the platform'
  );
  const elsewhere = look('other/diffusion/a.csv', NO_POLICY, false, rules);
  expect(headline(elsewhere, trans)).toBe('Private');
  expect(headline(look('diffusion/', NO_POLICY, false), trans)).toBe('Private');
});

it('a folder whose names can be listed, but not read, is told', () => {
  const found = look('d/', NO_POLICY, true);
  expect(found.visibility).toBe('private');
  expect(meaning(found, trans)).toContain('see the names');
});

it('what anyone may write to is told, in strong words', () => {
  const policy = withStatements(
    anyone('d/*', { Action: ['s3:GetObject', 's3:PutObject'] })
  );
  expect(meaning(look('d/a', policy, true), trans)).toContain(
    'anyone can change or delete it'
  );
  const drop = withStatements(anyone('d/*', { Action: 's3:PutObject' }));
  expect(meaning(look('d/a', drop, false), trans)).toContain(
    'Anyone can put files here'
  );
});

it('what was published here is taken back, even with a denial in it', () => {
  const policy = makePublic(NO_POLICY, { bucket, key: 'd/' });
  const denied = anyone('d/secret/*', { Effect: 'Deny' });
  const found = look('d/', withStatements(...policy.Statement, denied), true);
  expect(found).toMatchObject({ visibility: 'unknown', takingBack: null });
  expect(offeredChange(found)).toBe('private');
  const foreign = look('d/', withStatements(anyone('d*'), denied), false);
  expect(foreign).toMatchObject({ takingBack: 'statement' });
  expect(offeredChange(foreign)).toBe('public');
});
