// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the listing, the ETag and the condition that it needs are proved on each store by put.store.spec

import { waitForDialog } from '@jupyterlab/testing';
import { nullTranslator } from '@jupyterlab/translation';

import {
  ConflictAsker,
  type ConflictAnswer
} from '../../../dialogs/nameconflicts';
import { DEFAULT_CONNECTION } from '../../../s3/location';
import {
  type IContext,
  answer,
  autosave,
  saveAnswering,
  type
} from '../../../testing/drive/documents';
import {
  type IDriveFixture,
  makeDrive
} from '../../../testing/drive/drivefixture';
import type { Interceptor } from '../../../testing/fixtures';
import { expectNoDialogLeft, useDrive } from '../../../testing/setup';
import { Tasks } from '../../../transfers/tasks/tasks';
import { TransfersClient } from '../../../workspace/client';
import { WorkspaceCopies } from '../../../workspace/copies';
import { S3Location } from '../../../s3/location';
import { until } from '../../../testing/until';

const trans = nullTranslator.load('jupyterlab_s3_drive');

let d: IDriveFixture;
let context: IContext;
let number = 0;
let folder: string;
let key: string;

useDrive({}, made => {
  d = made;
});

beforeEach(async () => {
  folder = `gone-${number++}`;
  key = `${folder}/year/doc.txt`;
  await d.put(key, `original ${folder}`);
  await d.put(`${folder}/other.txt`, 'other');
  context = await d.open(key);
});

expectNoDialogLeft();

const path = (name: string) => `${d.bucket}/${name}`;

/** Ask the store for something: what was asked before is on its way then. */
const roundTrip = () => d.exists(key);

/** Someone else moves an object, as `mc mv` does. */
async function foreignMove(to: string): Promise<void> {
  await d.put(to, await d.read(key));
  await d.drop(key);
}

/** Hold the requests that match until they are released. */
function hold(isHeld: (request: Request) => boolean): {
  held: Promise<void>;
  release: () => void;
} {
  let release: () => void = () => undefined;
  let tell: () => void = () => undefined;
  const gate = new Promise<void>(resolve => (release = resolve));
  const held = new Promise<void>(resolve => (tell = resolve));
  const interceptor: Interceptor = async (request, next) => {
    if (isHeld(request)) {
      tell();
      await gate;
    }
    return next();
  };
  d.fixture.intercept(interceptor);
  return { held, release };
}

describe('a document whose object someone else has deleted', () => {
  beforeEach(async () => {
    await d.drop(key);
    type(context, 'mine');
  });

  it('is saved there again only if the person wants it', async () => {
    const { saved, text } = await saveAnswering(context, 'Save Here Again');
    expect(text).toContain(`there is no s3://${path(key)} any more`);
    expect(text).not.toContain('Follow');
    expect(saved).toBe(true);
    expect(await d.text(key)).toBe('mine');
    type(context, 'again');
    await context.save();
    expect(await d.text(key)).toBe('again');
  });

  it('waits for the person, whom the autosave asks once', async () => {
    const { saved } = await saveAnswering(context, 'Not Now');
    expect(saved).toBe(false);
    expect(await autosave(context)).toBe('ModalCancelError');
    expect(await autosave(context)).toBe('ModalCancelError');
    expect(context.model.dirty).toBe(true);
    expect(await d.exists(key)).toBe(false);
    // JupyterLab's command, by which a person saves.
    d.commands.addCommand('docmanager:save', {
      describedBy: { args: null },
      execute: () => undefined
    });
    await d.commands.execute('docmanager:save');
    await saveAnswering(context, 'Save Here Again');
    expect(await d.text(key)).toBe('mine');
  });

  it('asks in one dialog, however many saves there are', async () => {
    const first = autosave(context);
    await waitForDialog(document.body, 20000);
    expect(await autosave(context)).toBe('ModalCancelError');
    await answer('Not Now');
    expect(await first).toBe('ModalCancelError');
    expect(await d.exists(key)).toBe(false);
  });

  it('can be closed', async () => {
    await saveAnswering(context, 'Discard');
    expect(context.isDisposed).toBe(true);
    expect(await d.exists(key)).toBe(false);
  });

  it('can be saved under another name', async () => {
    await saveAnswering(context, 'Save a Copy…');
    await waitForDialog(document.body, 20000);
    const input =
      document.body.querySelector<HTMLInputElement>('.jp-Dialog input')!;
    input.value = path(`${folder}/copy.txt`);
    await answer('Save');
    await until(() => expect(context.isDisposed).toBe(true));
    expect(await d.text(`${folder}/copy.txt`)).toBe('mine');
    expect(await d.exists(key)).toBe(false);
  });
});

