// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { renameFile } from '@jupyterlab/docmanager';
import {
  acceptDialog,
  dismissDialog,
  waitForDialog
} from '@jupyterlab/testing';

import { S3Error } from '../../../s3/errors';
import type { IFolderOptions } from '../../../s3/copies/copyfolder';
import { httpError } from '../../../testing/httperror';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { makeModel } from '../../__tests__/fakes';
import { until } from '../../../testing/until';

const FILES = { 'b/a.csv': 'a', 'b/x/c.csv': 'old', 'b/y/d.csv': 'd' };

describe('entries as tasks', () => {
  let drive: MemoryDrive;
  let model: ReturnType<typeof makeModel>;

  beforeEach(async () => {
    drive = new MemoryDrive(FILES);
    model = makeModel(drive);
    await model.cd('/b');
  });

  afterEach(() => {
    model.tasks.dispose();
    model.dispose();
  });

  /** A move that waits, and ends like a cancelled one. */
  const holdMoves = (keys?: string[]) => {
    let told: IFolderOptions = {};
    let end: () => void = () => undefined;
    const rename = drive.rename.bind(drive);
    Object.assign(drive, {
      rename: (from: string, to: string, options: IFolderOptions) =>
        new Promise((resolve, reject) => {
          told = options;
          end = () => resolve(rename(from, to));
          options.signal?.addEventListener('abort', () =>
            reject(
              new S3Error({
                code: 'Aborted',
                status: 499,
                message: 'Cancelled',
                origin: 'network',
                keys
              })
            )
          );
        })
    });
    return { options: () => told, end: () => end() };
  };
  const running = async () => {
    await until(() => expect(model.tasks.running).toHaveLength(1));
    return model.tasks.running[0];
  };

  it('tell how far a move is, and what was done', async () => {
    const held = holdMoves();
    const moved = model.actions.bring(['s3:b/y'], 's3:b/x', false);
    const task = await running();
    expect(task.options.title).toBe('Moving "y"');
    held.options().onProgress?.({
      stage: 'copy',
      done: 1,
      total: 2,
      bytes: 1,
      totalBytes: 2
    });
    expect(task.progress).toMatchObject({ done: 1, total: 2 });
    held.options().onCommit?.();
    expect(task.canCancel).toBe(false);
    held.end();
    await moved;
    expect(task.state).toBe('done');
    expect(task.outcome).toBe('"y" was moved to s3://b/x/');
  });

  it.each([
    [undefined, 'Cancelled: all is whole where it was.'],
    [['x/y/d.csv'], /whole where it was\. 1 object stay at the destination/]
  ])('say what stands after cancelling (%j left)', async (keys, sentence) => {
    holdMoves(keys);
    const moved = model.actions.bring(['s3:b/y'], 's3:b/x', false);
    const task = await running();
    task.cancel();
    await moved;
    expect(task.state).toBe('cancelled');
    expect(task.failures).toEqual([]);
    expect(task.outcome).toMatch(sentence);
  });

  it('do again only what failed', async () => {
    const fail = jest
      .spyOn(drive, 'remove')
      .mockRejectedValueOnce(httpError(503, 'The store is away.'));
    const items = Array.from(model.items()).filter(({ type }) =>
      ['file'].includes(type)
    );
    items.push({ ...items[0], path: 's3:b/x/c.csv' });
    const deleted = model.actions.delete(items);
    await waitForDialog();
    document.querySelector<HTMLElement>('.jp-Dialog .jp-mod-warn')!.click();
    await deleted;
    const [task] = model.tasks.all;
    expect(task.state).toBe('failed');
    expect(task.outcome).toBe('The store is away.');
    expect(drive.files.has('b/x/c.csv')).toBe(false);
    task.options.retry!();
    await until(() => expect(model.tasks.all[0].state).toBe('done'));
    expect(fail).toHaveBeenCalledTimes(3);
    expect(drive.files.has('b/a.csv')).toBe(false);
  });

  it('ask about names that exist, and replace when told', async () => {
    drive.files.set('b/x/a.csv', 'old');
    const moved = model.actions.bring(['s3:b/a.csv'], 's3:b/x', false);
    await waitForDialog();
    document.querySelector<HTMLElement>('.jp-Dialog .jp-mod-warn')!.click();
    await moved;
    expect(drive.files.get('b/x/a.csv')).toBe('a');
    expect(model.tasks.all[0].state).toBe('done');
  });

  it('rename for JupyterLab: a taken name is its question, no failed task', async () => {
    const renamed = renameFile(model.manager, 's3:b/y', 's3:b/x');
    await waitForDialog();
    expect(document.querySelector('.jp-Dialog')!.textContent).toContain(
      'Overwrite file?'
    );
    await dismissDialog();
    await expect(renamed).rejects.toBe('File not renamed');
    expect(model.tasks.all).toEqual([]);
  });

  it('let a long rename go on alone', async () => {
    const held = holdMoves();
    const renamed = renameFile(model.manager, 's3:b/y', 's3:b/z');
    const answer = await renamed;
    expect(answer?.path).toBe('s3:b/y');
    const [task] = model.tasks.running;
    held.end();
    await until(() => expect(task.state).toBe('done'));
    expect(drive.files.has('b/z/d.csv')).toBe(true);
  });

  it('rename nothing that is declined for what it costs', async () => {
    const large = { objects: 12000, bytes: 1, more: false };
    Object.assign(model, { count: async () => large });
    const renamed = renameFile(model.manager, 's3:b/y', 's3:b/z');
    await waitForDialog();
    await dismissDialog();
    expect((await renamed)?.path).toBe('s3:b/y');
    expect(drive.files.has('b/y/d.csv')).toBe(true);
    const again = renameFile(model.manager, 's3:b/y', 's3:b/z');
    await waitForDialog();
    await acceptDialog();
    expect((await again)?.path).toBe('s3:b/z');
  });
});
