// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { waitForDialog } from '@jupyterlab/testing';

import {
  type IContext,
  answer,
  saveAgain,
  saveAnswering,
  statusOf,
  type
} from '../../../testing/drive/documents';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import type { Interceptor } from '../../../testing/fixtures';
import { expectNoDialogLeft, useDrive } from '../../../testing/setup';

let d: IDriveFixture;
let context: IContext;
let number = 0;
let key: string;

useDrive({}, made => {
  d = made;
});

beforeEach(async () => {
  key = `saves/doc-${number++}.txt`;
  await d.put(key, 'original');
  context = await d.open(key);
  type(context, 'mine');
  d.notices.length = 0;
});

expectNoDialogLeft();

/** Call a function when a request with a method is sent for the document. */
function at(
  method: string,
  when: 'before' | 'after',
  action: () => Promise<unknown>
): void {
  let done = false;
  const interceptor: Interceptor = async (request, next) => {
    const url = new URL(request.url);
    const mine =
      !done && request.method === method && url.pathname.endsWith(key);
    if (mine && when === 'before') {
      done = true;
      await action();
    }
    const response = await next();
    if (mine && when === 'after') {
      done = true;
      await action();
    }
    return response;
  };
  d.fixture.intercept(interceptor);
}

const theirs = () => d.put(key, 'theirs');

/** The next save asks, and its "Overwrite" goes through. */
async function expectDialog(): Promise<void> {
  expect(context.model.dirty).toBe(true);
  const { text, saved } = await saveAnswering(context, 'Overwrite');
  expect(text).toContain('has changed on disk');
  expect(saved).toBe(true);
  expect(context.model.dirty).toBe(false);
  expect(await d.text(key)).toBe('mine');
}

describe('a save', () => {
  it('replaces what was opened, again and again', async () => {
    await context.save();
    expect(await d.text(key)).toBe('mine');
    for (const text of ['second', 'third']) {
      await saveAgain(context, text);
      expect(await d.text(key)).toBe(text);
    }
    expect(context.model.dirty).toBe(false);
  });

  it('asks the store before, and not after', async () => {
    await context.save();
    d.fixture.sent.length = 0;
    await saveAgain(context, 'second');
    const requests = d.fixture.sent.map(line => line.split(' ')[0]);
    expect(requests).toEqual(['HEAD', 'PUT']);
  });

  it('asks when someone wrote before the check', async () => {
    await theirs();
    await expectDialog();
  });

  it('can be cancelled in the dialog, and asks again', async () => {
    await theirs();
    const { saved } = await saveAnswering(context, 'Cancel');
    expect(saved).toBe(false);
    expect(await d.text(key)).toBe('theirs');
    await expectDialog();
  });

  it('can revert in the dialog', async () => {
    await theirs();
    await saveAnswering(context, 'Revert');
    expect(context.model.toString()).toBe('theirs');
    type(context, 'mine');
    await context.save();
    expect(await d.text(key)).toBe('mine');
  });

  it('is refused when someone wrote between check and PUT', async () => {
    at('PUT', 'before', theirs);
    const { text, saved } = await saveAnswering(context, 'Close');
    expect(saved).toBe(false);
    expect(text).toContain('was changed by someone else');
    expect(await d.text(key)).toBe('theirs');
    await expectDialog();
  });

  it('does not adopt what someone wrote right after the PUT', async () => {
    at('PUT', 'after', theirs);
    await context.save();
    expect(await d.text(key)).toBe('theirs');
    type(context, 'mine');
    await expectDialog();
  });

  it('does not adopt what someone wrote after the second check', async () => {
    await context.save();
    await theirs();
    type(context, 'mine');
    await expectDialog();
  });

  it('does not overwrite what someone wrote while the dialog was open', async () => {
    await theirs();
    const saving = context.save().catch(() => 'failed');
    await waitForDialog(document.body, 20000);
    await d.put(key, 'theirs, second');
    await answer('Overwrite');
    await answer('Close');
    expect(await saving).toBe('failed');
    expect(await d.text(key)).toBe('theirs, second');
    await expectDialog();
  });

  it('is not disturbed by listings, looks and other readers', async () => {
    at('PUT', 'before', async () => {
      // As a file browser and another widget do at any time.
      await d.drive.get(`${d.bucket}/saves`);
      await d.put(key, 'theirs');
      await d.drive.get(`${d.bucket}/saves`);
    });
    const { saved } = await saveAnswering(context, 'Close');
    expect(saved).toBe(false);
    expect(await d.text(key)).toBe('theirs');
  });

  it('leaves the ticket alone when the file is looked at', async () => {
    const path = `${d.bucket}/${key}`;
    await d.drive.get(path, { content: false, hash: true });
    await theirs();
    await d.drive.get(path, { content: false });
    await d.drive.get(path, { type: 'file', format: 'text', content: true });
    await d.drive.get(`${d.bucket}/saves`);
    const save = d.drive.save(path, {
      type: 'file',
      format: 'text',
      content: 'x'
    });
    expect(await statusOf(save)).toBe(412);
    expect(await d.text(key)).toBe('theirs');
  });

  it('without a check never replaces anything', async () => {
    const model = { type: 'file', format: 'text', content: 'x' } as const;
    const save = d.drive.save(`${d.bucket}/${key}`, model);
    expect(await statusOf(save)).toBe(412);
    expect(await d.text(key)).toBe('original');
    await d.drive.save(`${d.bucket}/${key}.new`, model);
    expect(await d.text(`${key}.new`)).toBe('x');
  });

  it('uses a check once', async () => {
    const path = `${d.bucket}/${key}`;
    const model = { type: 'file', format: 'text' } as const;
    await d.drive.get(path, { content: false, hash: true });
    await d.drive.save(path, { ...model, content: '1' });
    await new Promise(resolve => setTimeout(resolve, 10));
    const again = d.drive.save(path, { ...model, content: '2' });
    expect(await statusOf(again)).toBe(412);
    expect(await d.text(key)).toBe('1');
  });

  it('keeps type, metadata, tags and headers', async () => {
    const other = `${key}.keep`;
    await d.put(other, 'x', {
      ContentType: 'text/x-special',
      CacheControl: 'max-age=60',
      ContentDisposition: 'inline',
      ContentLanguage: 'fr',
      Metadata: { owner: 'me' },
      Tagging: 'project=s3&level=1'
    });
    const document = await d.open(other);
    type(document, 'y');
    await document.save();
    type(document, 'z');
    await document.save();
    expect(await d.text(other)).toBe('z');
    expect(await d.head(other)).toMatchObject({
      ContentType: 'text/x-special',
      CacheControl: 'max-age=60',
      ContentDisposition: 'inline',
      ContentLanguage: 'fr',
      Metadata: { owner: 'me' }
    });
    expect(await d.tags(other)).toEqual({ project: 's3', level: '1' });
  });
});
