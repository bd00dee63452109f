// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/*
 * What is used of the library's own files: those that its index exports read a
 * file as a whole.
 */

declare module '@uwdata/flechette/src/constants.js' {
  export {
    CompressionType,
    Precision,
    TimeUnit,
    Type
  } from '@uwdata/flechette';
}

declare module '@uwdata/flechette/src/compression.js' {
  export { setCompressionCodec } from '@uwdata/flechette';
}

declare module '@uwdata/flechette/src/util/read.js' {
  type Read<T> = (bytes: Uint8Array, at: number) => T;

  export const readInt16: Read<number>;
  export const readInt32: Read<number>;
  export const readOffset: Read<number>;

  /** Reads the fields of a FlatBuffers table by their places in its vtable. */
  export function readObject(
    bytes: Uint8Array,
    at: number
  ): <T, U extends T | null = T>(
    field: number,
    read: Read<T>,
    without?: U
  ) => T | U;
}

declare module '@uwdata/flechette/src/decode/block.js' {
  /** Where a message of a file is. */
  interface IBlock {
    readonly offset: number;
    readonly metadataLength: number;
    readonly bodyLength: number;
  }

  export function decodeBlocks(bytes: Uint8Array, at: number): IBlock[];
}

declare module '@uwdata/flechette/src/decode/schema.js' {
  import type { Field } from '@uwdata/flechette';

  export function decodeSchema(
    bytes: Uint8Array,
    at: number,
    version: number
  ): { readonly endianness: number; readonly fields: Field[] };
}

declare module '@uwdata/flechette/src/decode/record-batch.js' {
  /** What the header of a record batch says. */
  interface IBatchHeader {
    readonly length: number;
    readonly nodes: readonly { length: number; nullCount: number }[];
    readonly regions: readonly { offset: number; length: number }[];
    readonly compression: { readonly codec: number } | null;
    readonly variadic: readonly number[];
  }

  export function decodeRecordBatch(
    bytes: Uint8Array,
    at: number,
    version: number
  ): IBatchHeader;
}

declare module '@uwdata/flechette/src/decode/dictionary-batch.js' {
  import type { decodeRecordBatch } from '@uwdata/flechette/src/decode/record-batch.js';

  export function decodeDictionaryBatch(
    bytes: Uint8Array,
    at: number,
    version: number
  ): {
    readonly id: number;
    readonly data: ReturnType<typeof decodeRecordBatch>;
    readonly isDelta: boolean;
  };
}

declare module '@uwdata/flechette/src/decode/table-from-ipc.js' {
  import type { ExtractionOptions, Field, Table } from '@uwdata/flechette';
  import type { decodeDictionaryBatch } from '@uwdata/flechette/src/decode/dictionary-batch.js';
  import type { decodeRecordBatch } from '@uwdata/flechette/src/decode/record-batch.js';

  interface IBody {
    readonly body: Uint8Array;
  }

  export function createTable(
    data: {
      readonly schema: { readonly version: number; readonly fields: Field[] };
      readonly dictionaries: (IBody &
        ReturnType<typeof decodeDictionaryBatch>)[];
      readonly records: (IBody & ReturnType<typeof decodeRecordBatch>)[];
    },
    options: ExtractionOptions
  ): Table;
}
