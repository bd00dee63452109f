// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: what is cut off at which request is ours; what each store does with a write is in smaller specs

import { UUID } from '@lumino/coreutils';

import { answer, type } from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';

let d: IDriveFixture;
let b: string;

useDrive({ own: true }, made => {
  d = made;
  b = d.bucket;
});

afterEach(() => {
  for (const dialog of document.body.querySelectorAll('.jp-Dialog')) {
    dialog.remove();
  }
});

/**
 * Let the first requests of an operation through, and none after: the store
 * fails before a request arrives, or right after it was carried out.
 */
function cutAt(index: number, mode: 'unsent' | 'lost'): () => boolean {
  let count = 0;
  d.fixture.intercept(async (request, next) => {
    const number = count++;
    if (number < index) {
      return next();
    }
    if (number === index && mode === 'lost') {
      await next();
    }
    // A status that is not retried.
    return new Response(null, {
      status: 418,
      headers: { 'X-S3-Drive-Origin': 'store' }
    });
  });
  return () => count > index;
}

/**
 * Run an operation once for each moment at which the store may fail, and check
 * what exists then.
 */
async function atEachMoment(
  prepare: (key: string) => Promise<unknown>,
  operate: (key: string) => Promise<unknown>,
  check: (key: string, failed: boolean) => Promise<void>
): Promise<number> {
  let moments = 0;
  for (const mode of ['unsent', 'lost'] as const) {
    for (let index = 0; ; index++) {
      const key = `cut/${mode}${index}-${UUID.uuid4().slice(0, 4)}`;
      await prepare(key);
      const wasCut = cutAt(index, mode);
      const failed = await operate(key).then(
        () => false,
        () => true
      );
      d.fixture.intercept(null);
      await check(key, failed);
      if (!wasCut()) {
        expect(failed).toBe(false);
        break;
      }
      moments++;
    }
  }
  return moments;
}

/** Everything that is stored below a prefix. */
async function stored(prefix: string): Promise<string[]> {
  return Promise.all((await d.keys(prefix)).map(key => d.text(key)));
}

