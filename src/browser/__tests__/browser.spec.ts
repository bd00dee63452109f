// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { dismissDialog, waitForDialog } from '@jupyterlab/testing';
import { Widget } from '@lumino/widgets';

import { until } from '../../testing/until';
import type { S3FileBrowser } from '../browser';
import { httpError } from '../../testing/httperror';
import { MemoryDrive } from '../../testing/drive/memorydrive';
import { makeBrowser } from './fakes';

describe('S3FileBrowser', () => {
  let drive: MemoryDrive;
  let browser: S3FileBrowser;

  beforeEach(() => {
    drive = new MemoryDrive({ 'b/a.csv': 'a', 'b/c.csv': 'c', 'b/d.csv': 'd' });
    browser = makeBrowser(drive);
  });

  afterEach(() => {
    browser.dispose();
  });

  const shown = async (path: string) => {
    await browser.model.cd(path);
    Widget.attach(browser, document.body);
  };
  const find = (selector: string) =>
    browser.node.querySelector<HTMLElement>(selector)!;
  const isHidden = (selector: string) =>
    find(selector).classList.contains('lm-mod-hidden');

  it('lists nothing before it is shown, then its place', async () => {
    await Promise.resolve();
    expect(drive.calls).toEqual([]);
    Widget.attach(browser, document.body);
    expect(find('.jp-BreadCrumbs').getAttribute('role')).toBe('navigation');
    await until(() => expect(drive.called('get')).toEqual(['']));
  });

  it('says in the place of the list why it cannot be listed', async () => {
    drive.failures.set('b', httpError(500, 'The store is on fire.'));
    await shown('/b');
    expect(isHidden('.jp-S3State')).toBe(false);
    expect(isHidden('.jp-DirListing')).toBe(true);
    expect(find('.jp-S3State').textContent).toContain('The store is on fire.');
    drive.failures.clear();
    find('[data-action=retry]').click();
    await until(() => expect(isHidden('.jp-S3State')).toBe(true));
    expect(isHidden('.jp-DirListing')).toBe(false);
  });

  it('keeps the list of before, and says of when it is', async () => {
    await shown('/b');
    drive.failures.set('b', httpError(502, 'No answer.'));
    await browser.model.refresh();
    expect(isHidden('.jp-DirListing')).toBe(false);
    expect(find('.jp-S3Note[data-kind=stale]').textContent).toContain(
      'This is the list of'
    );
  });

  it('keeps an empty folder open for drops', async () => {
    drive.files.set('b/none/', '');
    await shown('/b/none');
    expect(find('.jp-S3State').dataset.kind).toBe('empty-folder');
    expect(isHidden('.jp-DirListing')).toBe(false);
    const requested = jest.fn();
    browser.requested.connect((_, action) => requested(action));
    find('[data-action=upload]').click();
    expect(requested).toHaveBeenCalledWith('upload');
  });

  it('shows that one may read, not write', async () => {
    drive.writable = undefined;
    await shown('/b');
    expect(isHidden('.jp-S3Notes')).toBe(true);
    drive.writable = false;
    drive.writableChanged.emit('b');
    expect(find('.jp-S3Note[data-kind=read-only]').textContent).toBe(
      'You can read here, not write.'
    );
    expect(browser.targets.refusal('upload')).toMatch(/read here, not write/);
  });

  it('shows the rest where buckets may not be listed', async () => {
    drive.rootProblem = null;
    await shown('/');
    expect(isHidden('.jp-S3Notes')).toBe(true);
    Object.assign(drive, { rootProblem: httpError(403) });
    await browser.model.refresh();
    expect(find('.jp-S3Note').dataset.kind).toBe('root-problem');
  });

  it('never cuts a folder in silence', async () => {
    drive.limit = 1;
    browser.s3.folder.showsMany = false;
    await shown('/b');
    expect(isHidden('.jp-S3More')).toBe(false);
    expect(find('.jp-S3More').textContent).toContain('The first 1 entries');
    for (const count of [2, 3]) {
      find('.jp-S3More-button').click();
      await until(() => expect(browser.s3.folder.loadedCount).toBe(count));
    }
    await until(() => expect(isHidden('.jp-S3More')).toBe(true));
  });

  it('creates nothing at the root', async () => {
    await shown('/');
    const created = browser.createNewDirectory();
    await waitForDialog();
    expect(document.querySelector('.jp-Dialog')!.textContent).toContain(
      'Open a bucket first'
    );
    await dismissDialog();
    await expect(created).rejects.toThrow(/Open a bucket first/);
    expect(drive.called('newUntitled')).toEqual([]);
  });

  it('says that a new file is filtered out, rather than failing', async () => {
    await shown('/b');
    browser.s3.setFilter(({ name }) => (name === 'a.csv' ? {} : null));
    const created = browser.createNewFile({ ext: 'txt' });
    await waitForDialog();
    expect(document.querySelector('.jp-Dialog')!.textContent).toContain(
      '"untitled.txt" was created'
    );
    await dismissDialog();
    expect((await created).name).toBe('untitled.txt');
  });

  it('tells what went wrong with a new file', async () => {
    await shown('/b');
    drive.newUntitled = () => Promise.reject(httpError(403, 'Not allowed.'));
    const created = browser.createNewFile({ ext: 'txt' });
    const failed = expect(created).rejects.toThrow('Not allowed.');
    await waitForDialog();
    expect(document.querySelector('.jp-Dialog')!.textContent).toContain(
      'Not allowed.'
    );
    await dismissDialog();
    await failed;
  });

  it('knows the exact places that commands are about', async () => {
    drive.files.set('b/x y/é.csv', '');
    drive.marks.set('b/a.csv', { ambiguous: true, key: 'a.csv' });
    await shown('/b');
    const uris = (args: { path?: string; toolbar?: boolean }) =>
      browser.targets.locations(args).map(({ uri }) => uri);
    expect(uris({})).toEqual(['s3://b/']);
    expect(uris({ path: 's3:b/x y' })).toEqual(['s3://b/x y/']);
    await browser.selectItemByName('a.csv');
    expect(uris({})).toEqual(['s3://b/a.csv']);
    expect(uris({ toolbar: true })).toEqual(['s3://b/']);
    await browser.model.cd('/');
    expect(uris({})).toEqual([]);
  });
});
