// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../../inspect/facts';
import { sqlLiteral, sqlName } from '../../../literals';
import type { ISnippetQuestion, ISnippetSubject } from '../types';
import { otherEncoding } from './csv';
import {
  ALL_TEXT,
  DATES,
  GROUPED,
  isAllText,
  isByte,
  namesOf,
  tableRemarks
} from '../tables';
import { fileEnd, globEscaped } from './folders';
import { exported, isWritable, writingOf } from './writings';

/**
 * Whether DuckDB supports the operation, in Python or R.
 */
export function isFor(question: ISnippetQuestion): boolean {
  const { facts, operation, location } = question;
  // DuckDB treats text after a question mark as options, and a backslash as
  // part of a pattern.
  if (/[?\\]/.test(location.key)) {
    return false;
  }
  if (operation === 'list') {
    return true;
  }
  const { compression, format, table, variant } = facts;
  const known =
    !facts.doubt &&
    variant !== 'delta' &&
    (format === 'json' ? variant === 'records' : format in READERS);
  return (
    known &&
    (operation === 'write'
      ? (compression === null || compression === 'gzip') &&
        isPlain(facts, true) &&
        (format !== 'csv' || (table !== null && isWritten(table))) &&
        isWritable(question, () => true)
      : PACKINGS.has(compression) &&
        (isPlain(facts, false) ||
          (format === 'csv' && facts.encoding === 'latin-1')) &&
        !facts.encodingErrors &&
        !(table?.unitLines && !namesOf(facts)) &&
        (compression === null || format !== 'parquet') &&
        !('hasEmpty' in facts && facts.hasEmpty) &&
        !(format === 'json' && facts.encoding === 'utf-8-sig') &&
        !(table && isOdd(table)))
  );
}

/**
 * A table function of DuckDB, which has a method of the same name in Ibis.
 */
export interface ITableCall {
  readonly name: string;
  /** The URL of the file, or the pattern of the folder's files. */
  readonly source: string;
  readonly options: readonly ITableOption[];
}

/** A named argument: a text, number, truth, list, or the types of columns. */
export type ITableOption = readonly [name: string, value: OptionValue];

/** What such an argument may be. */
export type OptionValue =
  string | number | boolean | readonly string[] | ReadonlyMap<string, string>;

/**
 * The call that reads the location.
 */
export function tableCall(subject: ISnippetSubject): ITableCall {
  const { facts, folder, path } = subject;
  const parts = folder?.partitions.length ?? 0;
  const end = folder ? fileEnd(folder) : '';
  const isHive = parts > 0;
  return {
    name: READERS[facts.format],
    source: `s3://${globEscaped(path)}${end}`,
    options: [
      ...readOptions(facts, folder ? '' : path),
      ...(isHive || /=[^/]*\//.test(path + end)
        ? [['hive_partitioning', isHive] as const]
        : [])
    ]
  };
}

/**
 * The same as an SQL expression.
 */
export function tableFunction(subject: ISnippetSubject): string {
  const { name, source, options } = tableCall(subject);
  const args = options.map(([each, value]) => `${each} = ${sqlValue(value)}`);
  return `${name}(${[sqlLiteral(source), ...args].join(', ')})`;
}

function sqlValue(value: OptionValue): string {
  if (typeof value === 'string') {
    return sqlLiteral(value);
  }
  if (typeof value !== 'object') {
    return String(value);
  }
  if (value instanceof Map) {
    const pairs = Array.from(value, pair => pair.map(sqlLiteral).join(': '));
    return `{${pairs.join(', ')}}`;
  }
  return `[${Array.from(value as readonly string[], sqlLiteral).join(', ')}]`;
}

/**
 * The remarks above the reading statement.
 */
export function readRemarks({
  facts
}: Pick<ISnippetSubject, 'facts'>): string[] {
  const { format, table } = facts;
  if (format !== 'csv') {
    return [];
  }
  if (!table) {
    return ['# It was not looked into: DuckDB finds out how it is written.'];
  }
  return [
    ...tableRemarks(table),
    ...(isAllText(table) ? [ALL_TEXT] : []),
    ...(table.thousands && !isAllText(table) && !grouping(table)
      ? [GROUPED]
      : [])
  ];
}

/**
 * The remark with the SQL that makes dates of what stays text, for who wants
 * them: DuckDB finds days by itself, and moments that have seconds.
 */
export function dateRemarks({
  facts
}: Pick<ISnippetSubject, 'facts'>): string[] {
  const { hasHeader = false, textDates = [] } = facts.table ?? {};
  const made = textDates
    // A line break would end the remark.
    .filter(({ column }) => hasHeader && !/\p{C}/u.test(column))
    .filter(({ format }) => format.endsWith('%M'))
    .map(
      ({ column, format }) =>
        `strptime(${sqlName(column)}, ${sqlLiteral(format)}) AS ${sqlName(column)}`
    );
  return made.length
    ? [`${DATES} SELECT * REPLACE (${made.join(', ')}) FROM …`]
    : [];
}

