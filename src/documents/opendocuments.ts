// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Widget } from '@lumino/widgets';

import { showProblem } from '../dialogs/errordialog';
import type { LazyDrive } from '../drive/lazy';
import type { IGone, IOpenDocuments, IOpenSummary } from '../drive/context';
import { askGone } from './question';
import { AskedSaves } from './askedsaves';

type Context = DocumentRegistry.Context;

/** Whether a global path is one of those in question. */
type Test = (path: string) => boolean;

/**
 * The open documents of the drive, and what JupyterLab's document manager does
 * with them apart from requests: see R12 in `docs/architecture.md`.
 */
export class OpenDocuments implements IOpenDocuments {
  constructor(options: OpenDocuments.IOptions) {
    this._options = options;
    this._askedSaves = new AskedSaves(options.commands);
  }

  async mayCreate(path: string, { to }: IGone): Promise<boolean> {
    const contexts = this._at(path);
    if (this._isBeingDeleted(path)) {
      return false;
    }
    if (contexts.length === 0) {
      if (to) {
        this.saveAgain(to);
      }
      return false;
    }
    const ready = contexts.filter(({ isReady }) => isReady);
    if (ready.length === 0) {
      // A new document, with the name of an earlier one.
      return true;
    }
    const isDeclined = ready.every(context => this._declined.has(context));
    if (this._asking.has(path) || (isDeclined && !this._askedSaves.isWanted)) {
      return false;
    }
    this._asking.add(path);
    try {
      return await this._ask(path, ready);
    } finally {
      this._asking.delete(path);
    }
  }

  saveAgain(path: string): void {
    // The late save has to end first.
    setTimeout(() => {
      for (const context of this._at(path)) {
        if (context.model.dirty) {
          context.save().catch(() => undefined);
        }
      }
    });
  }

  reload(path: string, isAsked = false): void {
    const contexts = this._at(path);
    if (isAsked && contexts.length === 1) {
      return;
    }
    for (const context of contexts) {
      if (context.isReady && !context.model.dirty) {
        // JupyterLab shows what goes wrong.
        context.revert().catch(() => undefined);
      }
    }
  }

  summary(
    paths: readonly string[],
    alone: readonly string[] = []
  ): IOpenSummary {
    const tests = paths.map(path => this._tester(path, alone.includes(path)));
    const contexts = new Set(tests.flatMap(test => this._contexts(test)));
    const names = Array.from(contexts)
      .filter(({ model }) => model.dirty)
      .map(({ localPath }) => localPath.slice(localPath.lastIndexOf('/') + 1));
    const sessions = new Set(tests.flatMap(test => this._sessions(test)));
    return {
      open: contexts.size,
      unsaved: Array.from(new Set(names)),
      running: sessions.size
    };
  }

  async deleting<T>(
    path: string,
    remove: () => Promise<T>,
    isAlone = false
  ): Promise<T> {
    const test = this._tester(path, isAlone);
    this._deleting.add(test);
    try {
      const result = await remove();
      await this._close(test);
      return result;
    } finally {
      this._deleting.delete(test);
    }
  }

  private async _ask(path: string, contexts: Context[]): Promise<boolean> {
    const { drive, trans } = this._options;
    const hash = contexts[0].contentsModel?.hash ?? '';
    const { tracer } = (await drive.load()).drive;
    const found = await tracer.find(path, hash).catch(() => null);
    const answer = await askGone(path, found, trans);
    switch (answer) {
      case 'here':
        return true;
      case 'follow':
        // If a 404 were thrown here, JupyterLab would create the object.
        if (found) {
          await tracer
            .follow(path, found)
            .then(() => this.saveAgain(found), this._tell);
        }
        break;
      case 'copy':
        setTimeout(() => {
          this._saveCopy(contexts[0]).catch(this._tell);
        });
        break;
      case 'close':
        await this._close(this._tester(path));
        break;
      default:
        contexts.forEach(context => this._declined.add(context));
        this._askedSaves.clear();
    }
    return false;
  }

