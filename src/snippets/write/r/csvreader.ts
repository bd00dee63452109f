// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../../inspect/facts';
import { rLiteral } from '../../../literals';
import {
  DATES,
  datesOf,
  encodingRemarks,
  extraRemarks,
  footerRemark,
  GROUPED,
  isByte,
  namesOf,
  tableRemarks,
  widenedNames
} from '../tables';

/**
 * The R function that reads a local file, and its arguments after the path;
 * `null` for raw bytes.
 */
export interface IReader {
  /** The name of a function, or an anonymous `function(path) …`. */
  readonly name: string;
  readonly args: readonly string[];
  /** Comments above the call. */
  readonly remarks?: readonly string[];
}

/**
 * How R reads a text table; `null` if it cannot. readr detects compression from
 * the contents, except zstd.
 */
export function csvReader(facts: IFacts): IReader | null {
  const { compression, table } = facts;
  if (compression === 'zstd') {
    return null;
  }
  if (!table) {
    return {
      name: 'readr::read_delim',
      args: [],
      remarks: [
        '# It was not looked into: readr finds the separator and the types.'
      ]
    };
  }
  // readr supports neither row names, nor quotes in space-separated files, nor
  // quotes after spaces, nor names for cells beyond the header.
  const base =
    table.rowNames ||
    table.initialSpaces ||
    widenedNames(facts) !== null ||
    (table.separator === ' ' && !table.thousands);
  if (!isByte(table.separator) && (base || facts.encodingErrors)) {
    return null;
  }
  const encoding = encodingOf(facts);
  const heading = headingOf(facts, table);
  if (!heading) {
    return null;
  }
  const isMarked = facts.encoding === 'utf-8-sig' && !facts.encodingErrors;
  const found = base
    ? baseReader(table, isMarked ? 'UTF-8-BOM' : encoding, heading)
    : delimited(table, encoding, heading);
  const otherwise = 'readr puts them into the last column, and warns';
  const reader = {
    ...found,
    remarks: [...(found.remarks ?? []), ...extraRemarks(facts, otherwise)]
  };
  return facts.encodingErrors
    ? replacing(reader, base ? 'text = ' : '')
    : reader;
}

/**
 * A reader of a text whose bytes that are not UTF-8 are replaced first.
 *
 * @param source - What comes before the text in the call.
 */
function replacing(reader: IReader, source: string): IReader {
  const text = `I(iconv(readr::read_file(path), "UTF-8", "UTF-8", sub = "\\ufffd"))`;
  return {
    ...reader,
    name: `function(path, ...) ${reader.name}(${source}${text}, ...)`,
    remarks: [...(reader.remarks ?? []), ...REPLACED]
  };
}

/** What is said above a reader that replaces bytes which are not UTF-8. */
export const REPLACED = encodingRemarks({ encodingErrors: 'replace' });

/**
 * The encoding for R, by the name that its `iconv` knows; `null` for UTF-8.
 */
export function encodingOf({ encoding }: IFacts): string | null {
  const other = encoding && !/^(utf-?8(-sig)?|ascii)$/i.test(encoding);
  return other ? (ENCODINGS[encoding] ?? encoding) : null;
}

/** R gets the number of rows, as it cannot leave out lines at the end. */
function footerRemarks({ footer }: ITableFacts): string[] {
  return footer
    ? [`# ${footerRemark(footer.lines)}: only the rows before them are read.`]
    : [];
}

/** Texts as a vector of R. */
function vector(texts: readonly string[]): string {
  return `c(${texts.map(rLiteral).join(', ')})`;
}

/** Where the names of columns come from, and the lines above the rows. */
interface IHeading {
  /** The names as a vector, if the header cannot be read. */
  readonly names: string | null;
  readonly skip: number;
}

/** `null` if the names would have to be given, and are not known. */
function headingOf(
  facts: IFacts,
  { unitLines = 0, skippedLines }: ITableFacts
): IHeading | null {
  const widened = widenedNames(facts);
  if (!unitLines && !widened) {
    return { names: null, skip: skippedLines };
  }
  const names = widened ?? namesOf(facts);
  return (
    names && {
      names: vector(names),
      skip: skippedLines + 1 + unitLines
    }
  );
}

