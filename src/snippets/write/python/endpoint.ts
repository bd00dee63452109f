// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { call, indented } from '../code';
import { pythonLiteral } from '../../../literals';
import type { IParts, ISnippetSubject } from '../types';

/**
 * The environment variables with the endpoint; the first one that is not empty
 * is used. An Onyxia service has three of them; those started before May 2025
 * have only the last one, a bare host that implies https.
 */
export const ENDPOINT_VARIABLES = [
  'AWS_ENDPOINT_URL_S3',
  'AWS_ENDPOINT_URL',
  'S3_ENDPOINT',
  'AWS_S3_ENDPOINT'
] as const;

/**
 * The region as botocore finds it, for libraries that do not read both
 * environment variables, or that use an empty one.
 */
export function regionOf({ region }: ISnippetSubject): string {
  return region ? pythonLiteral(region) : REGION;
}

const REGION =
  'os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"';

/**
 * The endpoint as a Python expression, and the statements that it needs.
 */
export interface IEndpoint extends Pick<IParts, 'imports' | 'setup'> {
  /** `null` if no endpoint is needed: a public file on AWS. */
  readonly expression: string | null;
  /** Whether the expression may be `None`, which means AWS. */
  readonly isOptional: boolean;
}

/**
 * The endpoint of the store, read from the environment when the code runs. On
 * AWS no variable is set, and libraries take `None` for AWS.
 */
export function endpoint(subject: ISnippetSubject): IEndpoint {
  const { names } = subject;
  if (subject.publicUrl !== null) {
    const url = publicEndpoint(subject);
    const expression = url === null ? null : pythonLiteral(url);
    return { imports: [], setup: [], expression, isOptional: false };
  }
  if (subject.endpoint) {
    const url = pythonLiteral(subject.endpoint.replace(/\/+$/, ''));
    const { name, statement } = names.settled(NAME, each => `${each} = ${url}`);
    return {
      imports: [],
      setup: [statement],
      expression: name,
      isOptional: false
    };
  }
  const { name, statement } = names.settled(NAME, fromEnvironment);
  return {
    imports: ['import os'],
    setup: [statement],
    expression: name,
    isOptional: true
  };
}

const NAME = 'S3_ENDPOINT_URL';

function fromEnvironment(name: string): string {
  const values = ENDPOINT_VARIABLES.map(each => `os.environ.get("${each}")`);
  return [
    `${name} = (`,
    `    ${values.join('\n    or ')}`,
    '    or None',
    ')',
    `if ${name} and "://" not in ${name}:`,
    `    ${name} = "https://" + ${name}`
  ].join('\n');
}

/**
 * The base URL of the store in a public URL, as a literal, so that it does not
 * depend on the environment; `null` for AWS.
 */
export function publicEndpoint(subject: ISnippetSubject): string | null {
  const { publicUrl, place } = subject;
  const parts = /^(https?:\/\/)([^/]+)(.*)$/.exec(publicUrl ?? '');
  if (!parts) {
    return null;
  }
  const [, scheme, host, path] = parts;
  const bare = host.startsWith(`${place.bucket}.`)
    ? host.slice(place.bucket.length + 1)
    : host;
  const before = bare === host ? path.indexOf(`/${place.bucket}`) : 0;
  return /(^|\.)amazonaws\.com(\.cn)?$/.test(bare)
    ? null
    : `${scheme}${bare}${path.slice(0, Math.max(before, 0))}`;
}

/**
 * The options of s3fs, as arguments. The listing cache is off, so that recent
 * uploads are found.
 */
export function s3fsOptions(subject: ISnippetSubject): Pick<
  IParts,
  'imports' | 'setup'
> & {
  readonly options: ReadonlyArray<readonly [string, string]>;
} {
  const { expression, imports, setup } = endpoint(subject);
  const options: Array<[string, string]> = [];
  if (subject.publicUrl !== null) {
    options.push(['anon', 'True']);
  }
  if (expression !== null) {
    options.push(['client_kwargs', `{"endpoint_url": ${expression}}`]);
  }
  options.push(['use_listings_cache', 'False']);
  return { imports, setup, options };
}

/**
 * `storage_options` of the libraries written in Rust: Polars and deltalake.
 */
export function objectStoreOptions(
  subject: ISnippetSubject
): Pick<IParts, 'imports' | 'setup'> & { readonly name: string } {
  const { imports, setup, expression, isOptional } = endpoint(subject);
  const pairs = [
    // They also read the second one from the environment, even if it is empty.
    ...(expression
      ? ['aws_endpoint_url', 'aws_endpoint_url_s3'].map(
          name => `"${name}": ${expression}`
        )
      : []),
    ...(subject.publicUrl !== null ? ['"aws_skip_signature": "true"'] : []),
    ...(subject.scheme === 'http' ? ['"aws_allow_http": "true"'] : [])
  ];
  const otherwise = isOptional ? ` if ${expression} else {}` : '';
  const { name, statement } = subject.names.settled('storage_options', each =>
    [
      `${each} = {`,
      ...indented(pairs.map(pair => `${pair},`)),
      `}${otherwise}`
    ].join('\n')
  );
  return { imports, setup: [...setup, statement], name };
}

/**
 * An s3fs file system, and its variable.
 *
 * A file system in the notebook is reused, whatever its name; its listing cache
 * is invalidated if it has one. Anonymous ones are not reused.
 */
export function fileSystem(subject: ISnippetSubject): Omit<
  IParts,
  'variable'
> & {
  readonly fs: string;
} {
  const { names } = subject;
  const isPublic = subject.publicUrl !== null;
  const own = isPublic ? undefined : names.assigned.find(isFileSystem(names));
  if (own !== undefined) {
    const keeps = !/use_listings_cache\s*=\s*False/.test(
      names.lastAssignment(own) ?? ''
    );
    return {
      fs: own,
      imports: [],
      setup: [],
      body: keeps ? [`${own}.invalidate_cache()`] : []
    };
  }
  const { imports, setup, options } = s3fsOptions(subject);
  const args = options.map(([name, value]) => `${name}=${value}`);
  const { name, statement } = names.settled(
    isPublic ? 'public_fs' : 'fs',
    each => `${each} = ${call('s3fs.S3FileSystem', args)}`
  );
  return {
    fs: name,
    imports: [...imports, 'import s3fs'],
    setup: [...setup, statement],
    body: []
  };
}

function isFileSystem(
  names: ISnippetSubject['names']
): (name: string) => boolean {
  return name => {
    const statement = names.lastAssignment(name) ?? '';
    return (
      /^\w+\s*=\s*(s3fs\.)?S3FileSystem\(/.test(statement) &&
      !/\banon\s*=\s*True/.test(statement)
    );
  };
}
