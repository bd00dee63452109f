// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Notebook, NotebookPanel } from '@jupyterlab/notebook';

import type { IDropPoint, NotebookCell } from './droppoints';
import { isEmptyCode } from './droppoints';
import { asOneStep } from './undo';
import type { IInsertionTarget, InsertionObstacle } from './types';

/**
 * The insertion target in a notebook: the active cell if it is an empty code
 * cell, otherwise a new cell below it; or a drop position.
 */
export function notebookPlace(
  panel: NotebookPanel,
  point: IDropPoint | null
): IInsertionTarget | InsertionObstacle {
  const notebook = panel.content;
  const { model } = notebook;
  if (!model) {
    return 'busy';
  }
  if (model.readOnly || panel.context.contentsModel?.writable === false) {
    return 'read-only';
  }
  const cell = point ? point.cell : notebook.activeCell;
  if (cell && isEmptyCode(cell)) {
    return Private.fill(notebook, cell);
  }
  return Private.add(notebook, cell, point?.side === 'above');
}

namespace Private {
  /** Write into an empty cell. */
  export function fill(
    notebook: Notebook,
    cell: NotebookCell
  ): IInsertionTarget {
    return {
      isWhole: true,
      around: around(notebook, notebook.widgets.indexOf(cell)),
      insert: code => {
        const index = notebook.widgets.indexOf(cell);
        if (index < 0 || !isEmptyCode(cell)) {
          // The cell was changed during the inspection.
          add(notebook, index < 0 ? null : cell, false).insert(code);
          return;
        }
        const { sharedModel } = cell.model;
        asOneStep(sharedModel, () => sharedModel.setSource(code));
        activate(notebook, index);
        notebook.mode = 'edit';
        cell.editor?.setCursorPosition(
          cell.editor.getPositionAt(code.length) ?? { line: 0, column: 0 }
        );
      }
    };
  }

  /**
   * Add a cell.
   *
   * @param beside - The neighbouring cell; `null` for the end of the notebook.
   */
  export function add(
    notebook: Notebook,
    beside: NotebookCell | null,
    isAbove: boolean
  ): IInsertionTarget {
    const indexNow = (): number => {
      const at = beside ? notebook.widgets.indexOf(beside) : -1;
      return at < 0 ? notebook.widgets.length : at + (isAbove ? 0 : 1);
    };
    return {
      isWhole: true,
      around: around(notebook, indexNow()),
      insert: code => {
        const index = indexNow();
        // Inserted with its text, so that one undo removes both.
        notebook.model?.sharedModel.insertCell(index, {
          cell_type: 'code',
          source: code,
          metadata: { trusted: true }
        });
        activate(notebook, index);
        notebook.mode = 'command';
      }
    };
  }

  /** Activate a cell and scroll to it. */
  function activate(notebook: Notebook, index: number): void {
    notebook.deselectAll();
    notebook.activeCellIndex = index;
    // It waits for the cell, and the notebook may be closed meanwhile.
    notebook.scrollToItem(index, 'smart').catch(() => undefined);
  }

  function around(
    notebook: Notebook,
    index: number
  ): IInsertionTarget['around'] {
    const sources = notebook.widgets.map(({ model }) =>
      model.type === 'code' ? model.sharedModel.getSource() : ''
    );
    return { before: sources.slice(0, index), all: sources };
  }
}
