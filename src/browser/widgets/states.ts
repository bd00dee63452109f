// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { explain, problemIn } from '../../drive/messages/messages';
import type { Problem } from '../../s3/errorcodes';

/**
 * An action offered by a state.
 */
export type StateAction =
  | 'retry'
  | 'open-location'
  | 'go-up'
  | 'go-root'
  | 'upload'
  | 'clear-filter'
  | 'search-below'
  | 'ask-for-bucket'
  | 'renew';

/**
 * A state that the panel shows in place of entries, or above them.
 */
export interface IState {
  /** For styles and tests. */
  readonly kind: string;
  readonly title: string;
  readonly message: string;
  readonly details: string;
  readonly actions: StateAction[];
}

/**
 * What the panel knows about a folder.
 */
export interface IPlaceFacts {
  readonly isRoot: boolean;
  readonly problem: unknown;
  readonly hasEntries: boolean;
  readonly loadedCount: number;
  readonly filteredCount: number;
  readonly isListed: boolean;
  readonly isWritable: boolean | undefined;
  /** Whether there is a page for requesting a bucket. */
  readonly canAskForBucket?: boolean;
}

/**
 * The state to show in place of entries; `null` when there are entries, or
 * nothing is known yet.
 */
export function stateOf(
  facts: IPlaceFacts,
  trans: TranslationBundle
): IState | null {
  if (facts.hasEntries) {
    return null;
  }
  if (facts.problem) {
    const state = problemState(facts.problem, facts.isRoot, trans);
    // Where buckets cannot be listed, the person may need one of their own.
    const isNone = facts.isRoot && state.kind === 'forbidden';
    return isNone && facts.canAskForBucket
      ? { ...state, actions: [...state.actions, 'ask-for-bucket'] }
      : state;
  }
  if (!facts.isListed) {
    return null;
  }
  return facts.loadedCount > 0
    ? Private.allHidden(facts.filteredCount > 0, trans)
    : Private.empty(facts, trans);
}

/**
 * The state for a problem.
 */
export function problemState(
  error: unknown,
  isRoot: boolean,
  trans: TranslationBundle
): IState {
  const problem = problemIn(error);
  const { message, details } = explain(error, trans);
  return {
    kind: problem,
    title: Private.title(problem, isRoot, trans),
    message,
    details,
    actions: Private.actions(problem, isRoot)
  };
}

/** What other keys would help against. */
const KEY_PROBLEMS: ReadonlySet<Problem> = new Set<Problem>([
  'expired',
  'no-credentials',
  'wrong-credentials'
]);

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function actions(problem: Problem, isRoot: boolean): StateAction[] {
    if (KEY_PROBLEMS.has(problem)) {
      return ['renew', 'retry', isRoot ? 'open-location' : 'go-root'];
    }
    if (isRoot) {
      return problem === 'forbidden'
        ? ['open-location', 'retry']
        : ['retry', 'open-location'];
    }
    switch (problem) {
      case 'not-found':
        return ['go-up', 'retry'];
      case 'no-such-bucket':
        return ['go-root', 'open-location'];
      case 'forbidden':
        return ['open-location', 'go-root', 'retry'];
      default:
        return ['retry', 'go-root'];
    }
  }

  export function allHidden(
    isFiltered: boolean,
    trans: TranslationBundle
  ): IState {
    return {
      kind: 'all-hidden',
      title: isFiltered
        ? trans.__('No name matches')
        : trans.__('Only hidden files'),
      message: isFiltered
        ? trans.__('What is in the folders below was not searched.')
        : trans.__('All names in this folder begin with a dot.'),
      details: '',
      actions: isFiltered ? ['search-below', 'clear-filter'] : []
    };
  }

  export function empty(facts: IPlaceFacts, trans: TranslationBundle): IState {
    if (facts.isRoot) {
      return {
        kind: 'empty-account',
        title: trans.__('No buckets yet'),
        message: trans.__(
          'Your account has no bucket of its own. If somebody shares a place with you, open it by its address, such as s3://bucket/folder/.'
        ),
        details: '',
        actions: facts.canAskForBucket
          ? ['open-location', 'ask-for-bucket', 'retry']
          : ['open-location', 'retry']
      };
    }
    const canWrite = facts.isWritable !== false;
    return {
      kind: 'empty-folder',
      title: trans.__('This folder is empty'),
      message: canWrite
        ? trans.__('Drop files here, or upload some.')
        : trans.__('You can read here, not write.'),
      details: '',
      actions: canWrite ? ['upload'] : []
    };
  }

  export function title(
    problem: Problem,
    isRoot: boolean,
    trans: TranslationBundle
  ): string {
    switch (problem) {
      case 'expired':
        return trans.__('Your credentials have expired');
      case 'no-credentials':
        return trans.__('No S3 credentials');
      case 'wrong-credentials':
        return trans.__('Your credentials are not accepted');
      case 'forbidden':
        return isRoot
          ? trans.__('You may not list the buckets')
          : trans.__('You may not open this place');
      case 'not-found':
        return trans.__('This folder does not exist');
      case 'no-such-bucket':
        return trans.__('This bucket does not exist');
      case 'unreachable':
        return trans.__('The store cannot be reached');
      case 'unknown-host':
        return trans.__('The store was not found');
      case 'tls':
        return trans.__('The store is not trusted');
      case 'timeout':
        return trans.__('The store does not answer');
      case 'interrupted':
        return trans.__('The connection was lost');
      case 'no-answer':
        return trans.__('The Jupyter server does not answer');
      case 'jupyter-down':
        return trans.__('The Jupyter server is not running');
      case 'busy':
        return trans.__('The store has too much to do');
      case 'elsewhere':
        return trans.__('This bucket is in another region');
      case 'clock':
        return trans.__('The clock of the server is wrong');
      case 'account':
        return trans.__('The store does not serve your account');
      case 'invalid-key':
        return trans.__('This place cannot be opened');
      case 'jupyter-forbidden':
        return trans.__('The Jupyter server refused');
      case 'server-missing':
        return trans.__('The server part is missing');
      default:
        return trans.__('This place cannot be listed');
    }
  }
}
