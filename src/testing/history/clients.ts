// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFile, spawn } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';

import { findMc } from '../clients/mc';
import { seeded } from '../random';
import type { IServerDescription } from '../server';
import { explainFault, type IOperation, type Value } from './register';

const run = promisify(execFile);

/**
 * The operations on many objects, each of which is a register.
 */
export class Histories {
  /** How many operations there were, failed reads and refused writes too. */
  get count(): number {
    return this._count;
  }

  /** The operations on each object. */
  get all(): ReadonlyMap<string, readonly IOperation[]> {
    return this._all;
  }

  /** Count an operation, of which nothing else follows: it was not done. */
  refused(): void {
    this._count++;
  }

  add(key: string, operation: IOperation): void {
    this._count++;
    this._all.set(key, [...(this._all.get(key) ?? []), operation]);
  }

  /** The histories that no order explains, each with its key. */
  faults(): string[] {
    return [...this._all].flatMap(([key, history]) => {
      const fault = explainFault(history);
      return fault === null ? [] : [`${key}\n${fault}`];
    });
  }

  private _count = 0;
  private readonly _all = new Map<string, IOperation[]>();
}

/**
 * How clients work: see `jupyterlab_s3_drive/tests/faults/clients.py`.
 */
export interface IWork {
  readonly bucket: string;
  /** What stands in front of the store. */
  readonly endpoint: string;
  /** How many operations each client makes. */
  readonly operations: number;
  /** The longest pause between two (s). */
  readonly pause: number;
  readonly keys: number;
  /** For how long the same objects are used (s). */
  readonly seconds: number;
  /** Whether the store deletes under a condition. */
  readonly conditionalDelete: boolean;
  readonly seed: number;
}

/**
 * The clock of all clients (ns): `CLOCK_MONOTONIC`, as of Python's
 * `time.monotonic_ns`.
 */
export const now = (): number => Number(process.hrtime.bigint());

/**
 * A key that all clients use at this time.
 *
 * @param chance - From 0 to 1.
 */
export function keyNow({ keys, seconds }: IWork, chance: number): string {
  const epoch = Math.floor(now() / 1e9 / seconds);
  return `history/${epoch}-${Math.floor(chance * keys)}.txt`;
}

/** What a client prints; `returned` is in the second line of an operation. */
interface ILine {
  readonly number: number;
  readonly called?: number;
  readonly returned?: number;
  readonly key?: string;
  readonly kind?: IOperation['kind'];
  readonly value?: Value;
  readonly expected?: readonly Value[];
  readonly outcome?: 'done' | 'unknown' | 'refused' | 'failed';
}

/**
 * Run a client in Python until it has ended.
 *
 * @param client - Its name in the history; `kind` is the library it uses.
 * @param killedAt - The operation under which it is killed.
 *
 * @throws Error if it ended for another reason.
 */
export async function runPython(
  client: string,
  kind: 'boto3' | 's3fs',
  description: IServerDescription,
  work: IWork,
  histories: Histories,
  killedAt?: number
): Promise<void> {
  const { accessKey, region, secretKey } = description;
  const given = { ...work, accessKey, region, secretKey };
  const child = spawn(
    'python',
    [
      '-m',
      'jupyterlab_s3_drive.tests.faults.clients',
      kind,
      JSON.stringify(given)
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  );
  const open = new Map<number, ILine>();
  const take = (line: ILine) => {
    const begun = open.get(line.number);
    if (begun) {
      open.delete(line.number);
      note(client, { ...begun, ...line }, histories);
      return;
    }
    open.set(line.number, line);
    if (line.number === killedAt) {
      child.kill('SIGKILL');
    }
  };
  let rest = '';
  child.stdout.on('data', part => {
    const lines = `${rest}${part}`.split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(line => take(JSON.parse(line)));
  });
  const code = await new Promise<number | null>(resolve =>
    child.once('close', resolve)
  );
  open.forEach(line => note(client, line, histories));
  if (code !== 0 && killedAt === undefined) {
    throw new Error(`${client} ended with code ${code}.`);
  }
}

function note(client: string, line: ILine, histories: Histories): void {
  const { called = 0, expected, key = '', kind = 'read', outcome } = line;
  const isDone = outcome === 'done';
  if (outcome === 'refused' || (kind === 'read' && !isDone)) {
    histories.refused();
    return;
  }
  const returned = (isDone && line.returned) || null;
  const value = line.value ?? null;
  histories.add(key, { client, kind, value, expected, called, returned });
}

/**
 * Run the MinIO client, a process for each operation; nothing where there is
 * none.
 *
 * It sends again by itself what failed, so none of its writes may fail after it
 * was done: it would be done twice.
 */
export async function runMc(
  { accessKey, secretKey }: IServerDescription,
  work: IWork,
  histories: Histories
): Promise<void> {
  const program = findMc();
  if (!program) {
    console.info('There is no mc: one client fewer.');
    return;
  }
  const chance = seeded(work.seed);
  const home = mkdtempSync(join(tmpdir(), 's3-drive-mc-'));
  const file = join(home, 'written.txt');
  const host = work.endpoint.replace('://', `://${accessKey}:${secretKey}@`);
  const mc = (...args: string[]) =>
    run(program, ['--config-dir', home, '--quiet', ...args], {
      env: { HOME: home, MC_HOST_s3: host }
    });
  try {
    // It makes its configuration, and says so.
    await mc('ls', `s3/${work.bucket}`).catch(() => undefined);
    for (let i = 0; i < work.operations; i++) {
      const key = keyNow(work, chance());
      const target = `s3/${work.bucket}/${key}`;
      const called = now();
      const client = 'mc';
      const what = chance();
      if (what < 0.5) {
        const value = await mc('cat', target).then(
          ({ stdout }) => stdout,
          ({ stderr }: { stderr: string }) =>
            /does not exist/.test(stderr) ? null : undefined
        );
        if (value === undefined) {
          histories.refused();
        } else {
          const returned = now();
          histories.add(key, { client, kind: 'read', value, called, returned });
        }
      } else if (what < 0.6) {
        const kind = 'write';
        const returned = await mc('rm', target).then(now, () => null);
        histories.add(key, { client, kind, value: null, called, returned });
      } else {
        const value = `mc-${i}-${called}`;
        writeFileSync(file, value);
        const returned = await mc('cp', file, target).then(now, () => null);
        histories.add(key, { client, kind: 'write', value, called, returned });
      }
      await breathe(work, chance());
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * Pause between two operations.
 *
 * @param chance - From 0 to 1: the part of the longest pause.
 */
export function breathe({ pause }: IWork, chance: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, chance * pause * 1000));
}
