// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

export { readAddress } from './address';
export { librariesFor, writeSnippet } from './snippet';
export type {
  ISnippet,
  ISnippetRequest,
  Language,
  Library,
  Operation
} from './types';
