// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: what is kept of a policy, and for how long, is decided in the browser

import {
  DeleteBucketPolicyCommand,
  PutBucketPolicyCommand
} from '@aws-sdk/client-s3';

import { type IFixture, type Interceptor } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { Policies } from '../policycache';
import type { IPolicy } from '../policy';
import { NO_POLICY } from '../policy';
import { makePublic } from '../policyedit';
import { readPolicy } from '../policystore';
import { publicPatterns } from '../visibility';

let fixture: IFixture;
let bucket: string;
let policies: Policies;
let changes: string[];

useStore({ each: true }, made => {
  ({ fixture, bucket } = made);
  policies = new Policies(fixture.connection);
  changes = [];
  policies.changed.connect((_, name) => changes.push(name));
});

afterEach(() => {
  jest.restoreAllMocks();
});

const at = (key: string) => ({ bucket, key });

/** The public patterns in the store, read without the cache. */
const stored = async () =>
  publicPatterns(await readPolicy(fixture.connection, bucket), bucket).sort();

/** The public patterns in the cache. */
const known = () =>
  publicPatterns(policies.peek(bucket)?.policy ?? NO_POLICY, bucket).sort();

/** Write a policy as another user, directly to the store. */
async function writeForeign(policy: IPolicy | null): Promise<void> {
  const { foreign } = fixture;
  if (policy) {
    const Policy = JSON.stringify(policy);
    await foreign.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  } else {
    await foreign.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
  }
}

/** Hold back the first response of the store until released. */
function holdFirst(): () => void {
  let release: () => void = () => undefined;
  const held = new Promise<void>(resolve => (release = resolve));
  let isFirst = true;
  fixture.intercept(async (_, next) => {
    const isHeld = isFirst;
    isFirst = false;
    const answer = await next();
    await (isHeld ? held : undefined);
    return answer;
  });
  return release;
}

/** Run something after the response to the n-th request of a method. */
function afterAnswer(
  method: string,
  n: number,
  act: () => Promise<unknown>
): Interceptor {
  let seen = 0;
  return async (request, next) => {
    const answer = await next();
    if (request.method === method && ++seen === n) {
      await act();
    }
    return answer;
  };
}

describe('what is known of a bucket', () => {
  it('is asked for once, however many ask', async () => {
    expect(policies.peek(bucket)).toBeUndefined();
    expect(policies.visibility(at('a/'))).toBeNull();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        i % 2 ? policies.get(bucket) : policies.refresh(bucket)
      )
    );
    expect(new Set(answers).size).toBe(1);
    expect(fixture.sent).toHaveLength(1);
    expect(policies.visibility(at('a/'))?.visibility).toBe('private');
    expect(changes).toEqual([bucket]);
  });

  it('is fresh for a minute', async () => {
    const start = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(start);
    await policies.get(bucket);
    await writeForeign(makePublic(NO_POLICY, at('a/')));
    clock.mockReturnValue(start + 59_000);
    await policies.get(bucket);
    expect(known()).toEqual([]);
    expect(fixture.sent).toHaveLength(1);
    clock.mockReturnValue(start + 60_001);
    await policies.get(bucket);
    expect(known()).toEqual(['a/*']);
    expect(fixture.sent).toHaveLength(2);
  });

  it('follows what others write, when asked to', async () => {
    await policies.get(bucket);
    changes.length = 0;
    await policies.refresh(bucket);
    expect(changes).toEqual([]);
    await writeForeign(makePublic(NO_POLICY, at('a/')));
    await policies.refresh(bucket);
    expect(changes).toEqual([bucket]);
    expect(policies.visibility(at('a/x'))).toMatchObject({
      visibility: 'public',
      through: 'a/'
    });
    await policies.refresh(bucket);
    expect(changes).toEqual([bucket]);
  });

  it('is told and forgotten with a bucket that is not there', async () => {
    await expect(policies.get(`${bucket}-not`)).rejects.toMatchObject({
      code: 'NoSuchBucket'
    });
    expect(policies.peek(`${bucket}-not`)).toBeUndefined();
    expect(changes).toEqual([]);
  });

  it('is not what was asked before a change', async () => {
    const release = holdFirst();
    const asking = policies.refresh(bucket);
    await policies.change(at('a/'), 'public');
    release();
    expect((await asking).policy?.Statement).toHaveLength(2);
    expect(known()).toEqual(['a/*']);
  });

  it('is not what was asked with other credentials', async () => {
    await policies.get(bucket);
    const release = holdFirst();
    const asking = policies.refresh(bucket);
    policies.clear();
    expect(policies.peek(bucket)).toBeUndefined();
    await writeForeign(makePublic(NO_POLICY, at('a/')));
    release();
    await asking;
    expect(known()).toEqual(['a/*']);
  });
});