describe('a document whose object someone else has moved', () => {
  const WAYS: [string, (folder: string) => string][] = [
    ['under another name', folder => `${folder}/year/renamed.txt`],
    ['with its folder', folder => `${folder}/year-2026/doc.txt`],
    ['with the folder above', folder => `${folder}-moved/year/doc.txt`],
    ['one folder up', folder => `${folder}/doc.txt`],
    ['one folder down', folder => `${folder}/year/old/doc.txt`]
  ];

  it.each(WAYS)('follows it %s', async (_, toOf) => {
    const to = toOf(folder);
    await foreignMove(to);
    type(context, 'mine');
    d.fixture.sent.length = 0;
    const { text } = await saveAnswering(context, 'Follow It');
    expect(text).toContain(`s3://${path(to)}`);
    expect(d.fixture.sent.length).toBeLessThanOrEqual(2 + 21);
    await until(() => expect(!context.model.dirty).toBe(true));
    expect(context.path).toBe(`s3:${path(to)}`);
    expect(await d.text(to)).toBe('mine');
    expect(await d.exists(key)).toBe(false);
  });

  it('follows it where this product has moved it', async () => {
    const other = await makeDrive({ bucket: d.bucket });
    await other.drive.rename(path(key), path(`${folder}/new.txt`));
    await other.drive.rename(
      path(`${folder}/new.txt`),
      path(`${folder}/year/new.txt`)
    );
    await other.drive.rename(path(`${folder}/year`), path(`${folder}/years`));
    await other.drive.rename(
      path(`${folder}/years/new.txt`),
      path(`${folder}/years/doc.txt`)
    );
    await other.dispose();
    type(context, 'mine');
    await saveAnswering(context, 'Follow It');
    await until(() => expect(!context.model.dirty).toBe(true));
    expect(await d.text(`${folder}/years/doc.txt`)).toBe('mine');
    expect(await d.exists(key)).toBe(false);
  });

  it('says so where it has gone from there too', async () => {
    const to = `${folder}/year/renamed.txt`;
    await foreignMove(to);
    type(context, 'mine');
    const saved = autosave(context);
    await waitForDialog(document.body, 20000);
    await d.drop(to);
    await answer('Follow It');
    expect(await saved).toBe('ModalCancelError');
    expect(await answer('Close')).toContain('is not there');
    expect(await d.keys(`${folder}/year/`)).toEqual([]);
    expect(context.path).toBe(`s3:${path(key)}`);
  });

  it('does not take another file of its name for it', async () => {
    await d.put(`${folder}/year-2026/doc.txt`, 'another');
    await d.drop(key);
    type(context, 'mine');
    const { text } = await saveAnswering(context, 'Not Now');
    expect(text).not.toContain('year-2026');
  });
});

it('an object that goes between check and PUT is not made again', async () => {
  type(context, 'mine');
  let isDropped = false;
  d.fixture.intercept(async (request, next) => {
    if (request.method === 'PUT' && !isDropped) {
      isDropped = true;
      await d.drop(key);
    }
    return next();
  });
  const { saved } = await saveAnswering(context, 'Close');
  expect(saved).toBe(false);
  expect(await d.exists(key)).toBe(false);
  await saveAnswering(context, 'Save Here Again');
  expect(await d.text(key)).toBe('mine');
});

describe('no late save brings back what was', () => {
  const remove = (name: string) =>
    d.documents.deleting(path(name), () => d.drive.remove(path(name)));
  const selection = async () => {
    await d.put(`${folder}/year/beside.txt`, 'beside');
    return [path(key), path(`${folder}/year/beside.txt`)];
  };
  const OPERATIONS: [string, () => Promise<unknown>, string | null][] = [
    ['deleted', () => remove(key), null],
    ['deleted with its folder', () => remove(`${folder}/year`), null],
    [
      'moved in a selection',
      async () => d.drive.moveAll(await selection(), path(folder), {}),
      'doc.txt'
    ],
    [
      'renamed',
      () => d.drive.rename(path(key), path(`${folder}/year/new.txt`)),
      'year/new.txt'
    ],
    [
      'moved with its folder',
      () => d.drive.rename(path(`${folder}/year`), path(`${folder}/new`)),
      'new/doc.txt'
    ]
  ];
  const isDelete = (request: Request) =>
    request.method === 'DELETE' || request.url.includes('?delete');

  /** The document is closed, or is at the path to which it was moved. */
  async function expectMoved(to: string | null): Promise<void> {
    if (to) {
      await until(() => expect(!context.model.dirty).toBe(true));
      expect(await d.text(`${folder}/${to}`)).toBe('mine');
      expect(context.isDisposed).toBe(false);
    } else {
      expect(context.isDisposed).toBe(true);
    }
    expect(await d.exists(key)).toBe(false);
  }

  it.each(OPERATIONS)('%s while it was saved', async (_, operation, to) => {
    type(context, 'mine');
    const { held, release } = hold(isDelete);
    const done = operation();
    await held;
    const saved = autosave(context);
    const savedToo = autosave(context);
    await roundTrip();
    release();
    await done;
    expect(await saved).toBe('ModalCancelError');
    expect(await savedToo).toBe('ModalCancelError');
    await expectMoved(to);
  });

  it.each(OPERATIONS)(
    '%s between a check and its save',
    async (_, operation, to) => {
      type(context, 'mine');
      const { held, release } = hold(isDelete);
      // The answer to the check is made before, and arrives late.
      const { get } = d.drive;
      let go: () => void = () => undefined;
      const gate = new Promise<void>(resolve => (go = resolve));
      let checked: () => void = () => undefined;
      const answered = new Promise<void>(resolve => (checked = resolve));
      const spy = jest
        .spyOn(d.drive, 'get')
        .mockImplementation(async (...args) => {
          const model = await get.apply(d.drive, args);
          checked();
          await gate;
          return model;
        });
      const saved = autosave(context);
      await answered;
      spy.mockRestore();
      const done = operation();
      await held;
      go();
      await roundTrip();
      release();
      await done;
      expect(await saved).toBe('ModalCancelError');
      await expectMoved(to);
    }
  );

  it('deleted while two documents of it are saved', async () => {
    const other = await d.open(key);
    type(context, 'mine');
    type(other, 'mine too');
    expect(d.documents.summary([path(folder)])).toMatchObject({
      open: 2,
      unsaved: ['doc.txt']
    });
    const { held, release } = hold(isDelete);
    const done = remove(folder);
    await held;
    const saves = [context.save(), other.save()];
    const results = Promise.allSettled(saves);
    await roundTrip();
    release();
    await done;
    const statuses = (await results).map(({ status }) => status);
    expect(statuses).toEqual(['rejected', 'rejected']);
    expect(other.isDisposed).toBe(true);
    await expectMoved(null);
    expect(await d.keys(`${folder}/`)).toEqual([]);
  });

  it.each(OPERATIONS)('%s after a save had begun', async (_, operation, to) => {
    type(context, 'mine');
    const { held, release } = hold(({ method }) => method === 'PUT');
    const saved = autosave(context);
    await held;
    const done = operation();
    await roundTrip();
    release();
    await Promise.all([saved, done]);
    await expectMoved(to);
  });
});

