// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { StateDB } from '@jupyterlab/statedb';
import { PromiseDelegate } from '@lumino/coreutils';
import { EntryActions } from '../../actions/actions';
import { S3BrowserModel } from '../browsermodel';
import { httpError } from '../../../testing/httperror';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { makeModel, names } from '../../__tests__/fakes';

const FILES = {
  'b/a.csv': 'a',
  'b/x/c.csv': 'c',
  'b/x/y/d.csv': 'd',
  'other/e.csv': 'e'
};

describe('Navigation', () => {
  let drive: MemoryDrive;
  let model: S3BrowserModel;

  beforeEach(() => {
    drive = new MemoryDrive(FILES);
    model = makeModel(drive);
  });

  afterEach(() => {
    model.dispose();
  });

  it('requests nothing before it is started, whatever is set', async () => {
    await model.restore('id');
    model.showHiddenFiles(true);
    model.setFilter(() => ({}));
    model.refreshing.automatic.setInterval(1);
    await model.refresh();
    expect(drive.calls).toEqual([]);
    await model.navigation.start();
    expect(drive.called('get')).toEqual(['']);
    expect(names(model)).toEqual(['b', 'other']);
  });

  it('goes down, up and to the root', async () => {
    await model.cd('/b/x');
    expect(model.localPath).toBe('b/x');
    expect(model.path).toBe('s3:b/x');
    await model.cd('y');
    expect(model.localPath).toBe('b/x/y');
    await model.cd('..');
    expect(model.localPath).toBe('b/x');
    await model.cd('/');
    expect(model.isRoot).toBe(true);
    await model.cd('s3://b/x/');
    expect(model.localPath).toBe('b/x');
  });

  it('enters a place that cannot be listed, and says why', async () => {
    await model.cd('/b');
    drive.failures.set('other', httpError(403));
    const failed = jest.fn();
    model.connectionFailure.connect(failed);
    await model.cd('/other');
    expect(model.localPath).toBe('other');
    expect(names(model)).toEqual([]);
    expect(model.navigation.problem).toBe(drive.failures.get('other'));
    expect(model.navigation.listedAt).toBeNull();
    expect(failed).toHaveBeenCalledTimes(1);
    drive.failures.clear();
    await model.refresh();
    expect(model.navigation.problem).toBeNull();
    expect(names(model)).toEqual(['e.csv']);
  });

  it("does not loop on a 404 at the root, nor opens JupyterLab's dialog", async () => {
    drive.failures.set('', httpError(404));
    const failed = jest.fn();
    model.connectionFailure.connect(failed);
    await model.navigation.start();
    expect(drive.called('get')).toEqual(['']);
    expect(model.navigation.problem).toBe(drive.failures.get(''));
    expect(failed).not.toHaveBeenCalled();
  });

  it('keeps what was listed when listing it again fails', async () => {
    await model.cd('/b');
    drive.failures.set('b', httpError(502));
    await model.refresh();
    expect(model.navigation.problem).not.toBeNull();
    expect(names(model)).toEqual(['a.csv', 'x']);
    expect(model.navigation.listedAt).not.toBeNull();
    drive.failures.set('b', httpError(404));
    await model.refresh();
    expect(names(model)).toEqual([]);
  });

  it('lets the last navigation win, however late an earlier one comes', async () => {
    const slow = new PromiseDelegate<void>();
    drive.delays.set('b', slow.promise);
    const first = model.cd('/b');
    await model.cd('/other');
    slow.resolve();
    await first;
    expect(model.localPath).toBe('other');
    expect(names(model)).toEqual(['e.csv']);
    expect(model.navigation.pendingPath).toBeNull();
  });

  it('asks once for the same place at a time', async () => {
    await Promise.all([model.cd('/b'), model.cd('/b'), model.refresh()]);
    expect(drive.called('get')).toEqual(['b']);
  });

  it('saves its place and goes back there, without asking before', async () => {
    const state = new StateDB();
    const again = () =>
      new S3BrowserModel({
        drive,
        manager: model.manager,
        uploads: model.transfers,
        count: model.count,
        actions: made => new EntryActions(made),
        versioning: async () => 'off',
        tasks: model.tasks,
        state
      });
    const before = again();
    await before.restore('id');
    await before.cd('/b/x');
    const after = again();
    await after.restore('id');
    expect(drive.called('get')).toEqual(['b/x']);
    await after.navigation.start();
    expect(after.localPath).toBe('b/x');
    [before, after].forEach(model => model.dispose());
  });

  it('prefers a place that was opened to the saved one', async () => {
    await model.cd('/other');
    await model.restore('id');
    await model.navigation.start();
    expect(model.localPath).toBe('other');
  });
});
