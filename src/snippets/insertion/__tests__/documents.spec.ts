// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Widget } from '@lumino/widgets';

import { Documents, languageOf, type IDocument } from '../documents';

/** A partial tracker. */
function tracker(...panels: object[]) {
  return {
    currentWidget: panels[0] ?? null,
    forEach: (run: (panel: object) => void) => panels.forEach(run)
  };
}

function panelOf(part: object = {}): Widget & { content: Widget } {
  const panel = new Widget();
  const content = Object.assign(new Widget(), part);
  panel.node.append(content.node);
  return Object.assign(panel, { content });
}

/** The documents of these panels. */
function documentsOf(
  notebooks: object[],
  consoles: object[],
  editors: object[],
  current: Widget | null
): Documents {
  const parts = [tracker(...notebooks), tracker(...consoles)];
  return new Documents(
    ...(parts as unknown as [never, never]),
    tracker(...editors) as never,
    () => current
  );
}

describe('Documents', () => {
  const notebook = panelOf();
  const other = panelOf();
  const editor = panelOf();

  const show = (panel: Widget, isVisible: boolean) =>
    Object.defineProperty(panel, 'isVisible', {
      value: isVisible,
      configurable: true
    });

  it('have the current one, else one that can be seen', () => {
    const at = (current: Widget | null) =>
      documentsOf([other, notebook], [], [editor], current).current?.panel;
    show(other, false);
    show(editor, false);
    expect(at(notebook)).toBe(notebook);
    expect(at(editor)).toBe(editor);
    expect(at(new Widget())).toBeUndefined();
    show(editor, true);
    expect(at(new Widget())).toBe(editor);
    expect(at(null)).toBe(editor);
  });

  it('are found by what they hold, without their toolbars', () => {
    const documents = documentsOf([notebook], [], [editor], null);
    const inside = document.createElement('p');
    notebook.content.node.append(inside);
    expect(documents.at(inside)).toEqual({ kind: 'notebook', panel: notebook });
    expect(documents.at(notebook.node)).toBeNull();
    expect(documents.at(document.body)).toBeNull();
  });

  it('may all be switched off', () => {
    const none = new Documents(null, null, null, () => notebook);
    expect(none.current).toBeNull();
    expect(none.at(document.body)).toBeNull();
  });
});

describe('languageOf', () => {
  const context = (kernel: string | null) => ({
    session: kernel === null ? null : { kernel: { name: kernel } },
    kernelPreference: {},
    specsManager: {
      specs: {
        kernelspecs: { ir: { language: 'R' }, sql: { language: 'sql' } }
      }
    }
  });
  const notebook = (kernel: string | null, metadata: object = {}) =>
    languageOf({
      kind: 'notebook',
      panel: {
        sessionContext: context(kernel),
        content: {
          model: {
            getMetadata: (name: string) =>
              (metadata as { [name: string]: unknown })[name]
          }
        }
      }
    } as unknown as IDocument);

  it('is that of the kernel, else that which the notebook tells', () => {
    const kernelspec = { language: 'python' };
    expect(notebook('ir', { kernelspec })).toBe('r');
    expect(notebook('sql', { kernelspec })).toBeNull();
    expect(notebook(null, { kernelspec })).toBe('python');
    expect(notebook(null, { language_info: { name: 'julia' } })).toBe('julia');
    expect(notebook(null)).toBeNull();
  });

  it('is that of the text of an editor', () => {
    const editor = (mimeType: string) =>
      languageOf({
        kind: 'editor',
        panel: { content: { model: { mimeType } } }
      } as unknown as IDocument);
    expect(editor('text/x-rsrc')).toBe('r');
    expect(editor('text/plain')).toBeNull();
  });
});
