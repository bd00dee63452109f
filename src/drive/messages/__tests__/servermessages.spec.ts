// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';
import { readFileSync } from 'fs';

import { S3Error } from '../../../s3/errors';
import { explain } from '../messages';

const trans = nullTranslator.load('jupyterlab_s3_drive');

const told = (code: string, status: number, origin: S3Error['origin']) =>
  explain(
    new S3Error({ code, status, origin, message: 'raw', key: 'a.csv' }),
    trans
  ).message;

/** The server's codes and statuses, from its own source. */
const STATUS = Array.from(
  readFileSync('jupyterlab_s3_drive/errors.py', 'utf8')
    .split('STATUS')[1]
    .matchAll(/"(\w+)": (\d+),/g),
  ([, code, status]): [string, number] => [code, Number(status)]
);

/** Our own mistakes: there is nothing to show but the raw message. */
const FAULTS = [
  'InternalError',
  'InvalidRequest',
  'LengthRequired',
  'TrustInvalid'
];

/** The raw message of the server is a name, which the sentence contains. */
const NAMING = ['ExportToolMissing'];

const OWN = STATUS.filter(([code]) => ![...FAULTS, ...NAMING].includes(code));

it.each(OWN)(
  'the server error %s (%i) has a sentence of its own',
  (code, status) => {
    expect(told(code, status, 'proxy')).not.toContain('raw');
  }
);

it('a refusal of the server is not told as one of the store', () => {
  for (const code of ['HiddenFile', 'WorkspaceForbidden', 'LinksOff']) {
    expect(told(code, 403, 'proxy')).not.toContain('The store');
  }
  expect(told('Exists', 409, 'proxy')).toContain('was not touched');
});

it('a code of the store is not taken for one of the server', () => {
  expect(told('HiddenFile', 403, 'store')).toContain('The store');
});

it('what is not installed is named', () => {
  expect(told('ExportToolMissing', 501, 'proxy')).toContain('needs raw, which');
});
