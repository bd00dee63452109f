// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';

import { pythonLiteral } from '../../literals';
import { encodeKey } from '../../s3/keys';
import type { IReceiverText } from '../receivertext';
import { receiverText } from '../receivertext';
import { S3Location } from '../../s3/location';

/** Names as hostile as a store permits. */
const NAMES = [
  `it's "quoted".csv`,
  'back\\slash $HOME `id` $(id).csv',
  'line\nbreak\ttab.csv',
  'café 𝒳 ☃.csv',
  '-o.csv',
  '{x} %s %%.csv'
];

const handoutOf = (
  key: string,
  more: Partial<IReceiverText> = {}
): IReceiverText => ({
  location: S3Location.fromPath(`b/${key}`),
  kind: 'read',
  url: `https://store.example/b/${encodeKey(key)}`,
  ...more
});

const python = (code: string) =>
  execFileSync('python3', ['-c', code], { encoding: 'utf8' });

it.each(NAMES)('the texts for %j are code', name => {
  for (const kind of ['read', 'upload'] as const) {
    const instructions = handoutOf(name, {
      kind,
      headers: { 'If-None-Match': '*' },
      expiresAt: new Date(0)
    });
    execFileSync('sh', ['-n', '-c', receiverText(instructions, 'curl')]);
    const code = JSON.stringify(receiverText(instructions, 'python'));
    python(`import ast, json; ast.parse(json.loads(${pythonLiteral(code)}))`);
  }
});

it.each([
  ['a.csv', 'pd.read_csv("https://store.example/b/a.csv")'],
  ['a.parquet', 'pd.read_parquet('],
  ['a.tsv', 'pd.read_table('],
  ['a.XLSX', 'pd.read_excel('],
  // The URL of a link ends in a signature, from which pandas cannot infer it.
  ['a.csv.gz', 'compression="gzip")'],
  ['a.parquet.gz', 'urlretrieve('],
  ['a.zip', 'urlretrieve(']
])('%s is read as %s', (key, expected) => {
  expect(receiverText(handoutOf(key), 'python')).toContain(expected);
});

it.each([
  ['a.csv', 'df <- read.csv("https://store.example/b/a.csv")'],
  ['a.csv.gz', 'read.csv(gzcon(url("'],
  ['a.csv.xz', 'download.file('],
  ['a.parquet', 'arrow::read_parquet('],
  ['a.bin', 'download.file(']
])('R reads %s: %s', (key, expected) => {
  expect(receiverText(handoutOf(key), 'r')).toContain(expected);
});

it('the end of a link stands above its text', () => {
  const expiresAt = new Date('2026-11-30T14:03:20Z');
  expect(receiverText(handoutOf('a.csv', { expiresAt }), 'curl')).toMatch(
    /^# works until 2026-11-30 14:03 UTC\ncurl /
  );
});

it('an upload sends along what its link requires', () => {
  const instructions = handoutOf('new.csv', {
    kind: 'upload',
    headers: { 'If-None-Match': '*' }
  });
  expect(receiverText(instructions, 'curl')).toContain(
    "--header 'If-None-Match: *'"
  );
  expect(receiverText(instructions, 'python')).toContain(
    'headers={"If-None-Match": "*"}'
  );
  expect(receiverText(instructions, 'r')).toContain('`If-None-Match` = "*"');
});
