// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { refusalOf } from '../guards';
import { httpError } from '../../../testing/httperror';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { entry, makeModel } from '../../__tests__/fakes';

describe('what is refused', () => {
  let drive: MemoryDrive;
  let model: ReturnType<typeof makeModel>;

  beforeEach(async () => {
    drive = new MemoryDrive({ 'b/a.csv': 'a' });
    model = makeModel(drive);
    await model.cd('/b');
  });

  it('lets everything be tried where one may write, or does not know', () => {
    const item = entry('s3:b/a.csv');
    expect(refusalOf('delete', model, [item])).toBeNull();
    drive.writable = undefined;
    expect(refusalOf('write', model, [])).toBeNull();
  });

  it('refuses changes, not reading, where one may not write', () => {
    drive.writable = false;
    const item = entry('s3:b/a.csv');
    expect(refusalOf('read', model, [item])).toBeNull();
    expect(refusalOf('rename', model, [item])).toMatch(/read here, not write/);
    expect(refusalOf('upload', model, [])).toMatch(/read here, not write/);
  });

  it.each([
    ['delete', /bucket cannot be deleted/],
    ['rename', /bucket cannot be renamed/],
    ['cut', /bucket cannot be renamed or moved/],
    ['upload', /Open one first, then upload/],
    ['new', /Open a bucket first, then create/],
    ['write', /Open a bucket first, then create or paste/]
  ] as const)('refuses to %s at the root', async (action, sentence) => {
    await model.cd('/');
    expect(refusalOf(action, model, [entry('s3:b')])).toMatch(sentence);
  });

  it('tells a bookmark from a bucket', async () => {
    await model.cd('/');
    drive.marks.set('b/x', { kind: 'bookmark' });
    const item = entry('s3:b/x');
    expect(refusalOf('delete', model, [item])).toMatch(/Remove Bookmark/);
    expect(refusalOf('read', model, [item])).toBeNull();
  });

  it('refuses all but deleting what cannot be addressed, naming it', async () => {
    await model.cd('/b');
    drive.marks.set('b/odd', { unaddressable: 'dot-segment', key: 'x/../y' });
    const item = entry('s3:b/odd');
    expect(refusalOf('read', model, [item])).toContain('"x/../y"');
    expect(refusalOf('cut', model, [item])).toContain('"x/../y"');
    expect(refusalOf('rename', model, [item])).toContain('"x/../y"');
    expect(refusalOf('delete', model, [item])).toBeNull();
  });

  it('refuses changes in a place that could not be opened', async () => {
    drive.failures.set('c', httpError(403));
    await model.cd('/c');
    expect(refusalOf('new', model, [])).toMatch(/could not be opened/);
  });
});
