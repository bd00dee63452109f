// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { RedrawThrottle } from '../redrawthrottle';
import { politeAge } from '../autorefresh';
import { httpError } from '../../../testing/httperror';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { makeModel, names } from '../../__tests__/fakes';

beforeEach(() => jest.useFakeTimers());

afterEach(() => jest.useRealTimers());

/** Let pass what is longer than an entry takes to show, and than all pages take. */
const settled = (ms = 120) => jest.advanceTimersByTimeAsync(ms);

/** Wait for what itself waits for the clock. */
async function passing<T>(work: Promise<T>): Promise<T> {
  await settled();
  return work;
}

describe('a folder of many pages', () => {
  let drive: MemoryDrive;
  let model: ReturnType<typeof makeModel>;

  beforeEach(() => {
    drive = new MemoryDrive({ 'other/x': '' });
    for (let i = 10; i < 40; i++) {
      drive.files.set(`b/f${i}`, '');
    }
    drive.limit = 10;
    model = makeModel(drive);
  });

  afterEach(() => {
    model.dispose();
  });

  it('shows its first page at once, then the others', async () => {
    await model.cd('/b');
    expect(names(model)).toHaveLength(10);
    expect(model.folder.isLoading).toBe(true);
    await settled();
    expect(names(model)).toHaveLength(30);
    expect(model.folder.isTruncated).toBe(false);
    expect(drive.called('more')).toHaveLength(2);
  });

  it('counts what may have changed', async () => {
    await model.cd('/b');
    const seen = new Set([model.folder.shown.version]);
    const isNew = () => {
      const { size } = seen;
      return seen.add(model.folder.shown.version).size > size;
    };
    const list = model.folder.shown.list();
    expect(isNew()).toBe(false);
    expect(model.folder.shown.list()).toBe(list);
    await settled();
    expect(isNew()).toBe(true);
    model.setFilter(() => ({}));
    expect(isNew()).toBe(true);
    model.showHiddenFiles(true);
    expect(isNew()).toBe(true);
    await model.manager.deleteFile('s3:b/f10');
    expect(isNew()).toBe(true);
  });

  it('stops, and goes on where it stopped', async () => {
    await model.cd('/b');
    model.folder.stopLoading();
    await settled();
    expect(model.folder.loadState).toBe('stopped');
    const { length } = drive.called('more');
    expect(model.folder.loadedCount).toBeLessThan(30);
    await passing(model.folder.resumeLoading());
    expect(model.folder.loadedCount).toBe(30);
    expect(drive.called('more').length).toBeLessThanOrEqual(length + 2);
  });

  it('asks for nothing more once it is left', async () => {
    let open: () => void = () => undefined;
    await model.cd('/b');
    drive.delays.set('b', new Promise(resolve => (open = resolve)));
    await model.cd('/other');
    open();
    await settled();
    expect(drive.called('more').length).toBeLessThanOrEqual(1);
    expect(names(model)).toEqual(['x']);
  });

  it('tells when it breaks off, and tries again from there', async () => {
    await model.cd('/b');
    drive.failures.set('b', httpError(503, 'No answer.'));
    await settled();
    expect(model.folder.loadState).toBe('failed');
    expect(model.folder.loadProblem).toMatchObject({ message: 'No answer.' });
    expect(names(model)).not.toHaveLength(30);
    drive.failures.clear();
    await passing(model.folder.resumeLoading());
    expect(names(model)).toHaveLength(30);
    expect(drive.called('get')).toEqual(['b']);
  });

  it('keeps its entries while it is listed again, then drops what is gone', async () => {
    await model.cd('/b');
    await settled();
    drive.files.delete('b/f39');
    drive.files.set('b/f00', '');
    let open: () => void = () => undefined;
    const refreshed = model.refresh();
    await refreshed;
    drive.delays.set('b', new Promise(resolve => (open = resolve)));
    expect(names(model)).toHaveLength(31);
    expect(model.folder.confirmedCount).toBe(10);
    open();
    await settled();
    expect(names(model)).toHaveLength(30);
    expect(names(model)).not.toContain('f39');
    expect(names(model)).toContain('f00');
  });

  it('lists no more again than was loaded', async () => {
    model.folder.showsMany = false;
    await model.cd('/b');
    await passing(model.folder.resumeLoading());
    expect(model.folder.loadedCount).toBe(20);
    drive.calls.length = 0;
    await model.refresh();
    await settled();
    expect(model.folder.loadedCount).toBe(20);
    expect(drive.called('more')).toHaveLength(1);
  });

  it('shows changes made here without listing again', async () => {
    drive.limit = 1100;
    for (let i = 0; i < 1200; i++) {
      drive.files.set(`b/g${i}`, '');
    }
    await model.cd('/b');
    await settled();
    drive.calls.length = 0;
    const refreshed = jest.fn();
    model.refreshed.connect(refreshed);
    await model.manager.deleteFile('s3:b/f10');
    await model.manager.rename('s3:b/f11', 's3:b/f11 new');
    await model.upload(new File([''], 'z'));
    await model.upload(new File([''], 'deep'), 's3:b/sub');
    const now = names(model);
    expect(now).not.toContain('f10');
    expect(now).not.toContain('f11');
    expect(now).toEqual(expect.arrayContaining(['f11 new', 'z']));
    await settled();
    expect(refreshed.mock.calls.length).toBeLessThanOrEqual(2);
    expect(names(model)).toContain('sub');
    expect(drive.called('get')).toEqual([]);
    expect(drive.called('find')).toEqual(['b sub']);
  });

  it('lets changes made here count more than older pages', async () => {
    await model.cd('/b');
    let open: () => void = () => undefined;
    drive.delays.set('b', new Promise(resolve => (open = resolve)));
    drive.files.set('b/f39', '');
    const gone = { path: 'b/f39' };
    drive.fileChanged.emit({ type: 'delete', oldValue: gone, newValue: null });
    open();
    await settled();
    expect(names(model)).toHaveLength(29);
  });

  it('keeps what is made here while it is listed again', async () => {
    await model.cd('/b');
    await settled();
    let open: () => void = () => undefined;
    drive.delays.set('b', new Promise(resolve => (open = resolve)));
    const listed = model.refresh();
    await model.manager.deleteFile('s3:b/f10');
    await model.upload(new File([''], 'made'));
    // The changes lead to this same listing.
    await settled();
    expect(drive.called('get')).toHaveLength(2);
    open();
    await listed;
    await settled();
    expect(names(model)).toContain('made');
    expect(names(model)).toHaveLength(30);
  });
});

