// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * Unpack a frame of LZ4 (`lz4_Frame_format.md` of the LZ4 project), whose blocks
 * may refer to those before them. The libraries for browsers have no bounds for
 * what a damaged frame says, or no frames of such blocks.
 *
 * @param size - How many bytes are in it.
 *
 * @throws `Error` if it is damaged.
 */
export function lz4Frame(packed: Uint8Array, size: number): Uint8Array {
  const unpacked = new Uint8Array(size);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const flags = packed[4];
  if (packed.length < 7 || view.getUint32(0, true) !== MAGIC) {
    throw damaged();
  }
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  let length = 0;
  while (length < size) {
    // Beyond the end, this throws.
    const header = view.getUint32(at, true);
    const end = at + 4 + (header & 0x7fffffff);
    if (header === 0 || end > packed.length) {
      throw damaged();
    }
    const block = packed.subarray(at + 4, end);
    if (header >>> 31) {
      unpacked.set(block, length);
      length += block.length;
    } else {
      length = unpackBlock(block, unpacked, length);
    }
    at = end + (flags & 0x10 ? 4 : 0);
  }
  return unpacked;
}

/**
 * Unpack a block (`lz4_Block_format.md`).
 *
 * @param length - How many bytes are unpacked already.
 *
 * @returns How many are unpacked then.
 */
function unpackBlock(
  block: Uint8Array,
  unpacked: Uint8Array,
  length: number
): number {
  let at = 0;
  const more = (nibble: number) => {
    let count = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255; count += byte) {
      byte = block[at++];
    }
    return count;
  };
  while (at < block.length) {
    const token = block[at++];
    const literals = more(token >> 4);
    // What does not fit throws.
    unpacked.set(block.subarray(at, at + literals), length);
    length += literals;
    at += literals;
    if (at >= block.length) {
      break;
    }
    const distance = block[at] | (block[at + 1] << 8);
    at += 2;
    const end = length + more(token & 15) + SHORTEST_MATCH;
    if (distance === 0 || distance > length || !(end <= unpacked.length)) {
      throw damaged();
    }
    for (; length < end; length++) {
      unpacked[length] = unpacked[length - distance];
    }
  }
  return length;
}

function damaged(): Error {
  return new Error('lz4: damaged');
}

const MAGIC = 0x184d2204;
const SHORTEST_MATCH = 4;
