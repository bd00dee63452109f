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
