// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';

import { ConflictAsker } from '../../dialogs/nameconflicts';
import type { ConflictAnswer } from '../../dialogs/nameconflicts';
import { S3Error } from '../../s3/errors';
import { until } from '../../testing/until';
import { Tasks } from '../../transfers/tasks/tasks';
import type { ITransfer, ITransferRequest, TransfersClient } from '../client';
import { WorkspaceCopies } from '../copies';
import { DEFAULT_CONNECTION, S3Location } from '../../s3/location';

const trans = nullTranslator.load('jupyterlab_s3_drive');

function failure(status: number, code: string): S3Error {
  return new S3Error({ status, code, message: code, origin: 'proxy' });
}

/**
 * The server's routes, in memory: each copy advances with each request.
 */
class FakeRoutes implements Pick<TransfersClient, keyof TransfersClient> {
  readonly connection = DEFAULT_CONNECTION;
  readonly started: ITransferRequest[] = [];
  readonly cancelled: string[] = [];
  exists = new Set<string>();
  transfers = new Map<string, ITransfer>();
  /** Errors of the next requests. */
  failing: S3Error[] = [];
  steps = 2;

  async start(request: ITransferRequest): Promise<string> {
    this.started.push(request);
    const name = request.key ?? request.workspacePath;
    if (this.exists.has(name) && request.overwrite === 'fail') {
      throw failure(409, 'Exists');
    }
    return this.add({ ...request });
  }

  add(more: Partial<ITransfer>): string {
    const id = String(this.transfers.size);
    this.transfers.set(id, {
      id,
      direction: 'to-s3',
      workspacePath: '',
      bucket: 'b',
      state: 'running',
      failures: [],
      target: 'x/a.csv',
      objects: { done: 0, total: 1 },
      bytes: { done: 0, total: 100 },
      ...more
    });
    return id;
  }

  async get(id: string): Promise<ITransfer> {
    const error = this.failing.shift();
    const old = this.transfers.get(id);
    if (error ?? !old) {
      throw error ?? failure(404, 'NoSuchTransfer');
    }
    const done = Math.min(100, old!.bytes.done + 100 / this.steps);
    const isDone = old!.state === 'running' && done === 100;
    const next: ITransfer = {
      ...old!,
      bytes: { done, total: 100 },
      objects: { done: isDone ? 1 : 0, total: 1 },
      state: isDone ? (old!.failures.length ? 'failed' : 'done') : old!.state
    };
    this.transfers.set(id, next);
    return next;
  }

  async list(): Promise<ITransfer[]> {
    return [...this.transfers.values()];
  }

  async cancel(id: string): Promise<void> {
    this.cancelled.push(id);
    const old = this.transfers.get(id)!;
    if (old.state === 'running') {
      this.transfers.set(id, { ...old, state: 'cancelled' });
    }
  }
}

class Answers extends ConflictAsker {
  constructor(private readonly _answer: ConflictAnswer) {
    super(trans, true);
  }
  async ask(): Promise<ConflictAnswer> {
    return this._answer;
  }
}

