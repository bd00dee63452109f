// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { fitted } from '../insertion/fitting';

/** Insert at `|`. */
function insert(text: string, code = 'a\nb\n'): string {
  const offset = text.indexOf('|');
  const source = text.replace('|', '');
  const inserted = fitted(source, offset, code);
  return source.slice(0, offset) + inserted + source.slice(offset);
}

describe('fitted', () => {
  it.each([
    ['|', 'a\nb\n'],
    ['x\n|', 'x\na\nb\n'],
    ['x\n|\ny', 'x\na\nb\ny'],
    ['x|\ny', 'x\na\nb\ny'],
    ['x|', 'x\na\nb\n'],
    ['|x', 'a\nb\nx'],
    ['x|y', 'x\na\nb\ny'],
    ['\n|', '\na\nb\n'],
    ['|\n', 'a\nb\n'],
    ['def f():\n    |\n    y', 'def f():\n    a\n    b\n    y'],
    ['    x|\n', '    x\n    a\n    b\n']
  ])('%j', (text, result) => {
    expect(insert(text)).toBe(result);
  });

  it('keeps empty lines empty', () => {
    expect(insert('\tx|', 'a\n\nb\n')).toBe('\tx\n\ta\n\n\tb\n');
  });
});
