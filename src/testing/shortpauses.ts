// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type * as Wait from '../s3/http/wait';
import type * as Pauses from './pauses';

// Runs before each store spec (`setupFilesAfterEnv`): attempts follow each other
// at once, unless a spec asks for `useRealPauses`.
jest.mock('../s3/http/wait', (): typeof Wait => {
  const real: typeof Wait = jest.requireActual('../s3/http/wait');
  const { pauses }: typeof Pauses = jest.requireActual('./pauses');
  return {
    ...real,
    pause: (milliseconds, signal) =>
      real.pause(milliseconds / pauses.dividedBy, signal)
  };
});