function delimited(
  table: ITableFacts,
  encoding: string | null,
  { names, skip }: IHeading
): IReader {
  const { comment, decimal, missing, textColumns, thousands } = table;
  const isRare = !isByte(table.separator);
  // readr searches for the separator's UTF-8 bytes in the undecoded file.
  const decoded =
    (encoding !== null && thousands !== null && !isByte(thousands)) || isRare;
  const encoded = encoding ? [`encoding = ${rLiteral(encoding)}`] : [];
  const locale = [
    ...(decimal === ',' ? ['decimal_mark = ","'] : []),
    ...(thousands ? [`grouping_mark = ${rLiteral(thousands)}`] : []),
    ...(decoded ? [] : encoded)
  ];
  // readr names columns without a header X1, X2 and so on.
  const types = textColumns.map(each =>
    table.hasHeader ? `${rLiteral(each)} = "c"` : `X${Number(each) + 1} = "c"`
  );
  const blank = table.separator === ' ';
  const name = blank ? 'readr::read_table' : 'readr::read_delim';
  return {
    name: decoded
      ? `function(path, ...) ${name}(I(${textOf(table.separator, encoded)}), ...)`
      : name,
    remarks: [
      ...tableRemarks(table),
      ...footerRemarks(table),
      ...dateRemarks(table, types)
    ],
    args: [
      ...(blank
        ? []
        : [`delim = ${isRare ? BETWEEN : rLiteral(table.separator)}`]),
      ...(!blank && table.quote !== '"'
        ? [`quote = ${rLiteral(table.quote ?? '')}`]
        : []),
      ...(table.escape
        ? ['escape_backslash = TRUE', 'escape_double = FALSE']
        : []),
      ...(names ? [`col_names = ${names}`] : []),
      ...(table.hasHeader ? [] : ['col_names = FALSE']),
      ...(skip ? [`skip = ${skip}`] : []),
      ...(table.footer ? [`n_max = ${table.footer.rows}`] : []),
      ...(comment ? [`comment = ${rLiteral(comment)}`] : []),
      ...(missing
        ? [`na = c("", "NA", ${missing.map(rLiteral).join(', ')})`]
        : []),
      ...(types.length ? [`col_types = readr::cols(${types.join(', ')})`] : []),
      ...(locale.length ? [`locale = readr::locale(${locale.join(', ')})`] : [])
    ]
  };
}

/**
 * The argument that makes dates of what stays text, for who wants them.
 *
 * @param types - What the call says of other columns already.
 */
function dateRemarks(table: ITableFacts, types: readonly string[]): string[] {
  if (!table.hasHeader) {
    return [];
  }
  const made = datesOf(table, rLiteral).map(
    ({ column, format }) =>
      `${column} = readr::col_date${format.includes('%H') ? 'time' : ''}(${format})`
  );
  const all = [...types, ...made].join(', ');
  return made.length ? [`${DATES} col_types = readr::cols(${all})`] : [];
}

/** The separator that stands for those that readr does not know. */
const BETWEEN = '"\\u001f"';

/** An R expression for the text of a file, cut by a separator of one byte. */
function textOf(separator: string, encoded: string[]): string {
  const locale = encoded.length ? `, readr::locale(${encoded[0]})` : '';
  const text = `readr::read_file(path${locale})`;
  return isByte(separator)
    ? text
    : `gsub(${rLiteral(separator)}, ${BETWEEN}, ${text}, fixed = TRUE)`;
}

/**
 * R's own function: if the header is one name short, it uses the first column
 * as row names.
 */
function baseReader(
  table: ITableFacts,
  encoding: string | null,
  { names, skip }: IHeading
): IReader {
  const { comment, hasHeader, missing, separator, textColumns } = table;
  // R names columns without a header V1, V2 and so on.
  const types = textColumns.map(each =>
    hasHeader
      ? `${rLiteral(each)} = "character"`
      : `V${Number(each) + 1} = "character"`
  );
  return {
    name: 'utils::read.table',
    remarks: [
      ...tableRemarks(table),
      ...footerRemarks(table),
      ...(table.thousands ? [GROUPED] : [])
    ],
    args: [
      ...(names
        ? [`col.names = ${names}`]
        : hasHeader
          ? ['header = TRUE']
          : []),
      ...(separator === ' ' ? [] : [`sep = ${rLiteral(separator)}`]),
      `quote = ${rLiteral(table.quote ?? '')}`,
      ...(table.initialSpaces ? ['strip.white = TRUE'] : []),
      ...(table.decimal === ',' ? ['dec = ","'] : []),
      ...(missing || table.extraCells
        ? [`na.strings = ${vector(['', 'NA', ...(missing ?? [])])}`]
        : []),
      ...(table.extraCells ? ['fill = TRUE'] : []),
      ...(skip ? [`skip = ${skip}`] : []),
      ...(table.footer ? [`nrows = ${table.footer.rows}`] : []),
      `comment.char = ${rLiteral(comment ?? '')}`,
      ...(types.length ? [`colClasses = c(${types.join(', ')})`] : []),
      ...(encoding ? [`fileEncoding = ${rLiteral(encoding)}`] : []),
      'check.names = FALSE'
    ]
  };
}

/** The names of encodings in R's `iconv`, where they differ from Python. */
const ENCODINGS: { readonly [python: string]: string } = {
  cp1252: 'windows-1252',
  'latin-1': 'latin1',
  'utf-16': 'UTF-16',
  'utf-16-le': 'UTF-16LE',
  'utf-16-be': 'UTF-16BE',
  iso8859_2: 'ISO-8859-2',
  iso8859_5: 'ISO-8859-5',
  iso8859_7: 'ISO-8859-7',
  iso8859_15: 'ISO-8859-15',
  koi8_r: 'KOI8-R',
  mac_roman: 'macintosh',
  euc_jp: 'EUC-JP',
  euc_kr: 'EUC-KR'
};
