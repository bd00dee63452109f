// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Widget } from '@lumino/widgets';

import { httpError } from '../../../testing/httperror';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { makeModel, names } from '../../__tests__/fakes';
import type { S3BrowserModel } from '../../model/browsermodel';
import { BelowSearch, MOST } from '../searchbelow';
import { SearchModel } from '../model';
import { Search } from '../search';
import { folderSentence } from '../messages';

beforeEach(() => jest.useFakeTimers());

afterEach(() => jest.useRealTimers());

/** Let pass what is longer than a text takes to settle. */
const settled = (ms = 350) => jest.advanceTimersByTimeAsync(ms);

describe('a search in a folder that is not loaded whole', () => {
  let drive: MemoryDrive;
  let model: S3BrowserModel;
  let search: SearchModel;

  beforeEach(async () => {
    drive = new MemoryDrive({});
    for (let i = 10; i < 40; i++) {
      drive.files.set(`b/f${i}`, '');
    }
    ['b/Été', 'b/ete', 'b/zf1', 'b/zz1', 'b/zz2'].forEach(path =>
      drive.files.set(path, '')
    );
    drive.limit = 10;
    model = makeModel(drive);
    model.folder.showsMany = false;
    await model.cd('/b');
    search = new SearchModel(model);
    drive.calls.length = 0;
  });

  afterEach(() => {
    search.dispose();
    model.dispose();
  });

  it('filters what is loaded at once, anywhere in names', () => {
    search.text = 'F1';
    expect(names(model)).toHaveLength(
      names(model).filter(name => name.includes('f1')).length
    );
    expect(names(model)).toContain('f10');
    expect(model.folder.shown.list()[0].indices).toEqual([0, 1]);
    expect(drive.calls).toEqual([]);
  });

  it('asks the store once for a text that has settled', async () => {
    for (const text of ['z', 'zz', 'zz1']) {
      search.text = text;
      await settled(20);
    }
    expect(search.isAsking).toBe(true);
    await settled();
    expect(drive.called('find')).toEqual(['b zz1']);
    expect(names(model)).toEqual(['zz1']);
    expect(search.isAsking).toBe(false);
  });

  it('takes both together, each entry once, and forgets what was found', async () => {
    search.text = 'f1';
    await settled();
    const shown = names(model);
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown).toEqual(expect.arrayContaining(['f10', 'f19']));
    search.text = '';
    expect(model.folder.loadedCount).toBe(10);
    expect(names(model)).toHaveLength(10);
  });

  it('keeps case and accents to the letter at the store', async () => {
    search.text = 'Été';
    await settled();
    expect(drive.called('find')).toEqual(['b Été']);
    expect(names(model)).toEqual(['Été']);
  });

  it('asks nothing more while what the store gave is enough', async () => {
    search.text = 'zz';
    await settled();
    search.text = 'zz2';
    await settled();
    expect(drive.called('find')).toEqual(['b zz']);
    expect(names(model)).toEqual(['zz2']);
  });

  it('asks again when the store had more than it gave', async () => {
    search.text = 'f';
    await settled();
    expect(search.hasMore).toBe(true);
    expect(folderSentence(search, model)).toContain('type more of it');
    search.text = 'f3';
    await settled();
    expect(drive.called('find')).toEqual(['b f', 'b f3']);
    expect(search.hasMore).toBe(false);
  });

  it('drops an answer that comes too late', async () => {
    let open: () => void = () => undefined;
    drive.delays.set('b?zf', new Promise(resolve => (open = resolve)));
    search.text = 'zf';
    await settled();
    search.text = 'zz';
    open();
    await settled();
    expect(names(model)).toEqual(['zz1', 'zz2']);
  });

  it('says that the store could not be asked, and asks again', async () => {
    drive.failures.set('b?zz', httpError(503, 'No answer.'));
    search.text = 'zz';
    await settled();
    expect(folderSentence(search, model)).toContain('No answer.');
    drive.failures.clear();
    search.settle();
    await settled(20);
    expect(names(model)).toEqual(['zz1', 'zz2']);
  });

  it('asks nothing in a folder that is loaded whole', async () => {
    model.folder.showsMany = true;
    const loaded = model.folder.resumeLoading();
    await settled();
    await loaded;
    drive.calls.length = 0;
    search.text = 'zz';
    await settled();
    expect(drive.calls).toEqual([]);
    expect(names(model)).toEqual(['zz1', 'zz2']);
  });

  it('follows the person to another folder, or is cleared there', async () => {
    drive.files.set('c/zzz', '');
    drive.files.set('c/other', '');
    search.text = 'zz';
    await model.cd('/c');
    expect(names(model)).toEqual(['zzz']);
    search.clearsOnMove = true;
    await model.cd('/b');
    expect(search.text).toBe('');
    expect(names(model)).toHaveLength(10);
  });
});

