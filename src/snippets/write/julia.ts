// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../facts';
import { indented } from './code';
import { juliaLiteral } from '../../literals';
import { ENDPOINT_VARIABLES } from './python/endpoint';
import { CSV, isWritable, target, writingRemarks } from './python/writings';
import type { ILibrary, ISubject } from './types';

/**
 * Julia's AWSS3. It has no option for another store than AWS, so that a kind
 * of configuration of its own says where that is.
 */
export const julia: ILibrary = {
  language: 'julia',
  library: 'AWSS3',
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
    const { name, statement } = subject.names.settled('aws', each =>
      [`${each} = let`, ...indented(settings(subject)), 'end'].join('\n')
    );
    const { imports, body, variable } = BODIES[subject.operation](
      subject,
      name
    );
    return {
      imports: ['using AWS, AWSS3', ...imports],
      setup: [STORE, statement],
      body,
      variable
    };
  }
};

/** Whether the text is in UTF-8, which is all that Julia reads and writes. */
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

/** What is found out about the store stays within. */
function settings({ endpoint }: ISubject): string[] {
  const names = ENDPOINT_VARIABLES.map(juliaLiteral).join(', ');
  return [
    'value(names...) = first([filter(!isempty, [get(ENV, name, "") for name in names]); ""])',
    'region = value("AWS_REGION", "AWS_DEFAULT_REGION")',
    'region = isempty(region) ? "us-east-1" : region',
    endpoint
      ? `endpoint = ${juliaLiteral(endpoint)}`
      : `endpoint = value(${names})`,
    'if isempty(endpoint)',
    '    global_aws_config(; region)',
    'else',
    '    occursin("://", endpoint) || (endpoint = "https://" * endpoint)',
    '    keys = AWSCredentials(value("AWS_ACCESS_KEY_ID"), value("AWS_SECRET_ACCESS_KEY"), value("AWS_SESSION_TOKEN"))',
    `    S3Store(String(rstrip(endpoint, '/')), region, keys)`,
    'end'
  ];
}

const BODIES = { read, write, list };

function read(subject: ISubject, aws: string) {
  const { facts, kind, place } = subject;
  if (kind === 'folder') {
    return list(subject, aws);
  }
  const source = `s3_get(${aws}, ${juliaLiteral(place.bucket)}, ${juliaLiteral(place.key)}; raw = true)`;
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
      ...(table.decimal === ',' ? [`decimal = ','`] : []),
      ...(table.quote === "'" ? [`quotechar = '\\''`] : []),
      ...header(table),
      ...(table.thousands
        ? [`groupmark = '${juliaLiteral(table.thousands).slice(1, -1)}'`]
        : []),
      ...types(table),
      ...(table.comment ? [`comment = ${juliaLiteral(table.comment)}`] : [])
    ];
    const end = options.length ? `; ${options.join(', ')}` : '';
    const variable = subject.names.free('df');
    if (facts.compression === null || facts.compression === 'gzip') {
      return {
        imports: ['using CSV, DataFrames'],
        body: [`${variable} = CSV.read(${source}, DataFrame${end})`],
        variable
      };
    }
  }
  const variable = subject.names.free('data');
  return { imports: [], body: [`${variable} = ${source}`], variable };
}

/** The header's line, where lines stand above it. */
function header({ hasHeader, skippedLines }: ITableFacts): string[] {
  if (hasHeader) {
    return skippedLines ? [`header = ${skippedLines + 1}`] : [];
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

function write(subject: ISubject, aws: string) {
  const { bucket } = subject.place;
  const path = target(subject, subject.kind === 'folder' ? CSV : subject.facts);
  const key = juliaLiteral(path.slice(bucket.length + 1));
  const buffer = subject.names.free('buffer');
  const { table } = subject.facts;
  const options = [
    ...(table && table.separator !== ','
      ? [`delim = ${juliaLiteral(table.separator)}`]
      : []),
    ...(table?.decimal === ',' ? [`decimal = ','`] : []),
    ...(table?.hasHeader === false ? ['header = false'] : [])
  ];
  const end = options.length ? `; ${options.join(', ')}` : '';
  return {
    imports: ['using CSV, DataFrames'],
    body: [
      `${buffer} = IOBuffer()`,
      `CSV.write(${buffer}, df${end})`,
      ...writingRemarks(subject, CSV),
      `s3_put(${aws}, ${juliaLiteral(bucket)}, ${key}, take!(${buffer}))`
    ],
    variable: 'df'
  };
}

function list(subject: ISubject, aws: string) {
  const { bucket, key } = subject.place;
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
