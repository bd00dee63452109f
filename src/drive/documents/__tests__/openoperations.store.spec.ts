// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: what an open document does is the same on each store

import {
  type IContext,
  autosave,
  saveAnswering,
  type
} from '../../../testing/drive/documents';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { expectNoDialogLeft, useDrive } from '../../../testing/setup';
import { until } from '../../../testing/until';

let d: IDriveFixture;
let context: IContext;
let number = 0;
let folder: string;
let key: string;

useDrive({}, made => {
  d = made;
});

beforeEach(async () => {
  folder = `open-${number++}`;
  key = `${folder}/year/doc.txt`;
  await d.put(key, 'original');
  context = await d.open(key);
});

expectNoDialogLeft();

const path = (name: string) => `${d.bucket}/${name}`;

const remove = (name: string) =>
  d.documents.deleting(path(name), () => d.drive.remove(path(name)));

const upload = () =>
  d.drive.upload(path(`${folder}/year`), new File(['theirs'], 'doc.txt'), {
    onExisting: 'replace'
  });

/** Restore the object from before the first save, in another document of it. */
const restore = async () => {
  const other = await d.open(key);
  type(other, 'saved');
  await other.save();
  await other.restoreCheckpoint();
  await other.revert();
};

/**
 * What becomes of an open document: it is closed, goes to another path, stays as
 * it is, or has another version of its object.
 */
type Fate = 'closed' | 'stays' | { to: string } | { shows: string };

/** The table of R12: what is done here to the object of an open document. */
const OPERATIONS: [string, () => Promise<unknown>, Fate][] = [
  ['deleted', () => remove(key), 'closed'],
  ['deleted with its folder', () => remove(`${folder}/year`), 'closed'],
  [
    'renamed',
    () => d.drive.rename(path(key), path(`${folder}/year/new.txt`)),
    { to: 'year/new.txt' }
  ],
  [
    'renamed with its folder',
    () => d.drive.rename(path(`${folder}/year`), path(`${folder}/new`)),
    { to: 'new/doc.txt' }
  ],
  [
    'moved in a selection',
    () => d.drive.moveAll([path(key)], path(folder), {}),
    { to: 'doc.txt' }
  ],
  ['copied', () => d.drive.copy(path(key), path(folder)), 'stays'],
  [
    'duplicated',
    () => d.drive.copy(path(key), path(`${folder}/year`)),
    'stays'
  ],
  [
    'copied in a selection',
    () => d.drive.copyAll([path(key)], path(folder), {}),
    'stays'
  ],
  ['replaced by an upload', upload, { shows: 'theirs' }],
  ['replaced by its checkpoint', restore, { shows: 'original' }]
];

describe('a document without changes', () => {
  it.each(OPERATIONS)('whose object is %s', async (_, operation, fate) => {
    await operation();
    if (fate === 'closed') {
      expect(context.isDisposed).toBe(true);
      expect(await d.exists(key)).toBe(false);
      return;
    }
    const at =
      typeof fate === 'object' && 'to' in fate ? `${folder}/${fate.to}` : key;
    const text =
      typeof fate === 'object' && 'shows' in fate ? fate.shows : 'original';
    await until(() => expect(context.model.toString()).toBe(text));
    expect(context.path).toBe(`s3:${path(at)}`);
    type(context, 'mine');
    expect(await autosave(context)).toBe('saved');
    expect(await d.text(at)).toBe('mine');
    expect(await d.exists(key)).toBe(at === key);
  });
});

describe('a document with changes', () => {
  it.each(OPERATIONS)('whose object is %s', async (_, operation, fate) => {
    type(context, 'mine');
    await operation();
    if (fate === 'closed') {
      expect(context.isDisposed).toBe(true);
      expect(await d.exists(key)).toBe(false);
      return;
    }
    expect(context.model.toString()).toBe('mine');
    if (typeof fate === 'object' && 'shows' in fate) {
      const { saved, text } = await saveAnswering(context, 'Cancel');
      expect(text).toContain('has changed on disk');
      expect(saved).toBe(false);
      expect(await d.text(key)).toBe(fate.shows);
      return;
    }
    const at = fate === 'stays' ? key : `${folder}/${fate.to}`;
    expect(await autosave(context)).toBe('saved');
    expect(await d.text(at)).toBe('mine');
    expect(await d.exists(key)).toBe(at === key);
  });
});
