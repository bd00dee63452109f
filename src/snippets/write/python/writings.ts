// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Format, IFacts } from '../../facts';
import { call, named } from '../code';
import { pythonLiteral } from '../../../literals';
import type { IQuestion, ISubject } from '../types';
import type { Names } from '../variables';
import { otherEncoding } from './csv';
import { pandasWriter } from './pandascalls';

/**
 * How Python writes a file again, whatever opens it.
 */
export interface IWriting {
  /** Of the key, or of the new file in a folder. */
  readonly path: string;
  /** What is written; the notebook has it. */
  readonly variable: string;
  readonly imports: readonly string[];
  /** Whether the file is opened for text, in UTF-8, or for bytes. */
  readonly text: boolean;
  /** Comments to put above. */
  readonly remarks: readonly string[];
  /** The statements, given an open file. */
  lines(target: string, names: Names): string[];
}

/**
 * How a data frame becomes this file, or a new one in this folder.
 */
export function writingOf(subject: ISubject): IWriting {
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
    // In a file that cannot go back, Python writes UTF-16 without its mark.
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
 * What happens to what is there: said above what writes.
 *
 * @param made - Of what is written.
 */
export function writingRemarks(
  { facts, kind }: Pick<ISubject, 'facts' | 'kind'>,
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
 * Whether a file of this kind can be written again from what it was read into,
 * or a folder takes one more file: not where a log or an index of its own says
 * what is in it.
 *
 * @param writes - Whether the language writes such a file.
 */
export function isWritable(
  { facts, kind }: Pick<IQuestion, 'facts' | 'kind'>,
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
 * What an export is made of: as its folder's files are, else CSV.
 *
 * @param writes - Whether the language writes such a file.
 */
export function exported(
  subject: ISubject,
  writes: (facts: IFacts) => boolean = isWrittenByPython
): IFacts {
  const { facts, kind } = subject;
  return kind === 'file' ||
    (writes(facts) && facts.format in EXTENSIONS && !facts.compression)
    ? facts
    : CSV;
}

/**
 * Where it is written, `bucket/key`.
 */
export function target(subject: ISubject, facts: IFacts): string {
  const own = facts === subject.facts ? subject.folder?.extension : null;
  const extension = own || EXTENSIONS[facts.format] || '.csv';
  return subject.kind === 'file'
    ? subject.path
    : `${subject.path}/${EXPORT}${extension}`;
}

/** What a new file is called, before its end. */
const EXPORT = 'exported-data-frame';

/** Text, given the encoding to name; `null` for UTF-8. */
const TEXT = (encoding: string | null): Partial<IWriting> => ({
  variable: 'text',
  text: encoding === null,
  lines: file => [
    encoding === null
      ? `${file}.write(text)`
      : `${file}.write(text.encode(${pythonLiteral(encoding)}))`
  ]
});

/** What is no data frame of pandas. */
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
    // Stata's writer goes back in its file, which S3 cannot.
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

/** What an export is, where its folder does not say. */
export const CSV: IFacts = {
  format: 'csv',
  variant: null,
  compression: null,
  encoding: 'utf-8',
  table: null,
  columns: null,
  doubt: null
};