describe('a folder that is listed for the first time', () => {
  it.each([
    ['made', ['f', 'made']],
    ['deleted', []],
    ['renamed', ['g']],
    ['made deeper down', ['f', 'sub']],
    ['duplicated', ['f', 'f-Copy1']]
  ])('shows what is %s here before the answer', async (what, shown) => {
    const drive = new MemoryDrive({ 'b/f': '', 'c/x': '' });
    const model = makeModel(drive);
    const { manager } = model;
    await model.cd('/c');
    // A listing that was answered before the change, but arrives after it.
    const get = drive.get.bind(drive);
    let open: () => void = () => undefined;
    const gate = new Promise<void>(resolve => (open = resolve));
    drive.get = async (path, options) => {
      const old = await get(path, options);
      await (path === 'b' ? gate : undefined);
      return old;
    };
    const entered = model.cd('/b');
    await settled(10);
    await {
      made: () => model.upload(new File([''], 'made'), 's3:b'),
      deleted: () => manager.deleteFile('s3:b/f'),
      renamed: () => manager.services.contents.rename('s3:b/f', 's3:b/g'),
      'made deeper down': () => model.upload(new File([''], 'x'), 's3:b/sub'),
      duplicated: () => manager.services.contents.copy('s3:b/f', 's3:b')
    }[what]!();
    open();
    await entered;
    await settled();
    expect(names(model).sort()).toEqual(shown);
    expect(drive.called('get').filter(path => path === 'b')).toHaveLength(1);
    model.dispose();
  });
});

describe('Pace', () => {
  it('shows a growing list a few times, at a linear cost', () => {
    let time = 0;
    let count = 1000;
    let cost = 0;
    const pace = new RedrawThrottle(
      () => {
        cost += count;
        time += count / 1000;
      },
      () => time
    );
    pace.shown(count);
    while (count < 100_000) {
      count += 1000;
      time += 100;
      pace.grown(count);
    }
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThan(4 * 100_000);
    pace.dispose();
  });
});

it('a large folder is asked for again less often', () => {
  expect(politeAge(200, 30)).toBe(30);
  expect(politeAge(100_000, 30)).toBe(600);
  expect(politeAge(100_000, 3600)).toBe(3600);
});
