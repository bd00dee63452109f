// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { Context, TextModelFactory } from '@jupyterlab/docregistry';
import { NotebookModelFactory } from '@jupyterlab/notebook';
import type { Contents, ServiceManager } from '@jupyterlab/services';
import { ServiceManagerMock } from '@jupyterlab/services/lib/testutils';

/** A document. */
export type IContext = Context<DocumentRegistry.IModel>;

/** No sessions and no kernels. */
const mockServices = () => new ServiceManagerMock();

/** The kinds of documents. */
export type Kind = 'text' | 'notebook';

/**
 * Files in memory for JupyterLab's own documents: how these behave during a
 * save does not depend on the store.
 */
export class MemoryFiles {
  /**
   * Called before each write; if it throws, the write fails with that error.
   */
  beforeWrite: () => void | Promise<void> = () => undefined;

  /** The content of a file. */
  text(path: string): string {
    return this._files.get(path)?.text ?? '';
  }

  /** Write as another client. */
  put(path: string, text: string): void {
    this._files.set(path, { text, hash: `${++this._writes}` });
  }

  /** Open a document as JupyterLab does. */
  async open(path: string, kind: Kind): Promise<IContext> {
    const services = mockServices();
    const contents: Contents.IManager = Object.create(services.contents, {
      get: { value: this._get },
      listCheckpoints: { value: async () => [{ id: 'one' }] },
      save: { value: this._save }
    });
    const manager: ServiceManager.IManager = Object.create(services, {
      contents: { value: contents }
    });
    const factory: unknown =
      kind === 'text'
        ? new TextModelFactory()
        : new NotebookModelFactory({ disableDocumentWideUndoRedo: true });
    const context = new Context({
      manager,
      factory:
        factory as DocumentRegistry.IModelFactory<DocumentRegistry.IModel>,
      path,
      kernelPreference: { shouldStart: false, canStart: false }
    });
    await context.initialize(false);
    return context;
  }

  private readonly _get: Contents.IManager['get'] = async (path, options) => {
    const { hash, text } = this._files.get(path)!;
    const isNotebook = path.endsWith('.ipynb');
    const content = isNotebook ? JSON.parse(text) : text;
    return {
      path,
      name: path,
      type: isNotebook ? 'notebook' : 'file',
      format: isNotebook ? 'json' : 'text',
      content: options?.content === false ? null : content,
      created: '',
      last_modified: '',
      mimetype: '',
      writable: true,
      hash,
      hash_algorithm: 'number'
    };
  };

  private readonly _save: Contents.IManager['save'] = async (path, model) => {
    await this.beforeWrite();
    const { content, format } = model ?? {};
    this.put(path, format === 'json' ? JSON.stringify(content) : content);
    return this._get(path, { content: false });
  };

  private readonly _files = new Map<string, { text: string; hash: string }>();
  private _writes = 0;
}
