// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it compares two drives, not two stores

import { itKeepsTheContract } from '../../testing/drive/drivecontract';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';

let d: IDriveFixture;

useDrive({}, made => {
  d = made;
});

describe('the drive', () => itKeepsTheContract(() => d));
