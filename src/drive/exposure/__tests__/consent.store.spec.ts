// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: what a policy publishes is proved on each store by visibility.store.spec

import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { nullTranslator } from '@jupyterlab/translation';

import {
  makeSharingService,
  type ISharingService
} from '../../../sharing/service';
import { Stranger } from '../../../testing/clients/stranger';
import { Tasks } from '../../../transfers/tasks/tasks';
import { Uploads } from '../../../transfers/uploads/uploads';
import { TransfersClient } from '../../../workspace/client';
import { WorkspaceCopies } from '../../../workspace/copies';
import type { IPublicationQuestion } from '../../context';
import { type IContext, answer, type } from '../../../testing/drive/documents';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';
import { DEFAULT_CONNECTION } from '../../../s3/location';
import { S3Location } from '../../../s3/location';

const trans = nullTranslator.load('jupyterlab_s3_drive');

let d: IDriveFixture;
let b: string;
let stranger: Stranger;
let questions: IPublicationQuestion[];
/** What strangers could read while the person was asked. */
let readAtQuestion: string[][];
let isWanted: boolean;

useDrive({ each: true }, async made => {
  d = made;
  b = d.bucket;
  stranger = new Stranger(d.fixture, b);
  questions = [];
  readAtQuestion = [];
  isWanted = false;
  d.options.mayPublish = async question => {
    questions.push(question);
    readAtQuestion.push(await readable());
    return isWanted;
  };
});

/** Publish keys and prefixes (with `*`) as another client. */
async function publish(...patterns: string[]): Promise<void> {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: ['*'] },
        Action: ['s3:GetObject'],
        Resource: patterns.map(pattern => `arn:aws:s3:::${b}/${pattern}`)
      }
    ]
  });
  await d.fixture.foreign.send(
    new PutBucketPolicyCommand({ Bucket: b, Policy })
  );
}

/** The keys that strangers can read, with their content. */
async function readable(): Promise<string[]> {
  const keys = await stranger.readable(await d.keys());
  return Promise.all(keys.map(async key => `${key}: ${await d.text(key)}`));
}

const asTasks = () =>
  new Uploads({
    drive: d.drive,
    trans,
    tasks: new Tasks()
  });

const copies = () =>
  new WorkspaceCopies({
    client: new TransfersClient(d.fixture.serverSettings, DEFAULT_CONNECTION),
    tasks: new Tasks(),
    trans,
    arrived: () => undefined,
    requireConsent: arrivals => d.drive.consent.require(...arrivals)
  });

/** What the commands of sharing use. */
function sharingService(): ISharingService {
  const { connection } = d.fixture;
  return makeSharingService(connection, d.drive, null, null, null, trans);
}

async function saveAs(context: IContext, to: string): Promise<void> {
  const saving = context.saveAs();
  await answerText('Save', to);
  await saving;
}

