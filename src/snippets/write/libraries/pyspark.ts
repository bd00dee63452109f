// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../../inspect/facts';
import { pythonLiteral } from '../../../literals';
import { call, indented, named } from '../code';
import { isFoundAws } from '../store';
import { otherEncoding } from '../python/csv';
import { fileEnd, isPattern } from '../python/folders';
import { exported, fileNameOf } from '../python/writings';
import {
  ALL_TEXT,
  encodingRemarks,
  GROUPED,
  isAllText,
  tableRemarks
} from '../tables';
import type {
  ILibrary,
  IParts,
  ISnippetQuestion,
  ISnippetSubject
} from '../types';

/**
 * PySpark, for data that outgrow one machine. As in the Datalab's services of
 * PySpark, its configuration (`fs.s3a.…`) leads to the store.
 */
export const pyspark: ILibrary = {
  language: 'python',
  library: 'pyspark',
  displayName: 'PySpark',
  order: 65,
  setting: 'PySpark',
  rank: question =>
    isNamed(question.location.key) &&
    !question.facts.doubt &&
    question.publicUrl === null &&
    (question.operation === 'write' ? writes(question) : reads(question))
      ? 25
      : 0,
  write: subject => {
    const builder = session(subject.store);
    const { name, statement } = subject.names.settled(
      'spark',
      each => `${each} = ${builder}`
    );
    const parts =
      subject.operation === 'write' ? written(subject) : read(subject, name);
    return {
      ...parts,
      imports: ['from pyspark.sql import SparkSession', ...parts.imports],
      setup: [statement]
    };
  }
};

/**
 * The session. Where the environment of a kernel names no store, it is no service
 * that has configured one, so that the code names the endpoint.
 */
function session(store: ISnippetSubject['store']): string {
  const { hostVariable, urlVariable } = store.kernels ?? {};
  if (hostVariable || urlVariable || isFoundAws(store)) {
    return 'SparkSession.builder.getOrCreate()';
  }
  const endpoint = pythonLiteral(store.endpoint);
  return [
    '(',
    ...indented([
      'SparkSession.builder',
      `.config("spark.hadoop.fs.s3a.endpoint", ${endpoint})`,
      '.config("spark.hadoop.fs.s3a.path.style.access", "true")',
      '.getOrCreate()'
    ]),
    ')'
  ].join('\n');
}

/** The methods that read and write each format. */
const METHODS: { readonly [format: string]: string } = {
  csv: 'csv',
  jsonl: 'json',
  parquet: 'parquet',
  geoparquet: 'parquet'
};

/** The endings by which Spark recognizes a compression. */
const PACKED: { readonly [compression: string]: RegExp } = {
  gzip: /\.gz$/i,
  bz2: /\.bz2$/i
};

/**
 * Whether Spark finds the name: it takes patterns, and leaves out what begins
 * with a dot or `_`; Hadoop's paths know no colon, and no control characters.
 */
function isNamed(key: string): boolean {
  const name = key.replace(/\/$/, '').split('/').pop() ?? '';
  return !isPattern(key) && !/^[._]/.test(name) && !/[:\\\p{Cc}]/u.test(key);
}

function reads({
  facts,
  kind,
  operation,
  location
}: ISnippetQuestion): boolean {
  const { compression, format, table, variant } = facts;
  const folder = 'partitions' in facts ? facts : null;
  const isUnpacked =
    compression === null ||
    (format !== 'parquet' &&
      PACKED[compression]?.test(folder?.extension ?? location.key) === true);
  return (
    operation === 'read' &&
    METHODS[format] !== undefined &&
    variant !== 'delta' &&
    !facts.member &&
    isUnpacked &&
    (format !== 'csv' || (table !== null && isCut(table))) &&
    !/^utf-?(16|32)/i.test(facts.encoding ?? '') &&
    (format !== 'jsonl' || otherEncoding(facts.encoding, false) === null) &&
    (kind === 'file' || (folder !== null && isWhole(folder)))
  );
}

/** Whether Spark reads the files of a folder, and the values of partitions. */
function isWhole(folder: ISnippetQuestion['facts']): boolean {
  return (
    'partitions' in folder &&
    folder.extension !== null &&
    !folder.isMisread &&
    !(folder.partitions.length > 0 && folder.hasOthers)
  );
}

/** Whether Spark can cut the rows: it skips no lines but the header. */
function isCut(table: ITableFacts): boolean {
  const { footer, irregular, rowNames, separator, skippedLines, unitLines } =
    table;
  return (
    separator !== ' ' &&
    !skippedLines &&
    !unitLines &&
    !footer &&
    !rowNames &&
    !irregular &&
    (table.comment?.length ?? 1) === 1
  );
}

function writes({ facts, kind }: ISnippetQuestion): boolean {
  return (
    kind === 'folder' && facts.format !== 'zarr' && facts.variant !== 'delta'
  );
}

