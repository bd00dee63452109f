// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { call, indented, WIDTH } from '../code';
import { pythonLiteral } from '../../../literals';
import { hostOf, isFoundAws, urlOf, type ISpelling } from '../store';
import type { IParts, ISnippetSubject } from '../types';

/**
 * An expression, and the imports that it needs.
 */
export interface IExpression {
  readonly expression: string;
  readonly imports: readonly string[];
}

/**
 * The URL of the store for a library that needs it: as a variable of the
 * environment has it, else as text. `null` where AWS itself is meant.
 */
export function endpointUrl(subject: ISnippetSubject): IExpression | null {
  const { publicUrl, store } = subject;
  if (publicUrl !== null) {
    const url = publicEndpoint(subject);
    return url === null ? null : expression(pythonLiteral(url));
  }
  return isFoundAws(store) ? null : expression(urlOf(store, PYTHON));
}

/**
 * The same for botocore, which s3fs and boto3 are made of: `null` also where it
 * finds the store by itself.
 */
function botocoreUrl(subject: ISnippetSubject): IExpression | null {
  const isFound =
    subject.publicUrl === null && subject.store.kernels?.botocoreFinds;
  return isFound ? null : endpointUrl(subject);
}

/**
 * The host of the store, with its port; only for a store that is not AWS.
 */
export function endpointHost({ store }: ISnippetSubject): IExpression {
  return expression(hostOf(store, PYTHON));
}

const PYTHON: ISpelling = {
  prefersHost: false,
  url: name => `os.environ[${pythonLiteral(name)}]`,
  host: name => `os.environ[${pythonLiteral(name)}]`,
  onHttps: name => `"https://" + os.environ[${pythonLiteral(name)}]`,
  hostOf: name =>
    `os.environ[${pythonLiteral(name)}].split("://")[1].rstrip("/")`,
  literal: pythonLiteral
};

function expression(text: string): IExpression {
  const imports = text.includes('os.environ[') ? ['import os'] : [];
  return { expression: text, imports };
}

/**
 * The `endpoint_url` of boto3's clients as an argument, where one is needed.
 */
export function clientArguments(
  subject: ISnippetSubject
): Pick<IParts, 'imports'> & { readonly args: readonly string[] } {
  const url = botocoreUrl(subject);
  return {
    imports: url?.imports ?? [],
    args: url ? [`endpoint_url=${url.expression}`] : []
  };
}

/**
 * The base URL of the store in a public URL, as a literal, so that it does not
 * depend on the environment; `null` for AWS.
 */
export function publicEndpoint(subject: ISnippetSubject): string | null {
  const { publicUrl, location } = subject;
  const parts = /^(https?:\/\/)([^/]+)(.*)$/.exec(publicUrl ?? '');
  if (!parts) {
    return null;
  }
  const [, scheme, host, path] = parts;
  const bare = host.startsWith(`${location.bucket}.`)
    ? host.slice(location.bucket.length + 1)
    : host;
  const before = bare === host ? path.indexOf(`/${location.bucket}`) : 0;
  return /(^|\.)amazonaws\.com(\.cn)?$/.test(bare)
    ? null
    : `${scheme}${bare}${path.slice(0, Math.max(before, 0))}`;
}

/**
 * The options of s3fs that it needs, by their names.
 *
 * @param lists - Whether the code lists a folder: without the cache of listings,
 * recent uploads are found, now and by what uses the same file system later.
 */
export function s3fsOptions(
  subject: ISnippetSubject,
  lists: boolean
): Pick<IParts, 'imports'> & {
  readonly options: ReadonlyArray<readonly [string, string]>;
} {
  const url = botocoreUrl(subject);
  const options: Array<[string, string]> = [];
  if (subject.publicUrl !== null) {
    options.push(['anon', 'True']);
  }
  if (url) {
    options.push(['client_kwargs', `{"endpoint_url": ${url.expression}}`]);
  }
  if (lists) {
    options.push(['use_listings_cache', 'False']);
  }
  return { imports: url?.imports ?? [], options };
}

/**
 * The argument `storage_options` of the libraries written in Rust, Polars and
 * deltalake, and the variable that it needs; no argument where they find
 * everything in the environment.
 *
 * @param isPolars - Polars speaks http without an option.
 */
export function objectStoreOptions(
  subject: ISnippetSubject,
  isPolars: boolean
): Pick<IParts, 'imports' | 'setup'> & { readonly args: readonly string[] } {
  const { names, publicUrl, store } = subject;
  const isPublic = publicUrl !== null;
  const isFound = !isPublic && store.kernels?.variableFinds;
  const url = isFound ? null : endpointUrl(subject);
  const isHttp = /^http:/i.test(publicUrl ?? store.endpoint);
  const pairs = [
    // They prefer the second one of the environment, even if it is empty.
    ...(url
      ? [
          'aws_endpoint_url',
          ...(store.kernels?.isOverruled === false
            ? []
            : ['aws_endpoint_url_s3'])
        ].map(name => `"${name}": ${url.expression}`)
      : []),
    ...(isPublic ? ['"aws_skip_signature": "true"'] : []),
    ...(isHttp && !(isFound && isPolars) ? ['"aws_allow_http": "true"'] : [])
  ];
  if (!pairs.length) {
    return { imports: [], setup: [], args: [] };
  }
  const { name, statement } = names.settled('storage_options', each => {
    const line = `${each} = {${pairs.join(', ')}}`;
    return line.length <= WIDTH
      ? line
      : [`${each} = {`, ...indented(pairs.map(pair => `${pair},`)), '}'].join(
          '\n'
        );
  });
  return {
    imports: url?.imports ?? [],
    setup: [statement],
    args: [`storage_options=${name}`]
  };
}

/**
 * An s3fs file system, and its variable.
 *
 * A file system in the notebook is reused, whatever its name; its listing cache
 * is invalidated if it has one. Anonymous ones are not reused.
 *
 * @param lists - Whether the code lists a folder.
 */
export function fileSystem(
  subject: ISnippetSubject,
  lists = false
): Omit<IParts, 'variable'> & {
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
  const { imports, options } = s3fsOptions(subject, lists);
  const args = options.map(([name, value]) => `${name}=${value}`);
  const { name, statement } = names.settled(
    isPublic ? 'public_fs' : 'fs',
    each => `${each} = ${call('s3fs.S3FileSystem', args)}`
  );
  return {
    fs: name,
    imports: [...imports, 'import s3fs'],
    setup: [statement],
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