/** Type into the next dialog, and press its button. */
async function answerText(label: string, text: string): Promise<void> {
  for (let i = 0; i < 400; i++) {
    const input =
      document.body.querySelector<HTMLInputElement>('.jp-Dialog input');
    if (input) {
      input.value = text;
      break;
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  await answer(label);
}

/** A private document, opened, with unsaved changes. */
async function openSecret(): Promise<IContext> {
  const context = await d.open('own/secret.txt');
  type(context, 'secret');
  return context;
}

const file = (name: string) => new File(['secret'], name);

/**
 * Every operation that makes something new readable in `open/`, or under the
 * name `own/known.txt`, which are public.
 */
const operations: [string, () => Promise<unknown>, number?][] = [
  [
    'a new file',
    () => d.drive.newUntitled({ path: `${b}/open`, type: 'file', ext: '.txt' })
  ],
  [
    'a new notebook',
    () => d.drive.newUntitled({ path: `${b}/open`, type: 'notebook' })
  ],
  [
    'a new folder',
    () => d.drive.newUntitled({ path: `${b}/open`, type: 'directory' })
  ],
  [
    'a folder by its name',
    () => d.drive.save(`${b}/open/made`, { type: 'directory' })
  ],
  [
    'a first save',
    () =>
      d.drive.save(`${b}/open/first.txt`, {
        type: 'file',
        format: 'text',
        content: 'secret'
      })
  ],
  [
    'Save As',
    async () => {
      const saving = saveAs(await openSecret(), `${b}/open/as.txt`);
      if (!isWanted) {
        await answer('Close').catch(() => answer('Dismiss'));
      }
      await saving;
    }
  ],
  ['an upload', () => d.drive.upload(`${b}/open`, file('up.txt'))],
  [
    'an upload over what is there',
    () =>
      d.drive.upload(`${b}/open`, file('there.txt'), { onExisting: 'replace' })
  ],
  [
    'a dropped folder',
    () =>
      asTasks().run(
        ['a', 'b', 'c', 'd', 'e'].map(name => ({
          file: file(name),
          dir: `${b}/open/tree`
        })),
        { trees: [`${b}/open/tree`], emptyFolders: [`${b}/open/tree/empty`] }
      )
  ],
  ['a paste', () => d.drive.copy(`${b}/own/secret.txt`, `${b}/open`)],
  [
    'a move of several',
    () =>
      d.drive.moveAll(
        [`${b}/own/secret.txt`, `${b}/own/other.txt`],
        `${b}/open`
      )
  ],
  [
    'a paste of several',
    () =>
      d.drive.copyAll(
        [`${b}/own/secret.txt`, `${b}/own/other.txt`],
        `${b}/open`
      )
  ],
  ['a paste of a folder', () => d.drive.copy(`${b}/own/dir`, `${b}/open`)],
  ['a duplicate', () => d.drive.copy(`${b}/open/there.txt`, `${b}/open`)],
  [
    'a move',
    () => d.drive.rename(`${b}/own/secret.txt`, `${b}/open/secret.txt`)
  ],
  ['a move of a folder', () => d.drive.rename(`${b}/own/dir`, `${b}/open/dir`)],
  [
    'a rename onto a name that is public',
    () => d.drive.rename(`${b}/own/secret.txt`, `${b}/own/known.txt`)
  ],
  [
    'a rename of a folder onto one that is public',
    () => d.drive.rename(`${b}/own/dir`, `${b}/shown`)
  ],
  [
    'a rename of a folder that brings a part below a public one',
    () => d.drive.rename(`${b}/own/dir`, `${b}/partly`)
  ],
  [
    'a move onto what is there',
    () =>
      d.contents
        .rename(
          `s3:${b}/own/secret.txt`,
          `s3:${b}/open/there.txt.01234567-89ab-4def-8123-456789abcdef`
        )
        .then(() => d.contents.delete(`s3:${b}/open/there.txt`))
        .then(() =>
          d.contents.rename(
            `s3:${b}/open/there.txt.01234567-89ab-4def-8123-456789abcdef`,
            `s3:${b}/open/there.txt`
          )
        )
  ],
  [
    'a copy from the workspace',
    async () => {
      const name = `consent-${b}.txt`;
      await d.contents.save(name, {
        type: 'file',
        format: 'text',
        content: 'secret'
      });
      const [result] = await copies().toS3(
        [name],
        S3Location.fromPath(`${b}/open/`)
      );
      expect(result.skipped ?? false).toBe(!isWanted);
    }
  ],
  [
    'an upload by a link',
    async () => {
      const service = await sharingService();
      const link = await service.createLink(`${b}/open/sent.txt`, {
        operation: 'upload',
        expiresIn: 60
      });
      expect(link !== null).toBe(isWanted);
      if (link) {
        const headers = { 'If-None-Match': '*' };
        await fetch(link.url, { method: 'PUT', body: 'secret', headers });
      }
    }
  ],
  [
    'a checkpoint of before it was public',
    async () => {
      const context = await d.open('own/dir/doc.txt');
      type(context, 'clean');
      await context.save();
      await publish('open/*', 'own/known.txt', 'own/dir/doc.txt');
      d.drive.policies.clear();
      await d.drive.restoreCheckpoint(`${b}/own/dir/doc.txt`, '');
    }
  ]
];

async function prepare(): Promise<void> {
  await d.put('open/there.txt', 'harmless');
  await d.put('own/secret.txt', 'secret');
  await d.put('own/other.txt', 'secret');
  await d.put('own/dir/doc.txt', 'secret');
  await d.put('own/dir/part/doc.txt', 'secret');
  await publish('open/*', 'own/known.txt', 'shown/*', 'partly/part/*');
}

const settled = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error as Error
  );

/** A checkpoint is restored in a document that has become public. */
const before = (name: string) =>
  name.startsWith('a checkpoint')
    ? ['open/there.txt: harmless', 'own/dir/doc.txt: clean']
    : ['open/there.txt: harmless'];

describe('nothing becomes public before the person was asked', () => {
  it.each(operations)('and says no to: %s', async (name, run) => {
    await prepare();
    const error = await settled(run());
    expect(questions).toHaveLength(1);
    expect(readAtQuestion).toEqual([before(name)]);
    expect(await readable()).toEqual(before(name));
    expect(error === null || error.name === 'ModalCancelError').toBe(true);
    // And nothing of the person's is lost.
    expect(await d.text('own/secret.txt')).toBe('secret');
    expect(await d.exists('own/dir/part/doc.txt')).toBe(true);
  });

  it.each(operations)('and says yes to: %s', async (name, run) => {
    isWanted = true;
    await prepare();
    expect(await settled(run())).toBeNull();
    expect(questions).toHaveLength(1);
    expect(readAtQuestion).toEqual([before(name)]);
    expect(await readable()).not.toEqual(before(name));
  });
});

describe('a person is asked', () => {
  it('the first time in each public folder, and again after a no', async () => {
    await publish('open/*', 'shown/*');
    const put = (dir: string, name: string) =>
      settled(d.drive.upload(`${b}/${dir}`, file(name)));
    expect(await put('open', 'a')).not.toBeNull();
    isWanted = true;
    expect(await put('open', 'a')).toBeNull();
    expect(await put('open/sub', 'b')).toBeNull();
    expect(await put('shown', 'a')).toBeNull();
    expect(questions.map(({ location }) => location.key)).toEqual([
      'open/',
      'open/',
      'shown/'
    ]);
  });

  it('nothing about what is public already, nor in private places', async () => {
    await prepare();
    const context = await d.open('open/there.txt');
    type(context, 'more');
    await context.save();
    await d.drive.rename(`${b}/open/there.txt`, `${b}/open/here.txt`);
    await d.drive.rename(`${b}/open/here.txt`, `${b}/own/here.txt`);
    await d.drive.upload(`${b}/own`, file('up.txt'));
    expect(questions).toEqual([]);
  });

  it('at the price of one request a bucket', async () => {
    isWanted = true;
    await prepare();
    d.fixture.sent.length = 0;
    for (const [, run] of operations.slice(0, 4)) {
      await run();
    }
    await d.drive.upload(`${b}/own`, file('private.txt'));
    const asked = d.fixture.sent.filter(line => line.includes('?policy'));
    expect(asked).toHaveLength(1);
  });

  it('not where the store tells no policy; and writes nothing where it gives no answer', async () => {
    await publish('open/*');
    const answerPolicy = (reply: () => Response) =>
      d.fixture.intercept(async (request, next) =>
        request.url.includes('?policy') ? reply() : next()
      );
    const headers = { 'X-S3-Drive-Origin': 'store' };
    for (const status of [403, 418, 501]) {
      answerPolicy(() => new Response(null, { status, headers }));
      expect(
        await settled(d.drive.upload(`${b}/open`, file(`${status}`)))
      ).toBeNull();
    }
    d.drive.policies.clear();
    answerPolicy(() => {
      throw new TypeError('Failed to fetch');
    });
    expect(
      await settled(d.drive.upload(`${b}/open`, file('cut')))
    ).not.toBeNull();
    expect(await d.exists('open/cut')).toBe(false);
    expect(questions).toEqual([]);
  });
});
