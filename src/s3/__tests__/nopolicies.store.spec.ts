// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';

import type { IFixture } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import { problemOf } from '../errors';
import { Policies } from '../policy/policycache';
import { hasNoPolicies } from '../policy/policystore';

/** A bucket whose policy the user `guest` may not read. */
const BUCKET = 'partly';

let fixture: IFixture;
let policies: Policies;

useStore({ own: true }, async made => {
  ({ fixture } = made);
  await fixture.foreign.send(new CreateBucketCommand({ Bucket: BUCKET }));
});

beforeEach(() => {
  policies = new Policies(fixture.connection);
});

describe('a store that has no policies', () => {
  let store: Server;
  let answer: [number, string];

  beforeAll(async () => {
    store = createServer((_, response) => {
      const [status, code] = answer;
      response.writeHead(status, { 'Content-Type': 'application/xml' });
      response.end(`<Error><Code>${code}</Code><Message>No</Message></Error>`);
    });
    await new Promise<void>(resolve => store.listen(0, '127.0.0.1', resolve));
    const { port } = store.address() as AddressInfo;
    const AWS_ENDPOINT_URL = `http://127.0.0.1:${port}`;
    await fixture.control.restartServer({ AWS_ENDPOINT_URL });
  });

  afterAll(() => new Promise(resolve => store.close(resolve)));

  it.each([
    [501, 'NotImplemented'],
    [405, 'MethodNotAllowed'],
    [403, 'AccessDenied']
  ])('says so once, by %d', async (status, code) => {
    answer = [status, code];
    const { error, policy } = await policies.get(BUCKET);
    expect(policy).toBeNull();
    expect(error).toMatchObject({ status, code, origin: 'store' });
    expect(hasNoPolicies(error)).toBe(true);
    expect(policies.visibility({ bucket: BUCKET, key: 'a' })).toBeNull();
    await policies.get(BUCKET);
    expect(fixture.sent).toHaveLength(1);
  });

  it.each([
    [403, 'InvalidAccessKeyId', 'wrong-credentials'],
    [400, 'ExpiredToken', 'expired'],
    [404, 'NoSuchBucket', 'no-such-bucket']
  ])('is not meant by %d %s', async (status, code, problem) => {
    answer = [status, code];
    const error = await policies.get(BUCKET).catch(reason => reason);
    expect(problemOf(error)).toBe(problem);
    expect(hasNoPolicies(error)).toBe(false);
    expect(policies.peek(BUCKET)).toBeUndefined();
  });
});

describe('a real store', () => {
  it('shows the policy to those who may see it', async () => {
    await fixture.control.restartServer();
    expect(await policies.get(BUCKET)).toMatchObject({ error: null });
  });

  it('refuses it to others, who are told so', async () => {
    await fixture.control.restartServer(fixture.description.users.guest);
    const { error } = await policies.get(BUCKET);
    expect(hasNoPolicies(error)).toBe(true);
    await expect(
      policies.change({ bucket: BUCKET, key: 'a/' }, 'public')
    ).rejects.toMatchObject({ status: 403, origin: 'store' });
  });

  it('does not do so for wrong keys', async () => {
    await fixture.control.restartServer({ AWS_SECRET_ACCESS_KEY: 'wrong' });
    const error = await policies.get(BUCKET).catch(reason => reason);
    expect(problemOf(error)).toBe('wrong-credentials');
    expect(policies.peek(BUCKET)).toBeUndefined();
  });
});
