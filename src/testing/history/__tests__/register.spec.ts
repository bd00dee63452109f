// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { fc, runs } from '../../random';
import {
  explainFault,
  isLinearizable,
  type IOperation,
  type Value
} from '../register';

type Times = readonly [called: number, returned: number | null];

const read = (value: Value, [called, returned]: Times): IOperation => ({
  client: 'reader',
  kind: 'read',
  value,
  called,
  returned
});

const write = (value: Value, [called, returned]: Times): IOperation => ({
  client: 'writer',
  kind: 'write',
  value,
  called,
  returned
});

const swap = (
  expected: Value,
  value: Value,
  [called, returned]: Times
): IOperation => ({
  client: 'person',
  kind: 'swap',
  expected: [expected],
  value,
  called,
  returned
});

const SOUND: { readonly [what: string]: IOperation[] } = {
  'nothing happened': [],
  'nothing is there': [read(null, [0, 1])],
  'a read follows a write': [write('a', [0, 1]), read('a', [2, 3])],
  'a read beside a write gives the old': [
    write('a', [0, 1]),
    write('b', [2, 9]),
    read('a', [3, 4])
  ],
  'a read beside a write gives the new': [
    write('a', [0, 1]),
    write('b', [2, 9]),
    read('b', [3, 4])
  ],
  'two writes at once come in the order that is seen': [
    write('a', [0, 9]),
    write('b', [1, 8]),
    read('b', [10, 11]),
    read('b', [12, 13])
  ],
  'a swap follows what it expects': [
    write('a', [0, 1]),
    swap('a', 'b', [2, 3]),
    read('b', [4, 5])
  ],
  'a swap makes what was not there': [
    swap(null, 'a', [0, 1]),
    read('a', [2, 3])
  ],
  'a write of unknown outcome is seen late': [
    write('a', [0, 1]),
    write('b', [2, null]),
    read('a', [3, 4]),
    read('b', [5, 6])
  ],
  'a write of unknown outcome is never seen': [
    write('a', [0, 1]),
    write('b', [2, null]),
    read('a', [3, 4])
  ],
  'a swap is tried again after it was done': [
    write('a', [0, 1]),
    swap('a', 'b', [2, null]),
    { ...swap('a', 'b', [3, 4]), expected: ['a', 'b'] },
    read('b', [5, 6])
  ],
  'a deletion of unknown outcome is seen': [
    write('a', [0, 1]),
    write(null, [2, null]),
    read(null, [3, 4])
  ],
  'a deletion of unknown outcome is never seen': [
    write('a', [0, 1]),
    write(null, [2, null]),
    read('a', [3, 4])
  ],
  'what was deleted is gone, and made anew': [
    write('a', [0, 1]),
    write(null, [2, 3]),
    read(null, [4, 5]),
    swap(null, 'b', [6, 7]),
    read('b', [8, 9])
  ],
  'what is not there is deleted': [
    write(null, [0, 1]),
    write(null, [2, 3]),
    read(null, [4, 5])
  ],
  'a deletion beside a write comes before it': [
    write('a', [0, 1]),
    write(null, [2, 9]),
    write('b', [3, 4]),
    read('b', [5, 6]),
    read('b', [10, 11])
  ],
  'a deletion under a condition takes what it expects': [
    write('a', [0, 1]),
    swap('a', null, [2, 3]),
    read(null, [4, 5])
  ]
};

