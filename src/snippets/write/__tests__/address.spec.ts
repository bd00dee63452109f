// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { readPublicUrl } from '../address';
import type { IFacts } from '../../../inspect/facts';
import { factsOf, TABLE } from './requests';

const URL = 'https://store.example/b/towns.csv?X-Amz-Expires=60';

const lines = (language: 'python' | 'r', facts: IFacts) =>
  readPublicUrl(language, facts, 'd/towns.csv', URL)?.join('\n') ?? null;

it('pandas reads a table as it was written', () => {
  expect(
    lines('python', factsOf('csv', { encoding: 'cp1252', compression: 'gzip' }))
  ).toBe(
    [
      'import pandas as pd',
      '',
      'df = pd.read_csv(',
      `    "${URL}",`,
      '    sep=";",',
      '    decimal=",",',
      '    dtype={"code": str},',
      '    encoding="cp1252",',
      '    compression="gzip",',
      ')'
    ].join('\n')
  );
});

it('R reads a table from a copy, as it was written', () => {
  expect(lines('r', factsOf('csv', { encoding: 'cp1252' }))).toBe(
    [
      'local_file <- tempfile(fileext = ".csv")',
      'download.file(',
      `  "${URL}",`,
      '  local_file,',
      '  mode = "wb"',
      ')',
      'df <- readr::read_delim(',
      '  local_file,',
      '  delim = ";",',
      '  col_types = readr::cols("code" = "c"),',
      '  locale = readr::locale(decimal_mark = ",", encoding = "windows-1252")',
      ')'
    ].join('\n')
  );
});

it('a plain table needs nothing more', () => {
  const table = { ...TABLE, separator: ',', decimal: '.', textColumns: [] };
  expect(
    lines('python', factsOf('csv', { table: table as typeof TABLE }))
  ).toBe(`import pandas as pd\n\ndf = pd.read_csv("${URL}")`);
});

it('what pandas reads from no address has no lines', () => {
  expect(lines('python', factsOf('geojson'))).toBeNull();
  expect(lines('r', factsOf('geojson'))).toContain('sf::st_read(local_file)');
  expect(lines('python', factsOf('csv', { member: 'a.csv' }))).toBeNull();
  expect(
    lines('python', factsOf('parquet', { compression: 'gzip' }))
  ).toBeNull();
  expect(lines('python', factsOf('csv', { doubt: 'empty' }))).toBeNull();
});
