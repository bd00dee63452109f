// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { prettyJson } from '../prettyjson';

describe('a nested value', () => {
  it('has a line for each part', () => {
    expect(prettyJson('{"a": [1, {"b": null}], "c": {}, "d": [ ]}')).toBe(
      [
        '{',
        '  "a": [',
        '    1,',
        '    {',
        '      "b": null',
        '    }',
        '  ],',
        '  "c": {},',
        '  "d": []',
        '}'
      ].join('\n')
    );
  });

  it('keeps all digits, and what is in texts', () => {
    const text = '{"n": 9223372036854775807, "t": "a, {b}: \\"c\\" [ ]"}';
    expect(prettyJson(text)).toBe(
      '{\n  "n": 9223372036854775807,\n  "t": "a, {b}: \\"c\\" [ ]"\n}'
    );
  });

  it.each(['{not json}', 'plain', '12', '', '[1, 2', '"text"'])(
    'is none: %j',
    cell => {
      expect(prettyJson(cell)).toBeNull();
    }
  );
});
