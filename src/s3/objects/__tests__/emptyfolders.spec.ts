// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { foldersOf } from '../emptyfolders';

describe('foldersOf', () => {
  it('names each folder between a folder and the keys below it, once', () => {
    const keys = ['a/b/c/x', 'a/b/y', 'a/d/', 'a/z'];
    expect(foldersOf('a/', keys).sort()).toEqual([
      'a/',
      'a/b/',
      'a/b/c/',
      'a/d/'
    ]);
  });

  it('names nothing above the folder', () => {
    expect(foldersOf('a/b/', ['a/b/c'])).toEqual(['a/b/']);
  });

  it('takes the marker of a subfolder for a folder', () => {
    expect(foldersOf('a/', ['a/d/e/']).sort()).toEqual([
      'a/',
      'a/d/',
      'a/d/e/'
    ]);
  });
});
