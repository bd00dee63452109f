// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: moto beside it keeps such keys; exact.store.spec has what each store makes of them

import type { Contents } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';

import { answer } from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';
import { versioningOf } from '../../s3/objects/versioning';
import { until } from '../../testing/until';
import { Tasks } from '../../transfers/tasks/tasks';
import type { Task } from '../../transfers/tasks/task';
import { Uploads } from '../../transfers/uploads/uploads';
import { EntryActions } from '../actions/actions';
import { S3BrowserModel } from '../model/browsermodel';
import { localOf } from '../model/paths';
import { fakeManager } from './fakes';

const trans = nullTranslator.load('jupyterlab_s3_drive');

let d: IDriveFixture;
let model: S3BrowserModel;
let number = 0;
let dir: string;

useDrive({ own: 'moto' }, made => {
  d = made;
  model = new S3BrowserModel({
    drive: d.drive,
    manager: fakeManager(d.contents),
    uploads: new Uploads({ drive: d.drive, trans, tasks: new Tasks() }),
    count: async () => ({ objects: 3, bytes: 3, more: false }),
    actions: made => new EntryActions(made),
    versioning: bucket => versioningOf(d.fixture.connection, bucket),
    tasks: new Tasks()
  });
});

beforeEach(() => {
  dir = `f${++number}/`;
});

afterEach(() => {
  document.body.replaceChildren();
});

afterAll(() => model.dispose());

/** Write objects, and show a folder. */
async function show(folder: string, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await d.put(dir + key, key.endsWith('/') ? '' : key);
  }
  await model.cd(`/${d.bucket}/${dir}${folder}`.replace(/\/$/, ''));
}

/** The row of an exact key. */
function row(key: string): Contents.IModel {
  const found = Array.from(model.items()).find(({ path }) => {
    const local = localOf(d.contents, path);
    return (
      (d.drive.flags(local).key ?? local.slice(d.bucket.length + 1)) === key
    );
  });
  if (!found) {
    throw new Error(`There is no row of ${key}.`);
  }
  return found;
}

/** Delete rows as a person does, and wait for the task. */
async function remove(...rows: Contents.IModel[]): Promise<Task> {
  const before = model.tasks.all.length;
  const deleted = model.actions.delete(rows);
  await answer('Delete Permanently', /Delete/);
  await deleted;
  await until(() => {
    expect(model.tasks.all.length).toBeGreaterThan(before);
    expect(model.tasks.running).toEqual([]);
  });
  return model.tasks.all[0];
}

const keys = async () =>
  (await d.keys(dir)).map(key => key.slice(dir.length)).sort();

describe('what shares its name, or has a key that cannot be addressed', () => {
  it.each([
    ['an object beside an empty marker', 'a', ['a/', 'b']],
    ['an empty marker beside an object', 'a/', ['a', 'b']]
  ])('%s is deleted by its row', async (_, key, rest) => {
    await show('', 'a', 'a/', 'b');
    expect((await remove(row(dir + key))).state).toBe('done');
    expect((await keys()).filter(left => left !== '')).toEqual(rest);
  });

  it('both rows of a name are deleted together', async () => {
    await show('', 'a', 'a/', 'b');
    expect((await remove(row(`${dir}a`), row(`${dir}a/`))).state).toBe('done');
    expect((await keys()).filter(left => left !== '')).toEqual(['b']);
  });

  it('is deleted with its folder', async () => {
    await show('', 'x//y', 'x/y', 'y');
    expect((await remove(row(`${dir}x`))).state).toBe('done');
    expect((await keys()).filter(left => left !== '')).toEqual(['y']);
  });

  it('is named where the store keeps it, and the rest is deleted', async () => {
    await show('', 'x//y', 'x/y', 'y');
    d.fixture.intercept(async (request, next) => {
      const isPost = request.method === 'POST';
      const text = isPost ? await request.clone().text() : '';
      if (!text.includes('x//y')) {
        return next();
      }
      const error = `<Error><Key>${dir}x//y</Key><Code>InvalidRequest</Code><Message>No.</Message></Error>`;
      return new Response(`<DeleteResult>${error}</DeleteResult>`, {
        headers: { 'X-S3-Drive-Origin': 'store' }
      });
    });
    const task = await remove(row(`${dir}x`));
    expect(task.state).toBe('failed');
    expect(task.outcome).toContain(`"${dir}x//y"`);
    expect(await keys()).toEqual(['x//y', 'y']);
  });

  it('is left out of a zip of its folder, which says so', async () => {
    await show('', 'x//y', 'x/z');
    const click = jest.spyOn(HTMLElement.prototype, 'click');
    const { baseUrl, token } = d.fixture.serverSettings;
    const zip = new Promise<Buffer>((resolve, reject) => {
      click.mockImplementation(function (this: HTMLElement) {
        const url = new URL((this as HTMLAnchorElement).href, baseUrl);
        fetch(url, { headers: { Authorization: `token ${token}` } })
          .then(async response => Buffer.from(await response.arrayBuffer()))
          .then(resolve, reject);
      });
    });
    await model.actions.download([row(`${dir}x`)]);
    click.mockRestore();
    // It is stored as it is, with the text that names what is not in it.
    const text = (await zip).toString('latin1');
    expect(text).toContain('x/z');
    expect(text).toContain('NOT IN THIS ZIP.txt');
    expect(text).toContain(`${dir}x//y`);
    const [task] = model.tasks.all;
    expect(task.state).toBe('done');
    expect(task.outcome).toContain('1 name cannot be put into a zip');
  });
});
