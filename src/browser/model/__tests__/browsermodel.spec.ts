// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { httpError } from '../../../testing/httperror';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { makeModel, names } from '../../__tests__/fakes';

const FILES = {
  'b/a.csv': 'a',
  'b/a+b (x/c.csv': 'c',
  'b/.hidden': '',
  'other/e.csv': 'e'
};

beforeEach(() => jest.useFakeTimers());

afterEach(() => jest.useRealTimers());

/** Let pass what is longer than changes are collected. */
const settled = () => jest.advanceTimersByTimeAsync(200);

describe('S3BrowserModel', () => {
  let drive: MemoryDrive;
  let model: ReturnType<typeof makeModel>;

  beforeEach(async () => {
    drive = new MemoryDrive(FILES);
    model = makeModel(drive);
    await model.cd('/b');
    drive.calls.length = 0;
  });

  afterEach(() => {
    model.dispose();
  });

  it('notices a change below the root, which JupyterLab does not', async () => {
    const changed = jest.fn();
    model.fileChanged.connect(changed);
    await model.manager.deleteFile('s3:b/a.csv');
    await settled();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(names(model)).toEqual(['a+b (x']);
  });

  it('answers many changes by one listing', async () => {
    const { contents } = model.manager.services;
    await Promise.all([1, 2, 3].map(() => contents.copy('s3:b/a.csv', 's3:b')));
    await settled();
    expect(drive.called('get')).toEqual(['b']);
  });

  it('lets changes elsewhere alone', async () => {
    await model.manager.deleteFile('s3:other/e.csv');
    await settled();
    expect(drive.called('get')).toEqual([]);
  });

  it('goes up when its own folder is deleted', async () => {
    await model.cd('a+b (x');
    drive.files.delete('b/a+b (x/c.csv');
    drive.fileChanged.emit({
      type: 'delete',
      oldValue: { path: 'b/a+b (x' },
      newValue: null
    });
    await settled();
    expect(model.localPath).toBe('b');
  });

  it('filters what is loaded without asking the store', async () => {
    model.setFilter(item => (item.name.includes('csv') ? { score: 1 } : null));
    expect(names(model)).toEqual(['a.csv']);
    expect(model.folder.shown.filteredCount).toBe(1);
    expect(model.folder.loadedCount).toBe(3);
    model.filterDirectories = false;
    expect(names(model)).toEqual(['a+b (x', 'a.csv']);
    expect(drive.calls).toEqual([]);
  });

  it('probes in the background whether one may write, once', async () => {
    drive.writable = undefined;
    await model.refresh();
    expect(drive.called('probeWritable')).toEqual(['b']);
    drive.writable = true;
    await model.refresh();
    expect(drive.called('probeWritable')).toEqual(['b']);
    await model.cd('/');
    expect(model.isWritable).toBe(false);
    expect(drive.called('probeWritable')).toEqual(['b']);
  });

  it('uploads through the drive, to a global or a local path', async () => {
    const file = new File(['1'], 'new.csv');
    const result = await model.upload(file);
    expect(result.name).toBe('new.csv');
    await model.upload(file, 's3:other');
    await model.upload(file, 'other/z');
    expect(drive.called('upload')).toEqual([
      'b/new.csv fail',
      'other/new.csv fail',
      'other/z/new.csv fail'
    ]);
  });

  it('tells when what is to be downloaded is gone', async () => {
    drive.failures.set('b/a.csv', httpError(404));
    await expect(model.download('s3:b/a.csv')).rejects.toMatchObject({
      response: { status: 404 }
    });
  });
});
