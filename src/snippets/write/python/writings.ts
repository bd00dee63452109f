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
 * How to write a data frame to this file, or to a new one beside it or in this
 * folder.
 *
 * @param options.isGuarded - Whether the code refuses to replace a new file that
 * is there.
 * @param options.usual - What the library calls a table.
 */
export function writingOf(
  subject: ISnippetSubject,
  { isGuarded = false, usual = 'df' } = {}
): IWriting {
  const facts = exported(subject);
  const table = pandasWriter(facts);
  const own = table ? null : PLAIN[facts.format];
  const variable =
    subject.target?.frame ?? own?.variable ?? (table ? usual : 'data');
  const common = {
    path: target(subject, facts, variable),
    variable,
    imports: [],
    remarks: writingRemarks(subject, facts, isGuarded),
    lines: (file: string) => [`${file}.write(${variable})`]
  };
  const encoding = otherEncoding(facts.encoding, true);
  if (table) {
    // To a stream without seeking, Python writes UTF-16 without a byte order
    // mark.
    const whole = encoding !== null && facts.compression === null;
    const extra = encoding && !whole ? [named('encoding', encoding)] : [];
    const made = (target: string[]) =>
      call(`${variable}.${table.name}`, [...target, ...table.args, ...extra]);
    return {
      ...common,
      text: table.text && !whole,
      lines: file =>
        (whole
          ? `${file}.write(${made([])}.encode(${pythonLiteral(encoding)}))`
          : made([file])
        ).split('\n')
    };
  }
  return { ...common, text: false, ...own?.write(variable, encoding) };
}

/**
 * Whether what is written is a new file, and not the one that is asked about.
 */
export function isNew({
  kind,
  target
}: Pick<ISnippetSubject, 'kind' | 'target'>): boolean {
  return kind === 'folder' || !target?.replacesFile;
}

/**
 * The statements that stop where a new file is there already.
 *
 * @param condition - An expression that is true if it is.
 * @param file - What is said of it, as a literal.
 */
export function refused(condition: string, file: string): string[] {
  return [`if ${condition}:`, `    raise FileExistsError(${file})`];
}

/**
 * The remark on what happens to existing files.
 *
 * @param made - The facts of the file to write.
 * @param isGuarded - Whether the code refuses to replace a file.
 */
export function writingRemarks(
  subject: Pick<ISnippetSubject, 'facts' | 'kind' | 'target'>,
  made: IFacts,
  isGuarded = false
): string[] {
  const { facts, kind } = subject;
  if (!isNew(subject)) {
    const above = facts.table?.skippedLines || facts.table?.comment;
    return [
      above
        ? '# This replaces the file, with what stands above its table.'
        : '# This replaces the file.'
    ];
  }
  return [
    isGuarded
      ? '# A new file in this folder; one of the same name is not replaced.'
      : '# A new file in this folder; run again, this replaces it.',
    ...(kind === 'folder' && made === facts && made.format in EXTENSIONS
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
 *
 * @param variable - What is written, after which a new file is named.
 */
export function target(
  subject: ISnippetSubject,
  facts: IFacts,
  variable: string
): string {
  const { folder, kind, path } = subject;
  if (!isNew(subject)) {
    return path;
  }
  const stem = subject.target?.stem ?? fileNameOf(variable);
  if (kind === 'file') {
    const at = path.lastIndexOf('/') + 1;
    return `${path.slice(0, at)}${stem}${extensionOf(path.slice(at))}`;
  }
  const own = facts === subject.facts ? folder?.extension : null;
  return `${path}/${stem}${own || EXTENSIONS[facts.format] || '.csv'}`;
}

/**
 * The name of a file, without extension, after what is written: a variable, or
 * an expression that a person has typed.
 */
export function fileNameOf(variable: string): string {
  const name = variable
    .replace(/[^\p{L}\p{N}_.-]+/gu, '_')
    .replace(/^[._-]+|[._-]+$/g, '');
  return name || 'data';
}

/** The extension of a name, with that of a compression: `.csv.gz`. */
function extensionOf(name: string): string {
  return /(?<=.)\.[^.]*?(?:\.(?:gz|bz2|xz|zip|zst))?$/i.exec(name)?.[0] ?? '';
}

/** How a format is written that pandas has no method for. */
interface IPlain {
  /** What the writers call what is written; `data` by default. */
  readonly variable?: string;
  write(variable: string, encoding: string | null): Partial<IWriting>;
}

/** Text with an encoding; `null` for UTF-8. */
const TEXT: IPlain = {
  variable: 'text',
  write: (variable, encoding) => ({
    text: encoding === null,
    lines: file => [
      encoding === null
        ? `${file}.write(${variable})`
        : `${file}.write(${variable}.encode(${pythonLiteral(encoding)}))`
    ]
  })
};

/** Formats that are not written by a pandas method. */
const PLAIN: { readonly [format in Format]?: IPlain } = {
  text: TEXT,
  markdown: TEXT,
  binary: { write: () => ({}) },
  json: {
    write: variable => ({
      text: true,
      imports: ['import json'],
      lines: file => [`json.dump(${variable}, ${file}, ensure_ascii=False)`]
    })
  },
  pickle: {
    write: variable => ({
      imports: ['import pickle'],
      lines: file => [`pickle.dump(${variable}, ${file})`]
    })
  },
  stata: {
    variable: 'df',
    write: variable => ({
      imports: ['import io'],
      // The Stata writer seeks in its file, which is not possible on S3.
      lines: (file, names) => {
        const buffer = names.free('buffer');
        return [
          `${buffer} = io.BytesIO()`,
          `${variable}.to_stata(${buffer}, write_index=False, version=118)`,
          `${file}.write(${buffer}.getvalue())`
        ];
      }
    })
  },
  geoparquet: {
    variable: 'gdf',
    write: variable => ({
      lines: file => [`${variable}.to_parquet(${file}, index=False)`]
    })
  }
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