  /**
   * Save under another name, and open that document instead, as "Save As" does.
   */
  private async _saveCopy(context: Context): Promise<void> {
    const { manager } = this._options;
    const { contents } = manager.services;
    const open = new Set(this._all().map(({ context }) => context.path));
    let saved: string | null = null;
    const onChange = (
      _: unknown,
      { type, newValue }: Contents.IChangedArgs
    ) => {
      if (type === 'save' && newValue?.path && !open.has(newValue.path)) {
        saved = newValue.path;
      }
    };
    contents.fileChanged.connect(onChange);
    try {
      await context.saveAs();
    } finally {
      contents.fileChanged.disconnect(onChange);
    }
    if (saved !== null) {
      this._dispose([context]);
      manager.openOrReveal(saved);
    }
  }

  /**
   * Close the open documents of what was deleted, and shut down their sessions,
   * as `DocumentManager.deleteFile` does.
   */
  private async _close(test: Test): Promise<void> {
    const { sessions } = this._options.manager.services;
    const contexts = this._contexts(test);
    const ids = new Set(this._sessions(test));
    for (const { sessionContext } of contexts) {
      if (sessionContext.session) {
        ids.add(sessionContext.session.id);
      }
    }
    this._dispose(contexts);
    await Promise.all(
      // A session that has already ended needs no more.
      Array.from(ids, id => sessions.shutdown(id).catch(() => undefined))
    );
  }

  private _dispose(contexts: Context[]): void {
    this._all()
      .filter(({ context }) => contexts.includes(context))
      .forEach(({ widget }) => widget.dispose());
  }

  /**
   * The ids of the sessions of some paths, without consoles: they have the path
   * of a folder, but do not belong to it.
   */
  private _sessions(test: Test): string[] {
    const { sessions } = this._options.manager.services;
    return Array.from(sessions.running())
      .filter(({ path, type }) => type !== 'console' && test(path))
      .map(({ id }) => id);
  }

  private _isBeingDeleted(path: string): boolean {
    const global = `${this._options.drive.name}:${path}`;
    return Array.from(this._deleting).some(test => test(global));
  }

  private _at(path: string): Context[] {
    return this._contexts(this._tester(path, true));
  }

  /**
   * A test for a path and what is below it.
   *
   * @param path - If it ends in a slash: only what is below it.
   * @param isAlone - Only the path itself.
   */
  private _tester(path: string, isAlone = false): Test {
    const global = `${this._options.drive.name}:${path}`;
    const folder = global.endsWith('/') ? global : `${global}/`;
    return candidate =>
      candidate === global || (!isAlone && candidate.startsWith(folder));
  }

  private _contexts(test: Test): Context[] {
    const found = new Set<Context>();
    for (const { context } of this._all()) {
      if (test(context.path)) {
        found.add(context);
      }
    }
    return Array.from(found);
  }

  /** The widgets of documents, with the documents' contexts. */
  private _all(): { widget: Widget; context: Context }[] {
    const { manager, widgets } = this._options;
    return widgets().flatMap(widget => {
      const context = manager.contextForWidget(widget);
      return context && !context.isDisposed ? [{ widget, context }] : [];
    });
  }

  private readonly _tell = (error: unknown): void => {
    const { trans } = this._options;
    void showProblem(trans.__('Not saved'), error, trans);
  };

  private readonly _options: OpenDocuments.IOptions;
  private readonly _askedSaves: AskedSaves;
  /** Tests for the paths that are being deleted. */
  private readonly _deleting = new Set<Test>();
  /** The paths about which the person is being asked. */
  private readonly _asking = new Set<string>();
  /**
   * The documents about which the person wants to decide later: their autosave
   * waits.
   */
  private readonly _declined = new WeakSet<Context>();
}

/**
 * The namespace of `OpenDocuments` statics.
 */
export namespace OpenDocuments {
  /** Options for creating an `OpenDocuments`. */
  export interface IOptions {
    readonly manager: IDocumentManager;
    /** All widgets that may show documents. */
    readonly widgets: () => Widget[];
    readonly commands: CommandRegistry;
    readonly drive: Pick<LazyDrive, 'load' | 'name'>;
    readonly trans: TranslationBundle;
  }
}
