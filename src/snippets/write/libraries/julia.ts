// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../../inspect/facts';
import { juliaLiteral } from '../../../literals';
import { isFoundAws, urlOf, type ISpelling } from '../store';
import { footerRemark, tableRemarks } from '../tables';
import { CSV, isWritable, target, writingRemarks } from '../python/writings';
import type { ILibrary, ISnippetSubject } from '../types';

/**
 * Julia's AWSS3. It has no option for the endpoint of another store, so the
 * snippet defines its own configuration type.
 */
export const julia: ILibrary = {
  language: 'julia',
  library: 'AWSS3',
  displayName: 'AWSS3',
  order: 10,
  setting: 'AWSS3',
  rank: question =>
    question.operation !== 'write' ||
    isWritable(
      question,
      facts =>
        facts.format === 'csv' &&
        facts.compression === null &&
        isPlain(facts) &&
        !facts.table?.rowNames
    )
      ? 10
      : 0,
  write: subject => {
    const { name, statement } = subject.names.settled(
      'aws',
      each => `${each} = ${client(subject)}`
    );
    const { imports, body, variable } = BODIES[subject.operation](
      subject,
      name
    );
    return {
      imports: ['using AWS, AWSS3', ...imports],
      setup: [...(isFoundAws(subject.store) ? [] : [STORE]), statement],
      body,
      variable
    };
  }
};

/** Whether the text is UTF-8, the only encoding that Julia reads and writes. */
function isPlain({ encoding }: IFacts): boolean {
  return !encoding || /^(utf-?8(-sig)?|ascii)$/i.test(encoding);
}

const STORE = `\
struct S3Store <: AWS.AbstractAWSConfig
    endpoint::String
    region::String
    credentials::AWS.AWSCredentials
end
AWS.region(store::S3Store) = store.region
AWS.credentials(store::S3Store) = store.credentials
AWS.generate_service_url(store::S3Store, service::String, resource::String) = store.endpoint * resource`;

/** What the functions of AWSS3 take: AWS's own configuration, or ours. */
function client({ store }: ISnippetSubject): string {
  const { bucketRegion, kernels, region } = store;
  if (isFoundAws(store)) {
    return `global_aws_config(; region = ${juliaLiteral(bucketRegion ?? region)})`;
  }
  const variable = bucketRegion ? null : kernels?.regionVariable;
  const place = variable
    ? `ENV[${juliaLiteral(variable)}]`
    : juliaLiteral(bucketRegion ?? region);
  // It finds the keys as AWS's own tools do.
  return `S3Store(${urlOf(store, JULIA)}, ${place}, AWSCredentials())`;
}

const JULIA: ISpelling = {
  prefersHost: true,
  url: name => `rstrip(ENV[${juliaLiteral(name)}], '/')`,
  host: name => `ENV[${juliaLiteral(name)}]`,
  onHttps: name => `"https://" * ENV[${juliaLiteral(name)}]`,
  hostOf: name => `last(split(rstrip(ENV[${juliaLiteral(name)}], '/'), "://"))`,
  literal: juliaLiteral
};

const BODIES = { read, write, list };

