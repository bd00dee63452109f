// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Language, Library } from '../write/types';
import { knownLines } from './surroundings';

/** Whose data frame it is, by the language or by Python's library. */
type Kind = 'pandas' | 'geopandas' | 'polars' | 'arrow' | 'ibis' | 'spark';

/**
 * The data frames that code assigns and that a library writes, the last one
 * first. Only the text is read: what is not surely a data frame is left out, as
 * the result of a function.
 *
 * @param sources - The code that has run, one text a cell.
 */
export function framesIn(
  sources: readonly string[],
  language: Language,
  library: Library
): string[] {
  const lines = knownLines(sources, language);
  switch (language) {
    case 'python': {
      const writes = WRITTEN[library] ?? ['pandas', 'geopandas'];
      return [...Private.ofPython(lines)]
        .filter(([, kind]) => writes.includes(kind))
        .map(([name]) => name)
        .reverse();
    }
    case 'r':
      return Private.others(lines, R, R_LOST);
    case 'julia':
      return Private.others(lines, JULIA, JULIA_LOST);
    case 'shell':
      return [];
  }
}

/** What libraries write, other than data frames of pandas. */
const WRITTEN: { readonly [library in Library]?: readonly Kind[] } = {
  geopandas: ['geopandas'],
  polars: ['polars'],
  pyarrow: ['arrow'],
  ibis: ['ibis'],
  duckdb: ['pandas', 'polars', 'arrow']
};

/**
 * What begins the expression of a data frame in Python, without what is between
 * its brackets.
 */
const BEGINNINGS: readonly (readonly [RegExp, Kind])[] = [
  [
    /^pd\.(DataFrame|concat|merge|pivot_table|crosstab|json_normalize|read_(?!hdf|html|sas|xml)\w+)\(\)/,
    'pandas'
  ],
  [/^(gpd|geopandas)\.(GeoDataFrame|read_\w+|sjoin|overlay)\(\)/, 'geopandas'],
  [/^pl\.(DataFrame|concat|from_\w+|read_\w+)\(\)/, 'polars'],
  [/^pl\.scan_\w+\(\)(\.\w+\(\))*\.collect\(\)/, 'polars'],
  [
    /^(pa|pyarrow)\.(table|Table\.from_\w+|concat_tables|(parquet|feather|csv)\.read_\w+)\(\)/,
    'arrow'
  ],
  [/^(ibis|con)\.(memtable|read_\w+|table)\(\)/, 'ibis'],
  [/^[\w.]+(\(\)|\[\]|\.\w+)*\.(df|fetchdf|to_pandas|toPandas)\(\)/, 'pandas'],
  [/^[\w.]+(\(\)|\[\]|\.\w+)*\.(pl|to_polars)\(\)/, 'polars'],
  [/^[\w.]+(\(\)|\[\]|\.\w+)*\.to_table\(\)/, 'arrow']
];

/** Methods of data frames that give one again. */
const KEPT = new RegExp(
  `^(\\.(${[
    ...[
      'assign',
      'astype',
      'clip',
      'convert_dtypes',
      'copy',
      'corr',
      'describe'
    ],
    ...[
      'dissolve',
      'drop',
      'drop_duplicates',
      'drop_nulls',
      'dropna',
      'explode'
    ],
    ...['fill_nan', 'fill_null', 'fillna', 'filter', 'head', 'infer_objects'],
    ...['join', 'melt', 'merge', 'mutate', 'nlargest', 'nsmallest', 'order_by'],
    ...['pivot', 'pivot_table', 'query', 'reindex', 'rename', 'replace'],
    ...[
      'reset_index',
      'round',
      'sample',
      'select',
      'select_dtypes',
      'set_index'
    ],
    ...[
      'shift',
      'sort',
      'sort_index',
      'sort_values',
      'tail',
      'to_crs',
      'unique'
    ],
    ...['unpivot', 'with_columns', 'with_row_index', 'collect', 'lazy']
  ].join('|')})\\(\\)|(\\.(loc|iloc))?\\[\\[\\]\\])*$`
);

