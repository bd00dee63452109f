// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../inspect/facts';

/**
 * The remarks above any reader: of a text that no separator cuts, and of what
 * describes the columns and is left out.
 */
export function tableRemarks(table: ITableFacts): string[] {
  const { unitLines = 0, singleColumn } = table;
  const described =
    unitLines === 1
      ? '# The line below the header is no data (units and the like): it is left out.'
      : `# The ${unitLines} lines below the header are no data (units and the like): they are left out.`;
  return [
    ...(singleColumn
      ? ['# No separator was found: each line is one cell.']
      : []),
    ...(unitLines ? [described] : [])
  ];
}

/**
 * The columns of dates that stay text, by name or position as a literal, each
 * with its format; and the beginning of the remark that says so.
 *
 * @param literal - Writes a name, and a format.
 */
export function datesOf(
  { hasHeader, textDates = [] }: ITableFacts,
  literal: (text: string) => string
): { readonly column: string; readonly format: string }[] {
  return textDates.map(({ column, format }) => ({
    column: hasHeader ? literal(column) : column,
    format: literal(format)
  }));
}

/** The beginning of the remark about dates that stay text. */
export const DATES = '# Dates that begin with the day stay text:';

/**
 * Whether a separator is one byte: few readers know another one.
 */
export function isByte(separator: string): boolean {
  return separator.length === 1 && separator <= '\x7f';
}

/**
 * The names of all columns, where a reader has to be given them; `null` if they
 * are not all known, or one is blank.
 */
export function namesOf({ columns }: IFacts): readonly string[] | null {
  const isWhole = columns !== null && columns.length < 1000;
  return isWhole && columns.every(name => name.trim() !== '') ? columns : null;
}

/**
 * The names to give a reader where rows have more cells than the header has
 * names: pandas' own ones for those without. `null` if there are no such rows, or
 * the names of the header are not all known and different.
 */
export function widenedNames(facts: IFacts): string[] | null {
  const names = namesOf(facts) ?? [];
  const extra = facts.table?.extraCells ?? 0;
  const width = names.length + extra;
  const isKnown = names.length > 0 && new Set(names).size === names.length;
  return isKnown && extra && width < 1000
    ? [
        ...names,
        ...Array.from(
          { length: extra },
          (_, at) => `Unnamed: ${names.length + at}`
        )
      ]
    : null;
}

/**
 * The remark where rows have more cells than the header has names.
 *
 * @param otherwise - What the reader does if it is not given names.
 */
export function extraRemarks(facts: IFacts, otherwise: string): string[] {
  const extra = facts.table?.extraCells ?? 0;
  const columns =
    extra === 1
      ? 'the last column has them'
      : `the last ${extra} columns have them`;
  return extra
    ? [
        `# Some rows have more cells than the header has names: ${widenedNames(facts) ? columns : otherwise}.`
      ]
    : [];
}

/**
 * The beginning of the remark about notes below the table.
 */
export function footerRemark(lines: number): string {
  return lines === 1
    ? 'The last line is a note, no row'
    : `The last ${lines} lines are notes, no rows`;
}

/**
 * The remark above a reader that replaces bytes which are not UTF-8.
 */
export function encodingRemarks({
  encodingErrors
}: Pick<IFacts, 'encodingErrors'>): string[] {
  return encodingErrors
    ? ['# A few bytes are not UTF-8: each is replaced by the sign U+FFFD.']
    : [];
}

/**
 * The remark for a library without support for a thousands separator.
 */
export const GROUPED =
  '# Numbers with a mark between their thousands stay text here.';

/**
 * The remark where a library can only read all columns as text.
 */
export const ALL_TEXT =
  '# Every column stays text, so that codes keep their zeros.';

/**
 * Whether the columns to read as text have no names. Libraries name them by
 * number, in ways that depend on version and width.
 */
export function isAllText({ hasHeader, textColumns }: ITableFacts): boolean {
  return !hasHeader && textColumns.length > 0;
}
