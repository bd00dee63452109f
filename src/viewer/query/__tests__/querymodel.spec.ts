// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { openText } from '../../__tests__/memorytables';
import { namedQuery } from '../namedquery';
import { QueryModel } from '../querymodel';

const TABLE = 'code;prix;prix;\n01;1,5;2;3\n75;1 200,25;4;5\n2A;;6;7\n';

async function makeModel() {
  const { facts, table } = await openText(TABLE);
  const failures: unknown[] = [];
  const model = new QueryModel(table, facts.table, reason =>
    failures.push(reason)
  );
  return { failures, model };
}

describe('the query of a table', () => {
  it('finds rows, and all of them once it is cleared', async () => {
    const { failures, model } = await makeModel();
    let found = 0;
    model.found.connect(() => found++);
    await model.add({ column: 1, kind: 'range', value: '1', to: '' });
    expect(model.result?.rows).toEqual([0, 1]);
    await model.sort({ column: 1, isDescending: true });
    expect(model.result?.rows).toEqual([1, 0]);
    await model.remove(model.query.conditions[0]);
    expect(model.result?.rows).toEqual([1, 0, 2]);
    await model.clear();
    expect(model.result).toBeNull();
    expect(found).toBe(4);
    expect(failures).toEqual([]);
  });

  it('has one condition of a kind on a column', async () => {
    const { model } = await makeModel();
    await model.add({ column: 0, kind: 'equals', value: '01', to: '' });
    await model.add({ column: 0, kind: 'equals', value: '75', to: '' });
    expect(model.query.conditions).toHaveLength(1);
    expect(model.result?.rows).toEqual([1]);
  });

  it('tells why rows could not be read', async () => {
    const { failures, model } = await makeModel();
    const reason = new Error('gone');
    model.source.load = () => Promise.reject(reason);
    await model.add({ column: 0, kind: 'equals', value: '01', to: '' });
    expect(failures).toEqual([reason]);
    expect(model.running).toBeNull();
  });

  it('has a form in which code can say it', async () => {
    const { model } = await makeModel();
    await model.add({ column: 0, kind: 'equals', value: '01', to: '' });
    const named = (columns: number[] | null) =>
      namedQuery(model.query, columns, model.source.columns, column =>
        model.reading(column)
      );
    expect(named([0])).toEqual({
      conditions: [
        { column: 'code', type: 'text', kind: 'equals', value: '01', to: '' }
      ],
      order: null,
      columns: ['code']
    });
    // Two columns have the same name, and one has none.
    expect(named([0, 1])).toBeNull();
    expect(named([0, 3])).toBeNull();
  });
});
