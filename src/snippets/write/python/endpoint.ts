// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { call, indented } from '../code';
import { pythonLiteral } from '../../../literals';
import type { IParts, ISubject } from '../types';

/**
 * The variables that name the store, the first that is not empty counts. A pod
 * of Onyxia has three of them; services older than May 2025 only the last, a
 * bare host that means https.
 */
export const ENDPOINT_VARIABLES = [
  'AWS_ENDPOINT_URL_S3',
  'AWS_ENDPOINT_URL',
  'S3_ENDPOINT',
  'AWS_S3_ENDPOINT'
] as const;

/**
 * The region as botocore takes it, for libraries that do not read both of its
 * variables, or take an empty one for a name.
 */
export const REGION =
  'os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"';

/**
 * The endpoint as an expression of Python, and what has to stand before it.
 */
export interface IEndpoint extends Pick<IParts, 'imports' | 'setup'> {
  /** `null` where nothing has to be said: a public file on AWS. */
  readonly expression: string | null;
  /** Whether the expression may be `None`, which means AWS. */
  readonly isOptional: boolean;
}

/**
 * Where the store is: found when the code runs, as on AWS no variable tells,
 * and libraries take `None` for AWS.
 */
export function endpoint(subject: ISubject): IEndpoint {
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
 * The base URL of the store that a public URL leads to: literally, as nobody's
 * environment has to know it; `null` where it is AWS.
 */
export function publicEndpoint(subject: ISubject): string | null {
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
 * The options of s3fs, as arguments: no listing is kept, so that what was
 * uploaded a second ago is found.
 */
export function s3fsOptions(subject: ISubject): Pick<
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
 * `storage_options` of the libraries that are written in Rust: Polars, and
 * what reads Delta tables.
 */
export function objectStoreOptions(
  subject: ISubject
): Pick<IParts, 'imports' | 'setup'> & { readonly name: string } {
  const { imports, setup, expression, isOptional } = endpoint(subject);
  const pairs = [
    // They read the second one from the environment too, even an empty one.
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
 * A file system of s3fs, and its name.
 *
 * One that the notebook has is used again, whatever it is called. It may keep
 * listings, which are dropped then. One that reads as a stranger is not.
 */
export function fileSystem(subject: ISubject): Omit<IParts, 'variable'> & {
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

function isFileSystem(names: ISubject['names']): (name: string) => boolean {
  return name => {
    const statement = names.lastAssignment(name) ?? '';
    return (
      /^\w+\s*=\s*(s3fs\.)?S3FileSystem\(/.test(statement) &&
      !/\banon\s*=\s*True/.test(statement)
    );
  };
}