describe('a store that dies', () => {
  it('in a save leaves the old or the new object', async () => {
    const moments = await atEachMoment(
      key => d.put(key, 'old'),
      async key => {
        const path = `${b}/${key}`;
        await d.drive.get(path, { content: false, hash: true });
        await d.drive.save(path, {
          type: 'file',
          format: 'text',
          content: 'new'
        });
      },
      async (key, failed) => {
        const text = await d.text(key);
        expect(['old', 'new']).toContain(text);
        expect(failed || text === 'new').toBe(true);
      }
    );
    expect(moments).toBeGreaterThan(6);
  });

  it('in a rename of a file leaves its bytes', async () => {
    const moments = await atEachMoment(
      async key => {
        await d.put(`${key}/a.txt`, 'bytes');
        await d.put(`${key}/.ipynb_checkpoints/a-checkpoint.txt`, 'checkpoint');
      },
      key => d.drive.rename(`${b}/${key}/a.txt`, `${b}/${key}/b.txt`),
      async key => {
        const texts = await stored(`${key}/`);
        expect(texts).toContain('bytes');
        expect(texts).toContain('checkpoint');
      }
    );
    expect(moments).toBeGreaterThan(8);
  });

  it('in a rename of a folder leaves its bytes, and it can be completed', async () => {
    const moments = await atEachMoment(
      async key => {
        for (const name of ['x', 'y', 'sub/z']) {
          await d.put(`${key}/old/${name}`, name);
        }
      },
      key => d.drive.rename(`${b}/${key}/old`, `${b}/${key}/new`),
      async (key, failed) => {
        const texts = await stored(`${key}/`);
        expect(texts).toEqual(expect.arrayContaining(['x', 'y', 'sub/z']));
        if (failed && (await d.keys(`${key}/old/`)).length) {
          await d.drive.rename(`${b}/${key}/old`, `${b}/${key}/new`);
        }
        const keys = (await d.keys(`${key}/new/`)).filter(
          found => !found.endsWith('.json')
        );
        expect(keys).toEqual(
          ['sub/z', 'x', 'y'].map(name => `${key}/new/${name}`)
        );
      }
    );
    expect(moments).toBeGreaterThan(8);
  });

  it('in a move onto a file leaves the bytes of both, or the new ones', async () => {
    const moments = await atEachMoment(
      async key => {
        await d.put(`${key}/from/a.txt`, 'moved');
        await d.put(`${key}/to/a.txt`, 'replaced');
      },
      key =>
        // What JupyterLab does after the person has confirmed.
        d.contents.overwrite(
          `s3:${b}/${key}/from/a.txt`,
          `s3:${b}/${key}/to/a.txt`
        ),
      async (key, failed) => {
        const target = await d.text(`${key}/to/a.txt`);
        expect(await stored(`${key}/`)).toContain('moved');
        expect(['moved', 'replaced']).toContain(target);
        expect(failed || target === 'moved').toBe(true);
        // No remainder under a temporary name.
        const names = (await d.keys(`${key}/`)).filter(
          found => found.endsWith('.txt') && !found.includes('checkpoint')
        );
        expect(names.every(name => name.endsWith('/a.txt'))).toBe(true);
      }
    );
    expect(moments).toBeGreaterThan(8);
  });

  it('in a "Save As" over a file leaves the old or the new object', async () => {
    const moments = await atEachMoment(
      key => d.put(key, 'replaced'),
      async key => {
        const path = `s3:${b}/${key}`;
        // `Context.saveAs`, without its dialogs.
        await d.contents.get(path, { content: false });
        await new Promise(resolve => setTimeout(resolve, 2));
        const save = () =>
          d.contents.save(path, {
            type: 'file',
            format: 'text',
            content: 'saved as'
          });
        await d.contents.delete(path).then(async () => {
          await Promise.resolve();
          await save();
        });
        await save();
      },
      async (key, failed) => {
        const text = await d.text(key);
        expect(['replaced', 'saved as']).toContain(text);
        expect(failed || text === 'saved as').toBe(true);
      }
    );
    expect(moments).toBeGreaterThan(6);
  });

  it('in a deletion of a folder leaves the rest to be deleted', async () => {
    await atEachMoment(
      async key => {
        for (const name of ['', 'x', 'sub/', 'sub/z']) {
          await d.put(`${key}/dir/${name}`, '');
        }
        await d.put(`${key}/dir2/x`, 'neighbour');
      },
      key => d.drive.delete(`${b}/${key}/dir`),
      async key => {
        expect(await d.text(`${key}/dir2/x`)).toBe('neighbour');
        if ((await d.keys(`${key}/dir/`)).length) {
          await d.drive.delete(`${b}/${key}/dir`);
        }
        expect(await d.keys(`${key}/dir/`)).toEqual([]);
      }
    );
  });

  it('really, in the middle of a save: the document stays, the next save works', async () => {
    await d.put('kill/doc.txt', 'old');
    const context = await d.open('kill/doc.txt');
    type(context, 'new');
    let killed = false;
    d.fixture.intercept(async (request, next) => {
      const { pathname } = new URL(request.url);
      if (request.method === 'PUT' && pathname.endsWith('kill/doc.txt')) {
        if (!killed) {
          killed = true;
          await d.fixture.control.killStore();
        }
      }
      return next();
    });
    const saving = context.save().catch(() => 'failed');
    const text = await answer('Close');
    expect(await saving).toBe('failed');
    expect(killed).toBe(true);
    expect(text).toMatch(/The (store does not answer|connection was lost)/);
    expect(context.model.dirty).toBe(true);
    expect(context.model.toString()).toBe('new');
    await d.fixture.control.startStore();
    expect(await d.text('kill/doc.txt')).toBe('old');
    await context.save();
    expect(await d.text('kill/doc.txt')).toBe('new');
    expect(context.model.dirty).toBe(false);
  });

  it.each([2, 4, 6, 8])(
    'really, at request %i of a rename and of a move onto a file',
    async index => {
      const key = `kill/${index}`;
      await d.put(`${key}/a.txt`, 'renamed');
      await d.put(`${key}/c.txt`, 'moved');
      await d.put(`${key}/e.txt`, 'replaced');
      for (const operate of [
        () => d.contents.rename(`s3:${b}/${key}/a.txt`, `s3:${b}/${key}/b.txt`),
        () =>
          d.contents.overwrite(`s3:${b}/${key}/c.txt`, `s3:${b}/${key}/e.txt`)
      ]) {
        let count = 0;
        d.fixture.intercept(async (_, next) => {
          if (count++ === index) {
            await d.fixture.control.killStore();
          }
          return next();
        });
        await operate().catch(() => 'failed');
        d.fixture.intercept(null);
        await d.fixture.control.startStore();
      }
      const texts = await stored(`${key}/`);
      expect(texts).toContain('renamed');
      expect(texts).toContain('moved');
      expect(['moved', 'replaced']).toContain(await d.text(`${key}/e.txt`));
      const listed = await d.drive.get(`${b}/${key}`);
      expect(listed.type).toBe('directory');
    }
  );
});
