// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { numbered, openText } from '../../__tests__/memorytables';
import { findCell } from '../search';

const TABLE = 'a;b\nÉté;hiver\nx;été\nÉTÉ;y\n';

const work = () => ({ signal: new AbortController().signal });

describe('a text that is looked for', () => {
  it.each([
    [{ row: 0, column: 0 }, false, { row: 1, column: 1 }],
    [{ row: 1, column: 1 }, false, { row: 2, column: 0 }],
    [{ row: 2, column: 0 }, false, { row: 0, column: 0 }],
    [{ row: 0, column: 0 }, true, { row: 2, column: 0 }],
    [{ row: 2, column: 0 }, true, { row: 1, column: 1 }],
    [{ row: 1, column: 1 }, true, { row: 0, column: 0 }]
  ])('is found from %j, backward: %s', async (from, isBackward, wanted) => {
    const { table } = await openText(TABLE);
    expect(await findCell(table, 'éTé', from, isBackward, work())).toEqual(
      wanted
    );
  });

  it('is the cell that one is in if there is no other', async () => {
    const { table } = await openText(TABLE);
    const at = { row: 0, column: 1 };
    expect(await findCell(table, 'hiver', at, false, work())).toEqual(at);
    expect(await findCell(table, 'hiver', at, true, work())).toEqual(at);
  });

  it('is found far below what was read, and said to be nowhere', async () => {
    const { table } = await openText(numbered(60_000));
    const from = { row: 0, column: 0 };
    const found = await findCell(table, 'value 59999', from, false, work());
    expect(found).toEqual({ row: 59_999, column: 1 });
    let rows = 0;
    const counted = { ...work(), progress: (seen: number) => (rows = seen) };
    expect(await findCell(table, 'nowhere', from, false, counted)).toBeNull();
    expect(rows).toBeGreaterThanOrEqual(60_000);
  });

  it('is not looked for any more once it is stopped', async () => {
    const { table } = await openText(numbered(60_000));
    const stop = new AbortController();
    const from = { row: 0, column: 0 };
    const found = await findCell(table, 'value 59999', from, false, {
      signal: stop.signal,
      progress: () => stop.abort()
    });
    expect(found).toBeNull();
  });
});
