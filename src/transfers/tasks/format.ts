// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { ITaskProgress, Task } from './task';

/**
 * A size as text: `3.4 GiB`, in steps of 1,024.
 */
export function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1023.95 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString(undefined, { maximumFractionDigits: digits })} ${units[unit]}`;
}

/**
 * A number of objects: `12,000 objects`.
 */
export function objectsText(count: number, trans: TranslationBundle): string {
  return trans
    ._n('%1 object', '%1 objects', count)
    .replace(String(count), count.toLocaleString());
}

/**
 * A rounded duration as text: `40 s`, `3 min`.
 */
export function timeText(seconds: number, trans: TranslationBundle): string {
  if (seconds < 55) {
    return trans.__('%1 s', Math.max(1, Math.round(seconds)));
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return trans.__('%1 min', minutes);
  }
  return trans.__('%1 h %2 min', Math.floor(minutes / 60), minutes % 60);
}

/**
 * The progress of a task: `1.2 GiB of 3.4 GiB`, `12 of 30 files` and, while it
 * runs, its speed and the time left.
 */
export function progressTexts(task: Task, trans: TranslationBundle): string[] {
  const { progress, secondsLeft, speed, state } = task;
  const texts = amounts(progress, trans);
  if (state === 'running' && speed > 0) {
    texts.push(
      progress.unit === 'bytes'
        ? trans.__('%1/s', sizeText(speed))
        : trans.__(
            '%1 objects/s',
            speed.toLocaleString(undefined, {
              maximumFractionDigits: speed < 10 ? 1 : 0
            })
          )
    );
    if (secondsLeft !== null && task.duration > 2000) {
      texts.push(trans.__('%1 left', timeText(secondsLeft, trans)));
    }
  }
  return texts;
}

/**
 * The state of a task in a word or two.
 */
export function stateText(task: Task, trans: TranslationBundle): string {
  switch (task.state) {
    case 'running':
      return task.signal.aborted ? trans.__('Cancelling…') : '';
    case 'done':
      return trans.__('Done');
    case 'failed':
      return trans._n(
        '%1 problem',
        '%1 problems',
        Math.max(1, task.failureCount)
      );
    case 'cancelled':
      return trans.__('Cancelled');
  }
}

function amounts(
  { done, files, total, unit }: ITaskProgress,
  trans: TranslationBundle
): string[] {
  const texts: string[] = [];
  if (unit === 'bytes') {
    if (total !== null) {
      texts.push(trans.__('%1 of %2', sizeText(done), sizeText(total)));
    } else if (done > 0) {
      texts.push(sizeText(done));
    }
  } else if (total !== null) {
    texts.push(
      trans.__(
        '%1 of %2 objects',
        done.toLocaleString(),
        total.toLocaleString()
      )
    );
  } else if (done > 0) {
    texts.push(objectsText(done, trans));
  }
  if (files && files.total !== 1) {
    const count = files.done.toLocaleString();
    if (files.total !== null) {
      texts.push(
        trans.__('%1 of %2 files', count, files.total.toLocaleString())
      );
    } else if (files.done > 0) {
      texts.push(trans.__('%1 files', count));
    }
  }
  return texts;
}
