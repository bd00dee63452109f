// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../../inspect/facts';
import { named } from '../code';
import { pythonLiteral } from '../../../literals';
import {
  DATES,
  datesOf,
  encodingRemarks,
  extraRemarks,
  footerRemark,
  isByte,
  tableRemarks,
  widenedNames
} from '../tables';

/**
 * The arguments of pandas' `read_csv` that differ from its defaults. pandas
 * itself skips a UTF-8 byte order mark.
 */
export function csvArguments(facts: IFacts): string[] {
  const { table } = facts;
  // For a file that was not inspected, pandas detects the separator.
  const shape = table
    ? [...tableArguments(table, false), ...contentArguments(facts, table)]
    : ['sep=None', 'engine="python"'];
  return [...shape, ...encodingArguments(facts)];
}

/**
 * The arguments of `to_csv`.
 */
export function csvWritingArguments(table: ITableFacts | null): string[] {
  return [
    // R's header has no name for the column of row names.
    ...(table?.rowNames ? ['index_label=False'] : []),
    ...(table?.rowNames || table?.indexColumn ? [] : ['index=False']),
    ...tableArguments(table, true)
  ];
}

/**
 * The remarks above a text table: of one that was not inspected, and of what
 * its reader does that is not seen.
 */
export function csvRemarks(facts: IFacts): string[] {
  const { compression, table } = facts;
  return table
    ? [
        ...encodingRemarks(facts),
        ...tableRemarks(table),
        ...extraRemarks(facts, 'pandas stops at the first of them'),
        ...(table.footer
          ? [`# ${footerRemark(table.footer.lines)}: skipfooter drops them.`]
          : []),
        ...dateRemarks(table)
      ]
    : [
        `# Its ${compression ?? 'content'} was not looked into: pandas finds the separator by itself.`,
        '# Where codes begin with zeros add dtype=str, for decimal commas decimal=",",',
        '# for a text of Windows encoding="cp1252".'
      ];
}

/**
 * The arguments that make dates of what stays text, for who wants them: pandas
 * leaves a column as it is if a cell further down is another thing.
 */
function dateRemarks(table: ITableFacts): string[] {
  const dates = datesOf(table, pythonLiteral);
  const formats = new Set(dates.map(({ format }) => format));
  const pairs = dates.map(({ column, format }) => `${column}: ${format}`);
  const format = formats.size > 1 ? `{${pairs.join(', ')}}` : [...formats][0];
  const columns = dates.map(({ column }) => column).join(', ');
  return dates.length
    ? [`${DATES} add parse_dates=[${columns}], date_format=${format}`]
    : [];
}

/**
 * The encoding, and the compression, which pandas cannot infer from an open
 * file.
 */
export function encodingArguments(facts: IFacts): string[] {
  const encoding = otherEncoding(facts.encoding, facts.format !== 'csv');
  return [
    ...(encoding ? [named('encoding', encoding)] : []),
    ...(facts.encodingErrors
      ? [named('encoding_errors', facts.encodingErrors)]
      : []),
    ...(facts.compression ? [named('compression', facts.compression)] : [])
  ];
}

/**
 * The lines to leave out, before the header and below it.
 */
function skippedRows({ unitLines = 0, skippedLines }: ITableFacts): string[] {
  if (!unitLines) {
    return skippedLines ? [`skiprows=${skippedLines}`] : [];
  }
  const above = skippedLines > 3 ? [`*range(${skippedLines})`] : [];
  const numbers = Array.from(
    { length: skippedLines + 1 + unitLines },
    (_, line) => line
  );
  const named = numbers.filter(
    line => line > skippedLines || (!above.length && line < skippedLines)
  );
  return [`skiprows=[${[...above, ...named].join(', ')}]`];
}

/**
 * The arguments that give the names of columns, and leave out the header: pandas
 * would expect no more cells than that has.
 */
