// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { gzipSync } from 'zlib';

import { encoded, found } from '../../__tests__/samples';

const csv = (...lines: string[]) => `${lines.join('\n')}\n`;

/** The facts about the table in a file `x.csv`. */
async function table(...lines: string[]) {
  const { table: facts, columns } = await found('x.csv', csv(...lines));
  return { ...facts, columns };
}

describe('a decimal comma', () => {
  it('is told by numbers in a table that commas do not cut', async () => {
    expect(await table('a;b', '1;2,5', '2;3')).toMatchObject({ decimal: ',' });
    expect(await table('a\tb', '1\t,5')).toMatchObject({ decimal: ',' });
  });

  it('is not told without evidence', async () => {
    const none = { decimal: '.', thousands: null };
    expect(await table('a;b', '1;2', '2;3')).toMatchObject(none);
    expect(await table('a;b', '1;x, y', '2;1,5 et 3')).toMatchObject(none);
    expect(await table('a;b', '1;1,2,3', '2;4,5')).toMatchObject(none);
    expect(await table('a,b', '1,2', '2,5')).toMatchObject(none);
    expect(await table('lieu;xy', 'a;48.85,2.35')).toMatchObject(none);
  });

  it.each([
    [['ville,taux', 'Lyon,"1,5"', 'Nice,"2,75"'], ',', null],
    [['"ville","taux"', '"Lyon","1,5"', '"Nice","2"'], ',', null],
    [['a,b', '"1,5",2', '"2,5",3'], ',', null],
    [['a,b', '"1,5",2', '3,4', '"-0,5",'], ',', null],
    [['a,b,c', 'x,"0,123",1', 'y,"1,234",2'], ',', null],
    [['ville,taux,pop', 'Lyon,"1,5","1 200"', 'Pau,"0,5","900"'], ',', ' '],
    [['a,b', 'x,"1.234,5"', 'y,"2,5"'], ',', '.'],
    [['a,b', 'x,"1,5e3"', 'y,"2,5"'], ',', null],
    [['a,b', 'x,"1,234"', 'y,"12,345"'], '.', ','],
    [['a,b', 'x,"1,234,567"', 'y,"2,345"'], '.', ','],
    [['a,b', 'x,"1,234.5"', 'y,"2,345.25"'], '.', ','],
    [['a,b,c', 'x,1.5,2.5', 'y,2.5,"3,5"', 'z,0.5,1.5'], '.', null],
    [['point,n', '"48.85,2.35",1', '"45.7,4.8",2'], '.', null],
    [['liste,n', '"1,2,3",1', '"4,5",2'], '.', null],
    [['mot,n', '"oui, non",1', '"si, peut-être",2'], '.', null],
    [['a,b', 'x,1', 'y,2'], '.', null]
  ])('between quotes, in a table that commas cut: %j', async (...row) => {
    const [lines, decimal, thousands] = row;
    expect(await table(...lines)).toMatchObject({
      separator: ',',
      decimal,
      thousands
    });
  });

  it('is weighed against points and thousands', async () => {
    const lines = ['a;b', '1,234;0.5', '2,345;1.75'];
    const english = { decimal: '.', thousands: ',' };
    expect(await table(...lines)).toMatchObject(english);
    expect(await table('a;b', '1,234,567;1')).toMatchObject(english);
    expect(await table('a,b', '"1,234",x')).toMatchObject(english);
    const german = { decimal: ',', thousands: '.' };
    expect(await table('a;b', '1.234;2,5', '5.678;1')).toMatchObject(german);
    expect(await table('a;b', '1.234.567,5;x')).toMatchObject(german);
    expect(await table('a;b;c', '1,5;2,5;1.125', '1,5;2,5;0.25')).toMatchObject(
      { decimal: ',', thousands: null }
    );
    const french = { decimal: ',', thousands: ' ' };
    expect(await table('a;b', '1 234,5;x')).toMatchObject(french);
  });
});

describe('codes', () => {
  it('that numbers would spoil are told by their column', async () => {
    const told = await table(
      'code_insee;dep;siren;n;taux;heure;jour;tel',
      '01001;2A;012345678;0;0,5;08:30;01/02/2024;0612345678',
      '75056;75;512345678;10;10,5;12:00;12/12/2024;0112345678'
    );
    expect(told.textColumns).toEqual(['code_insee', 'dep', 'siren', 'tel']);
  });

  it('need a zero that would be lost', async () => {
    expect(await table('a;b', '75056;x', '13001;y')).toMatchObject({
      textColumns: []
    });
    expect(await table('a;b', '0;01 rue', '1;x')).toMatchObject({
      textColumns: []
    });
  });

  it('are told by position where columns have no names', async () => {
    expect(await table('75056;x', '01001;x', '01002;x')).toMatchObject({
      hasHeader: false,
      columns: null,
      textColumns: ['0']
    });
  });

  it('are counted from the index where the header has a name less', async () => {
    const lines = ['code,n,x', '1,01001,5,a', '2,01002,6,b', '3,01003,7,c'];
    expect(await table(...lines)).toMatchObject({
      hasHeader: true,
      skippedLines: 0,
      columns: ['code', 'n', 'x'],
      textColumns: ['code'],
      rowNames: true
    });
  });
});

