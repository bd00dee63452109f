// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IDocumentManager } from '@jupyterlab/docmanager';
import { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import { ContentsManager, ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import type { IUploadOptions } from '../../drive/uploading';
import { S3FileBrowser } from '../browser';
import { S3BrowserModel } from '../model';
import { Places } from '../places';
import type { IListPage } from '../../s3/listing';
import type { IPanelDrive } from '../types';
import { Tasks } from '../../transfers/tasks';
import { Uploads } from '../../transfers/uploads';

/**
 * An error as the drive throws it.
 */
export function httpError(
  status: number,
  message = `HTTP ${status}`
): ServerConnection.ResponseError {
  return new ServerConnection.ResponseError(
    new Response(null, { status }),
    message
  );
}

type Flags = ReturnType<IPanelDrive['flags']>;

/**
 * A drive in memory: `bucket/key` → text. Folders are what keys tell.
 */
export class FakeDrive implements Contents.IDrive {
  constructor(files: { [path: string]: string }) {
    this.files = new Map(Object.entries(files));
  }

  readonly name = 's3';
  readonly serverSettings = ServerConnection.makeSettings();
  readonly fileChanged = new Signal<this, Contents.IChangedArgs>(this);
  readonly writableChanged = new Signal<this, string>(this);
  readonly isDisposed = false;
  readonly direct = null;
  readonly uploads = null;
  policies: IPanelDrive['policies'] = null;
  sharing: IPanelDrive['sharing'] = null;
  readonly files: Map<string, string>;

  /** Each call: its name and arguments. */
  readonly calls: string[][] = [];

  /** What listing a folder fails with. */
  readonly failures = new Map<string, Error>();

  /** Awaited before a folder is listed. */
  readonly delays = new Map<string, Promise<void>>();

  readonly marks = new Map<string, Flags>();
  rootProblem: IPanelDrive['rootProblem'] = null;
  writable: boolean | undefined = true;
  /** How many entries a page has. */
  limit = Infinity;

  /** Where `more` goes on. */
  readonly positions = new Map<string, number>();

  dispose(): void {
    /* nothing to end */
  }

  async get(
    path: string,
    options: Contents.IFetchOptions = {}
  ): Promise<Contents.IModel> {
    this.calls.push(['get', path]);
    await this.delays.get(path);
    const failure = this.failures.get(path);
    if (failure) {
      throw failure;
    }
    if (options.type !== 'directory' && this.files.has(path)) {
      return this._model(path, 'file');
    }
    this.positions.delete(path);
    const content = this._children(path);
    if (path !== '' && content.length === 0 && !this.files.has(`${path}/`)) {
      throw httpError(404);
    }
    return { ...this._model(path, 'directory'), content, format: 'json' };
  }

  async rename(from: string, to: string): Promise<Contents.IModel> {
    this.calls.push(['rename', from, to]);
    if (this.files.has(to) || this._children(to).length > 0) {
      throw httpError(409);
    }
    for (const [path, text] of Array.from(this.files)) {
      if (path === from || path.startsWith(`${from}/`)) {
        this.files.delete(path);
        this.files.set(to + path.slice(from.length), text);
      }
    }
    return this._changed('rename', from, to);
  }

  async copy(from: string, dir: string): Promise<Contents.IModel> {
    this.calls.push(['copy', from, dir]);
    const to = `${dir}/${from.slice(from.lastIndexOf('/') + 1)}-Copy1`;
    this.files.set(to, this.files.get(from) ?? '');
    return this._changed('new', null, to);
  }

  async delete(path: string): Promise<void> {
    this.calls.push(['delete', path]);
    if (!this.files.delete(path)) {
      throw httpError(404, `${path} is gone`);
    }
    this._changed('delete', path, null);
  }

  async remove(path: string): Promise<void> {
    return this.delete(path);
  }

  async newUntitled(
    options: Contents.ICreateOptions = {}
  ): Promise<Contents.IModel> {
    const isFolder = options.type === 'directory';
    const path = `${options.path}/${isFolder ? 'Untitled Folder' : 'untitled.txt'}`;
    this.calls.push(['newUntitled', path]);
    this.files.set(isFolder ? `${path}/` : path, '');
    return this._changed('new', null, path);
  }

  async upload(
    dir: string,
    file: File,
    options: IUploadOptions = {}
  ): Promise<Contents.IModel> {
    const path = `${dir}/${options.name ?? file.name}`;
    this.calls.push(['upload', path, options.onExisting ?? 'fail']);
    if (this.files.has(path) && options.onExisting !== 'replace') {
      throw httpError(409);
    }
    this.files.set(path, options.name ?? file.name);
    options.onProgress?.(file.size, file.size);
    return this._changed('new', null, path);
  }

  async save(
    path: string,
    options: Partial<Contents.IModel> = {}
  ): Promise<Contents.IModel> {
    if (options.type === 'directory') {
      this.calls.push(['makeFolder', path]);
      this.files.set(`${path}/`, '');
    }
    return this._model(path, 'file');
  }

  async getDownloadUrl(path: string): Promise<string> {
    return `/download/${path}`;
  }

  createCheckpoint = (): Promise<Contents.ICheckpointModel> =>
    Promise.reject(httpError(501));
  listCheckpoints = (): Promise<Contents.ICheckpointModel[]> =>
    Promise.resolve([]);
  restoreCheckpoint = (): Promise<void> => Promise.reject(httpError(501));
  deleteCheckpoint = (): Promise<void> => Promise.reject(httpError(501));

  flags = (path: string): Flags => this.marks.get(path) ?? {};
  isWritable = (): boolean | undefined => this.writable;
  probeWritable = async (path: string): Promise<boolean> => {
    this.calls.push(['probeWritable', path]);
    return true;
  };
  tellFolder = (path: string): void => {
    this.calls.push(['tellFolder', path]);
  };
  isTruncated = (path: string): boolean =>
    this._names(path).length > (this.positions.get(path) ?? this.limit);
  async *more(
    path: string,
    options: { signal?: AbortSignal } = {}
  ): AsyncGenerator<Contents.IModel[]> {
    for (
      let at = this.positions.get(path) ?? this.limit;
      at < this._names(path).length;
      at += this.limit
    ) {
      this.calls.push(['more', path]);
      await this.delays.get(path);
      const failure = this.failures.get(path);
      if (failure || options.signal?.aborted) {
        throw failure ?? httpError(499);
      }
      this.positions.set(path, at + this.limit);
      yield this._children(path, at);
    }
  }

  async *walk(
    path: string,
    options: { signal?: AbortSignal } = {}
  ): AsyncGenerator<IListPage> {
    const prefix = path.includes('/')
      ? `${path.slice(path.indexOf('/') + 1)}/`
      : '';
    const keys = Array.from(this.files.keys())
      .filter(file => file.startsWith(`${path}/`))
      .map(file => file.slice(file.indexOf('/') + 1))
      .sort();
    for (let at = 0; at < keys.length; at += this.limit) {
      this.calls.push(['walk', prefix]);
      await this.delays.get(`${path}/**`);
      const failure = this.failures.get(`${path}/**`);
      if (failure || options.signal?.aborted) {
        throw failure ?? httpError(499);
      }
      const objects = keys.slice(at, at + this.limit).map((key, i) => ({
        key,
        size: at + i,
        etag: '"e"',
        lastModified: new Date(2026, 0, 1 + at + i)
      }));
      yield { objects, prefixes: [], nextToken: null };
    }
  }

  async find(path: string, start: string): ReturnType<IPanelDrive['find']> {
    this.calls.push(['find', path, start]);
    await this.delays.get(`${path}?${start}`);
    const failure = this.failures.get(`${path}?${start}`);
    if (failure) {
      throw failure;
    }
    const found = this._children(path, 0, Infinity).filter(({ name }) =>
      name.startsWith(start)
    );
    return {
      entries: found.slice(0, this.limit),
      more: found.length > this.limit
    };
  }

  status = (): ReturnType<IPanelDrive['status']> =>
    Promise.reject(httpError(501));

  gather = (): ReturnType<IPanelDrive['gather']> => null;

  /** The calls of one member. */
  called(name: string): string[] {
    return this.calls
      .filter(call => call[0] === name)
      .map(call => call.slice(1).join(' '));
  }

  private _changed(
    type: Contents.IChangedArgs['type'],
    from: string | null,
    to: string | null
  ): Contents.IModel {
    const model = (path: string | null) =>
      path === null
        ? null
        : this._model(
            path,
            this.files.has(path) || type === 'delete' ? 'file' : 'directory'
          );
    const newValue = model(to);
    this.fileChanged.emit({ type, oldValue: model(from), newValue });
    return newValue ?? this._model(from ?? '', 'file');
  }

  private _names(dir: string): string[] {
    const prefix = dir === '' ? '' : `${dir}/`;
    const names = Array.from(this.files.keys())
      .filter(path => path.startsWith(prefix) && path !== prefix)
      .map(path => path.slice(prefix.length).split('/')[0]);
    return Array.from(new Set(names)).sort();
  }

  private _children(
    dir: string,
    from = 0,
    limit = this.limit
  ): Contents.IModel[] {
    return this._names(dir)
      .slice(from, from + limit)
      .map(name => {
        const path = dir === '' ? name : `${dir}/${name}`;
        return this._model(path, this.files.has(path) ? 'file' : 'directory');
      });
  }

  private _model(path: string, type: 'file' | 'directory'): Contents.IModel {
    return {
      name: path.slice(path.lastIndexOf('/') + 1),
      path,
      type,
      writable: true,
      created: '2026-01-01T00:00:00Z',
      last_modified: '2026-01-01T00:00:00Z',
      mimetype: '',
      content: null,
      format: null,
      size: this.files.get(path)?.length
    };
  }
}

/**
 * What is called when a file is opened.
 */
export const opened = jest.fn();

/**
 * A document manager over a contents manager; what the panel does not use is
 * left out.
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
export function makeModel(drive: FakeDrive): S3BrowserModel {
  const contents = new ContentsManager();
  contents.addDrive(drive);
  const trans = nullTranslator.load('jupyterlab_s3_drive');
  return new S3BrowserModel({
    drive,
    manager: fakeManager(contents),
    uploads: new Uploads({ drive, trans, tasks: new Tasks() }),
    count: async () => ({ objects: 2, bytes: 20, more: false }),
    tasks: new Tasks()
  });
}

/**
 * A panel over a drive in memory.
 */
export function makeBrowser(drive: FakeDrive): S3FileBrowser {
  return new S3FileBrowser({
    id: 'jp-s3-filebrowser',
    model: makeModel(drive),
    places: new Places(),
    translator: nullTranslator
  });
}

/**
 * A model of an entry as a listing has it.
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
