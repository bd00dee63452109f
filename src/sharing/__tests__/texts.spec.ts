// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';

import { pythonLiteral } from '../../literals';
import { encodeKey } from '../../s3/path';
import type { IHandout } from '../texts';
import { receiverText } from '../texts';

/** Names as hostile as a store permits. */
const NAMES = [
  `it's "quoted".csv`,
  'back\\slash $HOME `id` $(id).csv',
  'line\nbreak\ttab.csv',
  'café 𝒳 ☃.csv',
  '-o.csv',
  '{x} %s %%.csv'
];

const handoutOf = (key: string, more: Partial<IHandout> = {}): IHandout => ({
  place: { bucket: 'b', key },
  kind: 'read',
  url: `https://store.example/b/${encodeKey(key)}`,
  ...more
});

const python = (code: string) =>
  execFileSync('python3', ['-c', code], { encoding: 'utf8' });

it.each(NAMES)('the texts for %j are code', name => {
  for (const kind of ['read', 'upload', 'folder'] as const) {
    const handout = handoutOf(kind === 'folder' ? `${name}/` : name, {
      kind,
      headers: { 'If-None-Match': '*' },
      expiresAt: new Date(0)
    });
    execFileSync('sh', ['-n', '-c', receiverText(handout, 'curl')]);
    const code = JSON.stringify(receiverText(handout, 'python'));
    python(`import ast, json; ast.parse(json.loads(${pythonLiteral(code)}))`);
  }
});

it.each([
  ['a.csv', 'pd.read_csv("https://store.example/b/a.csv")'],
  ['a.parquet', 'pd.read_parquet('],
  ['a.tsv', 'pd.read_table('],
  ['a.XLSX', 'pd.read_excel('],
  // The end of a link is a signature: pandas could not tell.
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

describe('a public folder', () => {
  const folder = handoutOf('open data/', { kind: 'folder' });

  it('is listed below the address of its bucket', () => {
    expect(receiverText(folder, 'curl')).toBe(
      "curl --fail 'https://store.example/b?list-type=2&prefix=open%20data%2F'"
    );
  });

  it.each([
    ['https://store.example/b/x/', 'https://store.example'],
    ['https://b.store.example/x/', 'https://store.example'],
    ['http://127.0.0.1:9000/s3/b/x/', 'http://127.0.0.1:9000/s3']
  ])('at %s is at the endpoint %s', (url, endpoint) => {
    const handout = handoutOf('x/', { kind: 'folder', url });
    expect(receiverText(handout, 'python')).toContain(
      `endpoint_url="${endpoint}"`
    );
  });
});

it('an upload sends along what its link requires', () => {
  const handout = handoutOf('new.csv', {
    kind: 'upload',
    headers: { 'If-None-Match': '*' }
  });
  expect(receiverText(handout, 'curl')).toContain(
    "--header 'If-None-Match: *'"
  );
  expect(receiverText(handout, 'python')).toContain(
    'headers={"If-None-Match": "*"}'
  );
  expect(receiverText(handout, 'r')).toContain('`If-None-Match` = "*"');
});
