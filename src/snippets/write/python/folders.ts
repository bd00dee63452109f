// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFolderFacts } from '../../../inspect/facts';
import { indented } from '../code';
import { pythonLiteral } from '../../../literals';
import type { ISnippetSubject } from '../types';
import type { IReading } from './reading';
import { reading, type ICall } from './pandascalls';

/**
 * The `glob` pattern of a folder's data files, with the folder's own name
 * escaped.
 */
export function pattern(
  subject: ISnippetSubject,
  folder: IFolderFacts
): string {
  return globEscaped(subject.path) + fileEnd(folder);
}

/**
 * The part of such a pattern after the name of the folder.
 */
export function fileEnd(folder: IFolderFacts): string {
  const deep = folder.partitions.length ? '/**' : '';
  // Names that begin with these characters are not data.
  const hidden = folder.hasHidden ? '[!._]' : '';
  return `${deep}/${hidden}*${globEscaped(folder.extension ?? '')}`;
}

/**
 * The `partitioning` argument of a PyArrow dataset, and of libraries based on
 * it, if the types of partitions would be inferred wrongly; otherwise `null`.
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

/** Converts partition values, which were cut out of a path, to numbers. */
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
 * Escape `*`, `?` and `[` in a name.
 */
export function globEscaped(text: string): string {
  return text.replace(/[*?[]/g, '[$&]');
}

/**
 * Whether a tool that supports patterns would misread the name.
 */
export function isPattern(text: string): boolean {
  return /[*?[\]{}]/.test(text);
}

/**
 * A loop over files that concatenates them to one table.
 *
 * @param files - The expression for the paths.
 * @param read - The pandas call.
 * @param open - Writes the statements that read one file, given a path and how
 * to turn a source into a data frame.
 */
export function concatenated(
  subject: ISnippetSubject,
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
