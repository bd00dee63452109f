// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { juliaLiteral } from './literals';
import type { ILibrary, ISubject } from './types';

/**
 * Julia's AWSS3. It has no option for another store than AWS, so that a kind
 * of configuration of its own says where that is.
 */
export const julia: ILibrary = {
  language: 'julia',
  library: 'AWSS3',
  rank: ({ facts, kind, operation }) =>
    operation === 'write' && (facts.format !== 'csv' || facts.compression)
      ? kind === 'folder'
        ? 10
        : 0
      : 10,
  write: subject => {
    const { imports, body, variable } = BODIES[subject.operation](subject);
    return {
      imports: ['using AWS, AWSS3', ...imports],
      setup: [SETUP],
      body,
      variable
    };
  }
};

const SETUP = `\
struct S3Store <: AWS.AbstractAWSConfig
    endpoint::String
    region::String
    credentials::AWS.AWSCredentials
end
AWS.region(store::S3Store) = store.region
AWS.credentials(store::S3Store) = store.credentials
AWS.generate_service_url(store::S3Store, service::String, resource::String) = store.endpoint * resource
given(name) = get(ENV, name, "")
region = isempty(given("AWS_DEFAULT_REGION")) ? "us-east-1" : given("AWS_DEFAULT_REGION")
endpoint = isempty(given("AWS_ENDPOINT_URL")) ? given("AWS_S3_ENDPOINT") : given("AWS_ENDPOINT_URL")
aws = if isempty(endpoint)
    global_aws_config(; region)
else
    occursin("://", endpoint) || (endpoint = "https://" * endpoint)
    keys = AWSCredentials(given("AWS_ACCESS_KEY_ID"), given("AWS_SECRET_ACCESS_KEY"), given("AWS_SESSION_TOKEN"))
    S3Store(String(rstrip(endpoint, '/')), region, keys)
end`;

const BODIES = { read, write, list };

function read(subject: ISubject) {
  const { facts, kind, place } = subject;
  if (kind === 'folder') {
    return list(subject);
  }
  const source = `s3_get(aws, ${juliaLiteral(place.bucket)}, ${juliaLiteral(place.key)}; raw = true)`;
  const { table } = facts;
  const plain =
    !facts.encoding || /^(utf-?8(-sig)?|ascii)$/i.test(facts.encoding);
  if (facts.format === 'csv' && !facts.doubt && plain && table) {
    const options = [
      ...(table.separator !== ','
        ? [`delim = ${juliaLiteral(table.separator)}`]
        : []),
      ...(table.decimal === ',' ? [`decimal = ','`] : []),
      ...(table.quote === "'" ? [`quotechar = '\\''`] : []),
      ...(table.hasHeader ? [] : ['header = false']),
      ...(table.comment ? [`comment = ${juliaLiteral(table.comment)}`] : [])
    ];
    const end = options.length ? `; ${options.join(', ')}` : '';
    const variable = subject.free('df');
    if (facts.compression === null || facts.compression === 'gzip') {
      return {
        imports: ['using CSV, DataFrames'],
        body: [`${variable} = CSV.read(${source}, DataFrame${end})`],
        variable
      };
    }
  }
  const variable = subject.free('data');
  return { imports: [], body: [`${variable} = ${source}`], variable };
}

function write(subject: ISubject) {
  const { key } = subject.place;
  const target = subject.kind === 'folder' ? `${key}export.csv` : key;
  return {
    imports: ['using CSV, DataFrames'],
    body: [
      'buffer = IOBuffer()',
      'CSV.write(buffer, df)',
      `s3_put(aws, ${juliaLiteral(subject.place.bucket)}, ${juliaLiteral(target)}, take!(buffer))`
    ],
    variable: 'df'
  };
}

function list(subject: ISubject) {
  const { bucket, key } = subject.place;
  const prefix = subject.kind === 'folder' ? key : key.replace(/[^/]*$/, '');
  const variable = subject.free('files');
  return {
    imports: [],
    body: [
      `${variable} = collect(s3_list_keys(aws, ${juliaLiteral(bucket)}, ${juliaLiteral(prefix)}))`
    ],
    variable
  };
}