describe('a header', () => {
  it.each([
    [['nom,age', 'Anne,31'], true],
    [['Anne,31', 'Paul,32'], false],
    [['a,b', 'c,d'], true],
    [['rouge,oui', 'bleu,non', 'rouge,non'], false],
    [['x,y', 'x,y', 'z,y'], false],
    [['pays;2020;2021;2022', 'France;1;2;3'], true],
    [['pays;2022;2021', 'France;1,5;3'], true],
    [['2020;1', '2021;2'], false],
    [[',0,1,2', '0,a,b,c'], true],
    [['2024-01-01,3', '2024-01-02,4'], false],
    [['code;01', 'x;02'], false],
    [['seule'], true],
    [['nom', 'Anne', 'Paul'], true],
    [['1', '2'], false]
  ])('%j: %s', async (lines, header) => {
    expect(await table(...lines)).toMatchObject({ hasHeader: header });
  });

  it('may stand behind the mark of a comment', async () => {
    const lines = ['##source=x', '#chrom\tpos', 'chr1\t5', 'chr2\t6'];
    expect(await table(...lines)).toMatchObject({
      comment: null,
      skippedLines: 1,
      columns: ['#chrom', 'pos']
    });
  });

  it('may hold a line break', async () => {
    const lines = ['"nom', 'complet";age;x', 'Anne;31;1', 'Paul;32;2'];
    expect(await table(...lines)).toMatchObject({
      hasHeader: true,
      skippedLines: 0,
      columns: ['nom\ncomplet', 'age', 'x']
    });
  });
});

it('a comment is counted where its mark stands in the data too', async () => {
  const lines = ['# couleurs', 'nom;teinte', 'rouge;#ff0000', 'bleu;#0000ff'];
  expect(await table(...lines)).toMatchObject({
    comment: null,
    skippedLines: 1,
    columns: ['nom', 'teinte']
  });
});

it('a last line that is cut counts for nothing', async () => {
  const content = csv('nom;taux', ...Array(20).fill('"été";"12,5"'));
  for (let part = 60; part < 100; part++) {
    expect((await found('x.csv', content, part)).table).toMatchObject({
      separator: ';',
      decimal: ',',
      quote: '"'
    });
  }
});

