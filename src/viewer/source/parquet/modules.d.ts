// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/* What is used of the library's own files; its types are those of its index. */

declare module 'hyparquet-compressors/src/brotli.js' {
  export { decompressBrotli } from 'hyparquet-compressors';
}

declare module 'hyparquet/src/metadata.js' {
  import type { ParquetParsers, SchemaElement } from 'hyparquet';

  /** The value of a bound, which a footer or a page index has as bytes. */
  export function convertMetadata(
    value: Uint8Array,
    schema: SchemaElement,
    parsers: ParquetParsers
  ): unknown;
}

declare module 'hyparquet/src/thrift.js' {
  import type { DataReader } from 'hyparquet';

  /** The fields of a struct, as `field_1` and so on. */
  export function deserializeTCompactProtocol(reader: DataReader): {
    readonly [field: string]: unknown;
  };
}

declare module 'hyparquet-compressors/src/lz4.js' {
  export { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors';
}
