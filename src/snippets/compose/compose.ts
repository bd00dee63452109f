// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../../s3/http/types';
import type { IServerStatus } from '../../s3/server/status';
import { isAborted, S3Error } from '../../s3/errors';
import { head } from '../../s3/objects/head';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import { createLink } from '../../s3/server/links';
import { requireAddressable } from '../../s3/keys';
import type { S3Location } from '../../s3/location';
import type { Policies } from '../../s3/policy/policycache';
import { askAnonymously } from '../../s3/server/anonymous';
import { fileNameOf } from '../write/python/writings';
import { publicUrlFor } from './access';
import { newFileName } from './newfilename';
import type { IFound, ISnippetChoice } from './types';
import { framesIn } from '../insertion/frames';
import type { ISurroundings } from '../insertion/surroundings';
import { knownLines, takenNames } from '../insertion/surroundings';
import type { IFacts, ITableChoice } from '../../inspect/facts';
import { inspectFile, type ILookOptions } from '../../inspect/file';
import { inspectFolder } from '../../inspect/folder';
import type {
  ISnippet,
  ISnippetQuery,
  Language,
  Library,
  Operation
} from '../write/types';
import {
  librariesFor,
  queryingLibraries,
  writeSnippet
} from '../write/snippet';

/**
 * What was asked for before a snippet is written.
 */
interface IWriteOptions {
  /** A presigned URL, for `curl` and a file that is not public. */
  readonly link?: string | null;
  /** Whether it ends with the first rows of a table. */
  readonly showsRows?: boolean;
  /** The name of a new file, without its extension. */
  readonly stem?: string | null;
}

/**
 * Identifies a version of a file.
 */
export type IVersion = Pick<IObjectInfo, 'etag' | 'size'>;

/**
 * How long a version that was just requested is reused by the inspection (ms).
 */
const SEEN_MS = 2000;

/**
 * The lifetime of a link in a snippet (seconds).
 */
const LINK_LIFE = 24 * 60 * 60;

/**
 * Inspects locations and writes snippets for them.
 */
export class SnippetComposer {
  constructor(options: SnippetComposer.IOptions) {
    this._options = options;
  }

  /**
   * Find out what a location contains, and who can read it.
   *
   * @param choice - What a person says of a text table.
   *
   * @throws `S3Error`, as `lookAt` does.
   */
  async find(
    location: S3Location,
    options: IRequestOptions = {},
    choice?: ITableChoice
  ): Promise<IFound> {
    requireAddressable(location.bucket, location.key);
    let trouble: unknown;
    const failed = (reason: unknown) => {
      trouble = reason instanceof S3Error ? reason : trouble;
    };
    const look: ILookOptions = { signal: options.signal, failed, choice };
    const [facts, publicUrl, status] = await Promise.all([
      location.isFolder
        ? inspectFolder(this._options.connection, location, look)
        : this.lookAt(location, look),
      this._publicUrl(location, options),
      this._options.status()
    ]);
    const kind = location.isFolder ? 'folder' : 'file';
    // Known by now, as the bucket has answered.
    const bucketRegion =
      this._options.connection.regionOf?.(location.bucket) ?? null;
    const { endpoint, region, kernels } = status;
    const store = { endpoint, region, bucketRegion, kernels };
    return { location, kind, facts, publicUrl, store, trouble };
  }

  /**
   * Inspect a file. The facts are cached while it does not change, those under a
   * person's choice apart from the others.
   *
   * @throws `S3Error`: 404 for a missing file, `Aborted` by the signal. For a
   * file that cannot be read, the facts have a doubt instead.
   */
  async lookAt(
    location: S3Location,
    options: ILookOptions = {}
  ): Promise<IFacts> {
    const { id } = location;
    const keptAs = id + JSON.stringify(options.choice ?? {});
    const kept = this._kept.get(keptAs);
    const now =
      this._takeSeen(id) ?? (kept && (await this._ask(location, options)));
    if (now && kept?.etag === now.etag && kept.size === now.size) {
      return kept.facts;
    }
    let missing: unknown;
    let info: IVersion | undefined;
    const facts = await inspectFile(
      this._options.connection,
      location,
      now?.size ?? null,
      {
        ...options,
        failed: reason => {
          if (reason instanceof S3Error && reason.status === 404) {
            missing = reason;
          }
          options.failed?.(reason);
        },
        opened: opened => (info = opened)
      }
    );
    if (missing) {
      throw missing;
    }
    if (info && facts.doubt !== 'unreadable') {
      this._kept.set(keptAs, { etag: info.etag, size: info.size, facts });
    }
    return facts;
  }

  /**
   * Remember the version of a file that was just requested, so that an
   * inspection soon after needs no request for it.
   */
  saw(location: S3Location, version: IVersion): void {
    for (const [id, { at }] of this._seen) {
      if (Date.now() - at > SEEN_MS) {
        this._seen.delete(id);
      }
    }
    this._seen.set(location.id, { version, at: Date.now() });
  }

  private _takeSeen(id: string): IVersion | null {
    const seen = this._seen.get(id);
    this._seen.delete(id);
    return seen && Date.now() - seen.at <= SEEN_MS ? seen.version : null;
  }

