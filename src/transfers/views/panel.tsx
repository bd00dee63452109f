// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import * as React from 'react';

import { showFailures } from '../../dialogs/errordialog';
import { taskIcon } from './taskicons';
import type { TransfersModel } from './model';
import type { Task } from '../tasks/task';
import type { Tasks } from '../tasks/tasks';
import { progressTexts, stateText } from '../tasks/format';

/**
 * The list of tasks, with progress, failures, and buttons to cancel and retry.
 */
export class TransfersPanel extends VDomRenderer<TransfersModel> {
  constructor(model: TransfersModel, trans: TranslationBundle) {
    super(model);
    this._trans = trans;
    this.addClass('jp-S3Transfers');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('S3 transfers'));
    this.node.tabIndex = -1;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.model?.dispose();
      super.dispose();
    }
  }

  protected onActivateRequest(): void {
    this.node.focus();
  }

  protected render(): React.ReactElement | null {
    const trans = this._trans;
    const { all, tasks } = this.model;
    if (all.length === 0) {
      return (
        <p className="jp-S3Transfers-empty">
          {trans.__(
            'Nothing is under way. Uploads, downloads, copies, moves and deletions in the S3 panel show here while they run, with their progress and a way to cancel them.'
          )}
        </p>
      );
    }
    const ended = all.length - tasks.running.length;
    return (
      <>
        <div className="jp-S3Transfers-bar">
          <span>
            {tasks.running.length > 0
              ? trans.__('%1 running', tasks.running.length)
              : trans.__('Nothing is running')}
          </span>
          <button
            type="button"
            className="jp-S3Transfers-action"
            disabled={ended === 0}
            onClick={() => tasks.clear()}
          >
            {trans.__('Clear Finished')}
          </button>
        </div>
        <ul className="jp-S3Transfers-list">
          {all.map(task => (
            <TaskRow key={task.id} task={task} tasks={tasks} trans={trans} />
          ))}
        </ul>
      </>
    );
  }

  private readonly _trans: TranslationBundle;
}

/**
 * One task.
 */
function TaskRow(props: {
  task: Task;
  tasks: Tasks;
  trans: TranslationBundle;
}) {
  const { task, tasks, trans } = props;
  const { detail } = task.progress;
  const { place, title } = task.options;
  const Icon = taskIcon(task.options.kind);
  const isRunning = task.state === 'running';
  const words = [stateText(task, trans), ...progressTexts(task, trans)];
  return (
    <li className="jp-S3Task" data-state={task.state}>
      <Icon.react tag="span" className="jp-S3Task-icon" />
      <div className="jp-S3Task-what">
        <div className="jp-S3Task-title" title={title}>
          {title}
        </div>
        {place && (
          <div className="jp-S3Task-place" title={place}>
            {place}
          </div>
        )}
      </div>
      <div className="jp-S3Task-how">
        {isRunning && <Bar fraction={task.fraction} label={title} />}
        <div className="jp-S3Task-words">
          {words.filter(Boolean).join(' · ')}
        </div>
        {isRunning
          ? detail && (
              <div className="jp-S3Task-detail" title={detail}>
                {detail}
              </div>
            )
          : task.outcome && (
              <div className="jp-S3Task-outcome">{task.outcome}</div>
            )}
      </div>
      <Actions task={task} tasks={tasks} trans={trans} />
    </li>
  );
}

/**
 * The buttons of a task.
 */
function Actions(props: {
  task: Task;
  tasks: Tasks;
  trans: TranslationBundle;
}) {
  const { task, tasks, trans } = props;
  const { retry, title } = task.options;
  const hasEnded = task.state !== 'running';
  const failures = [...task.failures];
  return (
    <div className="jp-S3Task-actions">
      {task.canCancel && (
        <Action
          label={trans.__('Cancel')}
          about={title}
          run={() => task.cancel()}
        />
      )}
      {failures.length > 0 && (
        <Action
          label={trans.__('Show Details')}
          about={title}
          run={() => void showFailures(title, failures, trans)}
        />
      )}
      {hasEnded && task.state !== 'done' && retry && (
        <Action
          label={trans.__('Retry')}
          about={title}
          run={() => tasks.retry(task)}
        />
      )}
    </div>
  );
}

/**
 * A button whose accessible name includes the task.
 */
function Action(props: { label: string; about: string; run: () => void }) {
  return (
    <button
      type="button"
      className="jp-S3Transfers-action"
      aria-label={`${props.label}: ${props.about}`}
      onClick={props.run}
    >
      {props.label}
    </button>
  );
}

/**
 * A progress bar, indeterminate if the total is not known.
 */
function Bar(props: { fraction: number | null; label: string }) {
  const percent =
    props.fraction === null ? undefined : Math.floor(props.fraction * 100);
  return (
    <div
      className={`jp-S3Task-bar${percent === undefined ? ' jp-mod-unknown' : ''}`}
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div
        style={{ width: percent === undefined ? undefined : `${percent}%` }}
      />
    </div>
  );
}
