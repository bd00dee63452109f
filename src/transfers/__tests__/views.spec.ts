// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { framePromise } from '@jupyterlab/testing';
import { Widget } from '@lumino/widgets';

import { TransfersModel } from '../views/model';
import { showEnd } from '../tasks/notices';
import { TransfersPanel } from '../views/panel';
import { TransfersStatus } from '../views/statusitem';
import type { ITaskOptions, Task } from '../tasks/task';
import { Tasks } from '../tasks/tasks';

const trans = nullTranslator.load('jupyterlab_s3_drive');

/**
 * Begin a task that ends on request.
 */
function begin(tasks: Tasks, options: Partial<ITaskOptions> = {}) {
  let end!: (error?: Error) => void;
  const ended = tasks
    .run(
      {
        kind: 'move',
        title: trans.__('Moving "x"'),
        place: 's3://b/',
        ...options
      },
      () =>
        new Promise<void>((resolve, reject) => {
          end = error => (error ? reject(error) : resolve());
        })
    )
    .catch(() => undefined);
  const [task] = tasks.all;
  return {
    task,
    end: async (error?: Error) => {
      end(error);
      await ended;
    }
  };
}

describe('the views of tasks', () => {
  let tasks: Tasks;
  let panel: TransfersPanel;
  const drawn = async () => {
    await framePromise();
    await framePromise();
    await new Promise(resolve => setTimeout(resolve, 20));
  };
  const button = (label: string) =>
    Array.from(panel.node.querySelectorAll('button')).find(
      ({ textContent }) => textContent === label
    );

  beforeEach(async () => {
    tasks = new Tasks();
    panel = new TransfersPanel(new TransfersModel(tasks), trans);
    Widget.attach(panel, document.body);
    await drawn();
  });

  afterEach(() => {
    panel.dispose();
    tasks.dispose();
  });

  it('say what will be here while there is nothing', () => {
    expect(panel.node.textContent).toContain('Nothing is under way');
  });

  it('show a task with its bar, and cancel it', async () => {
    const { task } = begin(tasks);
    task.report({ unit: 'objects', done: 5, total: 20, detail: 'a.csv' });
    await drawn();
    const bar = panel.node.querySelector('[role="progressbar"]')!;
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    expect(bar.getAttribute('aria-label')).toBe('Moving "x"');
    expect(panel.node.textContent).toContain('5 of 20 objects');
    expect(panel.node.textContent).toContain('s3://b/');
    button('Cancel')!.click();
    expect(task.signal.aborted).toBe(true);
    await drawn();
    expect(button('Cancel')).toBeUndefined();
    expect(panel.node.textContent).toContain('Cancelling');
  });

  it('offer no cancelling once it is too late', async () => {
    const { task } = begin(tasks);
    task.commit();
    await drawn();
    expect(button('Cancel')).toBeUndefined();
  });

  it('offer a retry and details of what failed', async () => {
    const retry = jest.fn();
    const { end } = begin(tasks, { retry });
    await end(new Error('The store is away.'));
    await drawn();
    expect(panel.node.textContent).toContain('1 problem');
    button('Show Details')!.click();
    await drawn();
    const dialog = document.querySelector('.jp-Dialog')!;
    expect(dialog.textContent).toContain('The store is away.');
    dialog.querySelector('button')!.click();
    button('Retry')!.click();
    expect(retry).toHaveBeenCalledTimes(1);
    await drawn();
    // The new task has replaced the old one.
    expect(panel.node.textContent).toContain('Nothing is under way');
  });

  it('draw at most once a frame', async () => {
    const { task } = begin(tasks);
    await drawn();
    const draw = jest.spyOn(panel, 'update');
    for (let done = 0; done < 1000; done++) {
      task.report({ unit: 'objects', done, total: 1000 });
    }
    await drawn();
    expect(draw.mock.calls.length).toBeLessThanOrEqual(2);
    expect(panel.node.textContent).toContain('999 of 1,000 objects');
  });

  it('show in the status bar what runs, and open the list', async () => {
    const open = jest.fn();
    const status = new TransfersStatus(new TransfersModel(tasks), open, trans);
    Widget.attach(status, document.body);
    const { end, task } = begin(tasks);
    task.report({ unit: 'objects', done: 5, total: 20 });
    await drawn();
    expect(status.node.textContent).toBe('Moving "x"');
    const bar = status.node.querySelector('[role="progressbar"]')!;
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    status.node.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    status.node.click();
    expect(open).toHaveBeenCalledTimes(2);
    await end();
    await drawn();
    expect(status.node.textContent).toBe('');
    status.dispose();
  });
});

describe('notices', () => {
  const tasks = new Tasks();
  const told = () =>
    Notification.manager.notifications.map(
      ({ message, type }) => `${type}: ${message}`
    );
  const lasted = (task: Task, ms: number) =>
    jest.spyOn(task, 'duration', 'get').mockReturnValue(ms);

  afterEach(() => Notification.manager.dismiss());

  it('are not given of quick successes', async () => {
    const { end, task } = begin(tasks);
    await end();
    showEnd(task, tasks, trans);
    expect(told()).toEqual([]);
    lasted(task, 2000);
    showEnd(task, tasks, trans);
    expect(told()).toEqual(['success: Moving "x": done']);
  });

  it('are given of each failure, but one that is told already', async () => {
    const { end, task } = begin(tasks, { retry: () => undefined });
    task.conclude('2 objects could not be moved.');
    await end(new Error('no'));
    showEnd(task, tasks, trans);
    expect(told()).toEqual(['error: 2 objects could not be moved.']);
    const [{ options }] = Notification.manager.notifications;
    expect(options.actions?.map(({ label }) => label)).toEqual([
      'Show details',
      'Retry'
    ]);
    expect(options.autoClose).toBe(false);
    Notification.manager.dismiss();
    task.isTold = true;
    showEnd(task, tasks, trans);
    expect(told()).toEqual([]);
  });

  it('of a failure end when it is tried again, or cleared', async () => {
    const ways: ((task: Task) => void)[] = [
      // In the list of transfers, and in the notice.
      task => tasks.retry(task),
      () =>
        Notification.manager.notifications[0].options.actions?.[1].callback(
          new MouseEvent('click')
        ),
      task => tasks.clear(task),
      () => tasks.clear()
    ];
    for (const way of ways) {
      let tries = 0;
      const { end, task } = begin(tasks, { retry: () => void tries++ });
      await end(new Error('no'));
      showEnd(task, tasks, trans);
      expect(told()).toHaveLength(1);
      way(task);
      expect(told()).toEqual([]);
      expect(tasks.all).not.toContain(task);
      expect(tries).toBe(ways.indexOf(way) < 2 ? 1 : 0);
    }
  });

  it('tell what is out of sight at once, and show it', async () => {
    const show = jest.fn();
    const { end, task } = begin(tasks, { show });
    task.conclude('"a" was copied to s3://b/c/');
    await end();
    showEnd(task, tasks, trans);
    expect(told()).toEqual(['success: "a" was copied to s3://b/c/']);
    const [{ options }] = Notification.manager.notifications;
    expect(options.actions?.map(({ label }) => label)).toEqual(['Show']);
    options.actions?.[0].callback(new MouseEvent('click'));
    expect(show).toHaveBeenCalledTimes(1);
  });
});