function namedRows(
  { unitLines = 0, skippedLines }: ITableFacts,
  names: readonly string[]
): string[] {
  return [
    `skiprows=${skippedLines + 1 + unitLines}`,
    `names=[${names.map(pythonLiteral).join(', ')}]`
  ];
}

/**
 * The encoding to specify, or `null` where Python's default, UTF-8, is right.
 *
 * @param encoding - The name used in the facts.
 * @param marks - Whether the library treats a byte order mark as text.
 */
export function otherEncoding(
  encoding: string | null,
  marks: boolean
): string | null {
  const plain = ['utf-8', 'utf8', 'ascii', ...(marks ? [] : ['utf-8-sig'])];
  return encoding && !plain.includes(encoding.toLowerCase()) ? encoding : null;
}

/** The argument for a first column that is an index, which Dask refuses. */
export const INDEX = 'index_col=0';

/**
 * A Python dictionary from columns to a type.
 *
 * @param name - Writes the name of a column by its position, if there is no
 * header.
 */
export function typesOf(
  table: ITableFacts,
  type: string,
  name: (position: string) => string = position => position
): string {
  const pairs = table.textColumns.map(
    each => `${table.hasHeader ? pythonLiteral(each) : name(each)}: ${type}`
  );
  return `{${pairs.join(', ')}}`;
}

/** The words that pandas treats as missing values by default. */
const MISSING: ReadonlySet<string> = new Set([
  ...['NA', 'N/A', 'n/a', 'NaN', 'nan', 'null', 'NULL', 'None', '#N/A']
]);

function tableArguments(table: ITableFacts | null, writes: boolean): string[] {
  return [
    ...separatorArguments(table?.separator ?? ',', writes),
    ...(table?.decimal === ',' ? [named('decimal', ',')] : []),
    ...(table?.quote === "'" ? [named('quotechar', "'")] : []),
    // csv.QUOTE_NONE
    ...(table?.quote === null && !writes ? ['quoting=3'] : []),
    ...(table?.escape && !writes ? [named('escapechar', table.escape)] : []),
    ...(table?.initialSpaces && !writes ? ['skipinitialspace=True'] : []),
    ...(table?.hasHeader === false
      ? [writes ? 'header=False' : 'header=None']
      : [])
  ];
}

function separatorArguments(separator: string, writes: boolean): string[] {
  if (separator === ' ' && !writes) {
    return ['sep=r"\\s+"'];
  }
  if (separator.length > 1 && !writes) {
    // pandas takes it for a regular expression.
    const pattern = separator.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return [`sep=r"${pattern}"`];
  }
  return separator === ',' ? [] : [named('sep', separator)];
}

function contentArguments(facts: IFacts, table: ITableFacts): string[] {
  const { comment, indexColumn, openRows, textColumns, thousands } = table;
  const missing = table.missing?.filter(word => !MISSING.has(word)) ?? [];
  const names = widenedNames(facts);
  // pandas' name for a column without a name.
  const unnamed = `Unnamed: ${facts.columns?.indexOf('')}`;
  const texts = table.hasHeader
    ? textColumns.map(name => name || unnamed)
    : textColumns;
  return [
    ...(thousands ? [named('thousands', thousands)] : []),
    // The C parser knows marks of one byte only, and no notes.
    ...((thousands && !isByte(thousands)) ||
    !isByte(table.separator) ||
    table.footer
      ? ['engine="python"']
      : []),
    ...(names ? namedRows(table, names) : skippedRows(table)),
    ...(table.footer ? [`skipfooter=${table.footer.lines}`] : []),
    ...(comment ? [named('comment', comment)] : []),
    ...(openRows ? ['index_col=False'] : []),
    ...(indexColumn ? [INDEX] : []),
    ...(missing.length
      ? [`na_values=[${missing.map(pythonLiteral).join(', ')}]`]
      : []),
    ...(texts.length
      ? [`dtype=${typesOf({ ...table, textColumns: texts }, 'str')}`]
      : [])
  ];
}
