// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { NO_DATE } from '../models';
import { statusOf } from '../../../testing/drive/documents';
import {
  type IDriveFixture,
  makeDrive
} from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';
import { S3Location } from '../../../s3/location';

let d: IDriveFixture;
let b: string;

const bookmarks = [
  { name: 'Open data', location: S3Location.fromPath('elsewhere/diffusion/') }
];

useDrive(
  {
    locations: {
      bookmarks: () => bookmarks,
      recents: () => [
        S3Location.fromPath('elsewhere/diffusion/'),
        S3Location.fromPath('other/a/b/')
      ]
    }
  },
  made => {
    d = made;
    b = d.bucket;
  }
);

const names = (model: Contents.IModel) =>
  (model.content as Contents.IModel[]).map(item => item.name).sort();

const entry = (model: Contents.IModel, name: string) =>
  (model.content as Contents.IModel[]).find(item => item.name === name)!;

describe('a folder', () => {
  it('shows objects and sub-folders, with or without a marker', async () => {
    await d.put('list/a.txt', 'x');
    await d.put('list/b.ipynb', '{}');
    await d.put('list/sub/deep/c.txt', 'x');
    await d.put('list/empty/', '');
    await d.put('list/', '');
    const model = await d.drive.get(`${b}/list`);
    expect(names(model)).toEqual(['a.txt', 'b.ipynb', 'empty', 'sub']);
    expect(model).toMatchObject({
      type: 'directory',
      format: 'json',
      name: 'list',
      path: `${b}/list`
    });
    expect(entry(model, 'a.txt')).toMatchObject({
      type: 'file',
      size: 1,
      path: `${b}/list/a.txt`,
      content: null
    });
    expect(entry(model, 'b.ipynb').type).toBe('notebook');
    expect(entry(model, 'sub')).toMatchObject({
      type: 'directory',
      last_modified: NO_DATE
    });
  });

  it('keeps upper and lower case', async () => {
    await d.put('Case/File.TXT', 'x');
    const model = await d.drive.get(`${b}/Case`);
    expect(model.path).toBe(`${b}/Case`);
    expect(names(model)).toEqual(['File.TXT']);
  });

  it('tells the same of an object as a look at it does', async () => {
    await d.put('list/a.txt', 'x');
    const listed = entry(await d.drive.get(`${b}/list`), 'a.txt');
    const seen = await d.drive.get(`${b}/list/a.txt`, { content: false });
    expect(seen.hash).toBe(listed.hash);
    expect(seen.last_modified).toBe(listed.last_modified);
    expect(seen.size).toBe(listed.size);
  });

  it('hides the folder of the checkpoints', async () => {
    await d.put('hidden/.ipynb_checkpoints/a-checkpoint.txt', 'x');
    await d.put('hidden/a.txt', 'x');
    expect(names(await d.drive.get(`${b}/hidden`))).toEqual(['a.txt']);
  });

  it('that does not exist is a 404, an empty bucket is not', async () => {
    expect(await statusOf(d.drive.get(`${b}/nothing`))).toBe(404);
    const options = { type: 'directory', content: false };
    expect(await statusOf(d.drive.get(`${b}/nothing`, options))).toBe(404);
    const other = await makeDrive();
    expect(names(await other.drive.get(other.bucket))).toEqual([]);
    await other.dispose();
    expect(await statusOf(d.drive.get('no-such-bucket-here'))).toBe(404);
  });

  it('shows its first thousand entries, and says that there are more', async () => {
    const other = await makeDrive();
    const { drive, bucket } = other;
    const numbers = Array.from({ length: 1203 }, (_, i) => i);
    while (numbers.length) {
      await Promise.all(
        numbers
          .splice(0, 50)
          .map(i => other.put(`many/${String(i).padStart(5, '0')}`, ''))
      );
    }
    await other.put('many/zzz/x', '');
    const first = await drive.get(`${bucket}/many`);
    expect(first.content).toHaveLength(1000);
    expect(drive.isTruncated(`${bucket}/many`)).toBe(true);
    const rest: Contents.IModel[] = [];
    for await (const page of drive.more(`${bucket}/many`)) {
      rest.push(...page);
    }
    expect(rest).toHaveLength(204);
    expect(drive.isTruncated(`${bucket}/many`)).toBe(false);
    await other.dispose();
  });

  it('costs one request, as a look at it does', async () => {
    await d.put('cost/a.txt', 'x');
    d.fixture.sent.length = 0;
    await d.drive.get(`${b}/cost`);
    expect(d.fixture.sent).toHaveLength(1);
    d.fixture.sent.length = 0;
    await d.drive.get(`${b}/cost`, { type: 'directory', content: false });
    expect(d.fixture.sent).toHaveLength(1);
    expect(d.fixture.sent[0]).toContain('max-keys=1');
    d.fixture.sent.length = 0;
    await d.drive.get(`${b}/cost/a.txt`, { content: false });
    expect(d.fixture.sent).toHaveLength(1);
    expect(d.fixture.sent[0]).toMatch(/^HEAD/);
  });
});

describe('the root', () => {
  it('shows buckets, bookmarks and recent places, each place once', async () => {
    const root = await d.drive.get('');
    const items = root.content as Contents.IModel[];
    expect(items.map(item => item.path)).toContain(b);
    const rest = items.filter(item => item.path.includes('/'));
    expect(rest.map(item => [item.name, item.path])).toEqual([
      ['Open data', 'elsewhere/diffusion'],
      ['other/a/b', 'other/a/b']
    ]);
    expect(d.drive.flags(b)).toEqual({ kind: 'bucket' });
    expect(d.drive.flags('elsewhere/diffusion')).toEqual({ kind: 'bookmark' });
    expect(d.drive.flags('other/a/b')).toEqual({ kind: 'recent' });
    expect(root.writable).toBe(false);
    expect(d.drive.rootProblem).toBeNull();
  });

  it('through JupyterLab has the paths of the drive', async () => {
    const root = await d.contents.get('s3:', { content: true });
    expect(root.path).toBe('s3:');
    const items = root.content as Contents.IModel[];
    expect(items.map(item => item.path)).toContain(`s3:${b}`);
  });

  it('refuses to create, delete, rename, copy, save and upload', async () => {
    const { drive } = d;
    const refused = [
      () => drive.newUntitled({ path: '' }),
      () => drive.newUntitled({}),
      () => drive.newUntitled({ path: '/' }),
      () => drive.delete(b),
      () => drive.delete(''),
      () => drive.rename(b, 'other'),
      () => drive.rename(`${b}/x`, 'other'),
      () => drive.copy(b, `${b}/x`),
      () => drive.copy(`${b}/x`, ''),
      () => drive.save('x', { type: 'file', format: 'text', content: '' }),
      () => drive.save('/x', { type: 'file', format: 'text', content: '' }),
      () => drive.upload('', new File(['x'], 'x')),
      () => d.contents.newUntitled({ path: 's3:', type: 'notebook' }),
      () => d.contents.delete(`s3:${b}`)
    ];
    d.fixture.sent.length = 0;
    for (const operation of refused) {
      expect(await statusOf(operation())).toBe(403);
    }
    expect(d.fixture.sent).toEqual([]);
  });
});
