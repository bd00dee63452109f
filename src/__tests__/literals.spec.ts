// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';

import { pythonLiteral, shellLiteral } from '../literals';

/** Names as hostile as a store permits. */
const NAMES = [
  'plain.csv',
  `it's "quoted".csv`,
  'back\\slash $HOME `id` $(id).csv',
  'line\nbreak\ttab.csv',
  'café 𝒳 ☃ \u202e\u00a0.csv',
  '-o.csv',
  '~/a',
  '{x} %s %%.csv'
];

it.each(NAMES)('%j is one word of a shell', name => {
  const told = execFileSync('sh', ['-c', `printf %s ${shellLiteral(name)}`]);
  expect(told.toString('utf8')).toBe(name);
});

it.each(NAMES)('%j is a literal of Python', name => {
  const code = `import sys; sys.stdout.buffer.write(${pythonLiteral(name)}.encode())`;
  const told = execFileSync('python3', ['-c', code], { encoding: 'utf8' });
  expect(told).toBe(name);
});
