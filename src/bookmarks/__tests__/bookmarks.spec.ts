// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Bookmarks } from '../bookmarks';
import { S3Location } from '../../s3/location';

describe('Places', () => {
  it('reads bookmarks, and names those without a name', () => {
    const places = new Bookmarks();
    places.setBookmarks([
      { name: 'Shared', uri: 's3://project/data/' },
      { uri: 'insee/diffusion/' },
      { name: ' ', uri: 's3://bucket' }
    ]);
    expect(places.bookmarks()).toEqual([
      { name: 'Shared', location: S3Location.fromPath('project/data/') },
      {
        name: 'insee/diffusion',
        location: S3Location.fromPath('insee/diffusion/')
      },
      { name: 'bucket', location: S3Location.fromPath('bucket') }
    ]);
  });

  it('keeps those of several connections apart', () => {
    const places = new Bookmarks();
    const own = S3Location.fromPath('b/x/');
    const lab = S3Location.fromPath('b/x/', 'lab');
    const first = places.toggled([], own);
    const both = places.toggled(first, lab);
    expect(both.map(({ uri }) => uri)).toEqual(['s3://b/x/', 's3-lab:b/x/']);
    places.setBookmarks(both);
    expect(places.bookmarks().map(({ location }) => location.id)).toEqual([
      own.id,
      lab.id
    ]);
    expect(places.toggled(both, own).map(({ uri }) => uri)).toEqual([
      's3-lab:b/x/'
    ]);
    places.setBookmarks([]);
    places.addRecent(own);
    places.addRecent(lab);
    expect(places.recents().map(({ id }) => id)).toEqual([lab.id, own.id]);
    const restored = new Bookmarks();
    restored.restoreRecents(places.storedRecents());
    expect(restored.recents().map(({ id }) => id)).toEqual([lab.id, own.id]);
  });

  it('leaves out bookmarks that cannot be read and repeated ones', () => {
    const places = new Bookmarks();
    places.setBookmarks([
      { uri: '' },
      { uri: 'https://elsewhere.org/x' },
      { uri: 's3://b/x/' },
      { uri: 'b/x/' }
    ]);
    expect(places.bookmarks().map(({ name }) => name)).toEqual(['b/x']);
  });

  it('toggles a bookmark, whether it ends in a slash or not', () => {
    const places = new Bookmarks();
    const location = S3Location.fromPath('b/x/');
    const added = places.toggled([{ uri: 's3://c' }], location);
    expect(added).toEqual([{ uri: 's3://c' }, { name: '', uri: 's3://b/x/' }]);
    expect(places.toggled([{ uri: 's3://b/x' }], location)).toEqual([]);
    places.setBookmarks(added);
    expect(places.isBookmarked({ bucket: 'b', key: 'x' })).toBe(true);
    expect(places.isBookmarked(S3Location.fromPath('b/xy/'))).toBe(false);
  });

  it('keeps the newest recents first, once each, up to the limit', () => {
    const places = new Bookmarks();
    places.limit = 2;
    for (const key of ['a/', 'b/', 'a/', 'c/']) {
      places.addRecent(S3Location.fromPath(`x/${key}`));
    }
    expect(places.recents().map(({ key }) => key)).toEqual(['c/', 'a/']);
    places.limit = 0;
    expect(places.recents()).toEqual([]);
  });

  it('does not show a bookmarked place as recent, and forgets one', () => {
    const places = new Bookmarks();
    places.addRecent(S3Location.fromPath('x/a/'));
    places.addRecent(S3Location.fromPath('x/b/'));
    places.setBookmarks([{ uri: 's3://x/a' }]);
    expect(places.recents()).toEqual([S3Location.fromPath('x/b/')]);
    places.forget(S3Location.fromPath('x/b'));
    expect(places.recents()).toEqual([]);
  });

  it('puts what was opened before the stored recents came first', () => {
    const places = new Bookmarks();
    places.addRecent(S3Location.fromPath('x/new/'));
    places.restoreRecents(['s3://x/old/', 'nonsense://', 's3://x/new/']);
    expect(places.storedRecents().slice(0, 2)).toEqual([
      's3://x/new/',
      's3://x/old/'
    ]);
  });
});
