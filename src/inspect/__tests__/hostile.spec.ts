// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { gzipSync } from 'zlib';

import type { IFacts } from '../facts';
import { found } from './samples';
import { expectWork } from '../../testing/expectwork';
import { fc } from '../../testing/random';

const NAMES = [
  'x',
  'x.csv',
  'x.parquet',
  'x.json',
  'x.csv.gz',
  'x.zip',
  'x.txt'
];

const STARTS = [
  '',
  'PAR1',
  'PK\x03\x04',
  '\x1f\x8b\x08',
  '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03',
  'PK\x05\x06',
  'BZh9',
  '\x89HDF\r\n\x1a\n',
  'SQLite format 3\x00',
  '{"a":',
  '[{',
  '\xef\xbb\xbf',
  '\xff\xfe',
  '<'
];

/** Whether facts are consistent. */
function isWhole(facts: IFacts): boolean {
  const { columns, compression, doubt, encoding, format, table } = facts;
  const opened = compression === null || compression === 'gzip';
  const isTable = format === 'csv' && opened && doubt === null;
  return (
    (!isTable || table !== null) &&
    (table === null || (format === 'csv' && encoding !== null)) &&
    (columns?.length ?? 0) <= 1000
  );
}

it('any bytes give facts, whatever the file is called', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...NAMES),
      fc.constantFrom(...STARTS),
      fc.uint8Array({ maxLength: 3000, size: 'max' }),
      fc.constantFrom(64, 1000, 65536),
      async (name, start, bytes, part) => {
        const all = Buffer.concat([Buffer.from(start, 'latin1'), bytes]);
        expect(isWhole(await found(name, all, part))).toBe(true);
      }
    ),
    { numRuns: 1500 }
  );
});

it('any text gives facts', async () => {
  const pieces = fc.constantFrom(
    ...['a', 'é', '"', "'", ',', ';', '\t', '|', '\n', '\r', '1,5', '01', ' '],
    ...['{', '}', '[', ']', ':', '#', '<', '\\', '\0', '2024', '.', '-']
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...NAMES),
      fc.array(pieces, { maxLength: 400, size: 'max' }),
      async (name, parts) => {
        const facts = await found(name, parts.join(''));
        expect(isWhole(facts)).toBe(true);
      }
    ),
    { numRuns: 3000 }
  );
});

describe('64 KiB made to be slow take no time:', () => {
  const fill = (piece: string) =>
    piece.repeat(Math.ceil(65536 / piece.length)).slice(0, 65536);
  it.each([
    ...['"', '""', '";', '"a', '"\n', ',"', "'", '"a",', 'a"b;', '" ;'],
    ...[',', ';', '\t', '|', '\n', '\r', '\r\n', ' ', 'a ', '  \n', ' ,'],
    ...['{', '[', '[]', '{"a":', '["', '\\', '"\\', '[1,', '[[],', '{} '],
    ...['#', '#\n', '%;', '1', '1 ', '1.', '1,', '1,111', '1 111', '0', '-'],
    ...[
      '<',
      '<a',
      '<a ',
      'é',
      '\0',
      '2024-',
      '1:11',
      'e',
      '1e',
      'sep=',
      'a;\n'
    ],
    ...['PK\x03\x04', 'PK\x01\x02', 'PK\x05\x06', '1,111,', 'a-', ', ']
  ])('%j', async piece => {
    for (const first of ['', '{"a', 'a;b\n', '"', '[', 'PK\x03\x04', '<a']) {
      const content = first + fill(piece);
      // It takes some hundredths of a second.
      await expectWork(1500, async () => {
        expect(isWhole(await found('x', content))).toBe(true);
        expect(isWhole(await found('x.csv', content, 65000))).toBe(true);
      });
    }
  });
});

it('a bomb is opened no further than its beginning', async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20, 'a;1\n'));
  await expectWork(1000, async () => {
    const facts = await found('x.csv.gz', bomb);
    expect(facts).toMatchObject({ format: 'csv', compression: 'gzip' });
  });
});
