// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { asLeft } from '../../s3/copies/moveobject';
import { copySmall } from '../../s3/copies/smallcopy';
import type { Lost } from '../../s3/metadata/keeping';
import { inParallel } from '../../s3/http/parallel';
import type { S3Location } from '../../s3/location';
import { SMALL_AT_ONCE } from '../../s3/transport/batcher';
import type { Checkpoints } from '../documents/checkpoints';
import { checkpointOf, isPlainCheckpoint } from '../lookup/checkpointkeys';
import { copyNames } from './copynames';
import type { FolderMarkers } from './foldermarkers';
import type { PathLocks } from '../lookup/locks';
import type { Losses } from '../messages/losses';
import { fileModel } from '../lookup/models';
import type { RenameEvents } from './renameevents';
import { requireFreeName } from '../lookup/kinds';
import type { ExposureNotices } from '../exposure/notices';
import {
  byFolder,
  CHECKPOINTS_AT_ONCE,
  CHUNK,
  freeName,
  REQUESTS,
  SMALL
} from './selectionparts';
import type { ICopy, IFile, IPair } from './selectionparts';
import {
  deleteEach,
  deleteSelected,
  withCheckpoints
} from './selectionsources';
import type { UnfinishedMoves } from './unfinishedmoves';
import { survey } from '../lookup/survey';
import type { Survey } from '../lookup/survey';
import type { IMoveOptions, IDriveContext } from '../context';

/**
 * Options for working on several entries.
 */
export interface ISelectionOptions extends Pick<
  IMoveOptions,
  'noticeGroup' | 'signal'
> {
  /** Called with the path of each entry whose bytes are done. */
  onDone?: (path: string) => void;
}

/**
 * The results by path: `null`, or the error. Entries without a result are left
 * to be done one by one.
 */
export type Done = Map<string, unknown>;

/**
 * Moves, copies and deletes several files of a folder with few requests, as for
 * a folder: one listing of each folder gives their names and ETags, another
 * verifies the copies, and what is deleted was listed just before.
 *
 * It handles the simple cases: small files, each the only thing with its name,
 * and destination names that are free. Everything else is left to the caller,
 * which works on one entry at a time, and can ask questions and explain errors.
 */
export class Selections {
  constructor(context: IDriveContext, parts: Selections.IParts) {
    this._context = context;
    this._parts = parts;
  }

  /**
   * Move files into a folder. If it is interrupted, each file is still at its
   * old location or at its new one. If it is cancelled, the files that were
   * already copied are moved, the others are not.
   *
   * Between the last listing of the sources and their deletion there is a
   * window of one request in which a change of a source is lost, as in
   * `moveFolder`.
   *
   * @param locations - Without trailing slashes.
   * @param to - Its key is `''` or ends in a slash.
   */
  move(
    locations: readonly S3Location[],
    to: S3Location,
    options: ISelectionOptions
  ): Promise<Done> {
    return this._each(locations, options, async (from, names, done) => {
      const targets = names.map(name => to.child(name));
      const sources = names.map(name => from.child(name));
      await this._locked([...sources, ...targets], async () => {
        const [there, found] = await Promise.all([
          survey(this._context.connection, to, names),
          this._files(from, names)
        ]);
        const files = found.filter(({ name }) => there.isFree(name));
        if (from.equals(to) || !files.length) {
          return;
        }
        await this._requireFolder(there, to.child(files[0].name));
        const leaving = files.map(({ location }) => location);
        await this._parts.keeper.runAll(leaving, async () => {
          const pairs = files.map(file => ({ file, to: to.child(file.name) }));
          const copies = await this._copy(to, pairs, options);
          await this._finish(from, to, copies, options, done);
        });
      });
    });
  }