function read(
  subject: ISnippetSubject,
  spark: string
): Pick<IParts, 'imports' | 'body' | 'variable'> {
  const { facts, folder, names, path } = subject;
  const { table } = facts;
  const end = folder?.hasOthers ? fileEnd(folder) : '';
  const source = pythonLiteral(`s3a://${path}${end}`);
  const method = `${spark}.read.${METHODS[facts.format]}`;
  if (facts.format !== 'csv' || !table) {
    const variable = names.free('df');
    return {
      imports: [],
      body: [
        ...encodingRemarks(facts),
        `${variable} = ${call(method, [source])}`
      ],
      variable
    };
  }
  const options = csvOptions(facts, table, false);
  const remarks = [
    ...encodingRemarks(facts),
    ...tableRemarks(table),
    ...(isAllText(table) ? [ALL_TEXT] : []),
    ...(table.thousands ? [GROUPED] : []),
    ...(table.decimal === ',' && !table.thousands ? [COMMAS] : [])
  ];
  const infers = isAllText(table) ? [] : ['inferSchema=True'];
  if (isAllText(table) || table.textColumns.length === 0) {
    const variable = names.free('df');
    const made = call(method, [source, ...options, ...infers]);
    return {
      imports: [],
      body: [...remarks, ...`${variable} = ${made}`.split('\n')],
      variable
    };
  }
  const schema = names.free('schema');
  const field = names.free('field');
  const variable = names.free('df');
  const texts = table.textColumns.map(pythonLiteral).join(', ');
  const inferred = call(method, [source, ...options, ...infers]);
  const made = call(method, [source, ...options, `schema=${schema}`]);
  return {
    imports: ['from pyspark.sql.types import StringType'],
    body: [
      ...remarks,
      '# Spark takes codes for numbers, which would lose their zeros.',
      ...`${schema} = ${inferred}.schema`.split('\n'),
      `for ${field} in ${schema}:`,
      `    if ${field}.name in [${texts}]:`,
      `        ${field}.dataType = StringType()`,
      ...`${variable} = ${made}`.split('\n')
    ],
    variable
  };
}

/** The remark on numbers that Spark leaves as text. */
const COMMAS = '# Numbers with a decimal comma stay text here.';

/** The options that differ from Spark's defaults. */
function csvOptions(
  facts: IFacts,
  table: ITableFacts,
  isWriting: boolean
): string[] {
  const encoding = otherEncoding(facts.encoding, false);
  const missing = table.missing?.length === 1 ? table.missing[0] : null;
  return [
    ...(table.separator !== ',' ? [named('sep', table.separator)] : []),
    ...(table.hasHeader ? ['header=True'] : []),
    ...(encoding && !isWriting ? [named('encoding', javaName(encoding))] : []),
    ...(table.quote === "'" ? [named('quote', "'")] : []),
    ...(table.quote === null && !isWriting ? ['quote=""'] : []),
    // Doubled quotes are the rule, but not Spark's.
    ...(table.quote && !table.escape ? [named('escape', table.quote)] : []),
    ...(isWriting
      ? []
      : [
          ...(table.comment ? [named('comment', table.comment)] : []),
          ...(missing ? [named('nullValue', missing)] : []),
          ...(table.initialSpaces ? ['ignoreLeadingWhiteSpace=True'] : [])
        ])
  ];
}

/** The name of an encoding in Java, where it differs from Python's. */
function javaName(encoding: string): string {
  return (
    {
      'latin-1': 'ISO-8859-1',
      mac_roman: 'x-MacRoman'
    }[encoding] ??
    encoding
      .replace(/^cp125(\d)$/, 'windows-125$1')
      .replace(/^iso8859_/, 'ISO-8859-')
      .replace(/_/g, '-')
  );
}

/**
 * Spark writes many files: into a folder of its own kind beside those that are
 * there, else into a new folder.
 */
function written(
  subject: ISnippetSubject
): Pick<IParts, 'imports' | 'body' | 'variable'> {
  const { path, folder, target } = subject;
  const facts = exported(
    subject,
    ({ format }) => METHODS[format] !== undefined
  );
  const isSame =
    facts === subject.facts && !facts.encoding?.match(/^(?!utf-?8$|ascii$)/i);
  const variable = target?.frame ?? 'df';
  const partitions =
    isSame && folder?.partitions.length
      ? `.partitionBy(${folder.partitions.map(pythonLiteral).join(', ')})`
      : '';
  const stem = target?.stem ?? fileNameOf(variable);
  const where = pythonLiteral(`s3a://${isSame ? path : `${path}/${stem}`}`);
  const method = METHODS[isSame ? facts.format : 'csv'] ?? 'csv';
  const options =
    method !== 'csv'
      ? []
      : isSame && facts.table
        ? csvOptions(facts, facts.table, true)
        : ['header=True', 'escape="\\""'];
  const mode = isSame ? '.mode("append")' : '';
  return {
    imports: [],
    body: [
      isSame
        ? '# New files beside those of this folder; none is replaced.'
        : '# A new folder with several files; one that is there is not replaced.',
      ...call(`${variable}.write${mode}${partitions}.${method}`, [
        where,
        ...options
      ]).split('\n')
    ],
    variable
  };
}
