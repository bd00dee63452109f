// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { explain } from '../../drive/messages/messages';
import { S3Error } from '../../s3/errors';
import type { Task, TaskKind } from '../../transfers/tasks/task';
import { objectsText } from '../../transfers/tasks/format';
import type { IMoveOutcome } from './moveplan';

/**
 * The outcomes of an operation on some entries.
 */
export interface IEnd {
  readonly kind: TaskKind;
  readonly outcomes: IMoveOutcome[];
  readonly task: Task;
  /** The display name of the folder. */
  readonly place: string;
  /** The number of objects deleted or copied. */
  readonly gone: number;
}

/**
 * A sentence about the end of an operation: what was done, what was not, and
 * where objects are now.
 */
export function moveOutcomeText(end: IEnd, trans: TranslationBundle): string {
  const { outcomes, task } = end;
  if (task.failures.length > 0) {
    return failedText(end, trans);
  }
  if (task.signal.aborted && outcomes.some(({ done }) => !done)) {
    return cancelledText(end, trans);
  }
  const done = outcomes.filter(outcome => outcome.done);
  const count = done.length;
  const name = count === 1 ? PathExt.basename(done[0].path) : '';
  if (count === 0) {
    return trans.__('Nothing was changed.');
  }
  switch (end.kind) {
    case 'delete':
      return count === 1
        ? trans.__('"%1" was deleted.', name)
        : trans.__('%1 items were deleted.', count);
    case 'move':
      return count === 1
        ? trans.__('"%1" was moved to %2', name, end.place)
        : trans.__('%1 items were moved to %2', count, end.place);
    default:
      return count === 1
        ? trans.__('"%1" was copied to %2', name, end.place)
        : trans.__('%1 items were copied to %2', count, end.place);
  }
}

function failedText(
  { kind, outcomes, task }: IEnd,
  trans: TranslationBundle
): string {
  const [first] = task.failures;
  const reason =
    task.failures.length === 1
      ? explain(first.error, trans).message
      : trans.__(
          '%1 of %2 items failed.',
          task.failures.length,
          outcomes.length
        );
  // The most important part comes first: a notice shows only a line or two.
  return kind !== 'delete' && outcomes.some(isUnfinished)
    ? trans.__(
        'It broke off. Nothing is lost: doing the same again completes it. %1',
        reason
      )
    : reason;
}

function cancelledText(
  { gone, kind, outcomes }: IEnd,
  trans: TranslationBundle
): string {
  if (kind === 'delete') {
    return gone > 0
      ? trans.__(
          'Cancelled: %1 are gone, the rest stays.',
          objectsText(gone, trans)
        )
      : trans.__('Cancelled: nothing was deleted.');
  }
  const done = outcomes.filter(outcome => outcome.done).length;
  const texts = [
    done > 0
      ? trans.__(
          'Cancelled: %1 of %2 items are done, the others are whole where they were.',
          done,
          outcomes.length
        )
      : trans.__('Cancelled: all is whole where it was.')
  ];
  const left = outcomes.reduce(
    (sum, { error }) =>
      sum + (error instanceof S3Error ? (error.keys?.length ?? 0) : 0),
    0
  );
  if (left > 0) {
    texts.push(
      trans.__(
        '%1 stay at the destination: doing the same again completes it.',
        objectsText(left, trans)
      )
    );
  }
  return texts.join(' ');
}

/**
 * Whether the operation stopped midway, for example because the store became
 * unreachable.
 */
function isUnfinished({ error }: IMoveOutcome): boolean {
  return error instanceof S3Error && (error.status >= 500 || !error.status);
}
