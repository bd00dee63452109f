// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';

import { abortedError } from '../../s3/http/failures';
import { S3Error } from '../../s3/errors';
import type { IKeys } from '../../s3/server/renew';
import type { IServerStatus, RenewalWay } from '../../s3/server/status';
import { isNewer, Renewal } from '../renewal';
import { statusWith } from './statuses';

const trans = nullTranslator.load('jupyterlab_s3_drive');

const PROBLEM = { code: 'CredentialsExpired', message: 'x', details: null };
const ENDED = statusWith(
  { state: 'expired', secondsLeft: 0 },
  { ways: ['chain', 'command', 'paste'] },
  { problem: PROBLEM }
);
const NEW = statusWith({ expiresAt: '2026-12-15T09:00:00Z' });

const refusal = (code: string, details?: string) =>
  new S3Error({ code, details, message: 'raw', status: 403, origin: 'proxy' });

/** A renewal whose ways answer as given, and what the server was asked. */
function renewing(
  answers: Partial<Record<RenewalWay, IServerStatus | Error>>,
  before = ENDED
) {
  const asked: [RenewalWay, IKeys | undefined][] = [];
  const model = new Renewal(
    before,
    async (way, keys) => {
      asked.push([way, keys]);
      const answer = answers[way] ?? refusal('CredentialsExpired');
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
    trans
  );
  return { asked, model };
}

it('tries what the server can do by itself, and stops at the first that helps', async () => {
  const { asked, model } = renewing({ chain: NEW });
  await model.look();
  await expect(model.renewed).resolves.toBe(NEW);
  expect(asked).toEqual([['chain', undefined]]);
});

it('goes on to the next way, and says what each has come to', async () => {
  const { asked, model } = renewing({
    command: refusal('RenewalFailed', 'exit status 3')
  });
  await model.look();
  expect(asked.map(([way]) => way)).toEqual(['chain', 'command']);
  expect(model.tried).toEqual([
    expect.stringContaining('there are none that work'),
    expect.stringContaining('exit status 3')
  ]);
  expect(model).toMatchObject({ busy: null, takesKeys: true, isReady: false });
});

it('does not take the same keys for newer ones', async () => {
  const before = statusWith();
  const { model } = renewing({ chain: before }, before);
  await model.look();
  expect(model.tried).toEqual([expect.stringContaining('no newer ones')]);
});

it.each([
  ['keys that work again', ENDED, statusWith(), true],
  ['another key', statusWith(), statusWith({ accessKey: 'ASIA…NEW.' }), true],
  ['another end', statusWith(), NEW, true],
  ['the same', statusWith(), statusWith(), false],
  ['what does not work', ENDED, ENDED, false],
  ['anything after nothing', null, statusWith(), true]
])('%s: newer or not', (_, before, after, expected) => {
  expect(isNewer(before, after)).toBe(expected);
});

it('takes keys out of a text, and gives them to the server', async () => {
  const { asked, model } = renewing({ paste: NEW });
  model.paste('nothing in it');
  expect(model.found).toEqual({ isKeys: false, host: null });
  model.paste('AWS_ACCESS_KEY_ID=K\nAWS_SECRET_ACCESS_KEY=S\nexpiration=x');
  expect(model.found).toEqual({ isKeys: true, host: null });
  expect(model.isReady).toBe(true);
  await model.use();
  const keys = { accessKey: 'K', secretKey: 'S', sessionToken: '' };
  expect(asked).toEqual([['paste', { ...keys, expiresAt: '' }]]);
  await expect(model.renewed).resolves.toBe(NEW);
});

it('forgets the end of a pasted text when a field is edited', () => {
  const { model } = renewing({});
  model.paste(
    '{"AccessKeyId": "K", "SecretAccessKey": "S", "Expiration": "2026-12-08T09:00:00Z"}'
  );
  expect(model.keys.expiresAt).toBe('2026-12-08T09:00:00.000Z');
  model.edit({ sessionToken: ' T\n' });
  expect(model.keys).toMatchObject({ sessionToken: 'T', expiresAt: '' });
});

it.each([
  ['InvalidAccessKeyId', 'does not accept these keys'],
  ['SignatureDoesNotMatch', 'does not accept these keys'],
  ['CredentialsExpired', 'have expired already'],
  ['CredentialsInvalid', 'cannot be keys'],
  ['StoreUnreachable', 'The store does not answer']
])('says why keys are refused (%s), and keeps them', async (code, text) => {
  const { model } = renewing({ paste: refusal(code) });
  model.edit({ accessKey: 'K' });
  await model.use();
  expect(model.failure).toBeNull();
  model.edit({ secretKey: 'S' });
  await model.use();
  expect(model.failure?.message).toContain(text);
  expect(model).toMatchObject({ busy: null, isReady: true });
});

it('forgets the keys when it is over, and stops what is under way', async () => {
  let signal: AbortSignal | undefined;
  const model = new Renewal(
    ENDED,
    (_, __, given) =>
      new Promise((resolve, reject) => {
        signal = given;
        given.onabort = () => reject(abortedError());
      }),
    trans
  );
  model.edit({ accessKey: 'K', secretKey: 'S' });
  const looking = model.look();
  model.dispose();
  await looking;
  expect(signal?.aborted).toBe(true);
  expect(model.keys.secretKey).toBe('');
  expect(model.tried).toEqual([]);
});
