// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import type { IPanelDrive } from '../../browser/model/types';
import { copyNames } from '../../drive/changes/copynames';
import type { Done } from '../../drive/changes/selections';
import type { IUploadOptions } from '../../drive/changes/uploads';
import type { IListPage } from '../../s3/objects/list';
import { httpError } from '../httperror';
import { CHECKPOINT, keyOf, MemoryTree } from './memorytree';
import { Steered } from './steered';
import { S3Location } from '../../s3/location';

type Flags = ReturnType<IPanelDrive['flags']>;

/**
 * A drive in memory: `bucket/key` → text. What each drive does, it does as the
 * real one: both keep the contract in `drivecontract.ts`.
 */
export class MemoryDrive extends Steered implements Contents.IDrive {
  constructor(files: { [path: string]: string }) {
    super();
    this._tree = new MemoryTree(files);
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

  readonly marks = new Map<string, Flags>();
  rootProblem: IPanelDrive['rootProblem'] = null;
  writable: boolean | undefined = true;
  /** The number of entries in a page. */
  limit = Infinity;

  /** The positions at which `more` continues. */
  readonly positions = new Map<string, number>();

  /** The texts, by their paths. */
  get files(): Map<string, string> {
    return this._tree.files;
  }

  dispose(): void {
    /* nothing to end */
  }

  async get(
    path: string,
    options: Contents.IFetchOptions = { content: true }
  ): Promise<Contents.IModel> {
    this.calls.push(['get', path]);
    await this.wait(path);
    const { content, type } = options;
    const text = this.files.get(path);
    if (text !== undefined && type !== 'directory') {
      const model = this._tree.model(path);
      return content ? { ...model, content: text, format: 'text' } : model;
    }
    if (!this._tree.isFolder(path)) {
      throw httpError(404);
    }
    if (content && type && type !== 'directory') {
      throw httpError(400);
    }
    const model = this._tree.model(path);
    if (!content) {
      return model;
    }
    this.positions.delete(path);
    return { ...model, content: this._children(path), format: 'json' };
  }

  async rename(from: string, to: string): Promise<Contents.IModel> {
    this.calls.push(['rename', from, to]);
    if (from === to) {
      return this._tree.model(from);
    }
    if (this._tree.isTaken(to)) {
      throw httpError(409);
    }
    const oldValue = this._tree.model(from);
    this._tree.copy(from, to);
    this._tree.delete(from);
    if (oldValue.type === 'file') {
      return this._changed('rename', oldValue, to);
    }
    const model = this._changed('new', null, to);
    this._gone(oldValue);
    return model;
  }

  async copy(from: string, dir: string): Promise<Contents.IModel> {
    this.calls.push(['copy', from, dir]);
    const { name, type } = this._tree.model(from);
    const numbered = copyNames(name, type === 'file');
    const to = this._tree.freeName(dir, number =>
      number === 0 ? name : numbered(number - 1)
    );
    this._tree.copy(from, to);
    return this._changed('new', null, to);
  }

  async delete(path: string): Promise<void> {
    this.calls.push(['delete', path]);
    const oldValue = this._tree.model(path);
    this._tree.delete(path);
    this._checkpoints.delete(path);
    this._gone(oldValue);
  }

  remove = this.delete;

  /** Leaves all entries to be moved one by one. */
  async moveAll(): Promise<Done> {
    return new Map();
  }

  copyAll = this.moveAll;

  removeAll = this.moveAll;

  async findAll(): Promise<Contents.IModel[]> {
    return [];
  }

  async freeNames(dir: string, names: readonly string[]): Promise<Set<string>> {
    const isFree = (name: string) => !this._tree.isTaken(`${dir}/${name}`);
    return new Set(names.filter(isFree));
  }

  async newUntitled(
    options: Contents.ICreateOptions = {}
  ): Promise<Contents.IModel> {
    const { ext = '', path: dir = '', type } = options;
    const isFolder = type === 'directory';
    const path = this._tree.untitled(dir, type, ext);
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
    this.files.set(path, await file.text());
    options.onProgress?.(file.size, file.size);
    return this._changed('new', null, path);
  }

  async save(
    path: string,
    options: Partial<Contents.IModel> = {}
  ): Promise<Contents.IModel> {
    const before = this.files.get(path);
    if (options.type === 'directory') {
      this.calls.push(['makeFolder', path]);
      if (this._tree.isTaken(path)) {
        throw httpError(409);
      }
      this.files.set(`${path}/`, '');
      return this._changed('new', null, path);
    }
    if (before !== undefined && !this._checkpoints.has(path)) {
      this._checkpoints.set(path, before);
    }
    const { content, format } = options;
    this.files.set(path, format === 'json' ? JSON.stringify(content) : content);
    return this._changed('save', null, path);
  }

  async getDownloadUrl(path: string): Promise<string> {
    return `/download/${path}`;
  }

  async createCheckpoint(path: string): Promise<Contents.ICheckpointModel> {
    const [existing] = await this.listCheckpoints(path);
    return existing ?? CHECKPOINT;
  }

  async listCheckpoints(path: string): Promise<Contents.ICheckpointModel[]> {
    return this._checkpoints.has(path) ? [CHECKPOINT] : [];
  }

  async restoreCheckpoint(path: string): Promise<void> {
    const text = this._checkpoints.get(path);
    if (text === undefined) {
      throw httpError(404);
    }
    this.files.set(path, text);
  }

  async deleteCheckpoint(path: string): Promise<void> {
    this._checkpoints.delete(path);
  }

  flags = (path: string): Flags => this.marks.get(path) ?? {};

  entryAt = (path: string): S3Location => {
    const location = S3Location.fromPath(path);
    return location.withKey(this.flags(path).key ?? location.key);
  };
  isWritable = (): boolean | undefined => this.writable;
  probeWritable = async (path: string): Promise<boolean> => {
    this.calls.push(['probeWritable', path]);
    return true;
  };
  tellFolder = (path: string): void => {
    this.calls.push(['tellFolder', path]);
  };
  isTruncated = (path: string): boolean =>
    this._tree.names(path).length > (this.positions.get(path) ?? this.limit);

  async *more(
    path: string,
    options: { signal?: AbortSignal } = {}
  ): AsyncGenerator<Contents.IModel[]> {
    for (
      let at = this.positions.get(path) ?? this.limit;
      at < this._tree.names(path).length;
      at += this.limit
    ) {
      this.calls.push(['more', path]);
      await this.wait(path, options.signal);
      this.positions.set(path, at + this.limit);
      yield this._children(path, at);
    }
  }

  async *walk(
    path: string,
    options: { signal?: AbortSignal } = {}
  ): AsyncGenerator<IListPage> {
    const objects = this._tree.objects(path);
    for (let at = 0; at < objects.length; at += this.limit) {
      this.calls.push(['walk', path.includes('/') ? `${keyOf(path)}/` : '']);
      await this.wait(`${path}/**`, options.signal);
      const some = objects.slice(at, at + this.limit);
      yield { objects: some, prefixes: [], nextToken: null };
    }
  }

  async find(path: string, start: string): ReturnType<IPanelDrive['find']> {
    this.calls.push(['find', path, start]);
    await this.wait(`${path}?${start}`);
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

  groupNotices = (): ReturnType<IPanelDrive['groupNotices']> => null;

  /** Report what is new at a path. */
  private _changed(
    type: 'new' | 'rename' | 'save',
    oldValue: Contents.IModel | null,
    to: string
  ): Contents.IModel {
    const newValue = this._tree.model(to);
    this.fileChanged.emit({ type, oldValue, newValue });
    return newValue;
  }

  private _gone(oldValue: Contents.IModel): void {
    this.fileChanged.emit({ type: 'delete', oldValue, newValue: null });
  }

  private _children(
    dir: string,
    from = 0,
    limit = this.limit
  ): Contents.IModel[] {
    return this._tree
      .names(dir)
      .slice(from, from + limit)
      .map(name => this._tree.model(dir === '' ? name : `${dir}/${name}`));
  }

  private readonly _tree: MemoryTree;
  private readonly _checkpoints = new Map<string, string>();
}