/**
 * The name of a variable in SQL, which has words of its own.
 */
export function frameInSql(variable: string): string {
  return /^df\w*$/.test(variable) ? variable : sqlName(variable);
}

/**
 * The query that gives a row where a file is there.
 *
 * @param path - `bucket/key`.
 */
export function listedFile(path: string): string {
  // It looks only for patterns: others it takes to be there.
  const last = `[${path.slice(-1)}]`;
  return `FROM glob(${sqlLiteral(`s3://${globEscaped(path.slice(0, -1))}${last}`)})`;
}

/**
 * The target and options of SQL's `COPY … TO`.
 */
export function copyTarget(subject: ISnippetSubject): string {
  const { path } = writingOf(subject);
  const facts = exported(subject);
  const options =
    facts.format === 'csv'
      ? [
          'FORMAT csv',
          `HEADER ${facts.table?.hasHeader !== false}`,
          ...(facts.table
            ? [`DELIMITER ${sqlLiteral(facts.table.separator)}`]
            : []),
          ...(facts.table?.quote === "'" ? [`QUOTE ''''`, `ESCAPE ''''`] : [])
        ]
      : facts.format === 'parquet'
        ? ['FORMAT parquet']
        : ['FORMAT json', ...(facts.format === 'json' ? ['ARRAY true'] : [])];
  const packed = facts.compression ? ['COMPRESSION gzip'] : [];
  return `${sqlLiteral(`s3://${path}`)} (${[...options, ...packed].join(', ')})`;
}

const READERS: { readonly [format: string]: string } = {
  csv: 'read_csv',
  json: 'read_json',
  jsonl: 'read_json',
  parquet: 'read_parquet'
};

const PACKINGS: ReadonlySet<unknown> = new Set([null, 'gzip', 'zstd']);

/** Whether DuckDB cannot parse the table or name its columns. */
function isOdd(table: ITableFacts): boolean {
  const { initialSpaces, irregular, rowNames, separator, textColumns } = table;
  return (
    separator === ' ' ||
    !isByte(separator) ||
    !!rowNames ||
    !!irregular ||
    !!table.footer ||
    // They would stay in what is not quoted.
    !!initialSpaces ||
    textColumns.includes('')
  );
}

function isPlain({ encoding }: IFacts, writes: boolean): boolean {
  return otherEncoding(encoding, writes) === null;
}

function isWritten(table: ITableFacts): boolean {
  const { comment, decimal, rowNames, separator } = table;
  return decimal !== ',' && !comment && !rowNames && isByte(separator);
}

function readOptions(facts: IFacts, path: string): ITableOption[] {
  const { table, compression } = facts;
  const packed: ITableOption[] = compression
    ? [['compression', compression]]
    : /\.(gz|zst)$/i.test(path) && facts.format !== 'parquet'
      ? [['compression', 'none']]
      : [];
  if (facts.format !== 'csv' || !table) {
    return packed;
  }
  const encoding = otherEncoding(facts.encoding, false);
  const options: Array<readonly [string, OptionValue | null | undefined]> = [
    ['delim', table.separator],
    ['decimal_separator', table.decimal === ',' ? ',' : null],
    ['thousands', grouping(table)],
    ['quote', table.quote === '"' ? null : (table.quote ?? '')],
    ['escape', table.escape ?? (table.quote === "'" ? "'" : null)],
    ['nullstr', table.missing ? ['', ...table.missing] : null],
    ...heading(facts, table),
    ['comment', table.comment || null],
    ...types(table),
    ['encoding', encoding]
  ];
  const given = options.flatMap(([name, value]): ITableOption[] =>
    value === null || value === undefined ? [] : [[name, value]]
  );
  return [...given, ...packed];
}

/** The header, or the names in its place if other lines are below it. */
function heading(
  facts: IFacts,
  { hasHeader, unitLines, skippedLines }: ITableFacts
): Array<readonly [string, OptionValue | null]> {
  return unitLines
    ? [
        ['header', false],
        ['skip', skippedLines + 1 + unitLines],
        ['names', namesOf(facts)]
      ]
    : [
        ['header', hasHeader],
        ['skip', skippedLines || null]
      ];
}

/** The thousands separator, if it is one byte, as DuckDB needs. */
function grouping({ thousands }: ITableFacts): string | null {
  return thousands && thousands <= '\x7f' ? thousands : null;
}

function types(table: ITableFacts): ITableOption[] {
  if (isAllText(table)) {
    return [['all_varchar', true]];
  }
  // DuckDB trims spaces from column names.
  const texts = table.textColumns.map(
    name => [name.trim(), 'VARCHAR'] as const
  );
  return texts.length ? [['types', new Map(texts)]] : [];
}
