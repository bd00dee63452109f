// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  IRequestOptions,
  IS3Connection,
  IServerStatus
} from '../s3/connection';
import { isAborted, S3Error } from '../s3/errors';
import { head } from '../s3/heads';
import { createLink } from '../s3/links';
import { requireAddressable, toUri, type IS3Location } from '../s3/path';
import type { Policies } from '../s3/policies';
import { askAnonymously } from '../s3/public';
import type { ISurroundings } from './code';
import { knownLines, takenNames } from './code';
import type { IFacts, IFolderFacts } from './facts';
import { lookAtFile, type ILookOptions } from './look/file';
import { lookAtFolder } from './look/folder';
import type { ISnippet, Language, Library, Operation } from './write';
import { librariesFor, writeSnippet } from './write';

/**
 * What was found out about a place.
 */
export interface IFound {
  /** The key of a folder ends in a slash, that of a bucket is empty. */
  readonly place: IS3Location;
  readonly kind: 'file' | 'folder';
  readonly facts: IFacts | IFolderFacts;
  /** Where anyone reads the file, or what is in the folder; else `null`. */
  readonly publicUrl: string | null;
  /** Of the store's endpoint. */
  readonly scheme: 'https' | 'http';
  /** The endpoint, where kernels do not find it by themselves. */
  readonly endpoint: string | null;
  /** The error that kept it from being looked into; else `undefined`. */
  readonly trouble?: unknown;
}

/**
 * What a snippet is to be.
 */
export interface IWish {
  readonly language: Language;
  readonly library: Library;
  readonly operation: Operation;
}

/**
 * How long a link in a snippet works (seconds).
 */
const LINK_LIFE = 24 * 60 * 60;

/**
 * Looks at places, and writes the code that reads them.
 */
export class Snippets {
  constructor(options: Snippets.IOptions) {
    this._options = options;
  }

  /**
   * Find out what a place holds, and who can read it.
   *
   * @throws `S3Error` as `lookAt`.
   */
  async find(
    place: IS3Location,
    options: IRequestOptions = {}
  ): Promise<IFound> {
    requireAddressable(place.bucket, place.key);
    const isFolder = place.key === '' || place.key.endsWith('/');
    let trouble: unknown;
    const failed = (reason: unknown) => {
      trouble = reason instanceof S3Error ? reason : trouble;
    };
    const look: ILookOptions = { signal: options.signal, failed };
    const [facts, publicUrl, store] = await Promise.all([
      isFolder
        ? lookAtFolder(this._options.connection, place, look)
        : this.lookAt(place, look),
      this._publicUrl(place, options),
      this._store()
    ]);
    const kind = isFolder ? 'folder' : 'file';
    return { place, kind, facts, publicUrl, ...store, trouble };
  }

  /**
   * Find out what a file holds. One that has not changed is looked at once.
   *
   * @throws `S3Error`: 404 for a file that is not there, `Aborted` by the
   * signal. What cannot be read gives a doubt instead.
   */
  async lookAt(
    place: IS3Location,
    options: ILookOptions = {}
  ): Promise<IFacts> {
    const { connection } = this._options;
    const { bucket, key } = place;
    const { signal } = options;
    const info = await head(connection, bucket, key, { signal }).catch(
      error => {
        if (error instanceof S3Error && error.status === 404) {
          throw error;
        }
        return unlessAborted(error, options, null);
      }
    );
    const uri = toUri(place);
    const kept = this._kept.get(uri);
    if (info && kept?.etag === info.etag && kept.size === info.size) {
      return kept.facts;
    }
    const size = info?.size ?? null;
    const facts = await lookAtFile(connection, place, size, options);
    if (info && facts.doubt !== 'unreadable') {
      this._kept.set(uri, { etag: info.etag, size: info.size, facts });
    }
    return facts;
  }

  /**
   * The libraries of a language that can do something with a place, the best
   * first.
   */
  libraries(
    found: IFound,
    language: Language,
    operation: Operation
  ): Library[] {
    const publicUrl = publicUrlFor(found, operation);
    return librariesFor({ ...found, operation, publicUrl }, language);
  }

  /**
   * Write a snippet.
   *
   * @param around - The code that it is to fit into.
   * @param link - For `curl` and a file that is not public.
   *
   * @throws `RangeError` for a library that `libraries` does not name.
   */
  write(
    found: IFound,
    wish: IWish,
    around: ISurroundings,
    link: string | null = null
  ): ISnippet {
    const { language, operation } = wish;
    return writeSnippet({
      ...found,
      ...wish,
      link,
      publicUrl: publicUrlFor(found, operation),
      known: knownLines(around.before, language),
      names: { taken: takenNames(around.all, language) }
    });
  }

  /**
   * A link for a snippet that needs one: `curl` has no credentials.
   *
   * @returns `null` where none is needed, or none can be had.
   */
  async link(
    found: IFound,
    { library, operation }: IWish,
    options: IRequestOptions = {}
  ): Promise<string | null> {
    const isNeeded =
      library === 'curl' && operation === 'read' && found.publicUrl === null;
    if (!isNeeded) {
      return null;
    }
    const { connection } = this._options;
    const request = {
      ...found.place,
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
   * Where a stranger reads a place. Nobody is asked unless the bucket's policy
   * lets strangers in.
   */
  private async _publicUrl(
    place: IS3Location,
    options: IRequestOptions
  ): Promise<string | null> {
    const { connection, policies } = this._options;
    try {
      await policies.get(place.bucket);
      if (policies.visibility(place)?.visibility !== 'public') {
        return null;
      }
      const { readable, url } = await askAnonymously(
        connection,
        place,
        options
      );
      return readable ? url : null;
    } catch (error) {
      return unlessAborted(error, options, null);
    }
  }

  /** What code has to know of the store. */
  private async _store(): Promise<Pick<IFound, 'scheme' | 'endpoint'>> {
    const { endpoint, kernelsFindEndpoint } = await this._options.status();
    return {
      scheme: /^http:/i.test(endpoint) ? 'http' : 'https',
      endpoint: kernelsFindEndpoint ? null : endpoint
    };
  }

  private readonly _options: Snippets.IOptions;
  private readonly _kept = new Map<
    string,
    { readonly etag: string; readonly size: number; readonly facts: IFacts }
  >();
}

/**
 * The namespace of `Snippets` statics.
 */
export namespace Snippets {
  /** What it works with. */
  export interface IOptions {
    readonly connection: IS3Connection;
    readonly policies: Pick<Policies, 'get' | 'visibility'>;
    status(): Promise<Pick<IServerStatus, 'endpoint' | 'kernelsFindEndpoint'>>;
  }
}

/**
 * The public address, where it helps: nobody writes without credentials, and
 * that a file is public says nothing of the list that it stands in.
 */
function publicUrlFor(
  { kind, publicUrl }: IFound,
  operation: Operation
): string | null {
  const helps =
    operation === 'read' || (operation === 'list' && kind === 'folder');
  return helps ? publicUrl : null;
}

/**
 * Go on with less after a failure, but not after the person has cancelled.
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
