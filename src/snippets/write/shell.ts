// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { shellLiteral } from '../../literals';
import { ENDPOINT_VARIABLES, publicEndpoint } from './python/endpoint';
import type { ILibrary, IParts, ISubject } from './types';

/**
 * MinIO's client, which a pod has, with the alias `s3`.
 */
export const mc: ILibrary = {
  language: 'shell',
  library: 'mc',
  rank: () => 30,
  write: subject => {
    const { kind, operation, publicUrl } = subject;
    if (publicUrl !== null && operation === 'read' && kind === 'file') {
      return curlRead(subject, publicUrl);
    }
    const remote = shellLiteral(`s3/${subject.path}`);
    const folder = shellLiteral(`s3/${subject.path}/`);
    const local = localName(subject);
    const command = {
      read:
        kind === 'file'
          ? `mc cp ${remote} ${local}`
          : `mc cp --recursive ${folder} ${local}/`,
      write:
        kind === 'file' ? `mc cp ${local} ${remote}` : `mc cp FILE ${folder}`,
      list: `mc ls ${shellLiteral(`s3/${parent(subject)}/`)}`
    }[operation];
    return lines([...remarks(subject), command], alias(subject));
  }
};

/**
 * AWS's own client.
 */
export const aws: ILibrary = {
  language: 'shell',
  library: 'aws',
  rank: () => 20,
  write: subject => {
    const { kind, operation, publicUrl } = subject;
    const anonymous = publicUrl === null ? '' : ' --no-sign-request';
    const remote = shellLiteral(`s3://${subject.path}`);
    const folder = shellLiteral(`s3://${subject.path}/`);
    const local = localName(subject);
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
      [...remarks(subject), `aws s3${anonymous}${where} ${command}`],
      ...(literal || publicUrl !== null ? [] : [ADDRESS])
    );
  }
};

/**
 * curl, with a public URL or a link. It writes nothing: a link that takes an
 * upload never replaces what is there (`links.py`).
 */
export const curl: ILibrary = {
  language: 'shell',
  library: 'curl',
  rank: ({ kind, operation, publicUrl }) =>
    kind === 'file' && operation === 'read'
      ? publicUrl !== null
        ? 40
        : 10
      : 0,
  write: subject => curlRead(subject, subject.link ?? subject.publicUrl)
};

/** The name that a pod gives its store, where it has not done so itself. */
function alias({ endpoint }: ISubject): string {
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

/** The client reads the two variables of AWS alone. */
const ADDRESS = `\
endpoint=\${S3_ENDPOINT:-\${AWS_S3_ENDPOINT:-}}
if [ -z "\${AWS_ENDPOINT_URL_S3:-}\${AWS_ENDPOINT_URL:-}" ] && [ -n "$endpoint" ]; then
  case $endpoint in *://*) ;; *) endpoint=https://$endpoint ;; esac
  export AWS_ENDPOINT_URL=$endpoint
fi`;

function remarks({ kind, operation }: ISubject): string[] {
  return operation === 'write' && kind === 'file'
    ? ['# This replaces the file.']
    : [];
}

function lines(body: readonly string[], ...setup: string[]): IParts {
  return { imports: [], setup, body, variable: '' };
}

function curlRead(subject: ISubject, url: string | null | undefined): IParts {
  return lines([
    ...(url
      ? []
      : ['# No link could be made: put one that reads the file here.']),
    `curl --fail --location --output ${localName(subject)} ${quoted(url)}`
  ]);
}

/** A link always in quotes: it holds `&`. */
function quoted(url: string | null | undefined): string {
  return `'${(url ?? 'LINK').replace(/'/g, '%27')}'`;
}

/** The file's own name, in the folder where the shell is. */
function localName(subject: ISubject): string {
  const name = subject.path.split('/').pop() as string;
  return shellLiteral(name.startsWith('-') ? `./${name}` : name);
}

function parent(subject: ISubject): string {
  return subject.kind === 'folder'
    ? subject.path
    : subject.path.replace(/\/[^/]*$/, '');
}
