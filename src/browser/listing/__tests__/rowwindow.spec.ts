// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { DirListing } from '@jupyterlab/filebrowser';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import type { S3FileBrowser } from '../../browser';
import { WINDOW_NAMES } from '../../../internals/windowed';
import { S3DirListing } from '../listing';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { makeBrowser } from '../../__tests__/fakes';

const COUNT = 3000;
const ROW = 24;

/** The name of the n-th entry. */
const nth = (n: number) => `f${String(n).padStart(4, '0')}.csv`;

type Open = { listing: S3DirListing };

describe('the window of a listing', () => {
  let drive: MemoryDrive;
  let browser: S3FileBrowser;
  let listing: S3DirListing;

  beforeEach(async () => {
    const names = Array.from({ length: COUNT }, (_, i) => `b/${nth(i)}`);
    drive = new MemoryDrive(Object.fromEntries(names.map(name => [name, ''])));
    browser = makeBrowser(drive);
    listing = (browser as unknown as Open).listing;
    Widget.attach(browser, document.body);
    Object.defineProperty(listing.contentNode, 'clientHeight', {
      value: 10 * ROW
    });
    await browser.model.cd('/b');
    flush();
  });

  afterEach(() => {
    browser.dispose();
  });

  const flush = () =>
    MessageLoop.sendMessage(listing, Widget.Msg.UpdateRequest);
  const content = () => listing.contentNode;
  const rows = () =>
    Array.from(content().querySelectorAll<HTMLElement>('.jp-DirListing-item'));
  const shown = () =>
    rows().map(
      row => row.querySelector('.jp-DirListing-itemText')?.textContent ?? ''
    );
  const row = (name: string) => rows()[shown().indexOf(name)];
  const scroll = (top: number) => {
    content().scrollTop = top;
    content().dispatchEvent(new Event('scroll'));
  };
  const press = (key: string, more: KeyboardEventInit = {}) =>
    document.activeElement!.dispatchEvent(
      new KeyboardEvent('keydown', {
        key,
        bubbles: true,
        cancelable: true,
        ...more
      })
    );
  const selected = () => Array.from(listing.selectedItems(), item => item.name);

  it('is what the panel has', () => {
    expect(listing.hasClass('jp-mod-windowed')).toBe(true);
    expect(browser.s3.folder.showsMany).toBe(true);
  });

  it('has no member that JupyterLab has, but those it knows', () => {
    const methods = Object.getOwnPropertyNames(DirListing.prototype);
    const stock = new DirListing({ model: browser.s3 });
    const theirs = new Set(methods.concat(Object.keys(stock)));
    stock.dispose();
    const own = Object.getOwnPropertyNames(S3DirListing.prototype);
    const isPrivate = (name: string) => name.startsWith('_');
    expect(own.filter(name => isPrivate(name) && theirs.has(name))).toEqual([]);
    // A field must not hide a method of JupyterLab's listing.
    const fields = Object.keys(listing);
    const clashes = fields.filter(name => methods.includes(name));
    expect(clashes.filter(name => !WINDOW_NAMES.includes(name))).toEqual([]);
  });

  it('makes few rows, in order, and says how many entries there are', () => {
    expect(shown()).toEqual(Array.from({ length: 20 }, (_, i) => nth(i)));
    expect(content().getAttribute('aria-rowcount')).toBe(String(COUNT));
    expect(row(nth(3)).getAttribute('aria-rowindex')).toBe('4');
    expect(row(nth(3)).style.top).toBe(`${3 * ROW}px`);
  });

  it('makes rows where it is scrolled, and gives up the others', () => {
    scroll(1000 * ROW);
    // The first row is kept, as it is the one that gets the focus.
    expect(shown()[0]).toBe(nth(0));
    expect(shown().slice(1)).toEqual(
      Array.from({ length: 30 }, (_, i) => nth(990 + i))
    );
  });

  it('reaches the ends by keys, and selects what lies between', async () => {
    await listing.selectItemByName(nth(0), true);
    press('End');
    expect(selected()).toEqual([nth(COUNT - 1)]);
    expect(row(nth(COUNT - 1)).contains(document.activeElement)).toBe(true);
    expect(content().scrollTop).toBe((COUNT - 10) * ROW);
    press('PageUp');
    expect(selected()).toEqual([nth(COUNT - 10)]);
    press('Home', { shiftKey: true });
    expect(selected()).toHaveLength(COUNT - 9);
    press('End', { ctrlKey: true });
    expect(selected()).toHaveLength(COUNT - 9);
    expect(row(nth(COUNT - 1)).contains(document.activeElement)).toBe(true);
  });

  it('keeps the focus when its row is scrolled away', async () => {
    await listing.selectItemByName(nth(5), true);
    scroll(2000 * ROW);
    expect(row(nth(5)).contains(document.activeElement)).toBe(true);
    press('ArrowDown');
    expect(selected()).toEqual([nth(6)]);
    expect(content().scrollTop).toBe(6 * ROW);
  });

  it('keeps view, focus and selection when entries arrive above', async () => {
    await listing.selectItemByName(nth(1002), true);
    scroll(1000 * ROW + 7);
    const node = row(nth(1002));
    drive.files.set('b/a1.csv', '');
    drive.files.set('b/a2.csv', '');
    await browser.model.refresh();
    flush();
    expect(content().scrollTop).toBe(1002 * ROW + 7);
    expect(selected()).toEqual([nth(1002)]);
    expect(row(nth(1002))).toBe(node);
    expect(node.contains(document.activeElement)).toBe(true);
    expect(node.getAttribute('aria-rowindex')).toBe('1005');
    expect(shown().slice(1)).toEqual(shown().slice(1).sort());
  });

  it('gives the focus to the next entry when its own is gone', async () => {
    await listing.selectItemByName(nth(COUNT - 1), true);
    for (let i = 100; i < COUNT; i++) {
      drive.files.delete(`b/${nth(i)}`);
    }
    await browser.model.refresh();
    flush();
    expect(row(nth(99)).contains(document.activeElement)).toBe(true);
    expect(content().getAttribute('aria-rowcount')).toBe('100');
    press('ArrowUp');
    expect(selected()).toEqual([nth(98)]);
  });

  it('keeps the selection as it is when all of it is still there', async () => {
    await listing.selectAll();
    // JupyterLab's code would select all again, comparing each with each.
    const cleared = jest.spyOn(listing, 'clearSelectedItems');
    drive.files.set('b/new.csv', '');
    await browser.model.refresh();
    flush();
    expect(cleared).not.toHaveBeenCalled();
    expect(selected()).toHaveLength(COUNT);
    drive.files.delete(`b/${nth(3)}`);
    await browser.model.refresh();
    flush();
    expect(selected()).toHaveLength(COUNT - 1);
  });

  it('leaves no row of a folder that it has left', async () => {
    drive.files.set('b/sub/x.csv', '');
    scroll(1000 * ROW);
    const left: string[][] = [];
    // Before the rows of the new folder are drawn.
    browser.model.pathChanged.connect(() => left.push(shown()));
    await browser.model.cd('sub');
    expect(left).toEqual([[]]);
    flush();
    expect(shown()).toEqual(['x.csv']);
  });

  it('renames in place while entries arrive and the view is scrolled', async () => {
    await listing.selectItemByName(nth(500));
    const renamed = listing.rename();
    await Promise.resolve();
    const editor = listing.node.querySelector<HTMLInputElement>(
      '.jp-DirListing-editor'
    )!;
    const node = editor.closest('.jp-DirListing-item')!;
    drive.files.set('b/a1.csv', '');
    await browser.model.refresh();
    flush();
    scroll(2500 * ROW);
    expect(document.activeElement).toBe(editor);
    expect(node.getAttribute('aria-rowindex')).toBe('502');
    editor.value = 'new.csv';
    editor.blur();
    expect(await renamed).toBe('new.csv');
    expect(drive.files.has('b/new.csv')).toBe(true);
  });

  it('checks all by what there is, not by what is drawn', async () => {
    (browser as S3FileBrowser).showFileCheckboxes = true;
    const box = () =>
      listing.headerNode.querySelector<HTMLInputElement>('input')!;
    await listing.selectItemByName(nth(2), true);
    await listing.selectAll();
    flush();
    expect(box().checked).toBe(true);
    expect(selected()).toHaveLength(COUNT);
    press(' ', { ctrlKey: true });
    flush();
    expect(box().checked).toBe(false);
    expect(box().indeterminate).toBe(true);
  });

  it('begins at the top of another folder, and of another order', async () => {
    drive.files.set('b/sub/x.csv', '');
    await browser.model.refresh();
    scroll(1000 * ROW);
    listing.sort({ key: 'name', direction: 'descending' });
    flush();
    expect(content().scrollTop).toBe(0);
    expect(shown().slice(0, 2)).toEqual(['sub', nth(COUNT - 1)]);
    scroll(1000 * ROW);
    await browser.model.cd('sub');
    flush();
    expect(content().scrollTop).toBe(0);
    expect(shown()).toEqual(['x.csv']);
  });

  it('is the stock listing where a private member is missing', async () => {
    const proto = DirListing.prototype as unknown as Record<string, unknown>;
    const kept = proto._handleMultiSelect;
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    delete proto._handleMultiSelect;
    let stock: S3FileBrowser;
    try {
      stock = makeBrowser(new MemoryDrive({ 'b/a.csv': '', 'b/c.csv': '' }));
    } finally {
      proto._handleMultiSelect = kept;
    }
    const other = (stock as unknown as Open).listing;
    expect(warn.mock.calls.join()).toContain('_handleMultiSelect');
    warn.mockRestore();
    expect(other.hasClass('jp-mod-windowed')).toBe(false);
    expect(Object.keys(other)).not.toContain('_focusItem');
    expect(stock.s3.folder.showsMany).toBe(false);
    Widget.attach(stock, document.body);
    await stock.model.cd('/b');
    MessageLoop.sendMessage(other, Widget.Msg.UpdateRequest);
    expect(other.node.querySelectorAll('.jp-DirListing-item')).toHaveLength(2);
    expect(other.contentNode.hasAttribute('aria-rowcount')).toBe(false);
    await other.selectItemByName('c.csv');
    other.cut();
    expect(Array.from(other.selectedItems())).toHaveLength(1);
    stock.dispose();
  });
});
