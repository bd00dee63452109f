// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: what each store makes of an odd key is in exact and keys; this draws many

import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Contents } from '@jupyterlab/services';
import { unaddressable } from '../../s3/keys';
import { checkpointOf } from '../lookup/checkpointkeys';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';
import { fc, runs, reportSeed } from '../../testing/random';
import { S3Location } from '../../s3/location';

// Each key is listed, opened, moved with its folder and deleted with it; every
// tenth one is also saved, renamed and deleted by itself.
const NUMBER = runs(500);
const TENTH = 10;
jest.setTimeout(120000 + NUMBER * 1000);

let d: IDriveFixture;

useDrive({}, made => {
  d = made;
});

/** Characters that something on the way may misread. */
const awkward = fc.constantFrom(
  ...' +%#?&=;:@,!$()[]{}*~^|"\'`<>.-_\t',
  ...['%2F', '%41', '%', '..', '.', '\u00a0', '\u2028', 'é', 'e\u0301'],
  ...['日本', '\u{1f600}', 'İ', 'ß', 'ﬁ', '\u200d', '\u202e', '-Copy1']
);
const segment = fc
  .array(fc.oneof(awkward, fc.string({ unit: 'grapheme', maxLength: 3 })), {
    minLength: 1,
    maxLength: 8
  })
  .map(parts => parts.join('').replace(/[/\\\0]/g, '-'))
  .filter(text => text !== '' && !/[\ud800-\udfff]/.test(unpaired(text)));
const extension = fc.constantFrom('', '.txt', '.csv', '.tar.gz', '.py', '.');

/** What remains of a text without its surrogate pairs. */
function unpaired(text: string): string {
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '');
}

/** Random legal keys, none of which is a folder of another one. */
function sampleKeys(): string[] {
  // Few folders, so that their listings are not trivial.
  const folders = fc
    .sample(fc.array(segment, { maxLength: 3 }), 40)
    .map(parts => parts.map(part => `${part}_/`).join(''));
  const names = fc.sample(fc.tuple(segment, extension), NUMBER);
  return names.map(
    ([name, ext], i) => `all/${folders[i % folders.length]}${name}-${i}${ext}`
  );
}

/** Process many, a few at a time. */
async function each<T>(
  items: readonly T[],
  action: (item: T, index: number) => Promise<unknown>
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const index = next++;
      await action(items[index], index);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
}

/** The keys and ETags of all objects below a prefix, from the store itself. */
async function etags(prefix: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let token: string | undefined;
  do {
    const page = await d.fixture.foreign.send(
      new ListObjectsV2Command({
        Bucket: d.bucket,
        Prefix: prefix,
        ContinuationToken: token
      })
    );
    for (const { Key, ETag } of page.Contents ?? []) {
      found.set(Key!, ETag!);
    }
    token = page.NextContinuationToken;
  } while (token);
  return found;
}

/** All files below a folder, as the drive lists them. */
async function walk(path: string): Promise<string[]> {
  const model = await d.contents.get(path, { content: true });
  const found: string[] = [];
  const items = model.content as Contents.IModel[];
  for await (const page of d.drive.more(d.contents.localPath(path))) {
    items.push(...page.map(item => ({ ...item, path: `s3:${item.path}` })));
  }
  for (const item of items) {
    expect(item.name).toBe(item.path.slice(item.path.lastIndexOf('/') + 1));
    if (item.type === 'directory') {
      found.push(...(await walk(item.path)));
    } else {
      found.push(item.path);
    }
  }
  return found;
}

it('any legal key is listed, opened, saved, renamed and deleted exactly', async () => {
  reportSeed(`${NUMBER} keys`);
  const { bucket, contents } = d;
  const path = (key: string) => `s3:${bucket}/${key}`;
  const body = (key: string) => `bytes of ${key}`;
  const neighbours = ['all.txt', 'all2/x', 'al', 'allé/x', 'all-/x'];
  await each(neighbours, key => d.put(key, body(key)));
  const wanted = sampleKeys().filter(key => !unaddressable(key));
  await each(wanted, key => d.put(key, body(key)).catch(() => undefined));
  // A store may refuse or change a key; only those it keeps are tested.
  const stored = await etags('all/');
  const keys = wanted.filter(key => stored.has(key));
  await each(
    [...stored.keys()].filter(key => !wanted.includes(key)),
    key => d.drop(key)
  );
  expect(keys.length).toBeGreaterThan(wanted.length * 0.9);

  // List.
  const found = await walk(path('all'));
  expect(found.sort()).toEqual(keys.map(path).sort());

  // Open.
  await each(keys, async key => {
    const options = { type: 'file', format: 'text', content: true } as const;
    const model = await contents.get(path(key), options);
    expect(model.content).toBe(body(key));
    expect(model.path).toBe(path(key));
  });

  // Save, rename and delete each by itself.
  const chosen = keys.filter((_, i) => i % TENTH === 0);
  const gone = new Set<string>();
  await each(chosen, async (key, i) => {
    const old = path(key);
    await contents.get(old, { content: false, hash: true });
    const content = `${body(key)}, saved`;
    await contents.save(old, { type: 'file', format: 'text', content });
    expect(await d.text(key)).toBe(content);
    const renamed = `${key}é +%41`;
    await contents.rename(old, path(renamed));
    expect(await d.text(renamed)).toBe(content);
    expect(await d.exists(key)).toBe(false);
    if (i % 2) {
      await contents.delete(path(renamed));
      expect(await d.exists(renamed)).toBe(false);
    } else {
      await contents.rename(path(renamed), old);
      expect(await d.text(key)).toBe(content);
      await d.put(key, body(key));
    }
    if (i % 2) {
      gone.add(key);
    }
  });
  const left = keys.filter(key => !gone.has(key));
  const allowed = new Set(
    chosen.map(key => checkpointOf(S3Location.fromPath(`${bucket}/${key}`)).key)
  );
  const isOurs = (key: string) => key.endsWith('/') || allowed.has(key);
  const now = await etags('all/');
  const rest = [...now.keys()].filter(key => !isOurs(key));
  expect(rest.sort()).toEqual([...left].sort());
  for (const key of left) {
    expect([key, now.get(key)]).toEqual([key, stored.get(key)]);
  }

  // Rename and delete all at once.
  await contents.rename(path('all'), path('moved é+'));
  expect(await d.keys('all/')).toEqual([]);
  const moved = await etags('moved é+/');
  for (const key of left) {
    const to = key.replace('all/', 'moved é+/');
    expect([to, moved.get(to)]).toEqual([to, stored.get(key)]);
  }
  await contents.delete(path('moved é+'));
  expect((await d.keys()).sort()).toEqual([...neighbours].sort());
  await each(neighbours, async key => {
    expect(await d.text(key)).toBe(body(key));
  });
});
