// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';

import { encodeKey } from '../../s3/keys';
import { addressesText } from '../folderfiles';
import type { IPublicFolder } from '../foldertexts';
import { folderText, toolsFor } from '../foldertexts';
import { S3Location } from '../../s3/location';

const NAMES = [
  `it's "quoted".csv`,
  'back\\slash $HOME `id` $(id).csv',
  'line\nbreak\ttab.csv',
  'café 𝒳 ☃.csv',
  '-o.csv',
  'END',
  '{x} %s %%.csv'
];

const folderAt = (
  key: string,
  base = 'https://store.example/b/'
): IPublicFolder => ({
  location: S3Location.fromPath(`b/${key}`),
  url: base + encodeKey(key),
  isListable: true
});

describe('the texts for a public folder', () => {
  it.each(NAMES)('are code, whatever its name and its files: %j', name => {
    const folder = folderAt(`${name}/`);
    const files = { keys: [`${name}/${name}`], isMore: true };
    for (const tool of toolsFor(folder)) {
      const text = folderText(tool, folder, files);
      if (tool === 'python') {
        execFileSync(
          'python3',
          ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'],
          {
            input: text
          }
        );
      } else if (tool !== 'r') {
        execFileSync('sh', ['-n', '-c', text]);
      }
    }
  });

  it.each([
    ['https://store.example/b/', 'https://store.example'],
    ['https://b.store.example/', 'https://store.example'],
    ['http://127.0.0.1:9000/s3/b/', 'http://127.0.0.1:9000/s3']
  ])('at %s ask the endpoint %s', (base, endpoint) => {
    const folder = folderAt('x/', base);
    const files = { keys: ['x/a b.csv'], isMore: false };
    expect(folderText('mc', folder, files)).toContain(
      `MC_HOST_public=${endpoint} `
    );
    expect(folderText('aws', folder, files)).toContain(
      `--endpoint-url ${endpoint} `
    );
    expect(addressesText(folder, files)).toBe(`${base}x/a%20b.csv\n`);
  });

  it.each([
    [
      ['sales.2020.csv', 'sales.2021.csv'],
      ['sales.2020.csv', 'sales.2021.csv']
    ],
    [
      ['a.csv.gz', 'b.v2.csv.gz', 'c.csv'],
      ['a.csv.gz', 'b.v2.csv.gz']
    ],
    [
      ['A.CSV', 'b.csv', 'notes.txt'],
      ['A.CSV', 'b.csv']
    ]
  ])('read with pandas, of %j, the tables of one kind', (keys, read) => {
    const files = { keys: keys.map(key => `x/${key}`), isMore: false };
    const text = folderText('python', folderAt('x/'), files);
    const found = keys.filter(key => text.includes(key));
    expect(found).toEqual(read);
  });

  it('ask for no list where strangers get none', () => {
    const folder = { ...folderAt('x/'), isListable: false };
    expect(toolsFor(folder)).toEqual(['curl', 'wget', 'python', 'r']);
  });

  it('say where they are not whole', () => {
    const files = { keys: ['x/a.csv'], isMore: true };
    const text = folderText('curl', folderAt('x/'), files);
    expect(text).toMatch(/^# the first 1 files\n/);
    expect(folderText('mc', folderAt('x/'), files)).not.toContain('#');
  });
});
