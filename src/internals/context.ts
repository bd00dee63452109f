// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The private members of a JupyterLab document context that are used
 * (`docregistry/src/context.ts`, 4.6). Each is checked before it is used: where
 * one is missing, JupyterLab's own behaviour remains.
 */

import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import type { PartialJSONValue } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';

/**
 * The context of a document.
 */
export type IContext = DocumentRegistry.Context;

interface IInternals {
  _handleError?: (error: Error, title: string) => Promise<void>;
  _createSaveOptions?: () => Partial<Contents.IModel>;
  _save?: () => Promise<void>;
  _revert?: (initializeModel?: boolean) => Promise<void>;
}

const internals = (context: IContext) => context as unknown as IInternals;

/**
 * Report failed saves in another way than by a dialog with "Dismiss".
 *
 * @returns Whether this is possible.
 *
 * Ends with: actions for save errors in JupyterLab.
 */
export function replaceErrors(
  context: IContext,
  tell: (error: Error, title: string) => Promise<void>
): boolean {
  const found = typeof internals(context)._handleError === 'function';
  if (found) {
    internals(context)._handleError = tell;
  }
  return found;
}

/**
 * The content that a save would write: that of the model.
 *
 * Ends with: a context that exposes what it saves.
 */
export function contentOf(context: IContext): Partial<Contents.IModel> {
  const made = internals(context)._createSaveOptions?.();
  if (made) {
    return made;
  }
  const { contentsModel, model } = context;
  return contentsModel?.format === 'json'
    ? { type: contentsModel.type, format: 'json', content: model.toJSON() }
    : { type: 'file', format: 'text', content: model.toString() };
}

/**
 * A save that has begun.
 */
export interface IStartedSave {
  /** A copy of the content that is sent. */
  readonly content: PartialJSONValue;
  readonly ended: Promise<void>;
}

/**
 * The functions that wrap the steps of a document.
 */
export interface IAround {
  /** Wraps each save. */
  save(start: () => IStartedSave): Promise<void>;
  /** Wraps each load of the stored content, also one within a save. */
  revert(run: () => Promise<void>): Promise<void>;
}

/**
 * Wrap each save and load of a document.
 *
 * @returns Whether this is possible.
 *
 * Ends with: a comparison of the saved with the current content in JupyterLab.
 */
export function aroundSteps(context: IContext, around: IAround): boolean {
  const steps = internals(context);
  const { _createSaveOptions, _revert, _save } = steps;
  if (!_createSaveOptions || !_revert || !_save) {
    return false;
  }
  const start = (): IStartedSave => {
    // A save takes the content synchronously, when it begins.
    let content: PartialJSONValue = null;
    steps._createSaveOptions = () => {
      const made = _createSaveOptions.call(context);
      content = made.content ?? null;
      return made;
    };
    try {
      const ended = _save.call(context);
      return { content, ended };
    } finally {
      steps._createSaveOptions = _createSaveOptions;
    }
  };
  steps._save = () => around.save(start);
  steps._revert = initializeModel =>
    around.revert(() => _revert.call(context, initializeModel));
  return true;
}

/**
 * Make the status bar show how a save ended. JupyterLab does not when the user
 * has cancelled it, so that "Saving started" would stay.
 */
export function emitState(
  context: IContext,
  state: DocumentRegistry.SaveState
): void {
  const { saveState } = context;
  if (saveState instanceof Signal) {
    (saveState as Signal<IContext, DocumentRegistry.SaveState>).emit(state);
  }
}
