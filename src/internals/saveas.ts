// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * *Save As* of JupyterLab's documents, with the private members of their context
 * that it needs (`docregistry/src/context.ts`, 4.6). It asks for a path in a
 * dialog of its own, puts the document's drive before what was typed, and drops
 * each error of its look at that path that has no HTTP status.
 *
 * `saveAs` of the class is replaced once, for the two purposes below. Where a
 * private member is missing, JupyterLab's own behaviour remains.
 *
 * Ends with: a `saveAs` that takes a path, and rejects with what fails.
 */

import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { Context } from '@jupyterlab/docregistry';
import type {
  Contents,
  ServerConnection,
  ServiceManager
} from '@jupyterlab/services';

interface IInternals {
  readonly _manager?: ServiceManager.IManager;
  _maybeOverWrite?: (path: string) => Promise<void>;
  _finishSaveAs?: (path: string) => Promise<void>;
}

const internals = (context: DocumentRegistry.Context) =>
  context as unknown as IInternals;

/**
 * Reads what a person has typed into JupyterLab's dialog.
 */
export interface IPathReader {
  /**
   * The path to save to.
   *
   * @param path - What was typed, preceded by the document's drive.
   * @param own - The document's path.
   *
   * @throws If the text names no path; the message says why.
   */
  read(path: string, own: string): Promise<string>;
  /** Show why nothing was saved. */
  tell(error: unknown): Promise<void>;
}

/** The documents that ask by themselves where they are saved. */
const asking = new WeakMap<object, () => Promise<boolean>>();
let reader: IPathReader | null = null;
let isReplaced = false;

/**
 * Have a document ask in a way of its own where it is saved.
 *
 * @param saveAs - It asks, and saves with `finishSaveAs`.
 *
 * @returns Whether this is possible.
 */
export function askBySelf(
  context: DocumentRegistry.Context,
  saveAs: () => Promise<boolean>
): boolean {
  const { _finishSaveAs, _maybeOverWrite } = internals(context);
  if (!_finishSaveAs || !_maybeOverWrite) {
    return false;
  }
  asking.set(context, saveAs);
  replace();
  return true;
}

/**
 * Read by ourselves what is typed into JupyterLab's dialog, for all documents
 * that do not ask by themselves, and show what JupyterLab would not.
 */
export function readPaths(by: IPathReader): void {
  reader = by;
  replace();
}

/**
 * Complete a *Save As* to a path of our drive. `Replacer` in `src/drive` relies
 * on the steps that JupyterLab takes.
 *
 * @param isThere - Whether the path exists: the person is then asked.
 *
 * @returns Whether the person agreed; JupyterLab reports errors.
 */
export async function finishSaveAs(
  context: DocumentRegistry.Context,
  path: string,
  isThere: boolean
): Promise<boolean> {
  const { _finishSaveAs, _maybeOverWrite } = internals(context);
  const step = isThere ? _maybeOverWrite : _finishSaveAs;
  if (!step) {
    throw new Error('JupyterLab saves in another way than was expected.');
  }
  return step.call(context, path).then(
    () => true,
    (error: Error) => {
      // The person declined, or the document was closed.
      if (error.message !== 'Cancelled' && error.message !== 'Disposed') {
        throw error;
      }
      return false;
    }
  );
}

function replace(): void {
  if (isReplaced) {
    return;
  }
  isReplaced = true;
  const { saveAs } = Context.prototype;
  Context.prototype.saveAs = function (this: Context<DocumentRegistry.IModel>) {
    const ask = asking.get(this);
    if (ask) {
      return ask();
    }
    return reader ? saveRead(this, saveAs, reader) : saveAs.call(this);
  };
}

/**
 * What was found at the path that was typed.
 */
interface IOutcome {
  /** Whether the path is the document's own. */
  isOwn?: boolean;
  /** What was thrown, except for a 404. */
  error?: unknown;
}

/**
 * Run JupyterLab's *Save As* with the paths of a reader.
 */
async function saveRead(
  context: Context<DocumentRegistry.IModel>,
  saveAs: () => Promise<boolean>,
  reader: IPathReader
): Promise<boolean> {
  const outcome: IOutcome = {};
  const isSaved = await saveAs
    .call(addressed(context, reader, outcome))
    .catch(error => {
      outcome.error ??= error;
      return false;
    });
  if (outcome.isOwn) {
    await context.save();
    return true;
  }
  if (outcome.error && !Private.isCancelled(outcome.error)) {
    await reader.tell(outcome.error);
  }
  return isSaved;
}

/**
 * A context that has what was typed read, and otherwise behaves like the
 * original.
 */
function addressed(
  context: Context<DocumentRegistry.IModel>,
  reader: IPathReader,
  outcome: IOutcome
): Context<DocumentRegistry.IModel> {
  const { _manager, _maybeOverWrite } = internals(context);
  if (!_manager || !_maybeOverWrite) {
    return context;
  }
  const { contents } = _manager;
  const meant = new Map<string, string>();
  const at = (path: string) => meant.get(path) ?? path;
  const look: Contents.IManager['get'] = async (typed, how) => {
    if (typed === context.path) {
      // JupyterLab has resolved the path correctly, and saves.
      return contents.get(typed, how);
    }
    try {
      const path = await reader.read(typed, context.path);
      meant.set(typed, path);
      outcome.isOwn = path === context.path;
      if (outcome.isOwn) {
        throw new Error('This is the document itself.');
      }
      return await contents.get(path, how);
    } catch (error) {
      outcome.error = Private.statusOf(error) === 404 ? undefined : error;
      throw error;
    }
  };
  // JupyterLab deletes and saves in the same turn of the event loop, which the
  // drive relies on.
  const ours = Private.overlay(contents, {
    get: look,
    delete: path => contents.delete(at(path)),
    save: (path, what) => contents.save(at(path), what)
  });
  const own: { [name: string | symbol]: unknown } = {
    _manager: Private.overlay(_manager, { contents: ours }),
    _maybeOverWrite: (path: string) => _maybeOverWrite.call(proxy, at(path))
  };
  const proxy = new Proxy(context, {
    get: (base, name, receiver) =>
      Object.prototype.hasOwnProperty.call(own, name)
        ? own[name]
        : Reflect.get(base, name, receiver)
  });
  return proxy;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** An object with some members of its own, which inherits the others. */
  export function overlay<T extends object>(target: T, own: Partial<T>): T {
    return Object.create(target, Object.getOwnPropertyDescriptors(own));
  }

  /** The HTTP status of what was thrown. */
  export function statusOf(error: unknown): number | undefined {
    return (error as Partial<ServerConnection.ResponseError> | null)?.response
      ?.status;
  }

  /** Whether a dialog was cancelled, or another one was already open. */
  export function isCancelled(error: unknown): boolean {
    const { message, name } = (error ?? {}) as Partial<Error>;
    return (
      name === 'ModalCancelError' ||
      name === 'ModalDuplicateError' ||
      message === 'Cancel'
    );
  }
}
