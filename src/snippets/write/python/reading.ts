// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression } from '../../../inspect/facts';
import type { Names } from '../variables';

/**
 * How Python reads one format, no matter how the file is opened.
 */
export interface IReading {
  readonly imports: readonly string[];
  /** The preferred variable of the result. */
  readonly wish: string;
  /** Read inside `with`, from a file that stays open, or from a local copy. */
  readonly from: 'with' | 'open' | 'local';
  /** The encoding for opening the file as text; `null` for bytes. */
  readonly text: string | null;
  /** What a text does about bytes that its encoding does not allow. */
  readonly errors?: 'replace';
  /** The compression to remove when opening. */
  readonly unpack: Compression | null;
  /** Comments above the statements. */
  readonly remarks: readonly string[];

  /**
   * Write the statements.
   *
   * @param source - An open file, or the path of the local copy.
   * @param variable - The variable of the result.
   * @param names - Provides further variables.
   */
  lines(source: string, variable: string, names: Names): string[];
}
