// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { gridTheme } from '../theme';

it('a cell that has no room ends in an ellipsis, and keeps its first digits', () => {
  const { body } = gridTheme(document.createElement('div'));
  expect(body.elideDirection).toBe('right');
});
