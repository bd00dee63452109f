// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import JupyterLabEnvironment from '@jupyterlab/testing/lib/jest-env.js';

/**
 * Globals that jsdom lacks, or has in a form that Node's `fetch` does not
 * accept.
 */
const FROM_NODE = {
  AbortController,
  AbortSignal,
  ArrayBuffer,
  Blob,
  CompressionStream,
  DecompressionStream,
  File,
  ReadableStream,
  TextDecoder,
  TextEncoder,
  TransformStream,
  Uint8Array,
  WritableStream,
  structuredClone
};

/**
 * JupyterLab's jsdom with Node's network, streams and binary types.
 */
export default class Environment extends JupyterLabEnvironment {
  constructor(...args: ConstructorParameters<typeof JupyterLabEnvironment>) {
    super(...args);
    Object.assign(this.global, FROM_NODE);
  }

  /**
   * The SDK's packages have no browser build that jest can load.
   */
  exportConditions(): string[] {
    return ['node', 'node-addons'];
  }
}
