// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { encoded, found } from '../../__tests__/samples';

/** The text in UTF-8, but `?` a byte that it does not allow. */
const broken = (text: string, byte = 0xe9) =>
  Uint8Array.from(Buffer.from(text, 'utf8'), each =>
    each === 0x3f ? byte : each
  );

const ROWS = 'commune;n\nÉvry;1\nNîmes;2\nBesançon;3\n';

/** Texts in UTF-8 with few bytes that are none. */
const BROKEN: [string, string, Uint8Array][] = [
  ['a letter of cp1252', 'utf-8', broken(`${ROWS}All?e;4\n`)],
  ['a letter of cp850', 'utf-8', broken(`${ROWS}All?e;4\n`, 0x82)],
  ['a sign of cp1252', 'utf-8', broken(`${ROWS}l?eau;4\n`, 0x92)],
  ['a byte that is in no text of UTF-8', 'utf-8', broken(`${ROWS}x?`, 0xff)],
  ['the letter of a header', 'utf-8', broken(`r?gion;${ROWS}`)],
  ['one at the beginning', 'utf-8', broken(`?tat;${ROWS}`)],
  ['one at the end', 'utf-8', broken(`${ROWS}Allé?`)],
  ['many rows', 'utf-8', broken(`${ROWS.repeat(500)}All?e;4\n`)],
  [
    'some in many rows',
    'utf-8',
    broken(`${ROWS.repeat(9)}${'All?e;4\n'.repeat(9)}`)
  ],
  ['letters of three bytes', 'utf-8', broken('都市;n\n東京;1\n大阪;2\n?;3\n')],
  ['a byte order mark', 'utf-8-sig', broken('\ufeffnom;n\nAll?e;4\n')],
  ['a short text', 'utf-8', broken('é;è;à\n?;1;2\n')]
];

it.each(BROKEN)(
  '%s does not change the encoding',
  async (_, encoding, bytes) => {
    expect(await found('x.csv', bytes)).toMatchObject({
      encoding,
      encodingErrors: 'replace',
      format: 'csv',
      doubt: null
    });
  }
);

/** Texts that are in another encoding, or sound. */
const OTHERS: [string, string, Uint8Array][] = [
  ['cp1252', 'cp1252', encoded(ROWS.repeat(9), 'cp1252')],
  ['one letter of cp1252', 'cp1252', broken('nom;n\nAll?e;4\n')],
  ['a last letter of cp1252', 'cp1252', broken('nom;n\n4;All?')],
  ['as many of either', 'cp1252', broken('nom;n\nAllé?e;4\n')],
  ['cp850', 'cp850', encoded(ROWS.repeat(9), 'cp850')],
  ['UTF-8', 'utf-8', encoded(ROWS, 'utf-8')],
  ['ASCII', 'utf-8', encoded('a;b\n1;2\n', 'utf-8')],
  [
    'a sign for what was replaced',
    'utf-8',
    encoded(`a;b\n1;\ufffd\n${'1;2\n'.repeat(50)}`, 'utf-8')
  ]
];

it.each(OTHERS)('%s is no broken UTF-8', async (_, encoding, bytes) => {
  const facts = await found('x.csv', bytes);
  expect(facts.encoding).toBe(encoding);
  expect(facts).not.toHaveProperty('encodingErrors');
});

it('names columns by what could be read', async () => {
  const facts = await found('x.csv', broken(`r?gion;${ROWS}`));
  expect(facts.columns?.[0]).toBe('r\ufffdgion');
});

it('a cut character is no error', async () => {
  const bytes = broken(`${ROWS}${'é'.repeat(40)}`);
  for (const part of [bytes.length - 1, bytes.length - 2]) {
    const facts = await found('x.csv', bytes, part);
    expect(facts).not.toHaveProperty('encodingErrors');
  }
});

it.each([
  ['x.txt', 'Été à Nîmes, l?eau', 'text'],
  ['x.jsonl', '{"a": "Été à l?eau"}\n{"a": 2}\n', 'jsonl'],
  ['x.json', '{"a": "Été à l?eau"}', 'json']
])('%s is told too', async (name, text, format) => {
  expect(await found(name, broken(text, 0x92))).toMatchObject({
    format,
    encoding: 'utf-8',
    encodingErrors: 'replace'
  });
});
