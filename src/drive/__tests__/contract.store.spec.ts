// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { itKeepsTheContract } from '../../testing/drive/drivecontract';
import { makeDrive } from './helpers';
import type { IDriveFixture } from './helpers';

let d: IDriveFixture;

beforeAll(async () => {
  d = await makeDrive();
});

afterAll(() => d.dispose());

describe('the drive', () => itKeepsTheContract(() => d));
