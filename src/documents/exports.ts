// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { NbConvert, ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { downloadBlob } from '../dialogs/browserdownloads';
import { S3Location } from '../s3/location';
import type { Tasks } from '../transfers/tasks/tasks';
import type { IExported, IExportRequest } from './exportclient';
import { fetchExport } from './exportclient';

/**
 * Exports notebooks of the drive. JupyterLab's own conversion only knows files
 * of the workspace, and answers "404 : Not Found" for others.
 */
export class Exports {
  constructor(options: Exports.IOptions) {
    this._options = options;
  }

  /**
   * Convert a notebook and have the browser download the result. A task shows
   * the progress and any failure.
   *
   * @param localPath - `bucket/key`.
   */
  async download(
    localPath: string,
    format: string,
    sanitize = false
  ): Promise<void> {
    const { tasks, trans } = this._options;
    const { name } = this._at(localPath);
    const options = {
      kind: 'download' as const,
      title: trans.__('Exporting "%1" (%2)', name, format),
      retry: () => void this.download(localPath, format, sanitize)
    };
    await tasks
      .run(options, async task => {
        const request = this._request(localPath, format, sanitize);
        const exported = await this._fetch(request, task.signal);
        task.commit();
        downloadBlob(exported.content, exported.name);
        task.conclude(trans.__('"%1" was downloaded.', exported.name));
      })
      // The task's notice has shown the error.
      .catch(() => undefined);
  }

  /**
   * A notebook as an HTML page for printing.
   *
   * @throws `S3Error`.
   */
  async page(localPath: string): Promise<string> {
    const exported = await this._fetch(this._request(localPath, 'html'));
    return exported.content.text();
  }

  private _request(
    localPath: string,
    format: string,
    sanitize = false
  ): IExportRequest {
    const { limit, seen } = this._options;
    const location = this._at(localPath);
    return {
      location,
      format,
      sanitize,
      etag: seen(localPath),
      limit: limit()
    };
  }

  private _at(localPath: string): S3Location {
    return S3Location.fromPath(localPath, this._options.connection);
  }

  private _fetch(
    request: IExportRequest,
    signal?: AbortSignal
  ): Promise<IExported> {
    return fetchExport(
      this._options.serverSettings,
      this._options.connection,
      request,
      { signal, onWaiting: this._options.followPatience?.() }
    );
  }

  private readonly _options: Exports.IOptions;
}

/**
 * The namespace of `Exports` statics.
 */
export namespace Exports {
  /** Options for creating an `Exports`. */
  export interface IOptions {
    serverSettings: ServerConnection.ISettings;
    /** The name of the connection that the notebooks are on. */
    connection: string;
    tasks: Tasks;
    trans: TranslationBundle;

    /** The largest notebook to convert (bytes). */
    limit: () => number;

    /**
     * The ETag of the version that is shown at a path (`bucket/key`), if there
     * is exactly one.
     */
    seen: (localPath: string) => string | null;

    /**
     * Begins to show that an export waits because the store asks for
     * patience: see `Throttle.follow`.
     */
    followPatience?: () => (isWaiting: boolean) => void;
  }
}

/**
 * Have JupyterLab's nbconvert service pass paths on a drive to a function.
 *
 * Everything that exports a notebook (menu, palette, other extensions) calls
 * its `exportAs` with a path: see `notebook:export-to-format` in
 * `notebook-extension/src/index.ts`.
 *
 * @param isOurs - Whether a path is for the function.
 *
 * @returns A function that restores the service.
 */
export function handOverExports(
  manager: NbConvert.IManager,
  isOurs: (path: string) => boolean,
  exportAs: (options: NbConvert.IExportOptions) => Promise<void>
): () => void {
  const original = manager.exportAs;
  manager.exportAs = options =>
    isOurs(options.path)
      ? exportAs(options)
      : (original?.call(manager, options) ?? Promise.resolve());
  return () => {
    manager.exportAs = original;
  };
}
