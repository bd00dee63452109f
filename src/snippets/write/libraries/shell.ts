// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { shellLiteral } from '../../../literals';
import { ENDPOINT_VARIABLES, publicEndpoint } from '../python/endpoint';
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
    const local = targetName(subject);
    const command = {
      read:
        kind === 'file'
          ? `mc cp ${remote} ${local}`
          : `mc cp --recursive ${folder} ${local}/`,
      write:
        kind === 'file' ? `mc cp ${local} ${remote}` : `mc cp FILE ${folder}`,
      list: `mc ls ${shellLiteral(`s3/${parent(subject)}/`)}`
    }[operation];
    return lines(
      [...remarks(subject), unpacking(subject, command)],
      alias(subject)
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
    const local = targetName(subject);
    const command = {
      read:
        kind === 'file'
          ? `cp ${remote} ${local}`
          : `cp --recursive ${folder} ${local}/`,
      write: kind === 'file' ? `cp ${local} ${remote}` : `cp FILE ${folder}`,
      list: `ls ${shellLiteral(`s3://${parent(subject)}/`)}`
    }[operation];
    const literal =
      publicUrl === null ? subject.endpoint : publicEndpoint(subject);
    const where = literal ? ` --endpoint-url ${shellLiteral(literal)}` : '';
    return lines(
      [
        ...remarks(subject),
        unpacking(subject, `aws s3${anonymous}${where} ${command}`)
      ],
      ...(literal || publicUrl !== null ? [] : [ADDRESS])
    );
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
 * The statements that define the alias, unless the Onyxia service has done so.
 */
function alias({ endpoint }: ISnippetSubject): string {
  const found = [...ENDPOINT_VARIABLES]
    .reverse()
    .reduce((rest, name) => `\${${name}:-${rest}}`, 'https://s3.amazonaws.com');
  const lines = [
    `endpoint=${endpoint ? shellLiteral(endpoint) : found}`,
    'case $endpoint in *://*) ;; *) endpoint=https://$endpoint ;; esac',
    'keys=$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY${AWS_SESSION_TOKEN:+:$AWS_SESSION_TOKEN}',
    'export MC_HOST_s3=${endpoint%%://*}://$keys@${endpoint#*://}'
  ];
  return endpoint
    ? lines.join('\n')
    : [
        'if [ -z "${MC_HOST_s3:-}" ]; then',
        ...lines.map(line => `  ${line}`),
        'fi'
      ].join('\n');
}

/** The AWS client only reads the two variables of AWS. */
const ADDRESS = `\
endpoint=\${S3_ENDPOINT:-\${AWS_S3_ENDPOINT:-}}
if [ -z "\${AWS_ENDPOINT_URL_S3:-}\${AWS_ENDPOINT_URL:-}" ] && [ -n "$endpoint" ]; then
  case $endpoint in *://*) ;; *) endpoint=https://$endpoint ;; esac
  export AWS_ENDPOINT_URL=$endpoint
fi`;

function remarks({ kind, operation }: ISnippetSubject): string[] {
  return operation === 'write' && kind === 'file'
    ? ['# This replaces the file.']
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
