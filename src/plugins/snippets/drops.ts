// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { Drag } from '@lumino/dragdrop';

import type { IDropPoint } from '../../snippets/insertion/droppoints';
import { dropPoint } from '../../snippets/insertion/droppoints';
import { DRIVE_NAME, TRANSLATION_DOMAIN } from '../../names';
import { IOwnSnippets } from '../parts';

/**
 * The MIME type of entries dragged between JupyterLab's file browsers.
 */
const CONTENTS_MIME = 'application/x-jupyter-icontents';

/**
 * The events of a drag.
 */
const EVENTS = ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop'];

/**
 * The class that marks where the code will be inserted.
 */
const MARK = 'jp-S3SnippetDrop';

/**
 * Inserts snippets for entries dragged from the S3 panel into a notebook, a
 * console or an editor. Other drops, for example on a tab bar, open files as
 * usual. Entries of the workspace are not affected.
 */
export const snippetDropsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:snippet-drops',
  description: 'Inserts the snippets of what is dragged from the S3 panel.',
  autoStart: true,
  requires: [IOwnSnippets],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    snippets: IOwnSnippets,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { contents } = app.serviceManager;
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
        const service = await snippets.get();
        const places = await service.placesOf(paths.map(localPath));
        await service.insert(places, {}, point.document, point);
      } catch (error) {
        const { showProblem } = await import('../../dialogs/errordialog');
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
        paths.every(path => contents.driveName(path) === DRIVE_NAME);
      const target = drag.target;
      const document =
        isOurs && target instanceof Element
          ? snippets.documents.at(target)
          : null;
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
    for (const type of EVENTS) {
      document.addEventListener(type, handle, true);
    }
  }
};
