// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import {
  answer,
  saveAs,
  statusOf,
  type
} from '../../../testing/drive/documents';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';
import { until } from '../../../testing/until';

let d: IDriveFixture;
let b: string;
let number = 0;
let dir: string;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

beforeEach(() => {
  dir = `replace/${number++}`;
});

/** What JupyterLab says of a name that is taken. */
const EXISTS = /already exists/;

describe('"Save As"', () => {
  it('to a new name stores the document there', async () => {
    await d.put(`${dir}/a.txt`, 'a');
    const context = await d.open(`${dir}/a.txt`);
    type(context, 'changed');
    expect(await saveAs(context, `${b}/${dir}/b.txt`)).toBe(true);
    expect(await d.text(`${dir}/b.txt`)).toBe('changed');
    expect(await d.text(`${dir}/a.txt`)).toBe('a');
  });

  it('over a file replaces it in one step, and never deletes it', async () => {
    await d.put(`${dir}/a.txt`, 'a');
    await d.put(`${dir}/b.txt`, 'b', { ContentType: 'text/x-b' });
    const context = await d.open(`${dir}/a.txt`);
    type(context, 'changed');
    d.fixture.sent.length = 0;
    const saving = saveAs(context, `${b}/${dir}/b.txt`);
    await answer('Overwrite', EXISTS);
    expect(await saving).toBe(true);
    expect(await d.text(`${dir}/b.txt`)).toBe('changed');
    expect(
      d.fixture.sent.filter(request => request.startsWith('DELETE'))
    ).toEqual([]);
    // The earlier object is in the checkpoint.
    expect(await d.text(`${dir}/.ipynb_checkpoints/b-checkpoint.txt`)).toBe(
      'b'
    );
    expect(d.events.map(event => event.type)).not.toContain('delete');
  });

  it('over a file keeps what someone wrote while the dialog was open', async () => {
    await d.put(`${dir}/a.txt`, 'a');
    await d.put(`${dir}/b.txt`, 'b');
    const context = await d.open(`${dir}/a.txt`);
    type(context, 'changed');
    const saving = saveAs(context, `${b}/${dir}/b.txt`);
    await until(() => expect(document.body.textContent).toMatch(EXISTS));
    await d.put(`${dir}/b.txt`, 'theirs');
    await answer('Overwrite', EXISTS);
    // JupyterLab saves twice.
    await answer('Close');
    await answer('Close');
    await saving;
    expect(await d.text(`${dir}/b.txt`)).toBe('theirs');
  });

  it('over a folder is refused, and the folder stays', async () => {
    await d.put(`${dir}/a.txt`, 'a');
    await d.put(`${dir}/folder/x.txt`, 'x');
    const context = await d.open(`${dir}/a.txt`);
    const saving = saveAs(context, `${b}/${dir}/folder`);
    await answer('Overwrite', EXISTS);
    expect(await answer('Close')).toContain('is a folder');
    await answer('Close');
    await saving;
    expect(await d.text(`${dir}/folder/x.txt`)).toBe('x');
    expect(await d.exists(`${dir}/folder`)).toBe(false);
  });

  it('that was cancelled leaves deleting as it is', async () => {
    await d.put(`${dir}/a.txt`, 'a');
    await d.put(`${dir}/b.txt`, 'b');
    const context = await d.open(`${dir}/a.txt`);
    const saving = saveAs(context, `${b}/${dir}/b.txt`);
    await answer('Cancel', EXISTS);
    await saving;
    await d.contents.delete(`s3:${b}/${dir}/b.txt`);
    // The next request finds it gone.
    const look = d.contents.get(`s3:${b}/${dir}/b.txt`, { content: false });
    expect(await statusOf(look)).toBe(404);
    expect(await d.exists(`${dir}/b.txt`)).toBe(false);
    expect(d.events.map(event => event.type)).toEqual(['delete']);
  });

  it('tells a deletion that failed after a look', async () => {
    await d.put(`${dir}/a.txt`, 'a');
    await d.drive.get(`${b}/${dir}/a.txt`, { content: false });
    d.fixture.intercept(async (request, next) =>
      request.method === 'DELETE'
        ? new Response(null, {
            status: 418,
            headers: { 'X-S3-Drive-Origin': 'store' }
          })
        : next()
    );
    await d.drive.delete(`${b}/${dir}/a.txt`);
    await until(() => expect(d.notices[0]?.level).toBe('error'));
    expect(d.notices[0].message).toContain('a.txt');
    expect(await d.text(`${dir}/a.txt`)).toBe('a');
  });
});

