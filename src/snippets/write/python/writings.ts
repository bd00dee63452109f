// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Format, IFacts } from '../../../inspect/facts';
import { call, named } from '../code';
import { pythonLiteral } from '../../../literals';
import type { ISnippetQuestion, ISnippetSubject } from '../types';
import type { Names } from '../variables';
import { otherEncoding } from './csv';
import { pandasWriter } from './pandascalls';

/**
 * How Python writes a file, no matter how it is opened.
 */
export interface IWriting {
  /** The path of the file, or of the new file in a folder. */
  readonly path: string;
  /** The notebook's variable with the data. */
  readonly variable: string;
  readonly imports: readonly string[];
  /** Whether the file is opened as UTF-8 text, or for bytes. */
  readonly text: boolean;
  /** Comments above the statements. */
  readonly remarks: readonly string[];
  /** Write the statements, given an open file. */
  lines(target: string, names: Names): string[];
}

/**
 * How to write a data frame to this file, or to a new one in this folder.
 */
export function writingOf(subject: ISnippetSubject): IWriting {
  const facts = exported(subject);
  const path = target(subject, facts);
  const table = pandasWriter(facts);
  const common = {
    path,
    imports: [],
    remarks: writingRemarks(subject, facts),
    lines: (file: string) => [`${file}.write(data)`]
  };
  const encoding = otherEncoding(facts.encoding, true);
  if (table) {
    // To a stream without seeking, Python writes UTF-16 without a byte order
    // mark.
    const whole = encoding !== null && facts.compression === null;
    const extra = encoding && !whole ? [named('encoding', encoding)] : [];
    const made = (target: string[]) =>
      call(`df.${table.name}`, [...target, ...table.args, ...extra]);
    return {
      ...common,
      variable: 'df',
      text: table.text && !whole,
      lines: file =>
        (whole
          ? `${file}.write(${made([])}.encode(${pythonLiteral(encoding)}))`
          : made([file])
        ).split('\n')
    };
  }
  const own = PLAIN[facts.format];
  return { ...common, variable: 'data', text: false, ...own?.(encoding) };
}

/**
 * The remark on what happens to existing files.
 *
 * @param made - The facts of the file to write.
 */
export function writingRemarks(
  { facts, kind }: Pick<ISnippetSubject, 'facts' | 'kind'>,
  made: IFacts
): string[] {
  if (kind === 'file') {
    const above = facts.table?.skippedLines || facts.table?.comment;
    return [
      above
        ? '# This replaces the file, with what stands above its table.'
        : '# This replaces the file.'
    ];
  }
  return [
    '# A new file in this folder; one of the same name is replaced.',
    ...(made === facts && made.format in EXTENSIONS
      ? ['# Who reads the folder as one table reads it too.']
      : [])
  ];
}

/**
 * Whether the result of reading a file can be written back, or a folder accepts
 * one more file: not if it has its own log or index of its files.
 *
 * @param writes - Whether the language can write such a file.
 */
export function isWritable(
  { facts, kind }: Pick<ISnippetQuestion, 'facts' | 'kind'>,
  writes: (facts: IFacts) => boolean = isWrittenByPython
): boolean {
  return kind === 'folder'
    ? facts.format !== 'zarr' && facts.variant !== 'delta'
    : !facts.doubt && !facts.member && writes(facts);
}

function isWrittenByPython(facts: IFacts): boolean {
  const { compression, format, variant } = facts;
  const plain =
    format in PLAIN &&
    compression === null &&
    !(variant && ['binary', 'text'].includes(format));
  return pandasWriter(facts) !== null || plain;
}

/**
 * The facts of the file to write: like the folder's files, or else CSV.
 *
 * @param writes - Whether the language can write such a file.
 */
export function exported(
  subject: ISnippetSubject,
  writes: (facts: IFacts) => boolean = isWrittenByPython
): IFacts {
  const { facts, kind } = subject;
  return kind === 'file' ||
    (writes(facts) && facts.format in EXTENSIONS && !facts.compression)
    ? facts
    : CSV;
}

/**
 * The path to write to, `bucket/key`.
 */
export function target(subject: ISnippetSubject, facts: IFacts): string {
  const own = facts === subject.facts ? subject.folder?.extension : null;
  const extension = own || EXTENSIONS[facts.format] || '.csv';
  return subject.kind === 'file'
    ? subject.path
    : `${subject.path}/${EXPORT}${extension}`;
}

/** The name of a new file, without extension. */
const EXPORT = 'exported-data-frame';

/** Text with an encoding; `null` for UTF-8. */
const TEXT = (encoding: string | null): Partial<IWriting> => ({
  variable: 'text',
  text: encoding === null,
  lines: file => [
    encoding === null
      ? `${file}.write(text)`
      : `${file}.write(text.encode(${pythonLiteral(encoding)}))`
  ]
});

/** Formats that are not written by a pandas method. */
const PLAIN: {
  readonly [format in Format]?: (encoding: string | null) => Partial<IWriting>;
} = {
  text: TEXT,
  markdown: TEXT,
  binary: () => ({}),
  json: () => ({
    text: true,
    imports: ['import json'],
    lines: file => [`json.dump(data, ${file}, ensure_ascii=False)`]
  }),
  pickle: () => ({
    imports: ['import pickle'],
    lines: file => [`pickle.dump(data, ${file})`]
  }),
  stata: () => ({
    variable: 'df',
    imports: ['import io'],
    // The Stata writer seeks in its file, which is not possible on S3.
    lines: (file, names) => {
      const buffer = names.free('buffer');
      return [
        `${buffer} = io.BytesIO()`,
        `df.to_stata(${buffer}, write_index=False, version=118)`,
        `${file}.write(${buffer}.getvalue())`
      ];
    }
  }),
  geoparquet: () => ({
    variable: 'gdf',
    lines: file => [`gdf.to_parquet(${file}, index=False)`]
  })
};

const EXTENSIONS: { readonly [format in Format]?: string } = {
  csv: '.csv',
  json: '.json',
  jsonl: '.jsonl',
  parquet: '.parquet',
  feather: '.feather',
  orc: '.orc',
  excel: '.xlsx',
  stata: '.dta'
};

/** The facts of a new file, unless its folder determines them. */
export const CSV: IFacts = {
  format: 'csv',
  variant: null,
  compression: null,
  encoding: 'utf-8',
  table: null,
  columns: null,
  doubt: null
};
