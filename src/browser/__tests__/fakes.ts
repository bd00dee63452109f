// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentManager } from '@jupyterlab/docmanager';
import { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import { ContentsManager } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { EntryActions } from '../actions/actions';
import { S3FileBrowser } from '../browser';
import { S3BrowserModel } from '../model/browsermodel';
import type { MemoryDrive } from '../../testing/drive/memorydrive';
import { Bookmarks } from '../../bookmarks/bookmarks';
import { Tasks } from '../../transfers/tasks/tasks';
import { Uploads } from '../../transfers/uploads/uploads';

/**
 * Called when a file is opened.
 */
export const opened = jest.fn();

/**
 * A document manager with a contents manager, limited to what the panel uses.
 */
export function fakeManager(contents: Contents.IManager): IDocumentManager {
  const manager = {
    services: {
      contents,
      ready: Promise.resolve(),
      sessions: {
        runningChanged: new Signal<object, unknown>({}),
        running: () => []
      },
      kernelspecs: { specs: null }
    },
    registry: new DocumentRegistry(),
    activateRequested: new Signal<object, string>({}),
    openOrReveal: opened,
    rename: (from: string, to: string) => contents.rename(from, to),
    copy: (from: string, dir: string) => contents.copy(from, dir),
    deleteFile: (path: string) => contents.delete(path),
    newUntitled: (options: Contents.ICreateOptions) =>
      contents.newUntitled(options),
    overwrite: async (from: string, to: string) => {
      await contents.delete(to);
      return contents.rename(from, to);
    }
  };
  return manager as unknown as IDocumentManager;
}

/**
 * A model over a drive in memory.
 */
export function makeModel(drive: MemoryDrive): S3BrowserModel {
  const contents = new ContentsManager();
  contents.addDrive(drive);
  const trans = nullTranslator.load('jupyterlab_s3_drive');
  return new S3BrowserModel({
    drive,
    manager: fakeManager(contents),
    uploads: new Uploads({ drive, trans, tasks: new Tasks() }),
    count: async () => ({ objects: 2, bytes: 20, more: false }),
    actions: made => new EntryActions(made),
    versioning: async () => 'off',
    tasks: new Tasks()
  });
}

/**
 * A panel over a drive in memory.
 */
export function makeBrowser(drive: MemoryDrive): S3FileBrowser {
  return new S3FileBrowser({
    id: 'jp-s3-filebrowser',
    model: makeModel(drive),
    places: new Bookmarks(),
    translator: nullTranslator
  });
}

/**
 * A model of an entry, as in a listing.
 */
export function entry(
  path: string,
  more: Partial<Contents.IModel> = {}
): Contents.IModel {
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    type: 'file',
    writable: true,
    created: '2026-01-01T00:00:00Z',
    last_modified: '2026-01-01T00:00:00Z',
    mimetype: '',
    content: null,
    format: null,
    ...more
  };
}

/**
 * The names that a model shows.
 */
export function names(model: S3BrowserModel): string[] {
  return Array.from(model.items(), item => item.name);
}
