// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IKernels } from '../../s3/server/status';
import type { S3Location } from '../../s3/location';
import type { IFacts, IFolderFacts } from '../../inspect/facts';
import type { LIBRARY_NAMES } from './librarynames';
import type { Names } from './variables';

/**
 * The language of a snippet.
 */
export type Language = 'python' | 'r' | 'julia' | 'shell';

/**
 * The library of a snippet, by the name that settings and commands use, which
 * must not change. `pandas` is pandas with s3fs.
 */
export type Library = keyof typeof LIBRARY_NAMES;

/**
 * The operation of a snippet. `write` writes a data frame back to the file, or
 * to a new file in the folder.
 */
export type Operation = 'read' | 'write' | 'list';

/**
 * A condition on the values of a column.
 */
export interface ISnippetCondition {
  readonly column: string;
  /**
   * What its values are: numbers, numbers of a fixed number of digits after the
   * point, texts, truth, days, points in time, points in time in UTC; `null` for
   * any others.
   */
  readonly type:
    | 'number'
    | 'decimal'
    | 'text'
    | 'boolean'
    | 'day'
    | 'instant'
    | 'utc'
    | null;
  readonly kind: 'equals' | 'contains' | 'range' | 'empty' | 'filled';
  /**
   * What it equals or contains; the least value of a range, `''` for any. Numbers
   * have a decimal point, dates are as `2024-05-01 12:00:00`.
   */
  readonly value: string;
  /** The greatest value of a range, `''` for any. */
  readonly to: string;
}

/**
 * Which rows and columns of a table are read, and in which order.
 */
export interface ISnippetQuery {
  /** All of them hold. */
  readonly conditions: readonly ISnippetCondition[];
  /** `null` for the order of the file; `type` as of a condition. */
  readonly order: {
    readonly column: string;
    readonly type: ISnippetCondition['type'];
    readonly isDescending: boolean;
  } | null;
  /** `null` for all. */
  readonly columns: readonly string[] | null;
}

/**
 * What a snippet writes, and where.
 */
export interface IWriteTarget {
  /** The variable of the notebook; `null` for what the writers call it. */
  readonly frame: string | null;
  /** Whether a file itself is written, which replaces it. */
  readonly replacesFile: boolean;
  /** The name of a new file without its extension; `null` for the variable's. */
  readonly stem: string | null;
}

/**
 * The input of a snippet.
 */
export interface ISnippetRequest {
  /** The key of a folder ends in a slash, that of a bucket is empty. */
  readonly location: S3Location;
  readonly kind: 'file' | 'folder';
  readonly facts: IFacts | IFolderFacts;
  readonly language: Language;
  readonly library: Library;
  readonly operation: Operation;
  /**
   * The URL at which anyone can read the file, or the folder's files; `null` if
   * it is not public.
   */
  readonly publicUrl: string | null;
  /** The store, and what a kernel finds of it by itself. */
  readonly store: ISnippetStore;
  /** Variables of the notebook, which must not be overwritten. */
  readonly names: { readonly taken: readonly string[] };
  /** Lines of the notebook's code, which are not repeated. */
  readonly known: readonly string[];
  /** Which rows and columns of a table are read; all by default. */
  readonly query?: ISnippetQuery | null;
  /** Whether the code ends with a line that shows the first rows. */
  readonly showsRows?: boolean;
  /** For `write`: by default a new file, named after the usual variable. */
  readonly target?: IWriteTarget | null;
  /**
   * A link for `curl`, to read the file without credentials.
   */
  readonly link?: string | null;
}

/**
 * A store, for the code that speaks to it.
 */
export interface ISnippetStore {
  /** The URL of the endpoint, without a slash at its end. */
  readonly endpoint: string;
  /** The region that is configured for the server. */
  readonly region: string;
  /** The region of the bucket, if it is another one. */
  readonly bucketRegion: string | null;
  /**
   * What leads a kernel to it; `null` if nothing is known of that, so that the
   * code says everything.
   */
  readonly kernels: IKernels | null;
}

/**
 * Ready-to-run code.
 */
export interface ISnippet {
  /** The text, without what the notebook already contains. */
  readonly code: string;
  /** All import lines. */
  readonly imports: readonly string[];
  /** All statements before the body; one may have several lines. */
  readonly setup: readonly string[];
  readonly body: string;
  /** The variable of the result; empty if there is none. */
  readonly variable: string;
  /** The language of the kernel, or the shell, that runs it. */
  readonly runs: Language;
}

/**
 * The parts that a library writes, before known lines are omitted.
 */
export interface IParts {
  readonly imports: readonly string[];
  readonly setup: readonly string[];
  readonly body: readonly string[];
  readonly variable: string;
}

/**
 * The request to a library, with derived values.
 */
export interface ISnippetSubject extends Omit<
  ISnippetRequest,
  'names' | 'known'
> {
  /** `bucket/key`, without the trailing slash of a folder. */
  readonly path: string;
  /** The facts of a folder whose files form one table, otherwise `null`. */
  readonly folder: IFolderFacts | null;
  /** Provides the names of variables. */
  readonly names: Names;
}

/**
 * A library in a language. What a file of `libraries` exports of this kind is in
 * the dialog, in the settings and in their documentation, once `jlpm libraries`
 * has read it.
 */
export interface ILibrary {
  readonly language: Language;
  readonly library: Library;

  /** Its own name, as its authors write it. It is not translated. */
  readonly displayName: string;

  /**
   * Its place among the libraries of its language, in the settings and where
   * ranks are equal. The lowest is the default of the language.
   */
  readonly order: number;

  /**
   * What the settings call it, as the default of its language; `null` for a
   * library of special files: for these it ranks first anyway.
   */
  readonly setting: string | null;

  /**
   * How it chooses rows and columns: by statements on a data frame of pandas
   * after the table was read, or within `write`. Left out if it does not.
   */
  readonly query?: 'pandas' | 'polars' | 'sql';

  /** How well it supports a request: 0 not at all, higher is better. */
  rank(question: ISnippetQuestion): number;

  /** Write the snippet. Only called if the rank is not 0. */
  write(subject: ISnippetSubject): IParts;
}

/**
 * What the ranks of libraries depend on.
 */
export type ISnippetQuestion = Pick<
  ISnippetRequest,
  'facts' | 'kind' | 'operation' | 'location' | 'publicUrl'
>;
