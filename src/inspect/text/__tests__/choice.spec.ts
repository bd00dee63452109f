// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { detect } from '../../detect';
import type { ITableChoice } from '../../facts';

async function look(bytes: Uint8Array | string, choice: ITableChoice) {
  const head =
    typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  const sample = { name: 'x.csv', size: head.length, head, tail: head };
  return detect(sample, choice);
}

describe('what a person says of a table', () => {
  it('is its separator, under which the rest is found', async () => {
    const text = 'a,b;c\n1,5;2\n2,5;3\n';
    const found = await look(text, {});
    expect(found.table?.separator).toBe(';');
    const told = await look(text, { separator: ',' });
    expect(told.columns).toEqual(['a', 'b;c']);
    expect(told.table).toMatchObject({ separator: ',', decimal: '.' });
  });

  it('is a separator that is nowhere in it', async () => {
    const told = await look('a;b\n1;2\n', { separator: '|' });
    expect(told.table).toMatchObject({ separator: '|', singleColumn: true });
    expect(told.columns).toEqual(['a;b']);
  });

  it.each([
    [true, ['1', '2']],
    [false, null]
  ])('is whether it has a header: %s', async (hasHeader, columns) => {
    const told = await look('1;2\n3;4\n5;6\n', { hasHeader });
    expect(told.table?.hasHeader).toBe(hasHeader);
    expect(told.columns).toEqual(columns);
  });

  it.each([
    ['cp1252', 'é'],
    ['cp1251', 'й'],
    ['mac_roman', 'È'],
    ['cp850', 'Ú']
  ])('is its encoding: %s', async (encoding, letter) => {
    const header = await look(
      Uint8Array.from(Buffer.from('\xe9;n\nx;1\n', 'latin1')),
      { encoding }
    );
    expect(header.columns).toEqual([letter, 'n']);
    expect(header.encoding).toBe(encoding);
  });

  it('does not take the mark of UTF-8 into the first name', async () => {
    const told = await look('\ufeffa;b\n1;2\n', { encoding: 'utf-8' });
    expect(told.columns).toEqual(['a', 'b']);
    expect(told.encoding).toBe('utf-8-sig');
  });
});
