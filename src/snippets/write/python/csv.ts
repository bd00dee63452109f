// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../facts';
import { named } from '../code';
import { pythonLiteral } from '../../../literals';

/**
 * The arguments of pandas' `read_csv` that differ from its defaults. A mark of
 * UTF-8 is skipped by pandas itself.
 */
export function csvArguments(facts: IFacts): string[] {
  const { table } = facts;
  // What was not looked into is cut where pandas finds that it must be.
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
    // The header of R has no name for the column of names.
    table?.rowNames ? 'index_label=False' : 'index=False',
    ...tableArguments(table, true)
  ];
}

/**
 * What is said above a text table that was not looked into; nothing else has
 * to be.
 */
export function csvRemarks({ compression, table }: IFacts): string[] {
  return table
    ? []
    : [
        `# Its ${compression ?? 'content'} was not looked into: pandas finds the separator by itself.`,
        '# Where codes begin with zeros add dtype=str, for decimal commas decimal=",",',
        '# for a text of Windows encoding="cp1252".'
      ];
}

/**
 * The encoding, and the packing which an open file does not tell.
 */
export function encodingArguments(facts: IFacts): string[] {
  const encoding = otherEncoding(facts.encoding, facts.format !== 'csv');
  return [
    ...(encoding ? [named('encoding', encoding)] : []),
    ...(facts.compression ? [named('compression', facts.compression)] : [])
  ];
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

/**
 * What is said where numbers have a mark between their thousands, which a
 * library does not know.
 */
export const GROUPED =
  '# Numbers with a mark between their thousands stay text here.';

/**
 * What is said where a library can only keep all columns text.
 */
export const ALL_TEXT =
  '# Every column stays text, so that codes keep their zeros.';

/**
 * Whether columns have to stay text whose names are not known: libraries call
 * them by their number, in ways that depend on version and width.
 */
export function isAllText({ hasHeader, textColumns }: ITableFacts): boolean {
  return !hasHeader && textColumns.length > 0;
}

/**
 * A dictionary of Python from columns to a type.
 *
 * @param name - Writes the name of the column at a position, where there is
 * no header.
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

/** What pandas takes for a missing value of its own accord. */
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
    ...(table?.hasHeader === false
      ? [writes ? 'header=False' : 'header=None']
      : [])
  ];
}

function separatorArguments(separator: string, writes: boolean): string[] {
  if (separator === ' ' && !writes) {
    return ['sep=r"\\s+"'];
  }
  return separator === ',' ? [] : [named('sep', separator)];
}

function contentArguments(facts: IFacts, table: ITableFacts): string[] {
  const { comment, openRows, skippedLines, textColumns, thousands } = table;
  const missing = table.missing?.filter(word => !MISSING.has(word)) ?? [];
  // What pandas calls a column without a name.
  const unnamed = `Unnamed: ${facts.columns?.indexOf('')}`;
  const texts = table.hasHeader
    ? textColumns.map(name => name || unnamed)
    : textColumns;
  return [
    ...(thousands ? [named('thousands', thousands)] : []),
    // The parser in C passes over marks that take more than one byte.
    ...(thousands && thousands > '\x7f' ? ['engine="python"'] : []),
    ...(skippedLines ? [`skiprows=${skippedLines}`] : []),
    ...(comment ? [named('comment', comment)] : []),
    ...(openRows ? ['index_col=False'] : []),
    ...(missing.length
      ? [`na_values=[${missing.map(pythonLiteral).join(', ')}]`]
      : []),
    ...(texts.length
      ? [`dtype=${typesOf({ ...table, textColumns: texts }, 'str')}`]
      : [])
  ];
}
