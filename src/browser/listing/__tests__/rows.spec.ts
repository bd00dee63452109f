// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';
import { NO_DATE } from '../../../drive/lookup/models';
import { bucketIcon, recentIcon, starIcon } from '../../../icons';
import { describeRow } from '../rows';
import { entry } from '../../__tests__/fakes';

const trans = nullTranslator.load('jupyterlab_s3_drive');

describe('what a row shows', () => {
  it('gives a file its address, size and date', () => {
    const item = entry('s3:b/é.csv', { size: 2048 });
    const row = describeRow(item, 'b/é.csv', {}, trans);
    expect(row.kind).toBe('file');
    expect(row.title.split('\n')).toEqual([
      's3://b/é.csv',
      'Size: 2 KB',
      expect.stringMatching(/^Modified: /)
    ]);
  });

  it('gives a folder no date that it does not have', () => {
    const item = entry('s3:b/x', { type: 'directory', last_modified: NO_DATE });
    const row = describeRow(item, 'b/x', {}, trans);
    expect(row.kind).toBe('folder');
    expect(row.title).toBe('s3://b/x/');
    expect(row.icon).toBeUndefined();
  });

  it('says of an archived object that it has to be restored', () => {
    const row = describeRow(
      entry('s3:b/old.csv'),
      'b/old.csv',
      { archived: 'GLACIER' },
      trans
    );
    expect(row).toMatchObject({ kind: 'file', mark: 'archived' });
    expect(row.warning).toMatch(/Archived \(GLACIER\).*restore/);
    expect(row.title).toContain(row.warning);
  });

  it.each([
    ['bucket', bucketIcon],
    ['bookmark', starIcon],
    ['recent', recentIcon]
  ] as const)('has an icon of its own for a %s', (kind, icon) => {
    const item = entry('s3:b', { type: 'directory' });
    expect(describeRow(item, 'b', { kind }, trans)).toMatchObject({
      kind,
      icon
    });
  });

  it.each([
    ['dot-segment', /"\."/],
    ['empty-segment', /two slashes in a row/],
    ['leading-slash', /begins with a slash/]
  ] as const)('greys a key with a %s and says why', (unaddressable, why) => {
    const flags = { unaddressable, key: 'k//y' };
    const row = describeRow(entry('s3:b/?'), 'b/?', flags, trans);
    expect(row.kind).toBe('blocked');
    expect(row.title).toMatch(why);
    expect(row.title).toContain('"k//y"');
    expect(row.warning).toBe(row.title);
  });

  it('marks an object and a folder of one name', () => {
    const object = { ambiguous: true, key: 'proj' };
    const file = describeRow(entry('s3:b/proj'), 'b/proj', object, trans);
    expect(file).toMatchObject({ kind: 'file', mark: 'object' });
    expect(file.warning).toContain('"proj"');
    const item = entry('s3:b/proj/', { type: 'directory' });
    const prefix = { ambiguous: true, key: 'proj/' };
    const folder = describeRow(item, 'b/proj/', prefix, trans);
    expect(folder).toMatchObject({ kind: 'folder', mark: 'folder' });
    expect(folder.title).toMatch(/^s3:\/\/b\/proj\/\n/);
  });
});
