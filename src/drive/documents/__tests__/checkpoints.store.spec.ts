// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { MAX_CHECKPOINT_SIZE } from '../checkpoints';
import {
  laterRun,
  saveAnswering,
  statusOf,
  type
} from '../../../testing/drive/documents';
import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';

let d: IDriveFixture;
let b: string;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

afterEach(() => {
  d.options.checkpoints = true;
});

const checkpoint = (name: string) =>
  `cp/.ipynb_checkpoints/${name}-checkpoint.txt`;

describe('a checkpoint', () => {
  it('is not made by looking, although JupyterLab asks for it', async () => {
    await d.put('cp/look.txt', 'x');
    await d.open('cp/look.txt');
    const path = `s3:${b}/cp/look.txt`;
    expect(await d.contents.listCheckpoints(path)).toEqual([]);
    const model = await d.contents.createCheckpoint(path);
    expect(typeof model.id).toBe('string');
    expect(new Date(model.last_modified).getTime()).not.toBeNaN();
    expect(await d.keys('cp/')).toEqual(['cp/look.txt']);
  });

  it('is made before the first save, and no other one', async () => {
    await d.put('cp/first.txt', 'zero');
    const context = await d.open('cp/first.txt');
    for (const text of ['one', 'two']) {
      type(context, text);
      await context.save();
      await context.createCheckpoint();
      await laterRun();
    }
    expect(await d.text(checkpoint('first'))).toBe('zero');
    expect(await context.listCheckpoints()).toHaveLength(1);
    // After it was opened again, the first save keeps the content at that time.
    const again = await d.open('cp/first.txt');
    type(again, 'three');
    await again.save();
    expect(await d.text(checkpoint('first'))).toBe('two');
  });

  it('is restored', async () => {
    await d.put('cp/restore.txt', 'zero', { Metadata: { owner: 'me' } });
    const context = await d.open('cp/restore.txt');
    type(context, 'one');
    await context.save();
    await context.restoreCheckpoint();
    await context.revert();
    expect(context.model.toString()).toBe('zero');
    expect(await d.text('cp/restore.txt')).toBe('zero');
    expect((await d.head('cp/restore.txt')).Metadata).toEqual({ owner: 'me' });
    await laterRun();
    type(context, 'two');
    await context.save();
    expect(await d.text('cp/restore.txt')).toBe('two');
  });

  it('is not restored over what someone else has written', async () => {
    await d.put('cp/foreign.txt', 'zero');
    const context = await d.open('cp/foreign.txt');
    type(context, 'one');
    await context.save();
    await d.put('cp/foreign.txt', 'theirs');
    expect(await statusOf(context.restoreCheckpoint())).toBe(412);
    expect(await d.text('cp/foreign.txt')).toBe('theirs');
  });

  it('is restored where the file was deleted', async () => {
    await d.put('cp/lost.txt', 'zero');
    const context = await d.open('cp/lost.txt');
    type(context, 'one');
    await context.save();
    await d.drop('cp/lost.txt');
    await context.restoreCheckpoint();
    expect(await d.text('cp/lost.txt')).toBe('zero');
  });

  it('that is missing cannot be restored', async () => {
    await d.put('cp/none.txt', 'x');
    const restore = d.drive.restoreCheckpoint(`${b}/cp/none.txt`, 'checkpoint');
    expect(await statusOf(restore)).toBe(404);
    expect(await d.text('cp/none.txt')).toBe('x');
  });

  it('holds what was overwritten by the person in the dialog', async () => {
    await d.put('cp/conflict.txt', 'zero');
    const context = await d.open('cp/conflict.txt');
    await d.put('cp/conflict.txt', 'theirs');
    type(context, 'mine');
    await saveAnswering(context, 'Overwrite');
    expect(await d.text(checkpoint('conflict'))).toBe('theirs');
  });

  it('is deleted on demand', async () => {
    await d.put('cp/del.txt', 'x');
    await d.put(checkpoint('del'), 'old');
    await d.drive.deleteCheckpoint(`${b}/cp/del.txt`, 'checkpoint');
    expect(await d.exists(checkpoint('del'))).toBe(false);
    expect(await d.text('cp/del.txt')).toBe('x');
  });

  it('is not made when switched off, in "diffusion", and of large files', async () => {
    const save = async (key: string) => {
      await d.put(key, 'x');
      const context = await d.open(key);
      type(context, 'y');
      await context.save();
    };
    d.options.checkpoints = false;
    await save('cp2/off.txt');
    expect(await d.drive.listCheckpoints(`${b}/cp2/off.txt`)).toEqual([]);
    d.options.checkpoints = true;
    await save('diffusion/public.txt');
    await d.put('cp2/large.bin', new Uint8Array(MAX_CHECKPOINT_SIZE + 1));
    const path = `${b}/cp2/large.bin`;
    await d.drive.get(path, { content: false, hash: true });
    await d.drive.save(path, {
      type: 'file',
      format: 'base64',
      content: 'eA=='
    });
    const keys = [...(await d.keys('cp2/')), ...(await d.keys('diffusion/'))];
    expect(keys.filter(key => key.includes('checkpoint'))).toEqual([]);
  });

  it('that cannot be made does not stop the save, and is told', async () => {
    await d.put('cp/told.txt', 'x');
    const context = await d.open('cp/told.txt');
    type(context, 'y');
    d.fixture.intercept(async (request, next) =>
      request.method !== 'HEAD' && request.url.includes('.ipynb_checkpoints')
        ? new Response(null, {
            status: 418,
            headers: { 'X-S3-Drive-Origin': 'store' }
          })
        : next()
    );
    d.notices.length = 0;
    await context.save();
    d.fixture.intercept(null);
    expect(await d.text('cp/told.txt')).toBe('y');
    expect(d.notices.map(notice => notice.message).join()).toContain(
      'No checkpoint'
    );
  });

  it('that cannot be listed does not keep a document from opening', async () => {
    await d.put('cp/outage.txt', 'x');
    d.fixture.intercept(async (request, next) =>
      request.url.includes('.ipynb_checkpoints')
        ? new Response(null, {
            status: 418,
            headers: { 'X-S3-Drive-Origin': 'store' }
          })
        : next()
    );
    d.notices.length = 0;
    const context = await d.open('cp/outage.txt');
    d.fixture.intercept(null);
    expect(context.isReady).toBe(true);
    // Nobody has asked for a checkpoint.
    expect(d.notices).toEqual([]);
  });
});
