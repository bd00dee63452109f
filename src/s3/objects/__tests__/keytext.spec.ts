// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { fc, runs } from '../../../testing/random';
import { unaddressable } from '../../keys';
import { decodeKey, readableKey } from '../keytext';

const encoded = (bytes: Uint8Array) =>
  Array.from(bytes, byte => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** The bytes that a decoded key stands for. */
const bytesOf = (key: string): number[] =>
  [...key].flatMap(char => {
    const code = char.codePointAt(0)!;
    return code >= 0xdc00 && code <= 0xdcff
      ? [code - 0xdc00]
      : [...new TextEncoder().encode(char)];
  });

describe('decodeKey', () => {
  it('reads any text as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        expect(decodeKey(encodeURIComponent(text))).toBe(text);
      }),
      { numRuns: runs(200) }
    );
  });

  it('keeps any bytes apart, and marks those that are no text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), bytes => {
        const key = decodeKey(encoded(bytes));
        expect(bytesOf(key)).toEqual([...bytes]);
        const isText = !new TextDecoder().decode(bytes).includes('\ufffd');
        expect(unaddressable(key) === 'not-text').toBe(!isText);
      }),
      { numRuns: runs(500) }
    );
  });
});

it('a readable key shows what is no text as it is encoded', () => {
  expect(readableKey(decodeKey('a%FF+b%zz'))).toBe('a%FF b%25zz');
  expect(readableKey('é 🎉')).toBe('é 🎉');
  expect(readableKey('\ud800')).toBe('\ufffd');
});
