// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ServerConnection } from '@jupyterlab/services';

import { networkError, refusedError } from '../s3/http/failures';
import type { Lost } from '../s3/metadata/keeping';
import { routeUrl } from '../s3/http/routes';

/**
 * The direction of a copy.
 */
export type Direction = 'to-workspace' | 'to-s3';

/**
 * What to do about names that exist: refuse (409), skip them, replace them, or
 * find free names.
 */
export type Overwrite = 'fail' | 'skip' | 'replace' | 'both';

/**
 * A copy to begin.
 *
 * To the workspace: `key` is an object, or `prefix` a folder (it ends in `/`),
 * and `workspacePath` is the folder that receives it, `''` for the root. To S3:
 * `workspacePath` is a file or folder, and `prefix` the folder that receives
 * it, `''` for the bucket itself.
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
 * How much is done; `total` is `null` until it is known.
 */
export interface IAmount {
  readonly done: number;
  readonly total: number | null;
}

/**
 * The state of a copy on the server.
 */
export interface ITransfer {
  readonly id: string;
  readonly direction: Direction;
  readonly workspacePath: string;
  readonly bucket: string;
  readonly key?: string | null;
  readonly prefix?: string | null;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Whether the store has turned the server's last requests away. */
  readonly waiting?: boolean;
  readonly objects: IAmount;
  readonly bytes: IAmount;
  /** What is being copied now. */
  readonly detail?: string | null;
  /** The final name: a path of the workspace, or a key. */
  readonly target?: string | null;
  readonly failures: readonly ITransferFailure[];
  readonly failureCount?: number;
  /** How many were skipped because they exist. */
  readonly skipped?: number;
  /** Properties of replaced objects that could not be kept. */
  readonly lost?: readonly Lost[];
}

/**
 * An object or file that failed, and why.
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
  /**
   * @param connection - The name of the connection that is copied from or to.
   */
  constructor(
    settings: ServerConnection.ISettings,
    readonly connection: string
  ) {
    this._settings = settings;
  }

  /**
   * Begin a copy.
   *
   * @returns Its id.
   */
  async start(request: ITransferRequest): Promise<string> {
    const body = JSON.stringify(request);
    const headers = { 'Content-Type': 'application/json' };
    const init = { method: 'POST', body, headers };
    const { id } = await this._ask<{ id: string }>('', init);
    return id;
  }

  /** The state of a copy. */
  get(id: string): Promise<ITransfer> {
    return this._ask(`/${encodeURIComponent(id)}`, { method: 'GET' });
  }

  /** All copies that the server knows. */
  async list(): Promise<ITransfer[]> {
    const init = { method: 'GET' };
    const answer = await this._ask<{ transfers: ITransfer[] }>('', init);
    return answer.transfers;
  }

  /** Cancel a copy that is running, or forget one that has ended. */
  async cancel(id: string): Promise<void> {
    await this._ask(`/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  private async _ask<T>(path: string, init: RequestInit): Promise<T> {
    const route = `transfers${path}`;
    const url = routeUrl(this._settings, this.connection, route);
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
      // A page instead of JSON, such as a login page.
      throw refusedError(response, text);
    }
  }

  private readonly _settings: ServerConnection.ISettings;
}
