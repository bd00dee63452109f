// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { nullTranslator } from '@jupyterlab/translation';

import type { IS3Connection } from '../../../s3/http/types';
import { Policies } from '../../../s3/policy/policycache';
import type { ISharingRules } from '../../../s3/server/status';
import { Badges } from '../badges';
import type { S3FileBrowser } from '../../browser';
import { sharedBucketUrl } from '../../widgets/sharedbucketnote';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { until } from '../../../testing/until';
import { makeBrowser } from '../../__tests__/fakes';
import { S3Location } from '../../../s3/location';

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
  let drive: MemoryDrive;
  let browser: S3FileBrowser;
  let store: ReturnType<typeof makePolicies>;

  beforeEach(() => {
    drive = new MemoryDrive({
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

  /** Wait for what the answer about a policy brings. */
  const shows = (check: () => void) =>
    until(() => {
      MessageLoop.flush();
      check();
    });
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
    await shows(() =>
      expect(badges()).toEqual([
        ['open', 'public', 1],
        ['own', null, 0],
        ['partly', 'partly', 1],
        ['single.csv', 'public', 1]
      ])
    );
    await browser.model.cd('/b/open');
    await browser.model.cd('/b');
    await browser.s3.relist(false);

    store.publish('own/*');
    await browser.s3.relist();
    await shows(() =>
      expect(badges().map(([name, kind]) => [name, kind])).toEqual([
        ['open', null],
        ['own', 'public'],
        ['partly', null],
        ['single.csv', null]
      ])
    );
    // The first and the last: what came between has asked for nothing.
    expect(store.send).toHaveBeenCalledTimes(2);
  });

  it('asks for nothing at the root, and shows there what it knows', async () => {
    store.publish('*');
    await browser.model.cd('/');
    await browser.model.cd('/b');
    await shows(() => expect(note()).toContain('anyone can read'));
    // The note says it of all of them.
    expect(badges()[0]).toEqual(['open', null, 0]);
    await browser.model.cd('/');
    await shows(() => expect(badges()).toEqual([['b', 'public', 1]]));
    expect(store.send).toHaveBeenCalledTimes(1);
  });

  it('says of a folder who may read it, and leads to its dialog', async () => {
    store.publish('open/*');
    const shared: string[] = [];
    browser.s3.onShare = path => shared.push(path);
    await browser.model.cd('/b/open');
    await shows(() =>
      expect(note()).toBe('Public: anyone can read what is in here. Share…')
    );
    browser.node.querySelector<HTMLElement>('.jp-S3Note-action')!.click();
    expect(shared).toEqual(['s3:b/open/']);
    store.publish('*');
    await browser.s3.relist();
    await shows(() => expect(note()).toContain('Public through the bucket b:'));
    store.publish();
    await browser.s3.relist();
    await shows(() => expect(note()).toBeUndefined());
  });

  it('says that the platform opens a folder to its users', async () => {
    drive.files.set('b/diffusion/a.csv', 'a');
    drive.sharing = { ...RULES, diffusionIsOpen: true };
    await browser.model.cd('/b/diffusion');
    await shows(() =>
      expect(note()).toBe('Readable by every user of the platform.')
    );
    store.publish('diffusion/*');
    await browser.s3.relist();
    await shows(() =>
      expect(note()).toBe('Public: anyone can read what is in here.')
    );
  });

  it('leads from the root to the page where one asks for a bucket', async () => {
    const url = 'https://datalab.example/ask';
    drive.sharing = { ...RULES, sharedBucketUrl: url };
    await browser.model.cd('/');
    const found = () =>
      browser.node.querySelector<HTMLAnchorElement>('.jp-S3Note a');
    await shows(() => expect(found()).not.toBeNull());
    const link = found()!;
    expect([link.href, link.target, link.rel]).toEqual([
      url,
      '_blank',
      'noopener noreferrer'
    ]);
    drive.files.clear();
    await browser.s3.relist();
    const button = () =>
      browser.node.querySelector<HTMLElement>('[data-action="ask-for-bucket"]');
    await shows(() => expect(button()).not.toBeNull());
    const requested = jest.fn();
    browser.requested.connect((_, action) => requested(action));
    button()!.click();
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
    const first = found.of(S3Location.fromPath('b/f/7.csv'));
    expect(first?.kind).toBe('public');
    expect(found.of(S3Location.fromPath('b/f/7.csv'))).toBe(first);
    expect(found.of(S3Location.fromPath('b/f/x.csv'))).toBeNull();
    expect(found.of(S3Location.fromPath('b/f/'))?.kind).toBe('partly');
    expect(found.of(S3Location.fromPath('other/f/7.csv'))).toBeNull();
  });
});