  /**
   * Copy files into a folder, each under a name that is free.
   */
  copy(
    locations: readonly S3Location[],
    to: S3Location,
    options: ISelectionOptions
  ): Promise<Done> {
    return this._each(locations, options, async (from, names, done) => {
      const numbered = names
        .map(name => copyNames(name, true))
        .flatMap(nameOf => [nameOf(0), nameOf(1)]);
      const all = [...names, ...numbered];
      const [there, files] = await Promise.all([
        survey(this._context.connection, to, all, { toEnd: true }),
        this._files(from, names)
      ]);
      if (!files.length || !there.isWhole) {
        return;
      }
      await this._requireFolder(there, to.child(files[0].name));
      const taken = new Set<string>();
      const pairs = files.map(file => {
        const name = freeName(file.name, there, taken);
        return { file, to: to.child(name) };
      });
      await this._locked(
        pairs.map(pair => pair.to),
        async () => {
          for (const copy of await this._copy(to, pairs, options, true)) {
            this._parts.created(this._modelOf(copy), options);
            done.set(copy.file.location.path, null);
          }
        }
      );
    });
  }

  /** Delete files, with their checkpoints. */
  delete(
    locations: readonly S3Location[],
    options: ISelectionOptions
  ): Promise<Done> {
    return this._each(locations, options, async (from, names, done) => {
      const sources = names.map(name => from.child(name));
      await this._locked(sources, async () => {
        // A document that is open has to be closed together with its file.
        const files = (await this._files(from, names)).filter(
          ({ location }) => !this._parts.isOpen(location.path)
        );
        const leaving = files.map(({ location }) => location);
        await this._parts.keeper.runAll(leaving, async () => {
          const { connection } = this._context;
          const { bucket } = from;
          const sourceKeys = leaving.map(({ key }) => key);
          const failed = await deleteEach(connection, bucket, sourceKeys);
          const gone = files.filter(
            ({ location }) => !failed.has(location.key)
          );
          const checkpoints = await withCheckpoints(connection, from, gone);
          const keys = checkpoints
            .filter(({ location }) => isPlainCheckpoint(location))
            .map(({ location }) => checkpointOf(location).key);
          const left = await deleteEach(connection, bucket, keys);
          const others = checkpoints.filter(
            ({ location }) => !isPlainCheckpoint(location)
          );
          await inParallel(others, CHECKPOINTS_AT_ONCE, ({ location }) =>
            this._parts.checkpoints.drop(location)
          );
          for (const { location } of files) {
            const error =
              failed.get(location.key) ?? left.get(checkpointOf(location).key);
            done.set(location.path, error ?? null);
            options.onDone?.(location.path);
          }
          gone.forEach(({ location }) => this._parts.deleted(location));
        });
      });
    });
  }

  /** The models of those entries that are files, by listing their folders. */
  async find(locations: readonly S3Location[]): Promise<Contents.IModel[]> {
    const models: Contents.IModel[] = [];
    for (const [from, names] of byFolder(locations)) {
      const found = await survey(this._context.connection, from, names);
      for (const name of names) {
        const object = found.file(name);
        if (object && found.knows(name) && !found.isFolder(name)) {
          models.push(fileModel(this._context, from.child(name), object));
        }
      }
    }
    return models;
  }

  /**
   * Work on the entries of each folder, several at a time. An error leaves the
   * entries to be done one by one, where it occurs again and is shown.
   */
  private async _each(
    locations: readonly S3Location[],
    { signal }: ISelectionOptions,
    work: (from: S3Location, names: string[], done: Done) => Promise<void>
  ): Promise<Done> {
    const done: Done = new Map();
    for (const [from, names] of byFolder(locations)) {
      for (let start = 0; start < names.length; start += CHUNK) {
        if (signal?.aborted) {
          return done;
        }
        try {
          await work(from, names.slice(start, start + CHUNK), done);
        } catch {
          return done;
        }
      }
    }
    return done;
  }

  private _locked(
    locations: S3Location[],
    operation: () => Promise<void>
  ): Promise<void> {
    const paths = locations.map(({ path }) => path);
    paths.forEach(path => this._parts.forget(path));
    const locked = paths.flatMap(path => [path, `${path}/`]);
    return this._parts.locks.run(locked, operation);
  }