describe('copies between workspace and S3', () => {
  let routes: FakeRoutes;
  let tasks: Tasks;
  let arrived: string[];
  const made = (answer: ConflictAnswer): WorkspaceCopies.IOptions => ({
    client: routes as unknown as TransfersClient,
    tasks,
    trans,
    arrived: (direction, dir) => arrived.push(`${direction} ${dir}`),
    asker: () => new Answers(answer)
  });
  const copies = (answer: ConflictAnswer = 'skip') =>
    new WorkspaceCopies(made(answer));
  const folder = S3Location.fromPath('b/x/');

  beforeEach(() => {
    routes = new FakeRoutes();
    tasks = new Tasks();
    arrived = [];
  });

  afterEach(() => tasks.dispose());

  it('are tasks with progress, and tell what was made', async () => {
    const results = await copies().toS3(['dir/a.csv'], folder);
    expect(results).toEqual([
      { source: 'dir/a.csv', target: 's3://b/x/a.csv' }
    ]);
    expect(routes.started).toEqual([
      {
        direction: 'to-s3',
        workspacePath: 'dir/a.csv',
        bucket: 'b',
        prefix: 'x/',
        overwrite: 'fail'
      }
    ]);
    const [task] = tasks.all;
    expect(task.state).toBe('done');
    expect(task.progress).toMatchObject({ unit: 'bytes', done: 100 });
    expect(task.outcome).toBe('"a.csv" was copied to s3://b/x/');
    expect(arrived).toEqual(['to-s3 b/x']);
    // The server forgets a copy that has ended.
    expect(routes.cancelled).toEqual(['0']);
  });

  it('say while the server waits for the store', async () => {
    const told: boolean[] = [];
    const copy = new WorkspaceCopies({
      ...made('skip'),
      followPatience: () => isWaiting => told.push(isWaiting)
    });
    const id = routes.add({ waiting: true, state: 'running' });
    routes.start = async () => id;
    await copy.toS3(['dir/a.csv'], folder);
    expect(told).toContain(true);
    expect(told[told.length - 1]).toBe(false);
  });

  it('name objects and folders apart on the way to the workspace', async () => {
    routes.steps = 1;
    const locations = [folder, S3Location.fromPath('b/a.csv')];
    const results = await copies().toWorkspace(locations, 'dir');
    expect(results.map(({ source }) => source)).toEqual([
      ...['s3://b/x/', 's3://b/a.csv']
    ]);
    expect(routes.started.map(({ key, prefix }) => [key, prefix])).toEqual([
      ...[
        [undefined, 'x/'],
        ['a.csv', undefined]
      ]
    ]);
    expect(arrived).toEqual(['to-workspace dir', 'to-workspace dir']);
  });

  it.each([
    ['skip', undefined],
    ['cancel', undefined],
    ['replace', 'replace'],
    ['both', 'both']
  ] as const)('ask about a name that exists: %s', async (answer, overwrite) => {
    routes.steps = 1;
    routes.exists.add('a.csv');
    const [result] = await copies(answer).toS3(['a.csv'], folder);
    expect(routes.started[1]?.overwrite).toBe(overwrite);
    expect(result.skipped ?? false).toBe(overwrite === undefined);
    expect(tasks.all).toHaveLength(overwrite ? 1 : 0);
  });

  it('are cancelled on the server', async () => {
    routes.steps = 1000;
    const copied = copies().toS3(['a.csv'], folder);
    await until(() =>
      expect(tasks.running[0]?.progress.done).toBeGreaterThan(0)
    );
    tasks.running[0].cancel();
    await copied;
    expect(routes.cancelled).toContain('0');
    expect(tasks.all[0].state).toBe('cancelled');
    expect(tasks.all[0].outcome).toBe('Cancelled: nothing was copied.');
  });

  it('tell what failed, and do it again', async () => {
    routes.steps = 1;
    jest.spyOn(routes, 'start').mockImplementationOnce(async request =>
      routes.add({
        ...request,
        failures: [
          { name: 'a.csv', code: 'Forbidden', message: 'No.', status: 403 }
        ]
      })
    );
    const [result] = await copies().toS3(['a.csv'], folder);
    expect(result.error).toMatchObject({ code: 'Forbidden', status: 403 });
    const [task] = tasks.all;
    expect(task.state).toBe('failed');
    task.options.retry!();
    await until(() => expect(tasks.all[0].state).toBe('done'));
  });

  it('tell when they cannot begin', async () => {
    jest.spyOn(routes, 'start').mockRejectedValueOnce(failure(403, 'ReadOnly'));
    const [result] = await copies().toS3(['a.csv'], folder);
    expect(result.error).toMatchObject({ code: 'ReadOnly' });
    expect(tasks.all[0].state).toBe('failed');
  });

  it('bear that the server does not answer for a while, not that it forgot', async () => {
    routes.failing = [failure(502, 'NetworkError')];
    await copies().toS3(['a.csv'], folder);
    expect(tasks.all[0].state).toBe('done');
    routes.failing = [failure(404, 'NoSuchTransfer')];
    const [result] = await copies().toS3(['a.csv'], folder);
    expect(result.error).toMatchObject({ status: 404 });
  });

  it('are found again after the page was loaded', async () => {
    routes.add({ state: 'done' });
    routes.add({ direction: 'to-workspace', key: 'x/big.bin' });
    const found = copies();
    await found.resume();
    expect(tasks.running.map(({ options }) => options.title)).toEqual([
      'Copying "big.bin" to the workspace'
    ]);
    await found.resume();
    expect(tasks.all).toHaveLength(1);
    await until(() => expect(tasks.all[0].state).toBe('done'));
  });
});
