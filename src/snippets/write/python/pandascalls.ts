// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../facts';
import { named, call } from '../code';
import { pythonLiteral } from '../literals';

/**
 * What pandas, and Dask after it, calls to read a format into a data frame.
 */
export interface ICall {
  readonly name: string;
  readonly args: readonly string[];
}

/**
 * The call of pandas that reads a file, with what differs from its defaults;
 * `null` where pandas has none, or needs a path on the disk.
 *
 * @param facts - Of the file.
 * @param key - Tells SAS's two formats apart.
 */
export function pandasReader(facts: IFacts, key: string): ICall | null {
  switch (facts.format) {
    case 'csv':
      return { name: 'read_csv', args: csvArguments(facts) };
    // JSON tells text from numbers; pandas would make numbers of both.
    case 'json':
      return facts.columns
        ? {
            name: 'read_json',
            args: ['dtype=False', ...encodingArguments(facts)]
          }
        : null;
    case 'jsonl':
      return {
        name: 'read_json',
        args: ['lines=True', 'dtype=False', ...encodingArguments(facts)]
      };
    case 'parquet':
    case 'geoparquet':
      return { name: 'read_parquet', args: [] };
    case 'feather':
      return { name: 'read_feather', args: [] };
    case 'orc':
      return { name: 'read_orc', args: [] };
    case 'excel':
      return { name: 'read_excel', args: [] };
    case 'stata':
      return { name: 'read_stata', args: [] };
    case 'sas':
      return {
        name: 'read_sas',
        args: [
          named('format', /\.xpt$/i.test(key) ? 'xport' : 'sas7bdat'),
          named('encoding', facts.encoding ?? 'utf-8')
        ]
      };
    default:
      return null;
  }
}

/**
 * A call with what it reads from as its first argument.
 */
export function reading(
  module: string,
  { name, args }: ICall,
  source: string
): string {
  return call(`${module}.${name}`, [source, ...args]);
}

/**
 * The method of a data frame that writes the same kind of file again;
 * `null` where pandas has none.
 */
export function pandasWriter(
  facts: IFacts
): (ICall & { readonly text: boolean }) | null {
  const packed = facts.compression
    ? [named('compression', facts.compression)]
    : [];
  switch (facts.format) {
    case 'csv':
      return {
        name: 'to_csv',
        args: ['index=False', ...tableArguments(facts.table, true), ...packed],
        text: !facts.compression
      };
    case 'json':
      return facts.columns
        ? {
            name: 'to_json',
            args: ['orient="records"', 'force_ascii=False', ...packed],
            text: !facts.compression
          }
        : null;
    case 'jsonl':
      return {
        name: 'to_json',
        args: [
          'orient="records"',
          'lines=True',
          'force_ascii=False',
          ...packed
        ],
        text: !facts.compression
      };
    case 'parquet':
      return { name: 'to_parquet', args: ['index=False'], text: false };
    case 'feather':
      return { name: 'to_feather', args: [], text: false };
    case 'orc':
      return { name: 'to_orc', args: ['index=False'], text: false };
    case 'excel':
      return { name: 'to_excel', args: ['index=False'], text: false };
    default:
      return null;
  }
}

/**
 * The encoding to name, or `null` where Python's own, UTF-8, is right.
 *
 * @param encoding - As the facts name it.
 * @param marks - Whether the library takes a byte order mark for text.
 */
export function otherEncoding(
  encoding: string | null,
  marks: boolean
): string | null {
  const plain = ['utf-8', 'utf8', 'ascii', ...(marks ? [] : ['utf-8-sig'])];
  return encoding && !plain.includes(encoding.toLowerCase()) ? encoding : null;
}

/** Of `read_csv`. A mark of UTF-8 is skipped by pandas itself. */
export function csvArguments(facts: IFacts): string[] {
  const texts = facts.table?.textColumns ?? [];
  return [
    ...tableArguments(facts.table, false),
    ...(facts.table?.comment ? [named('comment', facts.table.comment)] : []),
    ...(texts.length
      ? [
          `dtype={${texts.map(name => `${pythonLiteral(name)}: str`).join(', ')}}`
        ]
      : []),
    ...encodingArguments(facts)
  ];
}

function encodingArguments(facts: IFacts): string[] {
  const encoding = otherEncoding(facts.encoding, facts.format !== 'csv');
  return [
    ...(encoding ? [named('encoding', encoding)] : []),
    ...(facts.compression ? [named('compression', facts.compression)] : [])
  ];
}

function tableArguments(table: ITableFacts | null, writes: boolean): string[] {
  return [
    ...(table && table.separator !== ','
      ? [named('sep', table.separator)]
      : []),
    ...(table?.decimal === ',' ? [named('decimal', ',')] : []),
    ...(table?.quote === "'" ? [named('quotechar', "'")] : []),
    ...(table?.hasHeader === false
      ? [writes ? 'header=False' : 'header=None']
      : [])
  ];
}
