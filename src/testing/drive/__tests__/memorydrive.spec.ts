// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { itKeepsTheContract } from '../drivecontract';
import { MemoryDrive } from '../memorydrive';

let drive: MemoryDrive;

beforeAll(() => {
  drive = new MemoryDrive({ 'bucket/': '' });
});

afterAll(() => drive.dispose());

describe('the drive in memory', () =>
  itKeepsTheContract(() => ({
    drive,
    bucket: 'bucket',
    put: async (key, text) => {
      drive.files.set(`bucket/${key}`, text);
    },
    text: async key => drive.files.get(`bucket/${key}`) ?? '',
    keys: async prefix =>
      Array.from(drive.files.keys(), path => path.slice('bucket/'.length))
        .filter(key => key.startsWith(prefix))
        .sort()
  })));
