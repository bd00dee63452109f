// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IHttpRequest } from '../http/types';

/**
 * A request and what S3 answers when it has done what was asked.
 */
interface IExpected {
  /** Of HTTP, or of a copy that is an item of a batch. */
  readonly method: string;
  /** The parameter of the query that names the operation; none: any. */
  readonly marker?: string;
  /** Whether the request is another one of the same form. */
  readonly when?: (request: IHttpRequest) => boolean;
  /** The root element of the body; `null`: there is no body. */
  readonly root?: string | null;
  /** Headers that are there. */
  readonly headers?: readonly string[];
}

const isCopy = ({ headers }: IHttpRequest) =>
  Object.keys(headers).some(name => name.toLowerCase() === 'x-amz-copy-source');

const isService = ({ path }: IHttpRequest) => path === '/';

const isObject = ({ path }: IHttpRequest) => /^\/[^/]+\/./.test(path);

/**
 * What S3 answers, by operation; the first that fits. Requests that are not
 * named here are about the settings of buckets.
 *
 * Source: the response syntax of each operation in the S3 API reference.
 */
const EXPECTED: readonly IExpected[] = [
  { method: 'GET', when: isService, root: 'ListAllMyBucketsResult' },
  { method: 'GET', marker: 'list-type', root: 'ListBucketResult' },
  { method: 'GET', marker: 'versions', root: 'ListVersionsResult' },
  { method: 'GET', marker: 'uploads', root: 'ListMultipartUploadsResult' },
  { method: 'GET', marker: 'uploadId', root: 'ListPartsResult' },
  { method: 'GET', marker: 'versioning', root: 'VersioningConfiguration' },
  { method: 'GET', marker: 'tagging', root: 'Tagging' },
  { method: 'GET', marker: 'acl', root: 'AccessControlPolicy' },
  { method: 'GET', marker: 'retention', root: 'Retention' },
  { method: 'GET', marker: 'legal-hold', root: 'LegalHold' },
  { method: 'GET', marker: 'policyStatus', root: 'PolicyStatus' },
  { method: 'GET', marker: 'policy' },
  { method: 'POST', marker: 'delete', root: 'DeleteResult' },
  {
    method: 'POST',
    marker: 'uploads',
    root: 'InitiateMultipartUploadResult'
  },
  {
    method: 'POST',
    marker: 'uploadId',
    root: 'CompleteMultipartUploadResult'
  },
  {
    method: 'PUT',
    marker: 'partNumber',
    when: isCopy,
    root: 'CopyPartResult'
  },
  { method: 'PUT', when: isCopy, root: 'CopyObjectResult' },
  { method: 'COPY', root: 'CopyObjectResult' },
  { method: 'REWRITE', headers: ['etag'] },
  { method: 'PUT', marker: 'partNumber', headers: ['etag'] },
  { method: 'PUT', marker: 'tagging', root: null },
  { method: 'PUT', marker: 'policy', root: null },
  { method: 'PUT', marker: 'acl', root: null },
  { method: 'PUT', marker: 'retention', root: null },
  { method: 'PUT', marker: 'legal-hold', root: null },
  { method: 'DELETE', root: null },
  { method: 'PUT', when: isObject, headers: ['etag'] },
  { method: 'GET', when: isObject, headers: ['etag'] },
  // Without its size an object would be taken for an empty one.
  { method: 'HEAD', when: isObject, headers: ['etag', 'content-length'] }
];

/**
 * Why an answer that says "done" cannot be S3's; `null` if it can.
 *
 * A gateway, a login page, or a proxy in front of a store may answer with
 * status 200 instead of the store: a deletion would be reported as done, an
 * object as written, a page as the content of a file.
 *
 * @param response - Its status is 2xx.
 * @param body - The whole body; `null` where it is read later.
 */
export function unexpected(
  request: IHttpRequest,
  response: Response,
  body: Uint8Array | null
): string | null {
  const { root, headers } = expectedOf(request) ?? {};
  const missing = headers?.find(header => !response.headers.get(header));
  if (missing) {
    return `It has no ${missing}.`;
  }
  if (root === undefined || !body) {
    return null;
  }
  const start = body.findIndex(byte => byte > SPACE);
  if (root === null) {
    return start < 0 ? null : 'It has a body.';
  }
  if (rootOf(body, start) !== root) {
    return `It is no <${root}>.`;
  }
  return isClosed(body, root) ? null : `It ends before </${root}>.`;
}

function expectedOf(request: IHttpRequest): IExpected | undefined {
  const query = request.query ?? {};
  return EXPECTED.find(
    ({ method, marker, when }) =>
      method === request.method &&
      (marker === undefined || marker in query) &&
      (when?.(request) ?? true)
  );
}

/** How far into a body its root element begins at the latest (bytes). */
const HEAD = 4096;

/**
 * The name of the root element, without its prefix; `''` if there is none.
 *
 * @param start - Where the white space ends that a store sends to keep the
 * connection alive while it works; -1 in a body of nothing else.
 */
function rootOf(body: Uint8Array, start: number): string {
  const text = new TextDecoder().decode(body.subarray(start, start + HEAD));
  return start < 0 ? '' : (ROOT.exec(text)?.[1] ?? '');
}

/**
 * Whether a body ends with its root element: what reads it takes one that was
 * cut off for a shorter list.
 */
function isClosed(body: Uint8Array, root: string): boolean {
  const end = new TextDecoder().decode(body.subarray(-HEAD)).trimEnd();
  return CLOSED.exec(end)?.[1] === root || ALONE.exec(end)?.[1] === root;
}

/** The end of an element with content, and one without. */
const CLOSED = /<\/(?:[\w-]+:)?([\w-]+)\s*>$/;
const ALONE = /<(?:[\w-]+:)?([\w-]+)(?:\s[^<>]*)?\/>$/;

const SPACE = 0x20;

const ROOT =
  /^(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:[\w-]+:)?([\w-]+)[\s/>]/s;
