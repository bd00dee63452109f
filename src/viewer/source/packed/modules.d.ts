// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/* What is used of the library's own files, which have no types. */

declare module 'unbzip2-stream/lib/bit_iterator' {
  /** Reads some bits. */
  interface IBits {
    (count: number): number;
    /** How many bytes were read. */
    readonly bytesRead: number;
  }

  /** @param next - The next bytes; they must be there. */
  export default function bitIterator(
    next: () => Uint8Array | undefined
  ): IBits;
}

declare module 'unbzip2-stream/lib/bzip2' {
  import type bitIterator from 'unbzip2-stream/lib/bit_iterator';

  type Bits = ReturnType<typeof bitIterator>;

  const bzip2: {
    /** Read the header of a stream: the size of its blocks, from 1 to 9. */
    header(bits: Bits): number;

    /**
     * Unpack a block.
     *
     * @param checksum - That of the blocks before it.
     *
     * @returns The checksum with it; `null` at the end of the stream.
     */
    decompress(
      bits: Bits,
      found: (byte: number) => void,
      buffer: Int32Array,
      size: number,
      checksum: number
    ): number | null;
  };
  export default bzip2;
}