  /**
   * Request the current version of a file; `null` if it cannot be found out.
   */
  private async _ask(
    { bucket, key }: S3Location,
    options: ILookOptions
  ): Promise<IVersion | null> {
    const { signal } = options;
    try {
      return await head(this._options.connection, bucket, key, { signal });
    } catch (error) {
      if (error instanceof S3Error && error.status === 404) {
        throw error;
      }
      return unlessAborted(error, options, null);
    }
  }

  /**
   * The libraries of a language that support an operation on a location, best
   * first.
   *
   * @param query - Which rows are read: of these libraries only those that do,
   * if there are any.
   */
  libraries(
    found: IFound,
    language: Language,
    operation: Operation,
    query: ISnippetQuery | null = null
  ): Library[] {
    const publicUrl = publicUrlFor(found, { operation });
    const all = librariesFor({ ...found, operation, publicUrl }, language);
    const querying = queryingLibraries({ facts: found.facts, query }, all);
    return querying.length > 0 ? querying : all;
  }

  /**
   * Ask for what a snippet needs, and write it: for `curl` a link, and a name
   * that no file has for a new one.
   *
   * @throws As for `write`, and `Aborted` by the signal.
   */
  async prepared(
    found: IFound,
    wish: ISnippetChoice,
    around: ISurroundings,
    options: IRequestOptions & IWriteOptions = {}
  ): Promise<ISnippet> {
    const link = await this.link(found, wish, options);
    const isNew =
      wish.operation === 'write' &&
      (found.kind === 'folder' || !wish.replacesFile);
    const { connection } = this._options;
    const { variable } = this.write(found, wish, around);
    const name = fileNameOf(variable);
    const stem =
      isNew && variable
        ? await newFileName(connection, found.location, name, options).catch(
            error =>
              // The code itself replaces nothing, or says that it does.
              unlessAborted(error, options, name)
          )
        : null;
    return this.write(found, wish, around, { ...options, link, stem });
  }

  /**
   * Write a snippet.
   *
   * @param around - The code that surrounds it.
   *
   * @throws `RangeError` for a library that `libraries` does not return.
   */
  write(
    found: IFound,
    wish: ISnippetChoice,
    around: ISurroundings,
    { link = null, showsRows = false, stem = null }: IWriteOptions = {}
  ): ISnippet {
    const { language, library, replacesFile = false } = wish;
    const [last = null] =
      wish.operation === 'write'
        ? framesIn(around.before, language, library)
        : [];
    return writeSnippet({
      ...found,
      ...wish,
      link,
      showsRows,
      target: { frame: wish.frame || last, replacesFile, stem },
      publicUrl: publicUrlFor(found, wish),
      known: knownLines(around.before, language),
      names: { taken: takenNames(around.all, language) }
    });
  }

  /**
   * Create a link for a snippet that needs one, as `curl` has no credentials.
   *
   * @returns `null` if none is needed, or none can be created.
   */
  async link(
    found: IFound,
    { library, operation }: ISnippetChoice,
    options: IRequestOptions = {}
  ): Promise<string | null> {
    const isNeeded =
      library === 'curl' && operation === 'read' && found.publicUrl === null;
    if (!isNeeded) {
      return null;
    }
    const { connection } = this._options;
    const request = {
      ...found.location,
      method: 'GET' as const,
      expiresIn: LINK_LIFE
    };
    try {
      return (await createLink(connection, request, options)).url;
    } catch (error) {
      return unlessAborted(error, options, null);
    }
  }

  /**
   * The URL for anonymous reads. An anonymous request is made only if the
   * bucket policy allows them.
   */
  private async _publicUrl(
    location: S3Location,
    options: IRequestOptions
  ): Promise<string | null> {
    const { connection, policies } = this._options;
    try {
      await policies.get(location.bucket);
      if (policies.visibility(location)?.visibility !== 'public') {
        return null;
      }
      const { readable, url } = await askAnonymously(
        connection,
        location,
        options
      );
      return readable ? url : null;
    } catch (error) {
      return unlessAborted(error, options, null);
    }
  }

  private readonly _options: SnippetComposer.IOptions;
  private readonly _kept = new Map<
    string,
    IVersion & { readonly facts: IFacts }
  >();
  private readonly _seen = new Map<
    string,
    { readonly version: IVersion; readonly at: number }
  >();
}

/**
 * The namespace of `SnippetComposer` statics.
 */
export namespace SnippetComposer {
  /** The options of the composer. */
  export interface IOptions {
    readonly connection: IS3Connection;
    readonly policies: Pick<Policies, 'get' | 'visibility'>;
    status(): Promise<Pick<IServerStatus, 'endpoint' | 'region' | 'kernels'>>;
  }
}

/**
 * Return a fallback after an error, but rethrow if the person cancelled.
 */
function unlessAborted<T>(
  error: unknown,
  { signal }: IRequestOptions,
  value: T
): T {
  if (isAborted(error) || signal?.aborted) {
    throw error;
  }
  return value;
}