const UNSOUND: { readonly [what: string]: IOperation[] } = {
  'a value comes from nowhere': [read('a', [0, 1])],
  'a read gives what was replaced before it began': [
    write('a', [0, 1]),
    write('b', [2, 3]),
    read('a', [4, 5])
  ],
  'the old is seen after the new': [
    write('a', [0, 1]),
    write('b', [2, 9]),
    read('b', [3, 4]),
    read('a', [5, 6])
  ],
  'what was written is gone': [write('a', [0, 1]), read(null, [2, 3])],
  'two swaps replace the same version': [
    write('a', [0, 1]),
    swap('a', 'b', [2, 5]),
    swap('a', 'c', [3, 6])
  ],
  'a save replaces what its author has not seen': [
    write('a', [0, 1]),
    read('a', [2, 3]),
    write('theirs', [4, 5]),
    swap('a', 'mine', [6, 7])
  ],
  'a save beside a write takes its place': [
    write('a', [0, 1]),
    swap('a', 'mine', [2, 9]),
    write('theirs', [3, 4]),
    read('mine', [10, 11])
  ],
  'a write of unknown outcome is seen before it began': [
    read('b', [0, 1]),
    write('b', [2, null])
  ],
  'a write of unknown outcome comes and goes': [
    write('a', [0, 1]),
    write('b', [2, null]),
    read('b', [3, 4]),
    read('a', [5, 6])
  ],
  'what was deleted is there': [
    write('a', [0, 1]),
    write(null, [2, 3]),
    read('a', [4, 5])
  ],
  'a deletion takes what was written since its author has read': [
    write('a', [0, 1]),
    read('a', [2, 3]),
    write('theirs', [4, 5]),
    swap('a', null, [6, 7])
  ],
  'a deletion is done a second time, after somebody wrote': [
    write('a', [0, 1]),
    write(null, [2, 20]),
    read(null, [3, 4]),
    write('theirs', [5, 6]),
    read('theirs', [7, 8]),
    read(null, [9, 10])
  ],
  'two deletions take the same version': [
    write('a', [0, 1]),
    swap('a', null, [2, 5]),
    swap('a', null, [3, 6])
  ],
  'a save makes anew what was deleted': [
    write('a', [0, 1]),
    write(null, [2, 3]),
    swap('a', 'b', [4, 5])
  ],
  'a save of unknown outcome replaced what was not expected': [
    write('a', [0, 1]),
    write('b', [2, 3]),
    swap('a', 'c', [4, null]),
    read('c', [5, 6])
  ]
};

describe('a history of a register', () => {
  it.each(Object.keys(SOUND))('is linearizable where %s', what => {
    expect(isLinearizable(SOUND[what])).toBe(true);
    expect(explainFault(SOUND[what])).toBeNull();
  });

  it.each(Object.keys(UNSOUND))('is refused where %s', what => {
    expect(isLinearizable(UNSOUND[what])).toBe(false);
    expect(explainFault(UNSOUND[what])).toMatch(/^\d+ to /);
  });

  it('is explained up to the first return that nothing explains', () => {
    const fault = explainFault([
      write('a', [0, 1]),
      read(null, [2, 3]),
      write('later', [4, 5])
    ]);
    expect(fault).toBe('0 to 1: writer write a\n2 to 3: reader read null');
  });

  it('is judged as trying all orders does', () => {
    fc.assert(
      fc.property(anyHistory, history => {
        expect(isLinearizable(history)).toBe(byAllOrders(history));
      }),
      { numRuns: runs(500) }
    );
  });

  it('of hundreds of operations, many of unknown outcome, takes a moment', () => {
    const history: IOperation[] = [];
    for (let i = 0; i < 400; i++) {
      const at = 10 * i;
      history.push(write(`lost ${i}`, [at, null]));
      history.push(write(`a${i}`, [at, at + 25]));
      history.push(read(`a${i}`, [at + 1, at + 25]));
    }
    const began = performance.now();
    expect(isLinearizable(history)).toBe(true);
    expect(isLinearizable([...history, read('a0', [5000, 5001])])).toBe(false);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

const anyValue = fc.constantFrom<Value>(null, 'a', 'b', 'c');

const anyTimes = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 6 }))
  .map(([called, length]): [number, number] => [called, called + length]);

const anyHistory = fc.array(
  fc
    .tuple(
      fc.constantFrom('read', 'write', 'swap', 'lost write', 'lost swap'),
      anyValue,
      anyValue,
      anyTimes
    )
    .map(([kind, from, to, [called, returned]]) => {
      const times: Times = [called, kind.startsWith('lost') ? null : returned];
      return kind === 'read'
        ? read(to, times)
        : kind.endsWith('write')
          ? write(to, times)
          : swap(from, to, times);
    }),
  { maxLength: 6 }
);

/** Try each order of each choice of those whose outcome is not known. */
function byAllOrders(
  left: readonly IOperation[],
  value: Value = null
): boolean {
  if (left.every(({ returned }) => returned === null)) {
    return true;
  }
  const earliest = Math.min(...left.map(one => one.returned ?? Infinity));
  return left.some((one, index) => {
    const fits =
      one.kind === 'write' ||
      (one.kind === 'read'
        ? one.value === value
        : one.expected?.includes(value));
    return (
      fits &&
      one.called <= earliest &&
      byAllOrders(
        left.filter((_, i) => i !== index),
        one.value
      )
    );
  });
}
