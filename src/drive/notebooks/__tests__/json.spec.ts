// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isObject } from '../nbformat';
import { canonical, readJSON, writeJSON } from '../json';
import { fc } from '../../../testing/random';

const units = (value: unknown) =>
  isObject(value) ? Object.values(value).filter(isObject) : [];

/** Read and write without a change in between. */
function through(text: string): string {
  const { value, numbers } = readJSON(text, units);
  return writeJSON(value, numbers);
}

describe('JSON as Python writes it', () => {
  it('gives back the numbers of what has not changed', () => {
    const text = `{
 "a": {
  "big": 12345678901234567890,
  "list": [
   1.0,
   1e-05,
   -0.0,
   1e+16,
   NaN,
   -Infinity,
   null,
   3
  ],
  "text": "1.0 NaN \\" -Infinity"
 },
 "b": {
  "x": 1.0
 }
}`;
    expect(through(text)).toBe(text);
  });

  it('forgets the numbers of what has changed, and of nothing else', () => {
    const { value, numbers } = readJSON(
      '{"a": {"x": 1.0, "y": 2}, "b": {"x": 1.0}}',
      units
    );
    (value as { a: { y: number } }).a.y = 3;
    expect(JSON.parse(writeJSON(value, numbers))).toEqual(value);
    expect(writeJSON(value, numbers)).toContain('"x": 1,');
    expect(writeJSON(value, numbers)).toContain('"x": 1.0\n');
  });

  it('writes new floats as Python does', () => {
    const value = [1e-5, 0.0001, 1e21, 1.5e-7, 123456.789, 1e20];
    expect(
      writeJSON(value, readJSON('{}', units).numbers)
        .slice(2, -2)
        .split(',\n')
        .map(line => line.trim())
    ).toEqual([
      '1e-05',
      '0.0001',
      '1e+21',
      '1.5e-07',
      '123456.789',
      '100000000000000000000'
    ]);
  });

  it('sorts keys by code points', () => {
    const value = { '\uff5e': 1, '\u{1f600}': 2, a: 3, Z: 4, '10': 5, '2': 6 };
    const text = writeJSON(value, readJSON('{}', units).numbers);
    expect(text.match(/"(.*?)"/g)).toEqual([
      '"10"',
      '"2"',
      '"Z"',
      '"a"',
      '"\uff5e"',
      '"\u{1f600}"'
    ]);
  });

  it('reads and writes any JSON without a change of value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), value => {
        const text = JSON.stringify(value);
        const { value: read, numbers } = readJSON(text, units);
        expect(canonical(read)).toBe(canonical(JSON.parse(text)));
        expect(JSON.parse(writeJSON(read, numbers))).toEqual(JSON.parse(text));
      })
    );
  });

  it('refuses what is no JSON', () => {
    for (const text of ['', '{', '[1.0,]', '{"a": 1.0', 'nul', '"\\']) {
      expect(() => readJSON(text, units)).toThrow(SyntaxError);
    }
  });

  it('reads a string of many megabytes', () => {
    const text = `{"a": {"x": 1.0, "data": "${'a\\n'.repeat(3e6)}"}}`;
    expect(through(text)).toContain('1.0');
  });
});
