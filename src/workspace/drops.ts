// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { FileBrowser, IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Drag } from '@lumino/dragdrop';

import { crossDriveError } from '../browser/model/docmanager';
import { refuse } from '../dialogs/errordialog';
import { CONTENTS_MIME, DRAG_EVENTS } from '../drags';
import { isS3Drive } from '../names';

/**
 * The classes that mark the drop target: a row, as in JupyterLab, or the list.
 */
const MARKS = { row: 'jp-mod-dropTarget', list: 'jp-S3DropPlace' };

/**
 * Copy entries dropped between the S3 panel and the workspace's file browser.
 *
 * JupyterLab throws on such drops in its event handler, so that nothing happens
 * and no error is shown. They are intercepted before.
 *
 * @param commandFor - The command that copies from drives to another one; `null`
 * if there is none.
 */
export function copyDrops(
  { commands, serviceManager }: JupyterFrontEnd,
  { tracker }: IFileBrowserFactory,
  trans: TranslationBundle,
  commandFor: (target: string, sources: readonly string[]) => string | null
): void {
  const { contents } = serviceManager;
  const handle = (event: Event) => {
    const drag = event as Drag.Event;
    const node = drag.target as Node | null;
    const browser = tracker.find(browser => browser.node.contains(node));
    if (!browser || !drag.mimeData.hasData(CONTENTS_MIME)) {
      return;
    }
    const paths = drag.mimeData.getData(CONTENTS_MIME) as string[];
    const drives = paths.map(path => contents.driveName(path));
    const { driveName } = browser.model;
    if (!isForeign(driveName, drives)) {
      return;
    }
    // JupyterLab accepts drops only on folders; here the whole list accepts
    // them.
    drag.preventDefault();
    drag.stopPropagation();
    unmark(browser);
    if (drag.type === 'lm-dragleave') {
      return;
    }
    if (drag.type !== 'lm-drop') {
      drag.dropAction = drag.proposedAction;
      mark(browser, drag);
      return;
    }
    drag.dropAction = 'none';
    const command = commandFor(driveName, drives);
    if (command) {
      const target = targetOf(browser, drag);
      void commands.execute(command, { paths, target });
    } else {
      void refuseDrives(trans);
    }
  };
  for (const type of DRAG_EVENTS) {
    document.addEventListener(type, handle, true);
  }
}

/**
 * Say how entries get from one drive to another that no command copies between.
 */
export async function refuseDrives(trans: TranslationBundle): Promise<void> {
  const { message } = crossDriveError(trans);
  await refuse(trans.__('Not possible this way'), message, trans);
}

/**
 * Whether entries are dragged between the S3 drive and another one.
 */
export function isForeign(target: string, sources: string[]): boolean {
  return sources.some(
    source => source !== target && [source, target].some(isS3Drive)
  );
}

/**
 * Mark the drop target.
 */
function mark(browser: FileBrowser, drag: Drag.Event): void {
  const target = drag.target as Element | null;
  const crumb = target?.closest('.jp-BreadCrumbs-item, .jp-BreadCrumbs-home');
  const isFolder = browser.modelForClick(drag)?.type === 'directory';
  const row = isFolder ? target?.closest('.jp-DirListing-item') : null;
  if (crumb ?? row) {
    (crumb ?? row)?.classList.add(MARKS.row);
  } else {
    browser.node.classList.add(MARKS.list);
  }
}

function unmark(browser: FileBrowser): void {
  browser.node.classList.remove(MARKS.list);
  browser.node
    .querySelectorAll(`.${MARKS.row}`)
    .forEach(row => row.classList.remove(MARKS.row));
}

/**
 * The destination of a drop: the folder of a row or breadcrumb, or else the
 * current one.
 */
function targetOf(browser: FileBrowser, drop: Drag.Event): string {
  const { driveName, path } = browser.model;
  const crumb = (drop.target as Element | null)?.closest<HTMLElement>(
    '.jp-BreadCrumbs-item, .jp-BreadCrumbs-home'
  );
  if (crumb) {
    const local = (crumb.dataset.path ?? '').replace(/^\//, '');
    return driveName ? `${driveName}:${local}` : local;
  }
  const row = browser.modelForClick(drop);
  return row?.type === 'directory' ? row.path : path;
}
