// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { shellLiteral } from '../../../literals';
import { publicEndpoint } from '../python/endpoint';
import { isNew } from '../python/writings';
import {
  hostOf,
  isFoundAws,
  isPlainHttp,
  urlOf,
  type ISpelling
} from '../store';
import type { ILibrary, IParts, ISnippetSubject } from '../types';

/**
 * MinIO's client, which Onyxia services have, with the alias `s3`.
 */
export const mc: ILibrary = {
  language: 'shell',
  library: 'mc',
  displayName: 'mc',
  order: 10,
  setting: 'mc',
  rank: () => 30,
  write: subject => {
    const { kind, operation, publicUrl } = subject;
    if (publicUrl !== null && operation === 'read' && kind === 'file') {
      return curlRead(subject, publicUrl);
    }
    const remote = shellLiteral(`s3/${subject.path}`);
    const folder = shellLiteral(`s3/${subject.path}/`);
    const beside = shellLiteral(`s3/${parent(subject)}/`);
    const local = targetName(subject);
    const command = {
      read:
        kind === 'file'
          ? `mc cp ${remote} ${local}`
          : `mc cp --recursive ${folder} ${local}/`,
      write: isNew(subject)
        ? `mc cp FILE ${beside}`
        : `mc cp ${local} ${remote}`,
      list: `mc ls ${beside}`
    }[operation];
    return lines(
      [...remarks(subject), unpacking(subject, command)],
      ...alias(subject)
    );
  }
};

/**
 * AWS's own client.
 */
export const aws: ILibrary = {
  language: 'shell',
  library: 'aws',
  displayName: 'aws',
  order: 20,
  setting: 'aws',
  rank: () => 20,
  write: subject => {
    const { kind, operation, publicUrl } = subject;
    const anonymous = publicUrl === null ? '' : ' --no-sign-request';
    const remote = shellLiteral(`s3://${subject.path}`);
    const folder = shellLiteral(`s3://${subject.path}/`);
    const beside = shellLiteral(`s3://${parent(subject)}/`);
    const local = targetName(subject);
    const command = {
      read:
        kind === 'file'
          ? `cp ${remote} ${local}`
          : `cp --recursive ${folder} ${local}/`,
      write: isNew(subject) ? `cp FILE ${beside}` : `cp ${local} ${remote}`,
      list: `ls ${beside}`
    }[operation];
    const url = endpointUrl(subject);
    const where = url ? ` --endpoint-url ${url}` : '';
    return lines([
      ...remarks(subject),
      unpacking(subject, `aws s3${anonymous}${where} ${command}`)
    ]);
  }
};

/**
 * curl with a public URL or a link. It only reads: an upload link never
 * replaces an existing object (`links.py`).
 */
export const curl: ILibrary = {
  language: 'shell',
  library: 'curl',
  displayName: 'curl',
  order: 30,
  setting: 'curl with a link',
  rank: ({ kind, operation, publicUrl }) =>
    kind === 'file' && operation === 'read'
      ? publicUrl !== null
        ? 40
        : 10
      : 0,
  write: subject => curlRead(subject, subject.link ?? subject.publicUrl)
};

/**
 * The statements that define the alias, unless the service has done so.
 */
function alias({ store }: ISnippetSubject): string[] {
  const { hasAlias, hasKeys } = store.kernels ?? {};
  if (hasAlias) {
    return [];
  }
  const host = isFoundAws(store) ? 's3.amazonaws.com' : hostOf(store, QUOTED);
  const scheme = isPlainHttp(store) ? 'http' : 'https';
  return [
    ...(hasKeys === false
      ? ['eval "$(aws configure export-credentials --format env)"']
      : []),
    `export MC_HOST_s3="${scheme}://${KEYS}@${host}"`
  ];
}

const KEYS =
  '$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY${AWS_SESSION_TOKEN:+:$AWS_SESSION_TOKEN}';

/**
 * The endpoint for AWS's client, as it is in the shell; `null` where it finds
 * the store by itself.
 */
function endpointUrl(subject: ISnippetSubject): string | null {
  const { publicUrl, store } = subject;
  if (publicUrl !== null) {
    const url = publicEndpoint(subject);
    return url && shellLiteral(url);
  }
  const isFound = isFoundAws(store) || store.kernels?.botocoreFinds;
  return isFound ? null : `"${urlOf(store, QUOTED)}"`;
}

/** Within double quotes. An endpoint has no sign that means something there. */
const QUOTED: ISpelling = {
  prefersHost: false,
  url: name => `$${name}`,
  host: name => `$${name}`,
  onHttps: name => `https://$${name}`,
  hostOf: name => `\${${name}#*://}`,
  literal: text => text
};

function remarks(subject: ISnippetSubject): string[] {
  return subject.operation === 'write'
    ? [
        isNew(subject)
          ? '# FILE is the local file to upload; one of the same name is replaced.'
          : '# This replaces the file.'
      ]
    : [];
}

function lines(body: readonly string[], ...setup: string[]): IParts {
  return { imports: [], setup, body, variable: '' };
}

function curlRead(
  subject: ISnippetSubject,
  url: string | null | undefined
): IParts {
  return lines([
    ...(url
      ? []
      : ['# No link could be made: put one that reads the file here.']),
    `curl --fail --location${isContentEncoded(subject) ? ' --compressed' : ''} --output ${localName(subject)} ${quoted(url)}`
  ]);
}

/** A link in quotes, which it always needs, as it contains `&`. */
function quoted(url: string | null | undefined): string {
  return `'${(url ?? 'LINK').replace(/'/g, '%27')}'`;
}

/**
 * Whether the snippet reads a file whose `Content-Encoding` names the gzip of
 * its bytes. Only curl takes it off by itself.
 */
function isContentEncoded({
  facts,
  kind,
  operation
}: ISnippetSubject): boolean {
  return (
    kind === 'file' && operation === 'read' && facts.isContentEncoded === true
  );
}

/** A command that downloads to `targetName`, with what leaves the content. */
function unpacking(subject: ISnippetSubject, command: string): string {
  return isContentEncoded(subject)
    ? `${command} && gunzip -f ${targetName(subject)}`
    : command;
}

/** The local name to download to: gunzip takes off its extension. */
function targetName(subject: ISnippetSubject): string {
  return localName(subject, isContentEncoded(subject) ? '.gz' : '');
}

/** The name of the file, in the current folder. */
function localName(subject: ISnippetSubject, end = ''): string {
  const name = (subject.path.split('/').pop() as string) + end;
  return shellLiteral(name.startsWith('-') ? `./${name}` : name);
}

function parent(subject: ISnippetSubject): string {
  return subject.kind === 'folder'
    ? subject.path
    : subject.path.replace(/\/[^/]*$/, '');
}
