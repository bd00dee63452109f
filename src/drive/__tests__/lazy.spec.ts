// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { ContentsManager, ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { S3Drive } from '../drive';
import { LazyDrive } from '../lazy';

const NOWHERE = { bookmarks: () => [], recents: () => [] };

/** The members of `Contents.IDrive` that the drive has. */
const CALLED: (keyof Contents.IDrive)[] = [
  'fileChanged',
  'isDisposed',
  'dispose',
  'get',
  'getDownloadUrl',
  'newUntitled',
  'delete',
  'rename',
  'save',
  'copy',
  'createCheckpoint',
  'listCheckpoints',
  'restoreCheckpoint',
  'deleteCheckpoint'
];

function make(locations = async () => NOWHERE): LazyDrive {
  return new LazyDrive({
    name: 's3',
    other: async () => make(),
    serverSettings: ServerConnection.makeSettings(),
    translator: nullTranslator,
    fileTypes: () => '',
    options: { maxEditableSize: 1, checkpoints: false },
    locations
  });
}

describe('LazyDrive', () => {
  it('has what JupyterLab calls, and no second copy of the drive', () => {
    const own = Object.getOwnPropertyNames(LazyDrive.prototype).filter(
      name => !name.startsWith('_')
    );
    expect(own.sort()).toEqual(
      [...CALLED, 'constructor', 'load', 'loaded', 'notices'].sort()
    );
    const members = Object.getOwnPropertyNames(S3Drive.prototype);
    expect(members).toEqual(expect.arrayContaining(CALLED));
  });

  it('is registered without loading anything', () => {
    const locations = jest.fn(async () => NOWHERE);
    const lazy = make(locations);
    const contents = new ContentsManager();
    contents.addDrive(lazy);
    expect(lazy.loaded).toBeNull();
    expect(locations).not.toHaveBeenCalled();
    contents.dispose();
  });

  it('hands on calls and signals, synchronously once it is loaded', async () => {
    const lazy = make();
    const { drive } = await lazy.load();
    expect(lazy.loaded?.drive).toBe(drive);
    const get = jest
      .spyOn(drive, 'get')
      .mockResolvedValue({ name: 'x' } as Contents.IModel);
    const got = lazy.get('b/x', { content: false });
    expect(get).toHaveBeenCalledWith('b/x', { content: false });
    expect(await got).toEqual({ name: 'x' });
    const changed = jest.fn();
    lazy.fileChanged.connect(changed);
    const change = { type: 'delete', oldValue: null, newValue: null } as const;
    (drive.fileChanged as unknown as { emit(args: object): void }).emit(change);
    expect(changed).toHaveBeenCalledWith(lazy, change);
  });

  it('fails with a status and a sentence, and tries again', async () => {
    let isUp = false;
    const lazy = make(async () => {
      if (!isUp) {
        throw new Error('Loading chunk 1 failed');
      }
      return NOWHERE;
    });
    await expect(lazy.get('b')).rejects.toMatchObject({
      response: { status: 503 },
      message: expect.stringContaining('could not be fetched')
    });
    isUp = true;
    expect((await lazy.load()).drive).toBeInstanceOf(S3Drive);
  });

  it('tells the cause, and logs it, when its code came and does not work', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation();
    const cause = new TypeError('x is undefined');
    const lazy = make(async () => {
      throw cause;
    });
    await expect(lazy.get('b')).rejects.toMatchObject({
      response: { status: 503 },
      message: expect.stringContaining('x is undefined')
    });
    expect(logged).toHaveBeenCalledWith(expect.any(String), cause);
    logged.mockRestore();
  });
});
