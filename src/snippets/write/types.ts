// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Location } from '../../s3/path';
import type { IFacts, IFolderFacts } from '../facts';
import type { Names } from './variables';

/**
 * What a snippet is written in.
 */
export type Language = 'python' | 'r' | 'julia' | 'shell';

/**
 * What a snippet uses. The names are settings: they stay.
 */
export type Library =
  // Python; `pandas` is pandas with s3fs.
  | 'pandas'
  | 'storage-options'
  | 'polars'
  | 'duckdb'
  | 'pyarrow'
  | 'boto3'
  | 'geopandas'
  | 'dask'
  // R; `duckdb` too.
  | 'aws.s3'
  | 'arrow'
  | 'paws'
  // Julia
  | 'AWSS3'
  // Shell
  | 'mc'
  | 'aws'
  | 'curl';

/**
 * What a snippet does. `write` puts a data frame back into the file, or as a
 * new file into the folder.
 */
export type Operation = 'read' | 'write' | 'list';

/**
 * What a snippet is to be written for.
 */
export interface ISnippetRequest {
  /** The key of a folder ends in a slash, that of a bucket is empty. */
  readonly place: IS3Location;
  readonly kind: 'file' | 'folder';
  readonly facts: IFacts | IFolderFacts;
  readonly language: Language;
  readonly library: Library;
  readonly operation: Operation;
  /** Where anyone reads the file, or what is in the folder; else `null`. */
  readonly publicUrl: string | null;
  /** Of the store's endpoint. */
  readonly scheme: 'https' | 'http';
  /**
   * The URL of the store's endpoint, to be written as it stands: only where the
   * variables of a kernel do not tell it (an administrator has configured it).
   */
  readonly endpoint?: string | null;
  /** Variables of the notebook, which are not to be overwritten. */
  readonly names: { readonly taken: readonly string[] };
  /** Lines of the notebook's code, of which nothing is repeated. */
  readonly known: readonly string[];
  /**
   * A link to read the file without credentials, for `curl`.
   */
  readonly link?: string | null;
}

/**
 * Code that runs as it stands.
 */
export interface ISnippet {
  /** The whole text without what the notebook has already. */
  readonly code: string;
  /** All lines that import. */
  readonly imports: readonly string[];
  /** All statements before the body; one may have several lines. */
  readonly setup: readonly string[];
  readonly body: string;
  /** What holds the result; empty where nothing does. */
  readonly variable: string;
  /** The language of the kernel, or the shell, that runs it. */
  readonly runs: Language;
}

/**
 * What a library writes: the snippet before what is known is left out.
 */
export interface IParts {
  readonly imports: readonly string[];
  readonly setup: readonly string[];
  readonly body: readonly string[];
  readonly variable: string;
}

/**
 * What is asked of a library: the request with what is derived from it.
 */
export interface ISubject extends Omit<ISnippetRequest, 'names' | 'known'> {
  /** `bucket/key`, a folder without its slash. */
  readonly path: string;
  /** Set where the facts are those of a folder whose files make one table. */
  readonly folder: IFolderFacts | null;
  /** What gives each variable its name. */
  readonly names: Names;
}

/**
 * One library of one language.
 */
export interface ILibrary {
  readonly language: Language;
  readonly library: Library;

  /** How well it does this: 0 not at all, the largest number first. */
  rank(question: IQuestion): number;

  /** Write it; asked only for what it has a rank for. */
  write(subject: ISubject): IParts;
}

/**
 * What decides which libraries are offered.
 */
export type IQuestion = Pick<
  ISnippetRequest,
  'facts' | 'kind' | 'operation' | 'place' | 'publicUrl'
>;