describe('a move onto an existing name', () => {
  const overwrite = (from: string, to: string) =>
    d.contents.overwrite(`s3:${b}/${dir}/${from}`, `s3:${b}/${dir}/${to}`);

  it('is refused at first, then replaces in one step', async () => {
    await d.put(`${dir}/a.txt`, 'a');
    await d.put(`${dir}/to/a.txt`, 'b');
    const context = await d.open(`${dir}/a.txt`);
    const rename = d.contents.rename(
      `s3:${b}/${dir}/a.txt`,
      `s3:${b}/${dir}/to/a.txt`
    );
    expect(await statusOf(rename)).toBe(409);
    const model = await overwrite('a.txt', 'to/a.txt');
    expect(model.path).toBe(`s3:${b}/${dir}/to/a.txt`);
    expect(await d.text(`${dir}/to/a.txt`)).toBe('a');
    expect(await d.exists(`${dir}/a.txt`)).toBe(false);
    expect(context.path).toBe(`s3:${b}/${dir}/to/a.txt`);
    expect(d.events.map(event => event.type)).toEqual(['rename']);
    type(context, 'saved');
    await context.save();
    expect(await d.text(`${dir}/to/a.txt`)).toBe('saved');
  });

  it('asks in the document that was replaced', async () => {
    await d.put(`${dir}/a.txt`, 'a');
    await d.put(`${dir}/b.txt`, 'b');
    const replaced = await d.open(`${dir}/b.txt`);
    await overwrite('a.txt', 'b.txt');
    type(replaced, 'old work');
    const saving = replaced.save().catch(() => 'failed');
    expect(await answer('Cancel')).toContain('has changed on disk');
    expect(await saving).toBe('failed');
    expect(await d.text(`${dir}/b.txt`)).toBe('a');
  });

  it('keeps what someone wrote to either of them meanwhile', async () => {
    await d.put(`${dir}/a.txt`, 'a');
    await d.put(`${dir}/b.txt`, 'b');
    let done = false;
    d.fixture.intercept(async (request, next) => {
      if (request.url.includes('uploadId') && !done) {
        done = true;
        await d.put(`${dir}/b.txt`, 'theirs');
      }
      return next();
    });
    expect(await statusOf(overwrite('a.txt', 'b.txt'))).toBe(412);
    expect(await d.text(`${dir}/a.txt`)).toBe('a');
    expect(await d.text(`${dir}/b.txt`)).toBe('theirs');
  });

  it.each([
    ['folder', 'file.txt'],
    ['file.txt', 'folder'],
    ['folder', 'folder2']
  ])('is refused from %s to %s, and nothing changes', async (from, to) => {
    await d.put(`${dir}/file.txt`, 'file');
    await d.put(`${dir}/folder/x`, 'x');
    await d.put(`${dir}/folder2/y`, 'y');
    expect(await statusOf(overwrite(from, to))).toBe(409);
    expect(await d.keys(`${dir}/`)).toEqual(
      ['file.txt', 'folder/x', 'folder2/y'].map(key => `${dir}/${key}`)
    );
  });

  it('does not keep anybody from using such a name', async () => {
    const odd = 'a.txt.0b2d8a4e-7a3f-4c1e-9d2b-5f6a7b8c9d0e';
    await d.put(`${dir}/b.txt`, 'b');
    await d.drive.rename(`${b}/${dir}/b.txt`, `${b}/${dir}/${odd}`);
    expect(await d.text(`${dir}/${odd}`)).toBe('b');
  });
});
