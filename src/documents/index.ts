// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { LazyDrive } from '../drive/lazy';
import { OpenDocuments } from './opendocuments';

/**
 * The shell areas in which documents may be open, in JupyterLab and in
 * Notebook.
 */
const AREAS = ['main', 'left', 'right', 'down'];

const made = new WeakMap<LazyDrive, OpenDocuments>();

/**
 * The open documents of a drive: always the same object.
 */
export function openDocuments(
  { commands, shell }: JupyterFrontEnd,
  manager: IDocumentManager,
  drive: LazyDrive,
  trans: TranslationBundle
): OpenDocuments {
  let documents = made.get(drive);
  if (!documents) {
    const widgets = () =>
      AREAS.flatMap(area => Array.from(shell.widgets(area)));
    documents = new OpenDocuments({
      manager,
      widgets,
      commands,
      drive,
      trans
    });
    made.set(drive, documents);
  }
  return documents;
}