  /** The entries that are small files and nothing else. */
  private async _files(from: S3Location, names: string[]): Promise<IFile[]> {
    const found = await survey(this._context.connection, from, names);
    return names.flatMap(name => {
      const object = found.file(name);
      return object &&
        found.knows(name) &&
        !found.isFolder(name) &&
        !name.includes('\\') &&
        object.size <= SMALL
        ? [{ name, location: from.child(name), object }]
        : [];
    });
  }

  /**
   * A folder with an empty listing may be below an object: MinIO hides what is
   * below one.
   */
  private async _requireFolder(
    found: Survey,
    location: S3Location
  ): Promise<void> {
    if (found.isEmpty) {
      await requireFreeName(this._context, location, { aboveOnly: true });
    }
  }

  /**
   * Copy files to names that are free. Those that fail are not in the result.
   */
  private async _copy(
    into: S3Location,
    pairs: IPair[],
    { onDone, signal }: ISelectionOptions,
    isCopy = false
  ): Promise<ICopy[]> {
    const copies: ICopy[] = [];
    const copy = async ({ file, to }: IPair, onLost: (lost: Lost) => void) => {
      const { object, location } = file;
      const how = { ...REQUESTS, isCopy, onLost };
      try {
        const { connection } = this._context;
        const { etag } = await copySmall(connection, location, to, object, how);
        copies.push({ file, to, etag });
        onDone?.(location.path);
      } catch {
        // Left to the caller, which shows the error.
      }
    };
    await this._parts.losses.during(into, onLost =>
      inParallel(pairs, SMALL_AT_ONCE, async pair => {
        if (!signal?.aborted) {
          await copy(pair, onLost);
        }
      })
    );
    return copies;
  }

  /** Verify copies, delete their sources, and report what was moved. */
  private async _finish(
    from: S3Location,
    to: S3Location,
    copies: ICopy[],
    options: ISelectionOptions,
    done: Done
  ): Promise<void> {
    const { connection } = this._context;
    const failed = await deleteSelected(connection, from, to, copies).catch(
      (error: unknown) => new Map(copies.map(copy => [copy, error]))
    );
    failed.forEach((error, { etag, file, to: target }) => {
      const { object, location } = file;
      const left = asLeft(error, location);
      if (left !== error) {
        const moved = { source: object.etag, copy: etag, size: object.size };
        this._parts.unfinished.begin(location, target, moved);
      }
      done.set(location.path, left);
    });
    const moved = copies.filter(copy => !failed.has(copy));
    const { documents, publication } = this._parts;
    const checkpoints = await withCheckpoints(
      connection,
      from,
      moved.map(({ file }) => file)
    );
    await inParallel(checkpoints, CHECKPOINTS_AT_ONCE, ({ name, location }) =>
      this._parts.checkpoints.move(location, to.child(name))
    );
    for (const copy of moved) {
      const { object, location } = copy.file;
      const model = this._modelOf(copy);
      documents.tell(location.path, model, object.etag);
      publication.arrived({ from: location, to: copy.to }, options.noticeGroup);
      done.set(location.path, null);
    }
  }

  private _modelOf({ etag, file, to }: ICopy): Contents.IModel {
    const facts = { size: file.object.size, etag, lastModified: new Date() };
    return fileModel(this._context, to, facts);
  }

  private readonly _context: IDriveContext;
  private readonly _parts: Selections.IParts;
}

/**
 * The namespace of `Selections` statics.
 */
export namespace Selections {
  /** The parts of the drive that it works with. */
  export interface IParts {
    readonly checkpoints: Checkpoints;
    readonly documents: RenameEvents;
    readonly keeper: FolderMarkers;
    readonly locks: PathLocks;
    readonly losses: Losses;
    readonly publication: ExposureNotices;
    readonly unfinished: UnfinishedMoves;
    /** Forget what JupyterLab has begun with a path. */
    forget(path: string): void;
    /** Whether a document has opened the file since the page was loaded. */
    isOpen(path: string): boolean;
    /** Report an object that was created. */
    created(model: Contents.IModel, options: ISelectionOptions): void;
    /** Report a file that was deleted. */
    deleted(location: S3Location): void;
  }
}