describe('a change', () => {
  it('is known at once, and told when it differs', async () => {
    await policies.get(bucket);
    changes.length = 0;
    await policies.change(at('a/'), 'public');
    expect(changes).toEqual([bucket]);
    expect(known()).toEqual(['a/*']);
    fixture.sent.length = 0;
    await policies.change(at('a/'), 'public');
    expect(changes).toEqual([bucket]);
    expect(fixture.sent.filter(line => !line.startsWith('GET'))).toEqual([]);
  });

  it('that fails leaves nothing known', async () => {
    await policies.get(bucket);
    changes.length = 0;
    fixture.intercept((request, next) =>
      request.method === 'PUT'
        ? Promise.resolve(new Response('', { status: 400 }))
        : next()
    );
    await expect(policies.change(at('a/'), 'public')).rejects.toBeDefined();
    expect(policies.peek(bucket)).toBeUndefined();
    expect(changes).toEqual([bucket]);
    fixture.intercept(null);
    // A failed change does not block the next one.
    await policies.change(at('a/'), 'public');
    expect(known()).toEqual(['a/*']);
  });

  it('waits for the other changes of this page', async () => {
    const keys = ['a/', 'b/', 'c.csv', 'd.csv', 'e/'];
    const made = await Promise.all(
      keys.map(key => policies.change(at(key), 'public'))
    );
    expect(made.every(({ asWritten }) => asWritten)).toBe(true);
    expect(await stored()).toEqual(['a/*', 'b/*', 'c.csv', 'd.csv', 'e/*']);
    await Promise.all([
      policies.change(at('a/'), 'private'),
      policies.change(at('c.csv'), 'private')
    ]);
    expect(await stored()).toEqual(['b/*', 'd.csv', 'e/*']);
  });
});

describe('somebody else at the same time', () => {
  it.each(['public', 'private'] as const)(
    'who writes over it: made once more (%s)',
    async visibility => {
      const first = makePublic(NO_POLICY, at('a/'));
      const before = visibility === 'public' ? NO_POLICY : first;
      if (before !== NO_POLICY) {
        await writeForeign(before);
      }
      const theirs = makePublic(before, at('theirs/'));
      fixture.intercept(
        afterAnswer(visibility === 'public' ? 'PUT' : 'DELETE', 1, () =>
          writeForeign(theirs)
        )
      );
      const change = await policies.change(at('a/'), visibility);
      expect(change.asWritten).toBe(true);
      const ours = visibility === 'public' ? ['a/*'] : [];
      expect(await stored()).toEqual([...ours, 'theirs/*']);
      expect(known()).toEqual([...ours, 'theirs/*']);
      // The policy before the change is the other user's.
      expect(publicPatterns(change.before, bucket)).toContain('theirs/*');
    }
  );

  it('who adds to it: told, and left', async () => {
    const both = makePublic(makePublic(NO_POLICY, at('a/')), at('b/'));
    fixture.intercept(afterAnswer('PUT', 1, () => writeForeign(both)));
    const change = await policies.change(at('a/'), 'public');
    expect(change.asWritten).toBe(false);
    expect(await stored()).toEqual(['a/*', 'b/*']);
    expect(fixture.sent.filter(line => line.startsWith('PUT'))).toHaveLength(1);
  });

  it('who takes it back: told, and left', async () => {
    fixture.intercept(afterAnswer('PUT', 1, () => writeForeign(null)));
    const change = await policies.change(at('a/'), 'public');
    expect(change.asWritten).toBe(false);
    expect(await stored()).toEqual([]);
    expect(policies.visibility(at('a/'))?.visibility).toBe('private');
  });

  it('who takes it back before us: no failure', async () => {
    await writeForeign(makePublic(NO_POLICY, at('a/')));
    fixture.intercept(afterAnswer('GET', 1, () => writeForeign(null)));
    const change = await policies.change(at('a/'), 'private');
    expect(change.asWritten).toBe(true);
    expect(fixture.sent.some(line => line.startsWith('DELETE'))).toBe(true);
  });

  it('who goes on writing over it: told', async () => {
    let n = 0;
    fixture.intercept(async (request, next) => {
      const answer = await next();
      if (request.method === 'PUT') {
        await writeForeign(makePublic(NO_POLICY, at(`theirs-${++n}/`)));
      }
      return answer;
    });
    const change = await policies.change(at('a/'), 'public');
    expect(change.asWritten).toBe(false);
    expect(n).toBe(2);
    expect(await stored()).toEqual(['theirs-2/*']);
    expect(known()).toEqual(['theirs-2/*']);
  });
});
