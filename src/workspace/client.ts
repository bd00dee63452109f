// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

import { networkError, refusedError } from '../s3/failures';

/**
 * Which way a transfer goes.
 */
export type Direction = 'to-workspace' | 'to-s3';

/**
 * What to do about names that exist: refuse (409), leave them out, replace
 * them, or find free ones.
 */
export type Overwrite = 'fail' | 'skip' | 'replace' | 'both';

/**
 * A copy to begin.
 *
 * To the workspace: `key` is an object, or `prefix` a folder (ends in `/`), and
 * `workspacePath` the folder that receives it, `''` the root. To S3:
 * `workspacePath` is a file or folder, and `prefix` the folder that receives
 * it, `''` the bucket itself.
 */
export interface ITransferRequest {
  readonly direction: Direction;
  readonly workspacePath: string;
  readonly bucket: string;
  readonly key?: string;
  readonly prefix?: string;
  readonly overwrite: Overwrite;
}

/**
 * How much is done; `total` is `null` as long as it is not known.
 */
export interface IAmount {
  readonly done: number;
  readonly total: number | null;
}

/**
 * How a copy on the server stands.
 */
export interface ITransfer {
  readonly id: string;
  readonly direction: Direction;
  readonly workspacePath: string;
  readonly bucket: string;
  readonly key?: string | null;
  readonly prefix?: string | null;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly objects: IAmount;
  readonly bytes: IAmount;
  /** What is being copied now. */
  readonly detail?: string | null;
  /** The final name: a path of the workspace, or a key. */
  readonly target?: string | null;
  readonly failures: readonly ITransferFailure[];
  readonly failureCount?: number;
  /** How many were left out, as they exist. */
  readonly skipped?: number;
}

/**
 * What one object or file failed with.
 */
export interface ITransferFailure {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

/**
 * Asks the server to copy between its workspace and S3.
 *
 * Every method throws `S3Error`.
 */
export class TransfersClient {
  constructor(settings: ServerConnection.ISettings) {
    this._settings = settings;
  }

  /** Begin a copy; resolves to its id. */
  async start(request: ITransferRequest): Promise<string> {
    const body = JSON.stringify(request);
    const headers = { 'Content-Type': 'application/json' };
    const init = { method: 'POST', body, headers };
    const { id } = await this._ask<{ id: string }>('', init);
    return id;
  }

  /** How one stands. */
  get(id: string): Promise<ITransfer> {
    return this._ask(`/${encodeURIComponent(id)}`, { method: 'GET' });
  }

  /** All that the server knows. */
  async list(): Promise<ITransfer[]> {
    const init = { method: 'GET' };
    const answer = await this._ask<{ transfers: ITransfer[] }>('', init);
    return answer.transfers;
  }

  /** Cancel one that runs, forget one that has ended. */
  async cancel(id: string): Promise<void> {
    await this._ask(`/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  private async _ask<T>(path: string, init: RequestInit): Promise<T> {
    const base = this._settings.baseUrl.replace(/\/$/, '');
    const url = `${base}/s3-drive/transfers${path}`;
    let response: Response;
    let text: string;
    try {
      response = await ServerConnection.makeRequest(url, init, this._settings);
      text = await response.text();
    } catch (reason) {
      throw networkError(reason);
    }
    if (!response.ok) {
      throw refusedError(response, text);
    }
    try {
      return JSON.parse(text || '{}') as T;
    } catch {
      // A page instead of JSON, as of a login.
      throw refusedError(response, text);
    }
  }

  private readonly _settings: ServerConnection.ISettings;
}
