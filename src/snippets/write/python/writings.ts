// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Format, IFacts } from '../../facts';
import { call } from '../code';
import type { ISubject } from '../types';
import { otherEncoding, pandasWriter } from './pandascalls';

/**
 * How Python writes a file again, whatever opens it.
 */
export interface IWriting {
  /** Of the key, or of the new file in a folder. */
  readonly path: string;
  /** What is written; the notebook has it. */
  readonly variable: string;
  readonly imports: readonly string[];
  /** The mode and the other arguments of `open`. */
  readonly text: boolean;
  readonly encoding: string | null;
  /** The statement, given an open file. */
  line(target: string): string;
}

/**
 * How a data frame becomes this file, or a new one in this folder.
 */
export function writingOf(subject: ISubject): IWriting {
  const facts = exported(subject);
  const path = target(subject, facts);
  const table = pandasWriter(facts);
  const common = { path, imports: [], encoding: null };
  if (table) {
    return {
      ...common,
      variable: 'df',
      text: table.text,
      encoding:
        facts.format === 'csv' ? otherEncoding(facts.encoding, true) : null,
      line: file => {
        const encoding = otherEncoding(facts.encoding, true);
        const extra =
          !table.text && facts.format === 'csv' && encoding
            ? [`encoding="${encoding}"`]
            : [];
        return call(`df.${table.name}`, [file, ...table.args, ...extra]);
      }
    };
  }
  if (facts.format === 'geoparquet') {
    return {
      ...common,
      variable: 'gdf',
      text: false,
      line: file => `gdf.to_parquet(${file}, index=False)`
    };
  }
  const text = facts.format === 'text' || facts.format === 'markdown';
  const variable = text ? 'text' : 'data';
  return {
    ...common,
    variable,
    text,
    encoding: text ? otherEncoding(facts.encoding, true) : null,
    line: file => `${file}.write(${variable})`
  };
}

/**
 * Whether a file of this kind can be written again from what it was read into.
 */
export function isWritable(facts: IFacts): boolean {
  return (
    !facts.doubt &&
    (pandasWriter(facts) !== null ||
      (facts.compression === null && PLAIN.has(facts.format)))
  );
}

/**
 * What an export is made of: as its folder's files are, else CSV.
 */
export function exported(subject: ISubject): IFacts {
  const { facts, kind } = subject;
  return kind === 'file' || (pandasWriter(facts) && facts.compression === null)
    ? facts
    : CSV;
}

function target(subject: ISubject, facts: IFacts): string {
  return subject.kind === 'file'
    ? subject.path
    : `${subject.path}/export${EXTENSIONS[facts.format] ?? '.csv'}`;
}

const PLAIN: ReadonlySet<Format> = new Set([
  'text',
  'markdown',
  'binary',
  'geoparquet'
]);

const EXTENSIONS: { readonly [format in Format]?: string } = {
  json: '.json',
  jsonl: '.jsonl',
  parquet: '.parquet',
  feather: '.feather',
  orc: '.orc',
  excel: '.xlsx',
  stata: '.dta',
  pickle: '.pkl'
};

const CSV: IFacts = {
  format: 'csv',
  compression: null,
  encoding: 'utf-8',
  table: null,
  columns: null,
  doubt: null
};