it('a new file may have the name of one that was deleted', async () => {
  await d.documents.deleting(path(key), () => d.drive.remove(path(key)));
  await d.drive.save(path(key), {
    type: 'file',
    format: 'text',
    content: 'new'
  });
  const again = await d.open(key);
  type(again, 'newer');
  await again.save();
  expect(await d.text(key)).toBe('newer');
});

describe('a document whose object is replaced here', () => {
  const upload = () =>
    d.drive.upload(path(`${folder}/year`), new File(['theirs'], 'doc.txt'), {
      onExisting: 'replace'
    });
  const restore = async () => {
    // The object that is restored is the one before the first save.
    type(context, 'saved');
    await context.save();
    const other = await d.open(key);
    await other.restoreCheckpoint();
    await other.revert();
  };
  class Replacing extends ConflictAsker {
    async ask(): Promise<ConflictAnswer> {
      return 'replace';
    }
  }
  const copy = async (from: string, to: string) => {
    const copies = new WorkspaceCopies({
      client: new TransfersClient(d.fixture.serverSettings, DEFAULT_CONNECTION),
      tasks: new Tasks(),
      trans,
      arrived: () => undefined,
      wrote: location => d.drive.tellWritten(location),
      asker: several => new Replacing(trans, several)
    });
    const [result] = await copies.toS3(
      [from],
      S3Location.fromPath(`${d.bucket}/${to}`)
    );
    expect(result.error).toBeUndefined();
  };
  const inWorkspace = async (dir: string) => {
    await d.contents.save(dir, { type: 'directory' });
    await d.contents.save(`${dir}/doc.txt`, {
      type: 'file',
      format: 'text',
      content: 'theirs'
    });
  };
  const copyFile = async () => {
    await inWorkspace(folder);
    await copy(`${folder}/doc.txt`, `${folder}/year/`);
  };
  const copyFolder = async () => {
    await inWorkspace(folder);
    await d.contents.save(`${folder}/year`, { type: 'directory' });
    await d.contents.rename(`${folder}/doc.txt`, `${folder}/year/doc.txt`);
    await copy(`${folder}/year`, `${folder}/`);
  };
  const WRITES: [string, () => Promise<unknown>][] = [
    ['by an upload', upload],
    ['by a copy from the workspace', copyFile],
    ['by a copy of a folder of the workspace', copyFolder]
  ];
  const OPERATIONS: [string, () => Promise<unknown>, () => string][] = [
    ...WRITES.map(
      ([name, write]): [string, () => Promise<unknown>, () => string] => [
        name,
        write,
        () => 'theirs'
      ]
    ),
    ['by its checkpoint', restore, () => `original ${folder}`]
  ];

  it.each(OPERATIONS)('%s shows it', async (_, operation, text) => {
    await operation();
    await until(() => expect(context.model.toString() === text()).toBe(true));
    type(context, 'mine');
    await context.save();
    expect(await d.text(key)).toBe('mine');
  });

  it.each(WRITES)('%s asks before it is saved over', async (_, write) => {
    type(context, 'mine');
    await write();
    const { text } = await saveAnswering(context, 'Cancel');
    expect(text).toContain('has changed on disk');
    expect(context.model.toString()).toBe('mine');
    expect(await d.text(key)).toBe('theirs');
  });
});
