// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Widget } from '@lumino/widgets';

import { MemoryDrive } from '../../testing/drive/memorydrive';
import { makeBrowser } from '../../browser/__tests__/fakes';
import type { S3FileBrowser } from '../../browser/browser';
import { Subject } from '../subject';
import { S3Location } from '../../s3/location';

type Args = Parameters<Subject['isAny']>[0];

/** What a subject says. */
interface IExpected {
  readonly isAny: boolean;
  readonly isOne: boolean;
  /** The URIs, as the panel knows them. */
  readonly locations: string[];
  /** The only one, which the store found; `?` marks what it was asked for. */
  readonly one: string | null;
}

const NOTHING = { isAny: false, isOne: false };
const ONE = { isAny: true, isOne: true };
const SEVERAL = { isAny: true, isOne: false };

describe('Subject', () => {
  let browser: S3FileBrowser;
  let subject: Subject;
  /** The panel; its `browser` is set by `ready`. */
  const panel = {
    browser: null as S3FileBrowser | null,
    ready: async () => (panel.browser = browser)
  };

  beforeEach(async () => {
    const drive = new MemoryDrive({
      'b/a.csv': '',
      'b/c.csv': '',
      'b/d/e': ''
    });
    browser = makeBrowser(drive);
    panel.browser = null;
    const serviceManager = browser.model.manager.services;
    const app = { serviceManager } as Pick<JupyterFrontEnd, 'serviceManager'>;
    subject = new Subject(app, panel);
    Widget.attach(browser, document.body);
    await browser.model.cd('/b');
  });

  afterEach(() => {
    browser.dispose();
  });

  const choose = async (names: string[]) => {
    browser.clearSelectedItems();
    for (const name of names) {
      await browser.selectItemByName(name);
    }
  };

  const tell = async (args: Args): Promise<IExpected> => {
    // Before anything loads the panel.
    const [isAny, isOne] = [subject.isAny(args), subject.isOne(args)];
    const found = await subject.foundOne(args, async path =>
      S3Location.fromPath(`${path}?`)
    );
    const locations = await subject.locations(args);
    return {
      isAny,
      isOne,
      locations: locations.map(({ uri }) => uri),
      one: found && found.uri
    };
  };

  const named: [string, Args, IExpected][] = [
    [
      'a path',
      { path: 's3:b/a.csv' },
      { ...ONE, locations: ['s3://b/a.csv'], one: 's3://b/a.csv?' }
    ],
    [
      'a folder',
      { path: 's3:b/d' },
      { ...ONE, locations: ['s3://b/d/'], one: 's3://b/d?' }
    ],
    [
      'one of several',
      { paths: ['s3:b/a.csv'] },
      { ...ONE, locations: ['s3://b/a.csv'], one: 's3://b/a.csv?' }
    ],
    [
      'several paths',
      { paths: ['s3:b/a.csv', 's3:x/y'] },
      { ...SEVERAL, locations: ['s3://b/a.csv', 's3://x/y'], one: null }
    ],
    [
      'a path that comes first',
      { path: 's3:x/y', paths: ['s3:b/a.csv'] },
      { ...ONE, locations: ['s3://x/y'], one: 's3://x/y?' }
    ],
    ['no paths', { paths: [] }, { ...NOTHING, locations: [], one: null }],
    [
      'what are no paths',
      { paths: [1, null, 's3:x/y'] },
      { ...ONE, locations: ['s3://x/y'], one: 's3://x/y?' }
    ]
  ];

  it.each(named)('is %s, before the panel is loaded', async (_, args, says) => {
    expect(await tell(args)).toEqual(says);
  });

  it.each(named)('is %s, whatever is selected', async (_, args, says) => {
    await panel.ready();
    await choose(['c.csv']);
    expect(await tell(args)).toEqual(says);
  });

  it('is never the root', () => {
    const args = { path: 's3:' };
    expect([subject.isAny(args), subject.isOne(args)]).toEqual([false, false]);
  });

  it('is not known without arguments before the panel is loaded', async () => {
    expect(subject.isAny({})).toBe(false);
    expect(subject.isOne({})).toBe(false);
    expect(subject.selected({})).toBeNull();
    expect((await subject.locations({})).map(({ uri }) => uri)).toEqual([
      's3://b/'
    ]);
    expect(panel.browser).toBe(browser);
  });

  it.each<[string, string[], Args, IExpected]>([
    [
      'the folder of the panel',
      [],
      {},
      { ...ONE, locations: ['s3://b/'], one: 's3://b/' }
    ],
    [
      'what is selected',
      ['a.csv'],
      {},
      { ...ONE, locations: ['s3://b/a.csv'], one: 's3://b/a.csv' }
    ],
    [
      "the panel's folder for its toolbar",
      ['a.csv'],
      { toolbar: true },
      { ...ONE, locations: ['s3://b/'], one: 's3://b/' }
    ],
    [
      'what is selected, for arguments of another type',
      ['a.csv'],
      { path: 1, paths: 's3:x/y' },
      { ...ONE, locations: ['s3://b/a.csv'], one: 's3://b/a.csv' }
    ]
  ])('is %s', async (_, names, args, says) => {
    await panel.ready();
    await choose(names);
    expect(await tell(args)).toEqual(says);
  });
});
