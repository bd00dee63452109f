// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, IFolderFacts } from '../../inspect/facts';
import type { S3Location } from '../../s3/location';
import type {
  ISnippetQuery,
  ISnippetStore,
  Language,
  Library,
  Operation
} from '../write/types';

/**
 * What was found out about a location.
 */
export interface IFound {
  /** The key of a folder ends in a slash, that of a bucket is empty. */
  readonly location: S3Location;
  readonly kind: 'file' | 'folder';
  readonly facts: IFacts | IFolderFacts;
  /**
   * The URL at which anyone can read the file, or the folder's files; `null` if
   * it is not public.
   */
  readonly publicUrl: string | null;
  /** The store, and what a kernel finds of it. */
  readonly store: ISnippetStore;
  /** The error that prevented the inspection, or `undefined`. */
  readonly trouble?: unknown;
}

/**
 * The snippet to write.
 */
export interface ISnippetChoice {
  readonly language: Language;
  readonly library: Library;
  readonly operation: Operation;
  /** Which rows and columns of a table are read; all by default. */
  readonly query?: ISnippetQuery | null;
  /** Whether what is public is read without keys, as a stranger does. */
  readonly isAnonymous?: boolean;
  /** The data frame to write; by default the last one of the code above. */
  readonly frame?: string | null;
  /** Whether a file itself is written, which replaces it. */
  readonly replacesFile?: boolean;
}
