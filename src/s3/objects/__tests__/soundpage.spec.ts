// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IListPage, IS3Object } from '../list';
import { soundPage, type IAskedPage } from '../soundpage';

const object = (key: string, size = 1): IS3Object => ({
  key,
  size,
  etag: '"e"',
  lastModified: new Date(0)
});

const ASKED: IAskedPage = {
  bucket: 'bucket',
  prefix: 'd/',
  token: undefined,
  isTruncated: false
};

const page = (more: Partial<IListPage>): IListPage => ({
  objects: [object('d/'), object('d/a')],
  prefixes: ['d/sub/'],
  nextToken: null,
  ...more
});

const BROKEN: [string, Partial<IListPage>, Partial<IAskedPage>][] = [
  ['a key elsewhere', { objects: [object('keep/me.txt')] }, {}],
  ['a key that begins alike', { objects: [object('d')] }, {}],
  ['a key in other letters', { objects: [object('D/a')] }, {}],
  ['an empty key', { objects: [object('')] }, {}],
  ['a foreign key among ours', { objects: [object('d/a'), object('e')] }, {}],
  ['a foreign prefix', { prefixes: ['e/'] }, {}],
  ['a negative size', { objects: [object('d/a', -1)] }, {}],
  ['a size that is none', { objects: [object('d/a', NaN)] }, {}],
  ['an endless size', { objects: [object('d/a', Infinity)] }, {}],
  ['half a size', { objects: [object('d/a', 0.5)] }, {}],
  ['more, but no token', {}, { isTruncated: true }],
  ['the same token', { nextToken: 't' }, { isTruncated: true, token: 't' }]
];

it.each(BROKEN)('refuses a page with %s', (_, more, asked) => {
  expect(() => soundPage(page(more), { ...ASKED, ...asked })).toThrow(
    expect.objectContaining({ code: 'ListingBroken', bucket: 'bucket' })
  );
});

it.each([
  ['the last', {}, {}],
  ['an empty', { objects: [], prefixes: [] }, {}],
  ['a first', { nextToken: 't' }, { isTruncated: true }],
  ['a next', { nextToken: 'u' }, { isTruncated: true, token: 't' }],
  ['any key for no prefix', { objects: [object('x')] }, { prefix: '' }]
])('passes %s page', (_, more, asked) => {
  const sound = page(more);
  expect(soundPage(sound, { ...ASKED, ...asked })).toEqual(sound);
});

it.each([-1, NaN, Infinity, 0.5, 2 ** 53])(
  'lists an object of size %d without one, where it is only shown',
  size => {
    const found = page({ objects: [object('d/a', size), object('d/b', 2)] });
    const { objects } = soundPage(found, { ...ASKED, oddSizes: true });
    expect(objects.map(one => one.size)).toEqual([NaN, 2]);
  }
);

it('drops what SeaweedFS lists for a backslash', () => {
  const found = soundPage(
    page({ objects: [object('a/b'), object('a\\b')], prefixes: ['a/b/'] }),
    { ...ASKED, prefix: 'a\\b' }
  );
  expect(found.objects.map(({ key }) => key)).toEqual(['a\\b']);
  expect(found.prefixes).toEqual([]);
});
