// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { StateDB } from '@jupyterlab/statedb';

import { KeptChoices } from '../keptchoices';

const ID = 's3-drive:table-choices';

describe('what is said of tables', () => {
  it('is there again with the state of the workspace', async () => {
    const state = new StateDB();
    const choices = new KeptChoices(Promise.resolve(state));
    await choices.keep('s3:b/é.csv', { separator: ';', encoding: undefined });
    await choices.keep('s3:b/x.xlsx', { sheet: 'Été', hasHeader: false });
    const again = new KeptChoices(Promise.resolve(state));
    expect(await again.of('s3:b/é.csv')).toEqual({ separator: ';' });
    expect(await again.of('s3:b/x.xlsx')).toEqual({
      sheet: 'Été',
      hasHeader: false
    });
    expect(await again.of('s3:b/other.csv')).toEqual({});
  });

  it('is kept of the tables that were changed last', async () => {
    const state = new StateDB();
    const choices = new KeptChoices(Promise.resolve(state));
    for (let n = 0; n < 105; n++) {
      await choices.keep(`${n}`, { separator: ';' });
      await choices.keep('0', { separator: `${n}` });
    }
    expect(await choices.of('0')).toEqual({ separator: '104' });
    expect(await choices.of('1')).toEqual({});
    expect(Object.keys((await state.fetch(ID)) as object)).toHaveLength(100);
  });

  it('writes nothing where nothing is said anew', async () => {
    const state = new StateDB();
    const choices = new KeptChoices(Promise.resolve(state));
    await choices.keep('a', {});
    expect(await state.fetch(ID)).toBeUndefined();
  });

  it.each([
    ['a text'],
    [{ 'a.csv': null }],
    [
      {
        'a.csv': { separator: 5, encoding: ['x'], hasHeader: 'yes', sheet: {} }
      }
    ]
  ])('is nothing where the state is odd: %j', async value => {
    const state = new StateDB();
    await state.save(ID, value);
    const choices = new KeptChoices(Promise.resolve(state));
    expect(await choices.of('a.csv')).toEqual({});
  });

  it('is known in the session where nothing can be kept', async () => {
    const choices = new KeptChoices(Promise.resolve(null));
    await choices.keep('a', { separator: '|' });
    expect(await choices.of('a')).toEqual({ separator: '|' });
  });
});
