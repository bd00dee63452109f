// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ContentsManager } from '@jupyterlab/services';
import { parentOf, savedPlace, typedUri, wayOut } from '../paths';
import { MemoryDrive } from '../../../testing/drive/memorydrive';

describe('paths of the panel', () => {
  const contents = new ContentsManager();
  contents.addDrive(new MemoryDrive({}));

  afterAll(() => {
    contents.dispose();
  });

  it('finds the folder that holds an entry', () => {
    expect(parentOf(contents, 's3:b/x/y.csv')).toBe('s3:b/x');
    expect(parentOf(contents, 's3:b/y.csv')).toBe('s3:b');
    expect(parentOf(contents, 's3:b')).toBe('s3:');
    expect(parentOf(contents, 'work/a.csv')).toBe('work');
  });

  it('leaves a place that is deleted', () => {
    const here = 's3:b/a+b (x/sub';
    expect(wayOut(contents, here, 's3:b/a+b (x')).toBe('s3:b');
    expect(wayOut(contents, here, here)).toBe('s3:b/a+b (x');
    expect(wayOut(contents, here, 's3:b/a+b')).toBeNull();
    expect(wayOut(contents, 's3:b', 's3:b/x')).toBeNull();
  });

  it('knows an S3 URI whose slashes JupyterLab has collapsed', () => {
    expect(typedUri('/s3:/bucket/a b/')).toBe('bucket/a b/');
    expect(typedUri('s3://bucket')).toBe('bucket');
    expect(typedUri('/bucket/s3:/x')).toBeNull();
    expect(typedUri('/s3/x')).toBeNull();
  });

  it('reads a saved place, and nothing from anything else', () => {
    expect(savedPlace(contents, { path: 's3:b/x' })).toBe('b/x');
    expect(savedPlace(contents, { path: 3 })).toBe('');
    expect(savedPlace(contents, undefined)).toBe('');
  });
});
