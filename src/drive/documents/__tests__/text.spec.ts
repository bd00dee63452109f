// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { decodeDocument, decodeUtf8, encodeText } from '../text';
import { fromBase64, toBase64 } from '../../../s3/http/base64';
import { fc } from '../../../testing/random';

describe('text', () => {
  it('gives any Unicode text back as it was, also with a byte order mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, mark) => {
        const whole = mark ? `\ufeff${text}` : text;
        const bytes = encodeText(whole);
        expect(decodeUtf8(bytes)).toBe(whole);
        expect(encodeText(decodeUtf8(bytes)!)).toEqual(bytes);
      })
    );
  });

  it('keeps the bytes of a byte order mark', () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61);
    expect(encodeText(decodeUtf8(bytes)!)).toEqual(bytes);
  });

  it('never reads what is not UTF-8 with replacement characters', () => {
    const latin = Uint8Array.of(0x63, 0x61, 0x66, 0xe9);
    expect(decodeUtf8(latin)).toBeNull();
    expect(decodeDocument(latin)).toEqual({
      text: 'café',
      encoding: 'windows-1252'
    });
  });

  it.each([
    ['utf-16le', [0xff, 0xfe, 0x61, 0x00]],
    ['utf-16be', [0xfe, 0xff, 0x00, 0x61]]
  ])('reads %s by its mark', (encoding, bytes) => {
    expect(decodeDocument(Uint8Array.from(bytes))).toEqual({
      text: 'a',
      encoding
    });
  });

  it('knows binary bytes', () => {
    const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d];
    expect(decodeDocument(Uint8Array.from(png))).toBeNull();
  });

  it('gives any bytes back through base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20000 }), bytes => {
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      })
    );
  });
});
