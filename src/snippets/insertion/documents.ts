// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISessionContext } from '@jupyterlab/apputils';
import type { ConsolePanel, IConsoleTracker } from '@jupyterlab/console';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { FileEditor, IEditorTracker } from '@jupyterlab/fileeditor';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';

import { kernelLanguage, textLanguage } from '../write/languages';
import type { Language } from '../write/types';

/**
 * A document into which a snippet can be inserted.
 */
export type IDocument =
  | { readonly kind: 'notebook'; readonly panel: NotebookPanel }
  | { readonly kind: 'console'; readonly panel: ConsolePanel }
  | { readonly kind: 'editor'; readonly panel: IDocumentWidget<FileEditor> };

/**
 * The open notebooks, consoles and editors. A tracker is `null` if its plugin
 * is disabled.
 */
export class Documents {
  constructor(
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    editors: IEditorTracker | null,
    current: () => Widget | null
  ) {
    this._notebooks = notebooks;
    this._consoles = consoles;
    this._editors = editors;
    this._current = current;
  }

  /**
   * The active document: the current one, or else the last used one that is
   * visible.
   */
  get current(): IDocument | null {
    const current = this._current();
    const found = current && this._find(({ panel }) => panel === current);
    return found ?? this._last().find(({ panel }) => panel.isVisible) ?? null;
  }

  /**
   * The active document, or else the last used one, which may be behind another
   * tab.
   */
  get latest(): IDocument | null {
    return this.current ?? this._last()[0] ?? null;
  }

  /**
   * The document whose content (not its toolbar) contains a node.
   */
  at(node: Node): IDocument | null {
    return this._find(({ panel }) => panel.content.node.contains(node));
  }

  private _find(test: (document: IDocument) => boolean): IDocument | null {
    let found: IDocument | null = null;
    const look = (document: IDocument) => {
      found = !found && test(document) ? document : found;
    };
    this._notebooks?.forEach(panel => look({ kind: 'notebook', panel }));
    this._consoles?.forEach(panel => look({ kind: 'console', panel }));
    this._editors?.forEach(panel => look({ kind: 'editor', panel }));
    return found;
  }

  private _last(): IDocument[] {
    const notebook = this._notebooks?.currentWidget;
    const console = this._consoles?.currentWidget;
    const editor = this._editors?.currentWidget;
    return [
      ...(notebook ? [{ kind: 'notebook' as const, panel: notebook }] : []),
      ...(console ? [{ kind: 'console' as const, panel: console }] : []),
      ...(editor ? [{ kind: 'editor' as const, panel: editor }] : [])
    ];
  }

  private readonly _notebooks: INotebookTracker | null;
  private readonly _consoles: IConsoleTracker | null;
  private readonly _editors: IEditorTracker | null;
  private readonly _current: () => Widget | null;
}

/**
 * The language of a document or its kernel.
 *
 * @returns `null` if no snippets are written in it.
 */
export function languageOf(document: IDocument): Language | null {
  if (document.kind === 'editor') {
    return textLanguage(document.panel.content.model.mimeType);
  }
  const running = kernelOf(document.panel.sessionContext);
  if (running !== null || document.kind === 'console') {
    return running === null ? null : kernelLanguage(running);
  }
  const { model } = document.panel.content;
  const told: unknown =
    model?.getMetadata('kernelspec')?.language ??
    model?.getMetadata('language_info')?.name;
  return typeof told === 'string' ? kernelLanguage(told) : null;
}

/**
 * The language of the running kernel, from its specification.
 */
function kernelOf(context: ISessionContext): string | null {
  const name = context.session?.kernel?.name ?? context.kernelPreference.name;
  const specs = context.specsManager.specs?.kernelspecs;
  return (name ? specs?.[name]?.language : undefined) ?? null;
}
