// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { found } from '../../__tests__/samples';

const INDEXED: [string, string[]][] = [
  ['of pandas', [',a,b', '0,x,5', '1,y,6', '2,z,7']],
  ['of pandas, read and written again', ['Unnamed: 0,a', '0,x', '1,y']],
  ['of R', ['"","a","b"', '"1","x",5', '"2","y",6', '"3","z",7']],
  ['with decimal commas', [';taux', '0;1,5', '1;2,5']],
  ['with tabs', ['\ta\tb', '0\tx\t5', '1\ty\t6']],
  ['under a title', ['Communes de France', ',a,b', '0,x,5', '1,y,6']],
  ['with positions as names', [',0,1', '0,5,6', '1,7,8', '2,1,2']],
  ['over codes', [',dep', '0,01', '1,2A']],
  ['of one row', [',a,b', '0,x,5']],
  [
    'of many rows',
    [',a', ...Array.from({ length: 1500 }, (_, at) => `${at},x${at % 7}`)]
  ]
];

const OTHERS: [string, string[]][] = [
  ['a name', ['id,a', '0,x', '1,y']],
  ['an index without an order', [',a', '5,x', '2,y', '9,z']],
  ['an index with gaps', [',a', '0,x', '2,y', '3,z']],
  ['an index that begins later', [',a', '10,x', '11,y']],
  ['names of rows', [',a,b', 'Lyon,1,5', 'Nice,2,6']],
  ['years', [',a', '2019,5', '2020,6']],
  ['codes', [',a', '01,x', '02,y']],
  ['no header', ['0,5,x', '1,6,y', '2,7,z']],
  ['a header with one name less', ['a,b', '0,x,5', '1,y,6']],
  ['a later column without a name', ['a,', 'x,0', 'y,1']],
  ['a missing value', [',a,b', '0,x,5', ',y,6']],
  ['another number of pandas', ['Unnamed: 1,a', '0,x', '1,y']]
];

const content = (lines: string[]) => `${lines.join('\n')}\n`;

describe('an index', () => {
  it.each(INDEXED)('%s is told', async (_, lines) => {
    const { table } = await found('x.csv', content(lines));
    expect(table).toMatchObject({ hasHeader: true, indexColumn: true });
  });

  it.each(OTHERS)('is not told by %s', async (_, lines) => {
    const { table } = await found('x.csv', content(lines));
    expect(table).not.toHaveProperty('indexColumn');
  });
});
