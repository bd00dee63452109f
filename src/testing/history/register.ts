// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * What a register holds; `null`: there is no such object.
 */
export type Value = string | null;

/**
 * One operation on a register, as its client saw it. What has certainly not
 * been done is no operation, and neither is a read that failed.
 */
export interface IOperation {
  readonly client: string;
  /** `swap`: a write that is done only where an expected value is. */
  readonly kind: 'read' | 'write' | 'swap';
  /**
   * What was read, or is written; `null` deletes. No two writes have the same,
   * deletions excepted.
   */
  readonly value: Value;
  /** Of a swap: one of these has to be there. */
  readonly expected?: readonly Value[];
  /** When it began, by a clock that all clients share. */
  readonly called: number;
  /**
   * When the client knew that it was done; `null` where it never did: it may
   * have been done at any time since it began, or never.
   */
  readonly returned: number | null;
}

/**
 * Whether the operations can be put into an order in which each is done at one
 * moment between its call and its return, and each read gives what the write
 * before it has written (linearizability).
 *
 * The search is that of Wing and Gong, which goes on from each state once only
 * (Lowe, "Testing for linearizability", 2017).
 */
export function isLinearizable(
  history: readonly IOperation[],
  initial: Value = null
): boolean {
  const operations = relevant(history);
  const states: IState[] = [{ done: 0n, first: 0, value: initial }];
  const seen = new Set<string>();
  for (let state = states.pop(); state; state = states.pop()) {
    const name = `${state.done.toString(36)} ${state.value}`;
    if (seen.has(name)) {
      continue;
    }
    seen.add(name);
    const next = following(operations, state);
    if (next === null) {
      return true;
    }
    states.push(...next);
  }
  return false;
}

/**
 * Why a history is not linearizable: its operations up to the first whose return
 * no order explains, one a line; `null` if it is.
 */
export function explainFault(
  history: readonly IOperation[],
  initial: Value = null
): string | null {
  if (isLinearizable(history, initial)) {
    return null;
  }
  const returns = history
    .flatMap(({ returned }) => returned ?? [])
    .sort((one, other) => one - other);
  const end = returns.find(
    time => !isLinearizable(until(history, time), initial)
  );
  return until(history, end ?? Infinity)
    .sort((one, other) => one.called - other.called)
    .map(told)
    .join('\n');
}

/** What was done, and what is there then. */
interface IState {
  /** A bit for each operation, in the order of their calls. */
  readonly done: bigint;
  /** The first operation that is not done. */
  readonly first: number;
  readonly value: Value;
}

/**
 * The states that one more operation leads to; `null` if all are done whose
 * outcome is known.
 */
function following(
  operations: readonly IOperation[],
  { done, first, value }: IState
): IState[] | null {
  const isDone = (index: number) => ((done >> BigInt(index)) & 1n) === 1n;
  // What is called after another one has returned comes after it.
  let earliest = Infinity;
  let isComplete = true;
  const open: number[] = [];
  for (let i = first; i < operations.length; i++) {
    const { called, returned } = operations[i];
    if (called > earliest) {
      break;
    }
    if (!isDone(i)) {
      open.push(i);
      earliest = Math.min(earliest, returned ?? Infinity);
      isComplete &&= returned === null;
    }
  }
  if (isComplete) {
    return null;
  }
  const possible = open.filter(
    i => operations[i].called <= earliest && isPossible(operations[i], value)
  );
  // A read changes nothing: where it can be next it may as well be.
  const read = possible.find(i => operations[i].kind === 'read');
  return (read === undefined ? possible.reverse() : [read]).map(i => {
    const after = done | (1n << BigInt(i));
    let next = first;
    while ((after >> BigInt(next)) & 1n) {
      next++;
    }
    return { done: after, first: next, value: operations[i].value };
  });
}

function isPossible(operation: IOperation, value: Value): boolean {
  const { kind, expected } = operation;
  switch (kind) {
    case 'read':
      return operation.value === value;
    case 'write':
      return true;
    default:
      return expected?.includes(value) ?? false;
  }
}

/**
 * The operations in the order of their calls, without those of unknown outcome
 * that nobody has seen the value of: done or not, they explain nothing.
 */
function relevant(history: readonly IOperation[]): IOperation[] {
  const seen = new Set<Value>();
  for (const { kind, value, expected } of history) {
    for (const each of kind === 'read' ? [value] : (expected ?? [])) {
      seen.add(each);
    }
  }
  return history
    .filter(({ returned, value }) => returned !== null || seen.has(value))
    .sort((one, other) => one.called - other.called);
}

/** What was known of a history at a time. */
function until(history: readonly IOperation[], time: number): IOperation[] {
  return history
    .filter(({ called }) => called <= time)
    .map(one =>
      one.returned !== null && one.returned > time
        ? { ...one, returned: null }
        : one
    )
    .filter(({ kind, returned }) => kind !== 'read' || returned !== null);
}

function told(operation: IOperation): string {
  const { client, kind, value, expected, called, returned } = operation;
  const from = expected ? `${expected.join(' or ')} -> ` : '';
  const what = kind !== 'read' && value === null ? 'delete' : kind;
  return `${called} to ${returned ?? '?'}: ${client} ${what} ${from}${value}`;
}
