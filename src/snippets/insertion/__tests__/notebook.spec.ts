// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { NotebookPanel } from '@jupyterlab/notebook';
import { NBTestUtils } from '@jupyterlab/notebook/lib/testutils';
import { Widget } from '@lumino/widgets';

import { dropPoint } from '../droppoints';
import { notebookPlace } from '../notebook';
import type { IInsertionTarget } from '../types';

let panel: NotebookPanel;

// Yjs warns about reads in JupyterLab's own cells.
jest.spyOn(console, 'warn').mockImplementation(() => undefined);
jest.spyOn(console, 'debug').mockImplementation(() => undefined);

/** Open a notebook with these cells; `#` begins a Markdown cell. */
async function open(...sources: string[]): Promise<void> {
  const context = await NBTestUtils.createMockContext();
  panel = NBTestUtils.createNotebookPanel(context);
  panel.content.model = context.model;
  Widget.attach(panel, document.body);
  const { sharedModel } = context.model;
  sharedModel.deleteCellRange(0, sharedModel.cells.length);
  sources.forEach(source =>
    sharedModel.addCell({
      cell_type: source.startsWith('#') ? 'markdown' : 'code',
      source
    })
  );
  sharedModel.clearUndoHistory();
  panel.content.activeCellIndex = 0;
}

afterEach(() => panel.dispose());

const sources = () =>
  panel.content.widgets.map(({ model }) => model.sharedModel.getSource());

const place = (...args: Parameters<typeof notebookPlace>): IInsertionTarget => {
  const found = notebookPlace(...args);
  if (typeof found === 'string') {
    throw new Error(found);
  }
  return found;
};

/** The drop position over a node, at a fraction of its height. */
const at = (node: Element, part: number) => {
  jest.spyOn(node, 'getBoundingClientRect').mockReturnValue({
    ...node.getBoundingClientRect(),
    top: 100,
    height: 100
  });
  const pointer = { clientX: 10, clientY: 100 + 100 * part };
  return dropPoint({ kind: 'notebook', panel }, node, pointer);
};

describe('notebookPlace', () => {
  it('fills an empty cell of code, in one step', async () => {
    await open('a', ' \n', 'c');
    panel.content.activeCellIndex = 1;
    const found = place(panel, null);
    expect(found.around).toEqual({ before: ['a'], all: ['a', ' \n', 'c'] });
    found.insert('x\ny');
    expect(sources()).toEqual(['a', 'x\ny', 'c']);
    expect(panel.content.mode).toBe('edit');
    panel.content.activeCell!.model.sharedModel.undo();
    expect(sources()).toEqual(['a', ' \n', 'c']);
  });

  it('adds a cell below the active one, in one step', async () => {
    await open('a', '# b', 'c');
    panel.content.activeCellIndex = 1;
    const found = place(panel, null);
    expect(found.around).toEqual({ before: ['a', ''], all: ['a', '', 'c'] });
    found.insert('x');
    expect(sources()).toEqual(['a', '# b', 'x', 'c']);
    expect(panel.content.activeCellIndex).toBe(2);
    expect(panel.content.activeCell!.model.type).toBe('code');
    panel.content.model!.sharedModel.undo();
    expect(sources()).toEqual(['a', '# b', 'c']);
  });

  it('writes beside what has changed while a file was looked at', async () => {
    await open('', 'b');
    const found = place(panel, null);
    panel.content.widgets[0].model.sharedModel.setSource('mine');
    panel.content.model!.sharedModel.insertCell(0, { cell_type: 'code' });
    found.insert('x');
    expect(sources()).toEqual(['', 'mine', 'x', 'b']);
  });

  it('adds one at the end when its cell is gone', async () => {
    await open('a', 'b');
    const found = place(panel, null);
    panel.content.model!.sharedModel.deleteCell(0);
    found.insert('x');
    expect(sources()).toEqual(['b', 'x']);
  });

  it('goes where it is dropped', async () => {
    await open('a', '', '# c');
    const [a, empty, text] = panel.content.widgets;
    place(panel, at(a.node, 0.2)).insert('above');
    expect(sources()).toEqual(['above', 'a', '', '# c']);
    place(panel, at(empty.node, 0.2)).insert('into');
    expect(sources()).toEqual(['above', 'a', 'into', '# c']);
    place(panel, at(text.node, 0.8)).insert('below');
    expect(sources()).toEqual(['above', 'a', 'into', '# c', 'below']);
    place(panel, at(panel.content.node, 0.1)).insert('end');
    expect(sources().pop()).toBe('end');
  });

  it('leaves what is read-only', async () => {
    await open('');
    panel.content.widgets[0].readOnly = true;
    place(panel, null).insert('x');
    expect(sources()).toEqual(['', 'x']);
    panel.content.model!.readOnly = true;
    expect(notebookPlace(panel, null)).toBe('read-only');
  });
});
