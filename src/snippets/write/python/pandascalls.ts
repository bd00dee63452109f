// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../../inspect/facts';
import { named, call } from '../code';
import {
  csvArguments,
  csvRemarks,
  csvWritingArguments,
  encodingArguments
} from './csv';
import { encodingRemarks } from '../tables';

/**
 * A function of pandas, and of Dask, that reads a format into a data frame.
 */
export interface ICall {
  readonly name: string;
  readonly args: readonly string[];
  /** Code after the call. */
  readonly then?: string;
  /** Comments above the call. */
  readonly remarks?: readonly string[];
}

/**
 * The pandas call that reads a file, with the arguments that differ from the
 * defaults; `null` if pandas has none, or needs a local path.
 */
export function pandasReader(facts: IFacts): ICall | null {
  switch (facts.format) {
    case 'csv':
      return {
        name: 'read_csv',
        args: csvArguments(facts),
        remarks: csvRemarks(facts)
      };
    // JSON distinguishes strings and numbers; pandas would convert both to
    // numbers.
    case 'json':
      return facts.variant === 'records'
        ? {
            name: 'read_json',
            args: ['dtype=False', ...encodingArguments(facts)],
            remarks: encodingRemarks(facts)
          }
        : null;
    case 'jsonl':
      return {
        name: 'read_json',
        args: ['lines=True', 'dtype=False', ...encodingArguments(facts)],
        remarks: encodingRemarks(facts)
      };
    case 'parquet':
    case 'geoparquet':
      return { name: 'read_parquet', args: [] };
    case 'feather':
      return facts.variant === 'stream'
        ? null
        : { name: 'read_feather', args: [] };
    case 'orc':
      return { name: 'read_orc', args: [] };
    case 'excel':
      return workbook(facts);
    case 'stata':
      return { name: 'read_stata', args: [] };
    case 'sas':
      return {
        name: 'read_sas',
        args:
          facts.variant === 'xport'
            ? ['format="xport"', 'encoding="utf-8"']
            : ['format="sas7bdat"', 'encoding="infer"']
      };
    default:
      return null;
  }
}

/**
 * A call with its source as the first argument.
 */
export function reading(
  module: string,
  { name, args, then }: ICall,
  source: string
): string {
  return call(`${module}.${name}`, [source, ...args]) + (then ?? '');
}

/**
 * The data frame method that writes the same kind of file; `null` if pandas has
 * none.
 */
export function pandasWriter(
  facts: IFacts
): (ICall & { readonly text: boolean }) | null {
  const packed = facts.compression
    ? [named('compression', facts.compression)]
    : [];
  switch (facts.format) {
    case 'csv':
      // It separates by one character.
      if ((facts.table?.separator ?? ',').length > 1) {
        return null;
      }
      return {
        name: 'to_csv',
        args: [...csvWritingArguments(facts.table), ...packed],
        text: !facts.compression
      };
    case 'json':
      return facts.variant === 'records'
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
      return facts.variant === 'delta'
        ? null
        : { name: 'to_parquet', args: ['index=False'], text: false };
    case 'feather':
      return isFile(facts.variant, 'file')
        ? { name: 'to_feather', args: [], text: false }
        : null;
    case 'orc':
      return { name: 'to_orc', args: ['index=False'], text: false };
    case 'excel':
      return isFile(facts.variant, 'xlsx')
        ? { name: 'to_excel', args: ['index=False'], text: false }
        : facts.variant === 'ods'
          ? {
              name: 'to_excel',
              args: ['index=False', 'engine="odf"'],
              text: false
            }
          : null;
    default:
      return null;
  }
}

/** Whether a variant is the wanted one, or not known. */
function isFile(variant: string | null, wanted: string): boolean {
  return variant === null || variant === wanted;
}

/** The pandas engine for each kind of workbook, and the package it needs. */
const ENGINES: { readonly [variant: string]: readonly [string, string] } = {
  xls: ['xlrd', 'xlrd'],
  xlsb: ['pyxlsb', 'pyxlsb'],
  ods: ['odf', 'odfpy']
};

/**
 * Reads a workbook. Its cells distinguish text and numbers, which pandas would
 * mix up.
 */
function workbook({ sheet, variant }: IFacts): ICall {
  const [engine, needed] = ENGINES[variant ?? ''] ?? [null, null];
  return {
    name: 'read_excel',
    args: [
      ...(sheet === undefined ? [] : [named('sheet_name', sheet)]),
      'dtype=object',
      ...(engine ? [named('engine', engine)] : [])
    ],
    then: '.infer_objects()',
    remarks: [
      '# Cells of text stay text, so that codes keep their zeros.',
      ...(needed ? [`# Needs the package ${needed}.`] : [])
    ]
  };
}
