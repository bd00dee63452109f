// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';

import type { IFacts, IFolderFacts, ITableFacts } from '../../../inspect/facts';
import { findings, generality } from '../messages';
import type { IFound } from '../../compose/types';
import { POD } from '../../write/__tests__/requests';
import { S3Location } from '../../../s3/location';

const trans = nullTranslator.load('');

const TABLE: ITableFacts = {
  separator: ',',
  decimal: '.',
  thousands: null,
  quote: '"',
  hasHeader: true,
  comment: null,
  skippedLines: 0,
  textColumns: []
};

function found(
  facts: Partial<IFacts | IFolderFacts>,
  kind: IFound['kind'] = 'file'
): IFound {
  const all: IFacts = {
    format: 'csv',
    variant: null,
    compression: null,
    encoding: 'utf-8',
    table: TABLE,
    columns: null,
    doubt: null,
    ...facts
  };
  const location = S3Location.fromPath(kind === 'file' ? 'b/k' : 'b/k/');
  return {
    location,
    kind,
    facts: all,
    publicUrl: null,
    store: POD
  };
}

const told = (...args: Parameters<typeof found>) =>
  findings(found(...args), trans).join(', ');

describe('findings', () => {
  it('tell what differs from the plain form', () => {
    expect(told({})).toBe('CSV, commas between columns');
    expect(
      told({
        encoding: 'latin-1',
        compression: 'gzip',
        columns: ['a', 'b'],
        table: {
          ...TABLE,
          separator: ';',
          decimal: ',',
          hasHeader: false,
          skippedLines: 1,
          textColumns: ['dep']
        }
      })
    ).toBe(
      'CSV, packed with gzip, latin-1, ; between columns, comma decimals, no header, 1 line before the table, codes kept as text: dep, 2 columns'
    );
    const textColumns = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(told({ table: { ...TABLE, textColumns } })).toContain(
      'as text: a, b, c, d and 2 more'
    );
    expect(told({ table: { ...TABLE, separator: '\t' } })).toBe(
      'CSV, tabs between columns'
    );
  });

  it.each<[Partial<ITableFacts>, string]>([
    [{ singleColumn: true }, 'no separator found'],
    [
      { unitLines: 1 },
      'commas between columns, 1 line of units or the like below the header'
    ],
    [
      { unitLines: 2, footer: { lines: 3, rows: 9 } },
      'commas between columns, 2 lines of units or the like below the header, 3 lines of notes below the table'
    ],
    [{ extraCells: 1 }, 'commas between columns, rows longer than the header'],
    [
      { textDates: [{ column: 'born', format: '%d/%m/%Y' }] },
      'commas between columns, dates that begin with the day: born'
    ]
  ])('tell what is left out or odd: %j', (table, said) => {
    expect(told({ table: { ...TABLE, ...table } })).toBe(`CSV, ${said}`);
  });

  it('tell how much was looked at', () => {
    expect(told({ isSampled: true })).toBe(
      'CSV, commas between columns, only its beginning and its end were looked at'
    );
    expect(told({ isSampled: true, compression: 'gzip' })).toContain(
      ', only its beginning was looked at'
    );
  });

  it('tell of bytes that are replaced', () => {
    expect(told({ encodingErrors: 'replace' })).toContain(
      'a few bytes that are not UTF-8'
    );
  });

  it('tell what a folder is', () => {
    expect(
      told(
        {
          format: 'parquet',
          table: null,
          encoding: null,
          extension: '.parquet',
          partitions: ['year', 'month']
        },
        'folder'
      )
    ).toBe('Folder of files: Parquet, partitions: year, month');
    expect(told({ format: 'binary', extension: null }, 'folder')).toBe(
      'Folder'
    );
    const zarr = { format: 'zarr', table: null, encoding: null } as const;
    expect(told(zarr, 'folder')).toBe('Zarr');
  });

  it('name kinds that are read as bytes', () => {
    const bytes = { format: 'binary', table: null, encoding: null } as const;
    expect(told({ ...bytes, variant: 'npy' })).toBe('npy');
    expect(told(bytes)).toBe('Bytes');
  });
});

describe('generality', () => {
  const why = (...args: Parameters<typeof found>) =>
    generality(found(...args), trans);

  it('says why, and nothing where all is known', () => {
    expect(why({})).toBeNull();
    expect(why({ doubt: 'empty' })).toContain('file is empty');
    expect(why({ doubt: 'truncated' })).toContain('too early');
    expect(why({ doubt: 'unreadable' })).toContain('could not be looked into');
    expect(why({ format: 'binary' })).toContain('not known');
    expect(why({ doubt: 'empty' }, 'folder')).toContain('folder is empty');
    expect(why({ extension: null }, 'folder')).toContain('not one table');
    expect(why({ extension: '.csv', partitions: [] }, 'folder')).toBeNull();
    expect(why({ format: 'zarr', extension: null }, 'folder')).toBeNull();
  });
});
