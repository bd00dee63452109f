// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { Doubt, Format, IFacts, ITableFacts } from '../../inspect/facts';
import type { InsertionObstacle } from '../insertion/types';
import type { IFound } from '../compose/types';
import type { Operation } from '../write/types';
import type { PublicReading } from './model';

/** The maximum number of column names in a text. */
const MOST_NAMES = 4;

/**
 * The results of the inspection, in a few words each: `CSV`, `; between
 * columns`, `latin-1`, `comma decimals`.
 */
export function findings(found: IFound, trans: TranslationBundle): string[] {
  const { facts, kind } = found;
  const extension = 'extension' in facts ? facts.extension : null;
  const partitions = 'partitions' in facts ? facts.partitions : [];
  const isTable = kind === 'file' || extension !== null;
  if (kind === 'folder' && !isTable && facts.format !== 'zarr') {
    return [trans.__('Folder')];
  }
  const name = formatName(facts, trans);
  const isMany = kind === 'folder' && facts.format !== 'zarr';
  return [
    isMany ? trans.__('Folder of files: %1', name) : name,
    ...(partitions.length
      ? [trans.__('partitions: %1', partitions.join(', '))]
      : []),
    ...(facts.compression
      ? [trans.__('packed with %1', facts.compression)]
      : []),
    ...(facts.encodingErrors
      ? [trans.__('a few bytes that are not UTF-8')]
      : []),
    ...(facts.encoding && !/^(utf-?8|ascii)$/i.test(facts.encoding)
      ? [facts.encoding]
      : []),
    ...(facts.table ? tableFindings(facts.table, trans) : []),
    ...(facts.columns?.length
      ? [trans._n('%1 column', '%1 columns', facts.columns.length)]
      : []),
    ...(facts.isSampled ? [sampledText(facts, trans)] : [])
  ];
}

/** What was looked at of a text table that is long. */
function sampledText(
  { compression }: IFacts,
  trans: TranslationBundle
): string {
  return compression
    ? trans.__('only its beginning was looked at')
    : trans.__('only its beginning and its end were looked at');
}

/**
 * Why a snippet is generic; `null` if it is not.
 */
export function generality(
  { facts, kind }: IFound,
  trans: TranslationBundle
): string | null {
  if (facts.doubt) {
    return kind === 'file'
      ? doubtText(facts.doubt, trans)
      : facts.doubt === 'empty'
        ? trans.__('The folder is empty, so this is the general form.')
        : trans.__(
            'The folder could not be looked into, so this is the general form.'
          );
  }
  const isMixed =
    kind === 'folder' &&
    facts.format !== 'zarr' &&
    (!('extension' in facts) || facts.extension === null);
  if (isMixed) {
    return trans.__(
      'Its files are not one table, so the code lists what there is.'
    );
  }
  return facts.format === 'binary' && kind === 'file'
    ? trans.__('This kind of file is not known, so the code opens its bytes.')
    : null;
}

/**
 * Why a snippet cannot be inserted.
 */
export function insertionObstacleText(
  obstacle: InsertionObstacle,
  trans: TranslationBundle
): string {
  switch (obstacle) {
    case 'none-open':
      return trans.__('No notebook, console or editor is open.');
    case 'read-only':
      return trans.__('What is open cannot be changed.');
    case 'prose':
      return trans.__('What is open is text, not code.');
    case 'busy':
      return trans.__('What is open takes no code right now.');
    case 'language':
      return trans.__('What is open runs another language.');
  }
}

/**
 * The label of an operation.
 */
export function operationName(
  operation: Operation,
  trans: TranslationBundle
): string {
  switch (operation) {
    case 'read':
      return trans.__('Read');
    case 'write':
      return trans.__('Write');
    case 'list':
      return trans.__('List');
  }
}

/**
 * The label of a way to read a public file.
 */
export function accessName(
  access: PublicReading,
  trans: TranslationBundle
): string {
  switch (access) {
    case 'keys':
      return trans.__('With your keys');
    case 'public':
      return trans.__('Without keys, while it is public');
  }
}

