// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { firstText, hexText } from '../firstbytes';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('the first bytes of a file', () => {
  it('are text in UTF-8, whatever character they are cut in', () => {
    const bytes = utf8('l’été 🌞');
    const whole = firstText(bytes);
    expect(whole).toBe('l’été 🌞');
    for (let size = 0; size <= bytes.length; size++) {
      expect(whole).toContain(firstText(bytes.subarray(0, size)));
    }
  });

  it.each([
    ['Latin-1', Uint8Array.of(0x6c, 0xe9, 0x74, 0x0a), 'lét\n'],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0), 'a'],
    ['none', new Uint8Array(), '']
  ])('are text in %s', (_, bytes, text) => {
    expect(firstText(bytes)).toBe(text);
  });

  it.each([
    ['a NUL', Uint8Array.of(0x61, 0, 0x62)],
    ['control characters', Uint8Array.of(1, 2, 3, 0x80, 0x61)]
  ])('are no text with %s', (_, bytes) => {
    expect(firstText(bytes)).toBeNull();
  });

  it('are written as codes and letters', () => {
    const bytes = Uint8Array.from({ length: 20 }, (_, at) => at + 0x59);
    expect(hexText(bytes)).toBe(
      '00000000  59 5a 5b 5c 5d 5e 5f 60  61 62 63 64 65 66 67 68  |YZ[\\]^_`abcdefgh|\n' +
        `00000010  69 6a 6b 6c${' '.repeat(39)}|ijkl|`
    );
    expect(hexText(Uint8Array.of(0, 0x7f, 0xe9))).toMatch(
      /^00000000 {2}00 7f e9 +\|\.\.\.\|$/
    );
  });
});
