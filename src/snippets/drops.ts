// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Drag } from '@lumino/dragdrop';

import { showProblem } from '../dialogs/errordialog';
import { CONTENTS_MIME, DRAG_EVENTS } from '../drags';
import { connectionOf, isS3Drive } from '../names';
import type { Documents } from './insertion/documents';
import { dropPoint, type IDropPoint } from './insertion/droppoints';
import type { ISnippetService } from './service';

/**
 * The class that marks where the code will be inserted.
 */
const MARK = 'jp-S3SnippetDrop';

/**
 * Insert snippets for entries dragged from the S3 panel into a notebook, a
 * console or an editor. Other drops, for example on a tab bar, open files as
 * usual. Entries of the workspace are not affected.
 *
 * @param get - Loads the service of a connection.
 */
export function insertDrops(
  contents: Contents.IManager,
  documents: Documents,
  get: (connection: string) => Promise<ISnippetService>,
  trans: TranslationBundle
): void {
  let marked: HTMLElement | null = null;
  const unmark = () => {
    marked?.classList.remove(MARK);
    marked?.removeAttribute('data-s3-drop');
    marked = null;
  };
  const mark = ({ node, side }: IDropPoint) => {
    marked = node;
    node.classList.add(MARK);
    node.dataset.s3Drop = side;
  };
  const localPath = (path: string) => contents.localPath(path);
  const insert = async (paths: string[], point: IDropPoint) => {
    try {
      const service = await get(connectionOf(contents.driveName(paths[0])));
      const locations = await service.placesOf(paths.map(localPath));
      await service.insert(locations, {}, point.document, point);
    } catch (error) {
      await showProblem(trans.__('No snippet'), error, trans);
    }
  };
  const handle = (event: Event) => {
    const drag = event as Drag.Event;
    unmark();
    const paths = drag.mimeData.hasData(CONTENTS_MIME)
      ? (drag.mimeData.getData(CONTENTS_MIME) as string[])
      : [];
    const isOurs =
      paths.length > 0 &&
      paths.every(path => isS3Drive(contents.driveName(path)));
    const target = drag.target;
    const document =
      isOurs && target instanceof Element ? documents.at(target) : null;
    // The dock panel removes its own overlay on leave.
    if (!document || drag.type === 'lm-dragleave') {
      return;
    }
    // Otherwise JupyterLab would open the file beside, or attach an image.
    drag.preventDefault();
    drag.stopPropagation();
    const point = dropPoint(document, target as Element, drag);
    if (drag.type === 'lm-drop') {
      drag.dropAction = 'none';
      void insert(paths, point);
    } else {
      drag.dropAction = drag.proposedAction;
      mark(point);
    }
  };
  for (const type of DRAG_EVENTS) {
    document.addEventListener(type, handle, true);
  }
}