function doubtText(doubt: Doubt, trans: TranslationBundle): string {
  switch (doubt) {
    case 'empty':
      return trans.__('The file is empty, so this is the general form.');
    case 'truncated':
      return trans.__(
        'The file ends too early or is damaged, so this is the general form.'
      );
    case 'unreadable':
      return trans.__(
        'The file could not be looked into, so this is the general form.'
      );
  }
}

function tableFindings(table: ITableFacts, trans: TranslationBundle): string[] {
  const separators: { [separator: string]: string | undefined } = {
    ',': trans.__('commas between columns'),
    '\t': trans.__('tabs between columns'),
    ' ': trans.__('spaces between columns')
  };
  const between =
    separators[table.separator] ??
    trans.__('%1 between columns', table.separator);
  return [
    table.singleColumn ? trans.__('no separator found') : between,
    ...(table.decimal === ',' ? [trans.__('comma decimals')] : []),
    ...(table.quote === "'" ? [trans.__('single quotes')] : []),
    ...(table.hasHeader ? [] : [trans.__('no header')]),
    ...(table.comment ? [trans.__('comments after %1', table.comment)] : []),
    ...(table.skippedLines
      ? [
          trans._n(
            '%1 line before the table',
            '%1 lines before the table',
            table.skippedLines
          )
        ]
      : []),
    ...linesBelow(table, trans),
    ...(table.extraCells ? [trans.__('rows longer than the header')] : []),
    ...(table.textColumns.length
      ? [trans.__('codes kept as text: %1', listed(table.textColumns, trans))]
      : []),
    ...datesFinding(table, trans)
  ];
}

/** The columns of dates that stay text in most libraries. */
function datesFinding(
  { textDates = [] }: ITableFacts,
  trans: TranslationBundle
): string[] {
  const names = textDates.map(({ column }) => column);
  return names.length
    ? [trans.__('dates that begin with the day: %1', listed(names, trans))]
    : [];
}

/** The lines below the header and below the table that are no rows. */
function linesBelow(
  { footer, unitLines = 0 }: ITableFacts,
  trans: TranslationBundle
): string[] {
  return [
    ...(unitLines
      ? [
          trans._n(
            '%1 line of units or the like below the header',
            '%1 lines of units or the like below the header',
            unitLines
          )
        ]
      : []),
    ...(footer
      ? [
          trans._n(
            '%1 line of notes below the table',
            '%1 lines of notes below the table',
            footer.lines
          )
        ]
      : [])
  ];
}

/** The first names of a list. */
function listed(names: readonly string[], trans: TranslationBundle): string {
  const first = names.slice(0, MOST_NAMES).join(', ');
  const more = names.length - MOST_NAMES;
  return more > 0
    ? trans._n('%2 and %1 more', '%2 and %1 more', more, first)
    : first;
}

function formatName(facts: IFacts, trans: TranslationBundle): string {
  const name = NAMES[facts.format];
  if (name) {
    return name;
  }
  switch (facts.format) {
    case 'text':
      return trans.__('Text');
    case 'image':
      return trans.__('Image');
    default:
      return facts.variant ?? trans.__('Bytes');
  }
}

/** Names of formats, which are not translated. */
const NAMES: { readonly [format in Format]?: string } = {
  csv: 'CSV',
  markdown: 'Markdown',
  json: 'JSON',
  jsonl: 'JSON lines',
  parquet: 'Parquet',
  geoparquet: 'GeoParquet',
  feather: 'Arrow',
  orc: 'ORC',
  excel: 'Excel',
  stata: 'Stata',
  sas: 'SAS',
  spss: 'SPSS',
  rds: 'R (rds)',
  rdata: 'R (RData)',
  hdf5: 'HDF5',
  netcdf: 'NetCDF',
  zarr: 'Zarr',
  geojson: 'GeoJSON',
  geopackage: 'GeoPackage',
  shapefile: 'Shapefile',
  pdf: 'PDF',
  pickle: 'pickle',
  sqlite: 'SQLite'
};
