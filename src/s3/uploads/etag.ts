// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The ETag that stores give to an object assembled from parts: the MD5 of the
 * parts' MD5s, a dash, and the number of parts.
 *
 * @param parts - The parts' ETags, in order.
 *
 * @returns With its quotes; `null` if a part's ETag is not an MD5, as under
 * some kinds of encryption.
 */
export function multipartEtag(parts: string[]): string | null {
  const digests = parts.map(part => /^"?([0-9a-f]{32})"?$/i.exec(part)?.[1]);
  if (!digests.every(digest => digest !== undefined)) {
    return null;
  }
  const bytes = digests.join('').match(/../g) ?? [];
  const joined = Uint8Array.from(bytes, byte => parseInt(byte, 16));
  return `"${md5(joined)}-${parts.length}"`;
}

/**
 * MD5 (RFC 1321), in hexadecimal. Used to compare objects, not for security;
 * browsers have no MD5 of their own.
 */
export function md5(bytes: Uint8Array): string {
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  const blocks = padded(bytes);
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    mix(state, blocks, offset);
  }
  return state
    .flatMap(word => [0, 8, 16, 24].map(shift => (word >>> shift) & 0xff))
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('');
}

/**
 * The shifts of the four rounds.
 */
const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21]
];

/**
 * The padded message in blocks of 64 bytes: the message, a one bit, zeros, its
 * length in bits.
 */
function padded(bytes: Uint8Array): DataView {
  const length = (((bytes.length + 8) >>> 6) + 1) * 64;
  const blocks = new Uint8Array(length);
  blocks.set(bytes);
  blocks[bytes.length] = 0x80;
  const view = new DataView(blocks.buffer);
  view.setUint32(length - 8, bytes.length * 8, true);
  view.setUint32(length - 4, Math.floor(bytes.length / 2 ** 29), true);
  return view;
}

/**
 * Mix one block into the state.
 */
function mix(state: number[], blocks: DataView, offset: number): void {
  let [a, b, c, d] = state;
  for (let step = 0; step < 64; step++) {
    const round = step >>> 4;
    const [chosen, word] = [
      [(b & c) | (~b & d), step],
      [(d & b) | (~d & c), 5 * step + 1],
      [b ^ c ^ d, 3 * step + 5],
      [c ^ (b | ~d), 7 * step]
    ][round];
    const constant = Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32);
    const value = blocks.getUint32(offset + 4 * (word & 15), true);
    const sum = (a + chosen + constant + value) | 0;
    const shift = SHIFTS[round][step & 3];
    const turned = (sum << shift) | (sum >>> (32 - shift));
    [a, b, c, d] = [d, (b + turned) | 0, b, c];
  }
  [a, b, c, d].forEach((word, index) => {
    state[index] = (state[index] + word) | 0;
  });
}

/**
 * Whether an ETag can be that of a copy: the same ETag, or that of an upload
 * with one part, as a multipart copy has it.
 */
export function isCopyOf(etag: string, other: string): boolean {
  return etag === other || multipartEtag([etag]) === other;
}
