// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFolderFacts } from '../../facts';
import { indented } from '../code';
import { pythonLiteral } from '../../../literals';
import type { ISubject } from '../types';
import type { IReading } from './readings';
import { reading, type ICall } from './pandascalls';

/**
 * The pattern of a folder's data files for `glob`, in which its own name is
 * taken to the letter.
 */
export function pattern(subject: ISubject, folder: IFolderFacts): string {
  return globEscaped(subject.path) + fileEnd(folder);
}

/**
 * What follows the name of the folder in such a pattern.
 */
export function fileEnd(folder: IFolderFacts): string {
  const deep = folder.partitions.length ? '/**' : '';
  // What begins so is none of the data.
  const hidden = folder.hasHidden ? '[!._]' : '';
  return `${deep}/${hidden}*${globEscaped(folder.extension ?? '')}`;
}

/**
 * The partitions of a dataset of PyArrow, or of what reads by it, where their
 * types would be guessed wrong; else `null`.
 */
export function hivePartitioning(folder: IFolderFacts): string | null {
  const types = folder.isMisread ? folder.partitionTypes : undefined;
  const fields = types?.map(
    (type, index) =>
      `(${pythonLiteral(folder.partitions[index])}, pyarrow.${type === 'text' ? 'string' : 'int64'}())`
  );
  return fields
    ? `pyarrow.dataset.partitioning(pyarrow.schema([${fields.join(', ')}]), flavor="hive")`
    : null;
}

/** What makes numbers of partitions, whose values are cut out of a name. */
function numbers(folder: IFolderFacts): string {
  const names = folder.partitions.filter(
    (_, index) => folder.partitionTypes?.[index] === 'number'
  );
  const types = names.map(name => `${pythonLiteral(name)}: int`);
  return types.length && !folder.isMisread
    ? `.astype({${types.join(', ')}})`
    : '';
}

/**
 * A name in which `*`, `?` and `[` stand for themselves.
 */
export function globEscaped(text: string): string {
  return text.replace(/[*?[]/g, '[$&]');
}

/**
 * Whether a tool that takes patterns would misread the name.
 */
export function isPattern(text: string): boolean {
  return /[*?[\]{}]/.test(text);
}

/**
 * A loop over files which makes one table of them.
 *
 * @param files - The expression that gives the paths.
 * @param read - The call of pandas.
 * @param open - Writes what reads one file: given a path, and the lines that
 * turn a source into a frame.
 */
export function concatenated(
  subject: ISubject,
  folder: IFolderFacts,
  files: string,
  read: ICall,
  open: (path: string, each: IReading) => string[]
): { readonly lines: string[]; readonly variable: string } {
  const { names } = subject;
  const variable = names.free('df');
  const frames = names.free('frames');
  const path = names.free('path');
  const parts = folder.partitions.length
    ? `.assign(**dict(part.split("=", 1) for part in ${folder.isEncoded ? `urllib.parse.unquote(${path})` : path}.split("/") if part.startswith((${folder.partitions
        .map(name => `${pythonLiteral(`${name}=`)}, `)
        .join('')
        .trimEnd()}))))`
    : '';
  const each: IReading = {
    imports: [],
    wish: 'df',
    from: 'with',
    text: null,
    unpack: null,
    remarks: [],
    lines: source =>
      `${frames}.append(${reading('pd', read, source)}${parts})`.split('\n')
  };
  return {
    lines: [
      `${frames} = []`,
      `for ${path} in ${files}:`,
      ...indented(open(path, each)),
      `${variable} = pd.concat(${frames}, ignore_index=True)${numbers(folder)}`
    ],
    variable
  };
}
