// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Decode cp850, the code page of DOS in western Europe, for which browsers have
 * no decoder.
 */
export function fromCp850(bytes: Uint8Array): string {
  const chars = Array.from(bytes, byte =>
    byte < 0x80 ? String.fromCharCode(byte) : CP850[byte - 0x80]
  );
  return chars.join('');
}

/** The characters of its bytes from 128 on. */
const CP850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤' +
  'ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\xad±‗¾¶§÷¸°¨·¹³²■\xa0';

/**
 * What `TextDecoder` calls an encoding that has a name in Python.
 */
export function labelOf(encoding: string): string {
  return (
    LABELS[encoding] ??
    encoding
      .replace(/^cp(125\d)$/, 'windows-$1')
      .replace(/^iso8859_/, 'iso-8859-')
      .replace(/_/g, '-')
  );
}

const LABELS: { readonly [encoding: string]: string | undefined } = {
  'utf-8-sig': 'utf-8',
  'utf-16': 'utf-16le',
  'utf-16-le': 'utf-16le',
  'utf-16-be': 'utf-16be',
  'latin-1': 'windows-1252',
  cp932: 'shift_jis',
  mac_roman: 'macintosh'
};
