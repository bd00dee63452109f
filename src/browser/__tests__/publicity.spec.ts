// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { nullTranslator } from '@jupyterlab/translation';

import type { IS3Connection } from '../../s3/connection';
import { Policies } from '../../s3/policies';
import type { ISharingRules } from '../../s3/status';
import { Badges } from '../badges';
import type { S3FileBrowser } from '../browser';
import { sharedBucketUrl } from '../sharedbucket';
import { FakeDrive, makeBrowser } from './fakes';

const RULES: ISharingRules = {
  openDataNotice: '',
  openDataUrl: '',
  diffusionFolder: 'diffusion',
  diffusionIsOpen: false,
  sharedBucketUrl: ''
};

/** Policies of a store in memory. */
function makePolicies() {
  let statements: object[] = [];
  const send = jest.fn(async () => ({
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements })
  }));
  const policies = new Policies({ send } as unknown as IS3Connection);
  const publish = (...patterns: string[]) => {
    statements = patterns.map(pattern => ({
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::b/${pattern}`
    }));
  };
  return { policies, publish, send };
}

describe('the panel', () => {
  let drive: FakeDrive;
  let browser: S3FileBrowser;
  let store: ReturnType<typeof makePolicies>;

  beforeEach(() => {
    drive = new FakeDrive({
      'b/open/a.csv': 'a',
      'b/partly/x/a.csv': 'a',
      'b/own/a.csv': 'a',
      'b/single.csv': 'a'
    });
    store = makePolicies();
    drive.policies = store.policies;
    browser = makeBrowser(drive);
    Widget.attach(browser, document.body);
  });

  afterEach(() => browser.dispose());

  const settled = async () => {
    await new Promise(resolve => setTimeout(resolve, 20));
    MessageLoop.flush();
  };
  const badges = () =>
    Array.from(
      browser.node.querySelectorAll<HTMLElement>('.jp-DirListing-item')
    ).map(row => [
      row.querySelector('.jp-DirListing-itemText')?.textContent,
      row.dataset.s3Badge ?? null,
      row.querySelectorAll('.jp-S3Badge').length
    ]);
  const note = () => browser.node.querySelector('.jp-S3Note')?.textContent;

  it('shows badges after one request, and follows the policy', async () => {
    store.publish('open/*', 'partly/x/*', 'single.csv');
    await browser.model.cd('/b');
    await settled();
    expect(badges()).toEqual([
      ['open', 'public', 1],
      ['own', null, 0],
      ['partly', 'partly', 1],
      ['single.csv', 'public', 1]
    ]);
    expect(store.send).toHaveBeenCalledTimes(1);
    await browser.model.cd('/b/open');
    await browser.model.cd('/b');
    await browser.s3.relist(false);
    await settled();
    expect(store.send).toHaveBeenCalledTimes(1);

    store.publish('own/*');
    await browser.s3.relist();
    await settled();
    expect(badges().map(([name, kind]) => [name, kind])).toEqual([
      ['open', null],
      ['own', 'public'],
      ['partly', null],
      ['single.csv', null]
    ]);
    expect(store.send).toHaveBeenCalledTimes(2);
  });

  it('asks for nothing at the root, and shows there what it knows', async () => {
    store.publish('*');
    await browser.model.cd('/');
    await settled();
    expect(store.send).not.toHaveBeenCalled();
    await browser.model.cd('/b');
    await settled();
    await browser.model.cd('/');
    await settled();
    expect(badges()).toEqual([['b', 'public', 1]]);
    expect(store.send).toHaveBeenCalledTimes(1);
  });

  it('says of a folder who may read it, and leads to its dialog', async () => {
    store.publish('open/*');
    const shared: string[] = [];
    browser.s3.onShare = path => shared.push(path);
    await browser.model.cd('/b/open');
    await settled();
    expect(note()).toBe('Public: anyone can read what is in here. Share…');
    browser.node.querySelector<HTMLElement>('.jp-S3Note-action')!.click();
    expect(shared).toEqual(['s3:b/open/']);
    store.publish('*');
    await browser.s3.relist();
    await settled();
    expect(note()).toContain('Public through the bucket b:');
    store.publish();
    await browser.s3.relist();
    await settled();
    expect(note()).toBeUndefined();
  });

  it('says that the platform opens a folder to its users', async () => {
    drive.files.set('b/diffusion/a.csv', 'a');
    drive.sharing = { ...RULES, diffusionIsOpen: true };
    await browser.model.cd('/b/diffusion');
    await settled();
    expect(note()).toBe('Readable by every user of the platform.');
    store.publish('diffusion/*');
    await browser.s3.relist();
    await settled();
    expect(note()).toBe('Public: anyone can read what is in here.');
  });

  it('leads from the root to the page where one asks for a bucket', async () => {
    const url = 'https://datalab.example/ask';
    drive.sharing = { ...RULES, sharedBucketUrl: url };
    await browser.model.cd('/');
    await settled();
    const link = browser.node.querySelector<HTMLAnchorElement>('.jp-S3Note a')!;
    expect([link.href, link.target, link.rel]).toEqual([
      url,
      '_blank',
      'noopener noreferrer'
    ]);
    drive.files.clear();
    await browser.s3.relist();
    await settled();
    const requested = jest.fn();
    browser.requested.connect((_, action) => requested(action));
    browser.node
      .querySelector<HTMLElement>('[data-action="ask-for-bucket"]')!
      .click();
    expect(requested).toHaveBeenCalledWith('ask-for-bucket');
  });
});

describe('sharedBucketUrl', () => {
  it.each([
    ['https://a.example/x', 'https://a.example/x'],
    ['http://a.example', 'http://a.example/'],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['a.example/x', null],
    ['', null]
  ])('of %s is %s', (text, expected) => {
    expect(sharedBucketUrl({ ...RULES, sharedBucketUrl: text })).toBe(expected);
  });

  it('is none where nothing is known', () => {
    expect(sharedBucketUrl(null)).toBeNull();
  });
});

describe('Badges', () => {
  it('are judged once a place, and quickly in a large policy', async () => {
    const { policies, publish } = makePolicies();
    publish(...Array.from({ length: 300 }, (_, i) => `f/${i}.csv`));
    await policies.get('b');
    const trans = nullTranslator.load('');
    const found = new Badges(() => policies, trans);
    const first = found.of({ bucket: 'b', key: 'f/7.csv' });
    expect(first?.kind).toBe('public');
    expect(found.of({ bucket: 'b', key: 'f/7.csv' })).toBe(first);
    expect(found.of({ bucket: 'b', key: 'f/x.csv' })).toBeNull();
    expect(found.of({ bucket: 'b', key: 'f/' })?.kind).toBe('partly');
    expect(found.of({ bucket: 'other', key: 'f/7.csv' })).toBeNull();
  });
});