function read(subject: ISnippetSubject, aws: string) {
  const { facts, kind, location } = subject;
  if (kind === 'folder') {
    return list(subject, aws);
  }
  const source = `s3_get(${aws}, ${juliaLiteral(location.bucket)}, ${juliaLiteral(location.key)}; raw = true)`;
  const { table } = facts;
  if (
    facts.format === 'csv' &&
    !facts.doubt &&
    isPlain(facts) &&
    table &&
    !table.rowNames
  ) {
    const options = [
      ...(table.separator !== ','
        ? [`delim = ${juliaLiteral(table.separator)}`]
        : []),
      ...(table.separator === ' ' ? ['ignorerepeated = true'] : []),
      ...decimal(table),
      ...(table.quote === "'" ? [`quotechar = '\\''`] : []),
      ...(table.initialSpaces ? ['stripwhitespace = true'] : []),
      ...header(table),
      ...(table.thousands
        ? [`groupmark = '${juliaLiteral(table.thousands).slice(1, -1)}'`]
        : []),
      ...(table.footer ? [`footerskip = ${table.footer.lines}`] : []),
      ...types(table),
      ...(table.comment ? [`comment = ${juliaLiteral(table.comment)}`] : [])
    ];
    const end = options.length ? `; ${options.join(', ')}` : '';
    const variable = subject.names.free('df');
    if (facts.compression === null || facts.compression === 'gzip') {
      return {
        imports: ['using CSV, DataFrames'],
        body: [
          ...(facts.encodingErrors
            ? ['# A few bytes are not UTF-8: they are read as they are.']
            : []),
          ...tableRemarks(table),
          ...(table.extraCells
            ? [
                '# Some rows have more cells than the header has names: CSV.jl adds columns for them.'
              ]
            : []),
          ...(table.footer
            ? [`# ${footerRemark(table.footer.lines)}: left out.`]
            : []),
          ...(hasQuotedCommas(table)
            ? [
                '# Numbers with a decimal comma between quotes stay text here; this turns a column into numbers:',
                '# parse.(Float64, replace.(column, "," => "."))'
              ]
            : []),
          `${variable} = CSV.read(${source}, DataFrame${end})`
        ],
        variable
      };
    }
  }
  const variable = subject.names.free('data');
  return { imports: [], body: [`${variable} = ${source}`], variable };
}

/**
 * The decimal comma, unless it also separates columns: Julia would read two
 * cells as one number, and write one as two.
 */
function decimal(table: ITableFacts): string[] {
  return table.decimal === ',' && !hasQuotedCommas(table)
    ? [`decimal = ','`]
    : [];
}

function hasQuotedCommas({ decimal, separator }: ITableFacts): boolean {
  return decimal === ',' && separator === ',';
}

/** The number of the header line, if other lines precede it. */
function header({ hasHeader, unitLines, skippedLines }: ITableFacts): string[] {
  if (hasHeader) {
    return [
      ...(skippedLines ? [`header = ${skippedLines + 1}`] : []),
      ...(unitLines ? [`skipto = ${skippedLines + 2 + unitLines}`] : [])
    ];
  }
  return [
    'header = false',
    ...(skippedLines ? [`skipto = ${skippedLines + 1}`] : [])
  ];
}

function types({ hasHeader, textColumns }: ITableFacts): string[] {
  // Julia counts columns from one.
  const pairs = textColumns.map(
    each => `${hasHeader ? juliaLiteral(each) : Number(each) + 1} => String`
  );
  return pairs.length ? [`types = Dict(${pairs.join(', ')})`] : [];
}

function write(subject: ISnippetSubject, aws: string) {
  const { bucket } = subject.location;
  const frame = subject.target?.frame ?? 'df';
  const facts = subject.kind === 'folder' ? CSV : subject.facts;
  const path = target(subject, facts, frame);
  const key = juliaLiteral(path.slice(bucket.length + 1));
  const buffer = subject.names.free('buffer');
  const { table } = subject.facts;
  const options = [
    ...(table && table.separator !== ','
      ? [`delim = ${juliaLiteral(table.separator)}`]
      : []),
    ...(table ? decimal(table) : []),
    ...(table?.hasHeader === false ? ['header = false'] : [])
  ];
  const end = options.length ? `; ${options.join(', ')}` : '';
  return {
    imports: ['using CSV, DataFrames'],
    body: [
      `${buffer} = IOBuffer()`,
      `CSV.write(${buffer}, ${frame}${end})`,
      ...writingRemarks(subject, CSV),
      `s3_put(${aws}, ${juliaLiteral(bucket)}, ${key}, take!(${buffer}))`
    ],
    variable: frame
  };
}

function list(subject: ISnippetSubject, aws: string) {
  const { bucket, key } = subject.location;
  const prefix = subject.kind === 'folder' ? key : key.replace(/[^/]*$/, '');
  const variable = subject.names.free('files');
  return {
    imports: [],
    body: [
      `${variable} = collect(s3_list_keys(${aws}, ${juliaLiteral(bucket)}, ${juliaLiteral(prefix)}))`
    ],
    variable
  };
}