describe('a text', () => {
  const PROSE = `Il était une fois, dans un pays lointain, une princesse.
Elle vivait seule, avec son chat.
Un jour, un prince vint; il repartit, déçu.
Fin.
`;
  it.each([
    ['x.txt', PROSE, 'text', null],
    ['README', PROSE, 'text', null],
    ['x.md', '# Titre\n\n- a, b\n- c, d\n', 'markdown', null],
    ['x.py', 'a, b = 1, 2\nc, d = 3, 4\n', 'text', null],
    ['x.txt', '1 2 3\n4 5 6\n7 8 9\n', 'csv', null],
    ['x.xls', '<html><table><tr><td>1</td></tr></table>', 'text', 'html'],
    ['x.xls', '<?xml version="1.0"?><Workbook/>', 'text', 'xml'],
    ['x', '<kml xmlns="a">\n</kml>', 'text', 'xml'],
    ['x.json', '{"a": [1, 2, {"b": null}]}', 'json', 'object'],
    ['x.txt', '[{"a": 1}, {"a": 2}]', 'json', 'records'],
    ['x.json', '[1, 2.5e3, "a\\"]", []]', 'json', null],
    ['x.json', '{"a": 1}\n{"a": 2}\n', 'jsonl', null],
    ['x.jsonl', '{"a": 1}\n', 'jsonl', null],
    ['x.csv', '[{"a": 1}]', 'json', 'records'],
    [
      'x.json',
      '{"type": "FeatureCollection", "features": []}',
      'geojson',
      null
    ],
    ['x.json', '{"a": {"type": "Feature"}}', 'json', 'object'],
    ['x.ini', '[section]\na=1\n', 'text', null],
    ['x.txt', '[1] "a" "b"\n', 'text', null],
    ['x.txt', '{not json}', 'text', null],
    ['x', '{"a": 1} {"a": 2}\n', 'text', null]
  ])('%s with %j is %s', async (name, content, format, variant) => {
    expect(await found(name, content)).toMatchObject({
      format,
      variant,
      doubt: null,
      encoding: 'utf-8'
    });
  });

  it('in JSON names its columns', async () => {
    const records = '[{"a": 1, "é": {"c": 2}}, {"d": 3}]';
    expect((await found('x', records)).columns).toEqual(['a', 'é']);
    const lines = '{"a": 1, "b": [{"c": 2}]}\n{"a": 3}\n';
    expect((await found('x', lines)).columns).toEqual(['a', 'b']);
  });

  it('in JSON may go on', async () => {
    const rows = Array.from({ length: 5000 }, (_, id) => ({ id, name: 'é"' }));
    const all = JSON.stringify(rows);
    expect(all.length).toBeGreaterThan(65536);
    for (const part of [65536, 65537, 65538, 65539, 65540, 65541, 65542]) {
      expect(await found('x.json', all, part)).toMatchObject({
        format: 'json',
        variant: 'records',
        columns: ['id', 'name'],
        doubt: null
      });
    }
    const geo = `{"type": "FeatureCollection", "features": ${all}}`;
    expect((await found('x.json', geo)).format).toBe('geojson');
    const lines = rows.map(row => JSON.stringify(row)).join('\n');
    expect((await found('x', lines)).format).toBe('jsonl');
  });

  it('in JSON that breaks off is doubted', async () => {
    const cut = '{"a": [1, 2';
    expect(await found('x.json', cut)).toMatchObject({
      format: 'json',
      doubt: 'truncated'
    });
    expect(await found('x.txt', cut)).toMatchObject({ format: 'text' });
  });

  it('without a word is empty', async () => {
    const empty = { format: 'csv', doubt: 'empty' };
    expect(await found('x.csv', '')).toMatchObject(empty);
    expect(await found('x.csv', '\ufeff')).toMatchObject(empty);
    expect(await found('x.csv', ' \n\n')).toMatchObject(empty);
    expect(await found('x.csv.gz', '')).toMatchObject({
      ...empty,
      compression: 'gzip'
    });
    expect(await found('x.csv.gz', gzipSync(''))).toMatchObject({
      ...empty,
      compression: 'gzip'
    });
  });
});

describe('an encoding', () => {
  it.each([
    ['windows-1251', 'cp1251', 'Москва; столица России, большой город'],
    ['koi8-r', 'koi8_r', 'Москва; столица России, большой город'],
    ['iso-8859-7', 'iso8859_7', 'Η Αθήνα είναι η πρωτεύουσα της Ελλάδας'],
    ['windows-1252', 'cp1252', 'Le café coûte 3 £, déjà payé à Zürich']
  ])('%s is told', async (label, python, text) => {
    const bytes = encoded(Array(20).fill(text).join('\n'), label);
    expect((await found('x.txt', bytes)).encoding).toBe(python);
  });

  it('of Japanese is told', async () => {
    const [sjis, eucjp] = [
      '82b182f182c982bf82cd90a28a4581428da193fa82cd82a282a293568b4382c582b781420a',
      'a4b3a4f3a4cba4c1a4cfc0a4b3a6a1a3baa3c6fca4cfa4a4a4a4c5b7b5a4a4c7a4b9a1a30a'
    ].map(hex => new Uint8Array(Buffer.from(hex.repeat(9), 'hex')));
    expect((await found('x.txt', sjis)).encoding).toBe('cp932');
    expect((await found('x.txt', eucjp)).encoding).toBe('euc_jp');
  });

  it('is cp1252 by one accent, and by the euro', async () => {
    for (const byte of [0xe9, 0x80, 0x9c, 0x92]) {
      const bytes = new Uint8Array([...Buffer.from('a;b\nl'), byte, 0x0a]);
      expect((await found('x.csv', bytes)).encoding).toBe('cp1252');
    }
  });

  it('is latin-1 where cp1252 has no such letter', async () => {
    const bytes = new Uint8Array([...Buffer.from('a;b\n1;'), 0x81, 0xe9, 10]);
    expect((await found('x.csv', bytes)).encoding).toBe('latin-1');
  });

  it('is UTF-8 where the last character is cut', async () => {
    const all = `a;b\n${'é'.repeat(70000)};1\n`;
    for (const part of [65535, 65536]) {
      expect((await found('x.csv', all, part)).encoding).toBe('utf-8');
    }
  });
});