describe('a search below a folder', () => {
  let drive: MemoryDrive;
  let below: BelowSearch;

  beforeEach(() => {
    drive = new MemoryDrive({
      'b/f/a.csv': '',
      'b/f/x/A.csv': '',
      'b/f/x/y/': '',
      'b/f/x/y/other': '',
      'b/f/a//b.csv': '',
      'b/f/.ipynb_checkpoints/a.csv': '',
      'b/f/': '',
      'b/fa/a.csv': ''
    });
    below = new BelowSearch((path, options) => drive.walk(path, options));
  });

  afterEach(() => {
    below.dispose();
  });

  it('finds objects by their keys, whatever their case', async () => {
    await below.start('b/f', 'a.CSV');
    expect(below.hits.map(hit => [hit.folder, hit.name])).toEqual([
      ['', 'a.csv'],
      ['x/', 'A.csv']
    ]);
    expect(below.state).toBe('done');
    expect(below.lookedAt).toBe(7);
  });

  it('finds folders by their markers, and marks what has no address', async () => {
    await below.start('b/f', 'y');
    expect(below.hits[0]).toMatchObject({
      path: 'b/f/x/y',
      name: 'y',
      isFolder: true
    });
    await below.start('b/f', 'b.csv');
    expect(below.hits.map(hit => hit.isBlocked)).toEqual([true]);
  });

  it('stops, and tells what it has found until then', async () => {
    drive.limit = 1;
    const started = below.start('b/f', 'csv');
    below.changed.connect(() => below.hits.length === 1 && below.stop());
    await started;
    expect(below.state).toBe('stopped');
    expect(below.hits).toHaveLength(1);
    expect(drive.called('walk').length).toBeLessThan(7);
  });

  it('ends when it has found enough', async () => {
    for (let i = 0; i < MOST + 10; i++) {
      drive.files.set(`many/${i}`, '');
    }
    await below.start('many', '');
    expect(below.state).toBe('full');
    expect(below.hits).toHaveLength(MOST);
  });

  it('tells why it broke off', async () => {
    drive.failures.set('b/f/**', httpError(503, 'No answer.'));
    await below.start('b/f', 'csv');
    expect(below.state).toBe('failed');
    expect(below.problem).toMatchObject({ message: 'No answer.' });
  });
});

describe('the search of the panel', () => {
  it('shows hostile names as text, and asks for what is chosen', async () => {
    const drive = new MemoryDrive({
      'b/x/<img src=x onerror=alert(1)>.csv': ''
    });
    const model = makeModel(drive);
    await model.cd('/b');
    const search = new Search(model);
    Widget.attach(search.field, document.body);
    Widget.attach(search.results, document.body);
    search.open();
    search.field.value = 'onerror';
    search.field.node.querySelector('input')!.dispatchEvent(new Event('input'));
    search.field.node
      .querySelector<HTMLElement>('[data-action=below]')
      ?.click();
    search.searchBelow();
    await settled(50);
    expect(search.isBelow).toBe(true);
    const row = search.results.node.querySelector('.jp-S3Hit')!;
    expect(row.querySelector('img')).toBeNull();
    expect(row.querySelector('.jp-S3Hit-name')!.textContent).toBe(
      '<img src=x onerror=alert(1)>.csv'
    );
    expect(row.querySelector('.jp-S3Hit-folder')!.textContent).toBe('x/');
    const requested = jest.fn();
    search.requested.connect((_, { action }) => requested(action));
    const press = (key: string, shiftKey = false) =>
      search.results.node.dispatchEvent(
        new KeyboardEvent('keydown', { key, shiftKey })
      );
    search.results.activateList();
    press('Enter');
    press('Enter', true);
    expect(requested.mock.calls).toEqual([['open'], ['reveal']]);
    search.field.node
      .querySelector('input')!
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(search.isBelow).toBe(false);
    expect(search.inFolder.text).toBe('');
    search.field.dispose();
    search.results.dispose();
    search.dispose();
    model.dispose();
  });
});
