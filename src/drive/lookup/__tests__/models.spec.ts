// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import { Contents } from '@jupyterlab/services';

import type { IDriveContext } from '../../context';
import {
  fileModel,
  folderModel,
  isMarked,
  markedModel,
  NO_DATE
} from '../models';
import { S3Location } from '../../../s3/location';

const context = { mimetype: () => 'text/csv' } as unknown as IDriveContext;
const facts = {
  size: 3,
  etag: '"abc"',
  lastModified: new Date('2026-11-01T10:00:00.987Z')
};

describe('fileModel', () => {
  it('has the ETag as its hash and a date that a HEAD tells too', () => {
    const model = fileModel(context, S3Location.fromPath('b/d/x.csv'), facts);
    Contents.validateContentsModel(model);
    expect(model).toMatchObject({
      name: 'x.csv',
      path: 'b/d/x.csv',
      type: 'file',
      hash: '"abc"',
      hash_algorithm: 'etag',
      last_modified: '2026-11-01T10:00:00.000Z',
      mimetype: 'text/csv'
    });
  });

  it('takes the type from the end of the name alone', () => {
    const type = (key: string) =>
      fileModel(context, S3Location.fromPath(`b/${key}`), facts).type;
    expect(type('a.ipynb')).toBe('notebook');
    expect(type('a.b.tar.gz')).toBe('file');
    expect(type('README')).toBe('file');
  });

  it('never has an invalid date', () => {
    const lastModified = new Date(NaN);
    const model = fileModel(context, S3Location.fromPath('b/x'), {
      ...facts,
      lastModified
    });
    expect(new Date(model.last_modified).getTime()).not.toBeNaN();
  });
});

describe('folderModel', () => {
  it('has valid dates that are not invented', () => {
    const model = folderModel(S3Location.fromPath('b/d/'));
    Contents.validateContentsModel(model);
    expect(model).toMatchObject({
      name: 'd',
      path: 'b/d',
      created: NO_DATE,
      last_modified: NO_DATE,
      type: 'directory'
    });
  });
});

describe('markedModel', () => {
  const KEYS = ['d//', 'd/./', 'd/../', 'd/.', 'd/..'];

  it('survives what JupyterLab does to paths and names', () => {
    for (const key of KEYS) {
      const model = markedModel(S3Location.fromPath('b/d/'), key);
      expect(isMarked(PathExt.normalize(model.path))).toBe(true);
      // As an inline rename and a drop build it.
      expect(PathExt.join('s3:b/d', model.name)).toBe(`s3:${model.path}`);
      expect(PathExt.basename(model.path)).toBe(model.name);
    }
  });

  it('gives each key another path', () => {
    const paths = KEYS.map(
      key => markedModel(S3Location.fromPath('b/d/'), key).path
    );
    expect(new Set(paths).size).toBe(KEYS.length);
  });
});
