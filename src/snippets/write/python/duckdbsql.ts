// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../facts';
import { sqlLiteral } from '../../../literals';
import type { IQuestion, ISubject } from '../types';
import { ALL_TEXT, GROUPED, isAllText, otherEncoding } from './csv';
import { fileEnd, globEscaped } from './folders';
import { exported, isWritable, writingOf } from './writings';

/**
 * Whether DuckDB reads, writes or lists this; the same for R.
 */
export function isFor(question: IQuestion): boolean {
  const { facts, operation, place } = question;
  // It takes what follows a question mark for options, and a backslash for a
  // part of a pattern.
  if (/[?\\]/.test(place.key)) {
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
        (compression === null || format !== 'parquet') &&
        !('hasEmpty' in facts && facts.hasEmpty) &&
        !(format === 'json' && facts.encoding === 'utf-8-sig') &&
        !(table && isOdd(table)))
  );
}

/**
 * The function of DuckDB that reads, as SQL.
 */
export function tableFunction(subject: ISubject): string {
  const { facts, folder, path } = subject;
  const parts = folder?.partitions.length ?? 0;
  const end = folder ? fileEnd(folder) : '';
  const source = sqlLiteral(`s3://${globEscaped(path)}${end}`);
  const args = [
    source,
    ...readOptions(facts, folder ? '' : path),
    ...(parts
      ? ['hive_partitioning = true']
      : /=[^/]*\//.test(path + end)
        ? ['hive_partitioning = false']
        : [])
  ];
  return `${READERS[facts.format]}(${args.join(', ')})`;
}

/**
 * What is said above what reads.
 */
export function readRemarks({ facts }: Pick<ISubject, 'facts'>): string[] {
  const { format, table } = facts;
  if (format !== 'csv') {
    return [];
  }
  if (!table) {
    return ['# It was not looked into: DuckDB finds out how it is written.'];
  }
  return [
    ...(isAllText(table) ? [ALL_TEXT] : []),
    ...(table.thousands && !isAllText(table) && !groups(table).length
      ? [GROUPED]
      : [])
  ];
}

/**
 * What stands behind `TO`: the target and its options, as SQL.
 */
export function copyTarget(subject: ISubject): string {
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

/** What is cut, or named, in ways that DuckDB does not know. */
function isOdd(table: ITableFacts): boolean {
  const { irregular, rowNames, separator, textColumns } = table;
  return (
    separator === ' ' || !!rowNames || !!irregular || textColumns.includes('')
  );
}

function isPlain({ encoding }: IFacts, writes: boolean): boolean {
  return otherEncoding(encoding, writes) === null;
}

function isWritten(table: ITableFacts): boolean {
  return table.decimal !== ',' && !table.comment && !table.rowNames;
}

function readOptions(facts: IFacts, path: string): string[] {
  const { table, compression } = facts;
  const packed = compression
    ? [`compression = '${compression}'`]
    : /\.(gz|zst)$/i.test(path) && facts.format !== 'parquet'
      ? [`compression = 'none'`]
      : [];
  if (facts.format !== 'csv' || !table) {
    return packed;
  }
  const encoding = otherEncoding(facts.encoding, false);
  return [
    `delim = ${sqlLiteral(table.separator)}`,
    ...(table.decimal === ',' ? [`decimal_separator = ','`] : []),
    ...groups(table),
    ...(table.quote === "'" ? [`quote = ''''`, `escape = ''''`] : []),
    ...(table.quote === null ? [`quote = ''`] : []),
    ...(table.escape ? [`escape = ${sqlLiteral(table.escape)}`] : []),
    ...(table.missing
      ? [`nullstr = [${['', ...table.missing].map(sqlLiteral).join(', ')}]`]
      : []),
    `header = ${table.hasHeader}`,
    ...(table.skippedLines ? [`skip = ${table.skippedLines}`] : []),
    ...(table.comment ? [`comment = ${sqlLiteral(table.comment)}`] : []),
    ...types(table),
    ...(encoding ? [`encoding = ${sqlLiteral(encoding)}`] : []),
    ...packed
  ];
}

/** The mark between thousands, where DuckDB takes it: it is one byte long. */
function groups({ thousands }: ITableFacts): string[] {
  return thousands && thousands <= '\x7f'
    ? [`thousands = ${sqlLiteral(thousands)}`]
    : [];
}

function types(table: ITableFacts): string[] {
  if (isAllText(table)) {
    return ['all_varchar = true'];
  }
  // DuckDB takes spaces off the names.
  const texts = table.textColumns.map(
    name => `${sqlLiteral(name.trim())}: 'VARCHAR'`
  );
  return texts.length ? [`types = {${texts.join(', ')}}`] : [];
}
