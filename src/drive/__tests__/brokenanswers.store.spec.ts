// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the answers are scripted.

import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';

let d: IDriveFixture;
let path: string;

useDrive({}, async made => {
  d = made;
  path = `${d.bucket}/folder`;
  await d.put('folder/a.txt', 'a');
});

const PAGE = '<!DOCTYPE html>\n<html><body><form>Log in</form></body></html>';

/** What may come in the place of an answer, as if it were the store's. */
const ANSWERS: {
  readonly [name: string]: { status: number; body: () => string };
} = {
  'a page to log in': { status: 200, body: () => PAGE },
  'a page without a doctype': { status: 200, body: () => '<html></html>' },
  'broken XML': { status: 200, body: () => '<ListBucketResult><Contents>' },
  'XML of something else': { status: 200, body: () => '<Hello/>' },
  text: { status: 200, body: () => 'It works!' },
  'nothing at all': { status: 200, body: () => '' },
  'a listing without end': {
    status: 200,
    body: () => `<ListBucketResult>${' '.repeat(17 * 2 ** 20)}`
  }
};

/** Answer every listing of the folder so. */
function answerWith({ status, body }: { status: number; body: () => string }) {
  d.fixture.intercept(async (request, next) =>
    request.url.includes('list-type')
      ? new Response(body(), {
          status,
          headers: { 'X-S3-Drive-Origin': 'store' }
        })
      : next()
  );
}

describe.each(Object.keys(ANSWERS))('%s for a listing', name => {
  it('is no empty folder, and said to be no answer', async () => {
    answerWith(ANSWERS[name]);
    const failure = await d.drive.get(path).catch(error => error);
    expect(failure).toMatchObject({ code: 'AnswerBroken', status: 502 });
    expect(failure.message).toContain('no answer of an S3 store');
    expect(`${failure.message} ${failure.details}`).not.toMatch(/hidden field/);
  });

  it('deletes and moves nothing', async () => {
    answerWith(ANSWERS[name]);
    await expect(d.drive.delete(path)).rejects.toThrow();
    await expect(d.drive.rename(path, `${path} moved`)).rejects.toThrow();
    d.fixture.intercept(null);
    expect(await d.keys('folder')).toEqual(['folder/a.txt']);
  });
});

/** A success that S3 does not answer, of what is asked besides listings. */
const LIES: { readonly [name: string]: string } = {
  'a page to log in': PAGE,
  'XML of something else': '<Hello/>',
  text: 'It works!',
  'nothing at all': ''
};

const isOf = (request: Request, method: string, pattern: RegExp) =>
  request.method === method && pattern.test(request.url);

/** A copy by the store, or, in a batch, by the server. */
const isCopy = (request: Request) => request.headers.has('x-amz-copy-source');

/** What a person does, and the request that is answered otherwise. */
const OPERATIONS: {
  readonly [name: string]: {
    lied: (request: Request) => boolean;
    run: () => Promise<unknown>;
    /** Lies that are the answer. */
    but?: string[];
  };
} = {
  'the list of buckets': {
    lied: request => isOf(request, 'GET', /\/api\/?(\?(?!.*list-type).*)?$/),
    run: () => d.drive.get('')
  },
  'the content of a file': {
    lied: request => isOf(request, 'GET', /a\.txt(\?|$)/),
    run: () => d.drive.get(`${path}/a.txt`)
  },
  'the look at a file': {
    lied: request => isOf(request, 'HEAD', /a\.txt(\?|$)/),
    run: () => d.drive.delete(`${path}/a.txt`)
  },
  'a write over a file': {
    lied: request => isOf(request, 'PUT', /a\.txt(\?|$)/),
    run: () =>
      d.drive.save(`${path}/a.txt`, {
        type: 'file',
        format: 'text',
        content: 'b'
      })
  },
  'a new folder': {
    lied: request => isOf(request, 'PUT', /\/(\?|$)/),
    run: () => d.drive.newUntitled({ path, type: 'directory' })
  },
  'the deletion of a file': {
    lied: request => isOf(request, 'DELETE', /a\.txt(\?|$)/),
    run: () => d.drive.delete(`${path}/a.txt`),
    but: ['nothing at all']
  },
  'the deletion of a folder': {
    lied: request => isOf(request, 'POST', /[?&]delete/),
    run: () => d.drive.delete(path)
  },
  'a copy': {
    lied: isCopy,
    run: () => d.drive.copy(`${path}/a.txt`, `${d.bucket}/other`)
  },
  'the copy of a folder': {
    lied: isCopy,
    run: () => d.drive.copy(path, `${d.bucket}/other`)
  },
  'a move of a selection': {
    lied: isCopy,
    run: async () => {
      const file = `${path}/a.txt`;
      const to = `${d.bucket}/other`;
      const done = await d.drive.moveAll([file, `${path}/b.txt`], to);
      // What could not be moved with others is moved alone.
      return done.has(file) ? done : d.drive.rename(file, `${to}/a.txt`);
    }
  }
};

describe.each(Object.keys(OPERATIONS))('%s', name => {
  const { lied, run, but = [] } = OPERATIONS[name];

  it.each(Object.keys(LIES).filter(lie => !but.includes(lie)))(
    'is not done when the answer is %s',
    async lie => {
      await d.put('folder/a.txt', 'a');
      await d.put('folder/b.txt', 'b');
      await d.put('other/', '');
      let lies = 0;
      d.fixture.intercept(async (request, next) => {
        if (!lied(request)) {
          return next();
        }
        lies++;
        return new Response(LIES[lie], {
          headers: { 'X-S3-Drive-Origin': 'store' }
        });
      });
      const failure = await run().then(
        () => null,
        error => error
      );
      d.fixture.intercept(null);
      expect(lies).toBeGreaterThan(0);
      expect(failure).toMatchObject({ code: 'AnswerBroken', status: 502 });
      expect(await d.text('folder/a.txt')).toBe('a');
    }
  );
});

it.each([
  ['a page', PAGE],
  ['broken XML', '<Error><Code>'],
  ['nothing', '']
])(
  'a refusal in the form of %s has the meaning of its status',
  async (_, body) => {
    answerWith({ status: 403, body: () => body });
    const failure = await d.drive.get(path).catch(error => error);
    expect(failure).toMatchObject({ code: 'AccessDenied', status: 403 });
    expect(`${failure.message} ${failure.details}`).not.toMatch(/hidden field/);
  }
);
