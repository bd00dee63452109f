// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Notebook } from '@jupyterlab/notebook';

import type { IDocument } from './documents';

/**
 * A cell of a notebook.
 */
export type NotebookCell = Notebook['widgets'][number];

/**
 * A drop position in a document.
 */
export interface IDropPoint {
  readonly document: IDocument;
  /** The node at the position, which is marked during the drag. */
  readonly node: HTMLElement;
  /** The side of the node. */
  readonly side: 'into' | 'above' | 'below';
  /** The cell of a notebook; `null` if there is none at the position. */
  readonly cell: NotebookCell | null;
  /** Window coordinates in pixels. */
  readonly clientX: number;
  readonly clientY: number;
}

/**
 * Find the drop position in a document: an empty code cell, or the nearer edge
 * of the cell under the pointer, or the end.
 *
 * @param target - The element under the pointer.
 */
export function dropPoint(
  document: IDocument,
  target: Element,
  { clientX, clientY }: Pick<MouseEvent, 'clientX' | 'clientY'>
): IDropPoint {
  const around = { document, clientX, clientY };
  if (document.kind === 'console') {
    const { console } = document.panel;
    const node = console.promptCell?.node ?? console.node;
    return { ...around, node, side: 'into', cell: null };
  }
  if (document.kind === 'editor') {
    const { node } = document.panel.content;
    return { ...around, node, side: 'into', cell: null };
  }
  const notebook = document.panel.content;
  const { widgets } = notebook;
  const hit = widgets.find(({ node }) => node.contains(target));
  const cell = hit ?? widgets[widgets.length - 1] ?? null;
  if (!cell) {
    return { ...around, node: notebook.node, side: 'into', cell };
  }
  const { node } = cell;
  if (isEmptyCode(cell)) {
    return { ...around, node, side: 'into', cell };
  }
  const { height, top } = node.getBoundingClientRect();
  const isAbove = hit !== undefined && clientY < top + height / 2;
  return { ...around, node, side: isAbove ? 'above' : 'below', cell };
}

/**
 * Whether a cell is an empty code cell that can be edited.
 */
export function isEmptyCode({ model, readOnly }: NotebookCell): boolean {
  return (
    model.type === 'code' &&
    !readOnly &&
    model.sharedModel.getSource().trim() === ''
  );
}
