// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral } from '../literals';
import type { IParts, ISubject } from '../types';

/**
 * Where the store is, found when the code runs.
 *
 * A pod of Onyxia names it twice: `AWS_ENDPOINT_URL`, which services older
 * than May 2025 lack, and `AWS_S3_ENDPOINT`, a bare host that means https. On
 * AWS neither is set, and libraries take `None` for AWS.
 */
export const ENDPOINT = `\
S3_ENDPOINT_URL = os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_S3_ENDPOINT") or None
if S3_ENDPOINT_URL and "://" not in S3_ENDPOINT_URL:
    S3_ENDPOINT_URL = "https://" + S3_ENDPOINT_URL`;

/**
 * The region as botocore takes it, for libraries that do not read both of its
 * variables, or take an empty one for a name.
 */
export const REGION =
  'os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"';

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
 * The endpoint as an expression of Python, and what has to stand before it.
 */
export function endpoint(
  subject: ISubject
): Pick<IParts, 'imports' | 'setup'> & { readonly expression: string | null } {
  if (subject.publicUrl !== null) {
    const url = publicEndpoint(subject);
    return {
      imports: [],
      setup: [],
      expression: url === null ? null : pythonLiteral(url)
    };
  }
  return {
    imports: ['import os'],
    setup: [ENDPOINT],
    expression: 'S3_ENDPOINT_URL'
  };
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
  const { expression, ...before } = endpoint(subject);
  const options: Array<[string, string]> = [];
  if (subject.publicUrl !== null) {
    options.push(['anon', 'True']);
  }
  if (expression !== null) {
    options.push(['client_kwargs', `{"endpoint_url": ${expression}}`]);
  }
  options.push(['use_listings_cache', 'False']);
  return { ...before, options };
}

/**
 * A file system of s3fs, and its name.
 *
 * One that the notebook has is used again. It may keep listings, which are
 * dropped then; and another thing that is called `fs` is left alone.
 */
export function fileSystem(subject: ISubject): Omit<IParts, 'variable'> & {
  readonly fs: string;
} {
  const { imports, setup, options } = s3fsOptions(subject);
  const args = options.map(([name, value]) => `${name}=${value}`).join(', ');
  const made = `s3fs.S3FileSystem(${args})`;
  const own = subject.known.find(line =>
    /^fs\s*=\s*(s3fs\.)?S3FileSystem\(/.test(line)
  );
  if (own !== undefined && subject.publicUrl === null) {
    const keeps = !/use_listings_cache\s*=\s*False/.test(own);
    return {
      fs: 'fs',
      imports: [],
      setup: [],
      body: keeps ? ['fs.invalidate_cache()'] : []
    };
  }
  const fs = subject.publicUrl === null ? 'fs' : 'public_fs';
  const name =
    subject.names.taken.includes(fs) &&
    !subject.known.includes(`${fs} = ${made}`)
      ? subject.free('s3_fs')
      : fs;
  return {
    fs: name,
    imports: [...imports, 'import s3fs'],
    setup: [...setup, `${name} = ${made}`],
    body: []
  };
}
