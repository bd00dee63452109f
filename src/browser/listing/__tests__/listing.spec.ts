// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PageConfig } from '@jupyterlab/coreutils';
import { dismissDialog, waitForDialog } from '@jupyterlab/testing';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import type { S3FileBrowser } from '../../browser';
import { missingInternals } from '../../../internals/listing';
import type { S3DirListing } from '../listing';
import { httpError } from '../../../testing/httperror';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { makeBrowser, opened } from '../../__tests__/fakes';
import { until } from '../../../testing/until';

const FILES = {
  'b/a.csv': 'a',
  'b/c.csv': 'c',
  'b/x/a.csv': 'old',
  'b/x/y/d.csv': 'd'
};

/** The protected members of the browser. */
type Open = { listing: S3DirListing };

describe('S3DirListing', () => {
  let drive: MemoryDrive;
  let browser: S3FileBrowser;
  let listing: S3DirListing;

  beforeEach(async () => {
    opened.mockClear();
    drive = new MemoryDrive(FILES);
    browser = makeBrowser(drive);
    listing = (browser as unknown as Open).listing;
    Widget.attach(browser, document.body);
    await browser.model.cd('/b');
    flush();
  });

  afterEach(() => {
    browser.dispose();
  });

  const flush = () =>
    MessageLoop.sendMessage(listing, Widget.Msg.UpdateRequest);
  const rows = () =>
    Array.from(
      listing.node.querySelectorAll<HTMLElement>('.jp-DirListing-item')
    );
  const row = (name: string) =>
    rows().find(node => node.textContent?.startsWith(name))!;
  const dialogText = async () => {
    await waitForDialog();
    return document.querySelector('.jp-Dialog')!.textContent ?? '';
  };

  const drop = (paths: string[], target: HTMLElement, ctrlKey = false) => {
    const event = Object.assign(
      new MouseEvent('lm-drop', { bubbles: true, ctrlKey }),
      {
        mimeData: {
          hasData: (type: string) => type === 'application/x-jupyter-icontents',
          getData: () => paths
        },
        proposedAction: 'move'
      }
    );
    target.dispatchEvent(event);
  };

  it('finds every private member that it reaches', () => {
    expect(missingInternals(listing)).toEqual([]);
  });

  it('keeps the menu entries of the workspace off its rows', () => {
    expect(rows()).toHaveLength(3);
    expect(rows().some(node => node.hasAttribute('data-isdir'))).toBe(false);
    expect(row('x').dataset.s3Kind).toBe('folder');
    expect(row('a.csv').dataset.s3Kind).toBe('file');
  });

  it('greys a row that cannot be addressed, and opens nothing', async () => {
    drive.marks.set('b/c.csv', { unaddressable: 'dot-segment', key: 'c/..' });
    await browser.model.refresh();
    flush();
    expect(row('c.csv').getAttribute('aria-disabled')).toBe('true');
    row('c.csv').dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
    expect(row('c.csv').title).toContain('"c/.."');
    await listing.selectItemByName('c.csv');
    row('c.csv').dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    expect(await dialogText()).toContain('"c/.."');
    await dismissDialog();
    expect(opened).not.toHaveBeenCalled();
    row('a.csv').dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    expect(opened).toHaveBeenCalledWith('s3:b/a.csv');
  });

  it('groups the root by kind of place', async () => {
    for (const path of ['b', 'a', 'z']) {
      drive.files.set(`${path}/k`, '');
    }
    drive.marks.set('z', { kind: 'bookmark' });
    drive.marks.set('a', { kind: 'recent' });
    drive.marks.set('b', { kind: 'bucket' });
    await browser.model.cd('/');
    const names = () => Array.from(listing.sortedItems(), item => item.name);
    expect(names()).toEqual(['z', 'b', 'a']);
    listing.sort({ key: 'name', direction: 'descending' });
    expect(names()).toEqual(['z', 'b', 'a']);
  });

  it('does not hit a row that is scrolled under the header', () => {
    const inside = {
      bottom: 9,
      height: 9,
      left: 0,
      right: 9,
      top: 0,
      width: 9
    };
    rows()[0].getBoundingClientRect = () => inside as DOMRect;
    const press = (target: Element) =>
      target.dispatchEvent(
        new MouseEvent('mousedown', { bubbles: true, clientX: 5, clientY: 5 })
      );
    press(listing.headerNode);
    expect(Array.from(listing.selectedItems())).toEqual([]);
    press(rows()[0]);
    expect(Array.from(listing.selectedItems())).toHaveLength(1);
  });

  it('can rename after the list became shorter than the focus was far', async () => {
    await listing.selectItemByName('c.csv', true);
    drive.files.delete('b/c.csv');
    await browser.model.refresh();
    flush();
    await listing.selectItemByName('a.csv');
    const renamed = listing.rename();
    const field = () =>
      listing.node.querySelector<HTMLInputElement>('.jp-DirListing-editor');
    await until(() => expect(field()).not.toBeNull());
    const editor = field()!;
    editor.value = 'new.csv';
    editor.blur();
    expect(await renamed).toBe('new.csv');
    expect(drive.files.has('b/new.csv')).toBe(true);
  });

  it('makes rows anew in another folder', async () => {
    const [first] = rows();
    await browser.model.cd('x');
    flush();
    expect(rows()).not.toContain(first);
  });

  it('says "permanently", with names and counts, and never "Trash"', async () => {
    PageConfig.setOption('delete_to_trash', 'true');
    await listing.selectItemByName('x');
    const deleted = listing.delete();
    const text = await dialogText();
    expect(text).toContain('permanently');
    expect(text).toContain('s3://b/');
    await until(() =>
      expect(document.querySelector('.jp-Dialog')!.textContent).toContain(
        '2 objects'
      )
    );
    expect(text).not.toMatch(/trash\b(?!:)/i);
    await dismissDialog();
    await deleted;
    expect(drive.called('delete')).toEqual([]);
    PageConfig.setOption('delete_to_trash', 'false');
  });

  it('deletes after asking, as a task that tells what failed', async () => {
    await listing.selectAll();
    drive.files.delete('b/c.csv');
    const deleted = listing.delete();
    await waitForDialog();
    document.querySelector<HTMLElement>('.jp-Dialog .jp-mod-warn')!.click();
    await deleted;
    const [task] = browser.s3.tasks.all;
    expect(task.state).toBe('failed');
    expect(task.failures).toContainEqual({
      name: 'b/c.csv',
      error: httpError(404, 'b/c.csv is gone')
    });
    expect(drive.files.has('b/a.csv')).toBe(false);
  });

  it('refuses changes at the root with a sentence', async () => {
    await browser.model.cd('/');
    flush();
    await listing.selectItemByName('b');
    for (const act of [
      () => listing.delete(),
      () => listing.rename(),
      () => listing.cut()
    ]) {
      void act();
      expect(await dialogText()).toMatch(/bucket cannot be/);
      await dismissDialog();
    }
    expect(drive.calls.some(([name]) => name !== 'get')).toBe(false);
  });

  it('pastes what was cut, and onto itself does nothing', async () => {
    await listing.selectItemByName('c.csv');
    listing.cut();
    await listing.paste();
    expect(drive.called('rename')).toEqual([]);
    await listing.selectItemByName('c.csv');
    listing.cut();
    await browser.model.cd('x');
    await listing.paste();
    expect(drive.called('rename')).toEqual(['b/c.csv b/x/c.csv']);
    await listing.paste();
    expect(drive.called('rename')).toHaveLength(1);
  });

  it('asks before a drag overwrites', async () => {
    drop(['s3:b/a.csv'], row('x'));
    expect(await dialogText()).toContain('"a.csv" exists already');
    await dismissDialog();
    // What is dropped next is moved after it.
    drop(['s3:b/c.csv'], row('x'));
    await until(() => expect(drive.files.has('b/x/c.csv')).toBe(true));
    // The first was refused, as the name is taken.
    expect(drive.called('rename')).toEqual([
      'b/a.csv b/x/a.csv',
      'b/c.csv b/x/c.csv'
    ]);
    expect(drive.files.get('b/x/a.csv')).toBe('old');
    expect(drive.files.get('b/a.csv')).toBe('a');
  });

  it('moves what is dropped on a folder, copies it with Ctrl', async () => {
    drop(['s3:b/c.csv'], row('x'), true);
    await until(() => expect(drive.called('copy')).toEqual(['b/c.csv b/x']));
    drive.files.delete('b/x/c.csv');
    drop(['s3:b/c.csv'], row('x'));
    await until(() =>
      expect(drive.called('rename')).toEqual(['b/c.csv b/x/c.csv'])
    );
  });

  it('tells what to use instead of a drop from the workspace', async () => {
    drop(['local.csv'], row('x'));
    expect(await dialogText()).toContain('use "Copy to S3…"');
    await dismissDialog();
    expect(drive.called('rename')).toEqual([]);
  });

  it('puts no folder into itself', async () => {
    drop(['s3:b/x'], row('x'));
    expect(await dialogText()).toContain('cannot be put into itself');
    await dismissDialog();
  });

  it('tells when a download fails', async () => {
    await listing.selectItemByName('a.csv');
    drive.failures.set('b/a.csv', httpError(403, 'You may not read it.'));
    const downloaded = listing.download();
    expect(await dialogText()).toContain('You may not read it.');
    await dismissDialog();
    await downloaded;
  });
});