/** What begins the expression of a data frame. */
const R =
  /^(readr::)?read_(csv2?|tsv|delim|table|csv_arrow)\(|^read\.(csv2?|delim|table)\(|^(arrow::|haven::|readxl::|sf::)\w+\(|^(tibble::|dplyr::)?(tibble|data\.frame|as_tibble|as\.data\.frame|bind_rows|left_join|inner_join|merge)\(|^aws\.s3::s3read_using\(|^DBI::dbGetQuery\(|^dplyr::collect\(/;
const JULIA = /^CSV\.read\(|^DataFrame\(|^CSV\.File\([^|]*\|> *DataFrame/;

/** Names of functions at the end of a pipe that give no data frame. */
const R_LOST =
  /\b(pull|nrow|ncol|dim|names|length|sum|mean|unlist|as\.list|lm)\(/;
const JULIA_LOST = /\b(nrow|ncol|size|names|sum|length)\(/;

namespace Private {
  /** The data frames, in the order of their last assignments. */
  export function ofPython(lines: readonly string[]): Map<string, Kind> {
    const found = new Map<string, Kind>();
    for (const [name, value] of assignments(lines, '=')) {
      const kind = kindOf(bare(value), found);
      found.delete(name);
      if (kind) {
        found.set(name, kind);
      }
    }
    return found;
  }

  /** The same of a language whose pipes end in what they give. */
  export function others(
    lines: readonly string[],
    begins: RegExp,
    loses: RegExp
  ): string[] {
    const found = new Set<string>();
    for (const [name, value] of assignments(lines, '(?:<-|=)')) {
      const [, first] =
        /^([\p{L}.][\p{L}\p{N}_.]*)\s*(?:\||%>%|$)/u.exec(value) ?? [];
      const isFrame =
        (begins.test(value) || (first !== undefined && found.has(first))) &&
        !loses.test(value) &&
        !/[$[][^)]*$/.test(value);
      found.delete(name);
      if (isFrame) {
        found.add(name);
      }
    }
    return [...found].reverse();
  }

  /** The names that statements assign, and the expressions, in order. */
  function* assignments(
    lines: readonly string[],
    sign: string
  ): Generator<readonly [string, string]> {
    const start = new RegExp(
      `^\\s*([\\p{L}_.][\\p{L}\\p{N}_.]*)\\s*(?::[^=]+)?${sign}(?!=)\\s*(.*)$`,
      'u'
    );
    for (let at = 0; at < lines.length; at++) {
      const [, name, first] = start.exec(lines[at]) ?? [];
      if (name === undefined) {
        continue;
      }
      let value = uncommented(first);
      while (isOpen(value) && at + 1 < lines.length) {
        value += ` ${uncommented(lines[++at]).trim()}`;
      }
      yield [name, value];
    }
  }

  /** A line without the comment at its end. */
  function uncommented(line: string): string {
    const code = line.replace(TEXT, text => '"'.repeat(text.length));
    const end = code.indexOf('#');
    return end < 0 ? line : line.slice(0, end);
  }

  /** Whether a bracket or a pipe is not closed. */
  function isOpen(value: string): boolean {
    const code = value.replace(TEXT, '""');
    const opening = code.match(/[([{]/g)?.length ?? 0;
    const closing = code.match(/[)\]}]/g)?.length ?? 0;
    return opening > closing || /(\|>|%>%|\\)\s*$/.test(code);
  }

  /**
   * An expression without what is between its brackets: `pd.read_csv()`. What
   * chooses columns by a list, or rows by a comparison, is `[[]]`.
   */
  function bare(value: string, level = 0): string {
    let code = '';
    let depth = 0;
    let inside = '';
    for (const sign of value.replace(TEXT, '""').replace(/\s+/g, '')) {
      const isOpening = '([{'.includes(sign);
      depth -= ')]}'.includes(sign) ? 1 : 0;
      if (depth > 0 || (isOpening && depth === 0 && sign === '{')) {
        inside += sign;
      } else if (sign === ']') {
        code += /^\[|[<>!~]|==/.test(inside) ? '[[]]' : '[]';
      } else if (sign === ')' && code === '') {
        // What is in brackets as a whole, so that it may be cut into lines.
        code = level < DEEPEST ? bare(inside, level + 1) : '';
      } else if (sign === ')') {
        code += '()';
      } else if (!isOpening) {
        code += sign;
      }
      inside = depth === 0 ? '' : inside;
      depth += isOpening ? 1 : 0;
    }
    return code;
  }

  function kindOf(code: string, found: Map<string, Kind>): Kind | null {
    for (const [pattern, kind] of BEGINNINGS) {
      const [begin] = pattern.exec(code) ?? [];
      if (begin !== undefined && KEPT.test(code.slice(begin.length))) {
        return kind;
      }
    }
    const [name] = /^\w+/u.exec(code) ?? [''];
    const kind = found.get(name);
    return kind && KEPT.test(code.slice(name.length)) ? kind : null;
  }

  const TEXT = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

  /** How many brackets around a whole expression are taken off. */
  const DEEPEST = 20;
}
