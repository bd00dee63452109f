// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * What `python -m jupyterlab_s3_drive.tests.serve` prints.
 */
export interface IServerDescription {
  /** Address of JupyterLab, with a slash at its end. */
  readonly url: string;
  readonly token: string;
  /** The store itself, with keys that may do everything. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  readonly store: 'seaweedfs' | 'minio';
  /** JupyterLab's working directory. */
  readonly root: string;
  /** The file that the Jupyter server writes its log to. */
  readonly log: string;
  readonly control: string;
  /**
   * Variables that make the server act as a user who may do little: `reader`
   * lists and reads the bucket `readable`, `guest` what is below
   * `partly/diffusion/`. A test that uses them makes these buckets itself.
   */
  readonly users: Readonly<Record<'reader' | 'guest', IEnvironment>>;
}

/**
 * Variables to set, or to remove with `null`.
 */
export interface IEnvironment {
  [name: string]: string | null;
}

/**
 * The control of the store and the Jupyter server. Each call resolves when the
 * work is done, and rejects when it could not be done.
 */
export class Control {
  /**
   * @param url - Address of the control API.
   */
  constructor(private readonly _url: string) {}

  /** End the store as a crash would. */
  async killStore(): Promise<void> {
    this._storeTouched = true;
    await this._post('/store/kill');
  }

  /** Start it again: same address, same data. */
  async startStore(): Promise<void> {
    await this._post('/store/start');
  }

  /** Make the store accept connections and never answer. */
  async pauseStore(): Promise<void> {
    this._storeTouched = true;
    await this._post('/store/pause');
  }

  /** Let a paused store go on. */
  async resumeStore(): Promise<void> {
    await this._post('/store/resume');
  }

  /** End the Jupyter server. */
  async stopServer(): Promise<void> {
    this._serverTouched = true;
    await this._post('/server/stop');
  }

  /** Start the Jupyter server again, at the same address. */
  async startServer(): Promise<void> {
    await this._post('/server/start');
  }

  /**
   * Restart the Jupyter server with other variables, until its next start.
   */
  async restartServer(env: IEnvironment): Promise<void> {
    this._serverTouched = true;
    await this._post('/server/restart', env);
  }

  /** Bring back what this object has changed. */
  async restore(): Promise<void> {
    if (this._storeTouched) {
      this._storeTouched = false;
      await this.resumeStore();
      await this.startStore();
    }
    if (this._serverTouched) {
      this._serverTouched = false;
      await this._post('/server/restart');
    }
  }

  private async _post(path: string, env: IEnvironment = {}): Promise<void> {
    const response = await fetch(`${this._url}${path}`, {
      method: 'POST',
      body: JSON.stringify({ env })
    });
    if (!response.ok) {
      throw new Error(`${path}: ${await response.text()}`);
    }
  }

  private _storeTouched = false;
  private _serverTouched = false;
}
