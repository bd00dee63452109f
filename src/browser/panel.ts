// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { Panel, Widget } from '@lumino/widgets';

import { loadedOnce } from '../loadedonce';
import type { S3FileBrowser } from './browser';

/**
 * The panel in the left area. Its file browser is loaded when it is first shown
 * or requested.
 */
export class S3Panel extends Panel {
  /**
   * @param load - Loads and creates the file browser of a connection.
   * @param app - The application.
   */
  constructor(
    load: (connection: string) => Promise<S3FileBrowser>,
    trans: TranslationBundle,
    app: Pick<JupyterFrontEnd, 'name' | 'version'>
  ) {
    super();
    this._load = load;
    this._trans = trans;
    this._app = app;
    this.addClass('jp-S3Panel');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('S3 buckets'));
  }

  /** The file browser of the connection that is shown, once it is loaded. */
  get browser(): S3FileBrowser | null {
    return this._browser;
  }

  /** The folder that is shown (`s3:bucket/prefix`); `null` before. */
  get folder(): string | null {
    return this._browser?.model.path ?? null;
  }

  /** The selected entries; none before the file browser is loaded. */
  selected(): Contents.IModel[] {
    return Array.from(this._browser?.selectedItems() ?? []);
  }

  /** A signal emitted when a file browser is loaded: once a connection. */
  get loaded(): ISignal<this, S3FileBrowser> {
    return this._loaded;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    Signal.clearData(this);
    super.dispose();
  }

  /**
   * The file browser of a connection, by default of the one that is shown,
   * loaded if necessary.
   *
   * @throws When it cannot be loaded or created. The panel shows the error, and
   * the next call tries again.
   */
  ready(connection = this.connection): Promise<S3FileBrowser> {
    return this._filled(connection);
  }

  /** The name of the connection that is shown; only `switchTo` changes it. */
  connection = 'default';

  /** A signal emitted with the name of the connection that is switched to. */
  get switched(): ISignal<this, string> {
    return this._switched;
  }

  /**
   * Show a connection.
   *
   * @throws As `ready`; then what was shown stays.
   */
  async switchTo(connection: string): Promise<S3FileBrowser> {
    const browser = await this.ready(connection);
    this.connection = connection;
    if (this._browser && browser !== this._browser) {
      // Nothing is done to what is not seen.
      this._browser.clearSelectedItems();
      this._browser.parent = null;
    }
    this._browser = browser;
    this.addWidget(browser);
    this._switched.emit(connection);
    return browser;
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._open();
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    if (this.isVisible) {
      this._open();
    }
  }

  private _open(): void {
    this.ready().catch(() => undefined);
  }

  private async _fill(connection: string): Promise<S3FileBrowser> {
    const browser = await this._load(connection);
    this._failure?.dispose();
    this._failure = null;
    if (connection === this.connection) {
      this._browser = browser;
      this.addWidget(browser);
    }
    this._loaded.emit(browser);
    return browser;
  }

  private async _tryToFill(connection: string): Promise<S3FileBrowser> {
    this._hasFailed = false;
    try {
      return await this._fill(connection);
    } catch (error) {
      if (connection === this.connection) {
        this._hasFailed = true;
        void this._tellFailure(error);
      }
      throw error;
    }
  }

  private async _tellFailure(error: unknown): Promise<void> {
    console.error('The S3 panel cannot be shown.', error);
    const cause = await import('./panelfailure').then(
      ({ panelFailure }) => panelFailure(error, this._app, this._trans),
      () => null
    );
    if (!this._hasFailed || this.isDisposed) {
      // It is tried again already.
      return;
    }
    this._failure?.dispose();
    const node = document.createElement('div');
    const text = document.createElement('p');
    const button = document.createElement('button');
    text.textContent = this._trans.__(
      'The panel could not be fetched from the Jupyter server. Check that it still runs, then try again.'
    );
    button.type = 'button';
    button.className = 'jp-mod-styled jp-mod-accept';
    button.textContent = this._trans.__('Try Again');
    button.onclick = () => this._open();
    node.setAttribute('role', 'alert');
    const said = cause ?? text;
    said.classList.add('jp-S3State-message');
    node.append(said, button);
    this._failure = new Widget({ node });
    this._failure.addClass('jp-S3State');
    this.addWidget(this._failure);
  }

  private readonly _load: (connection: string) => Promise<S3FileBrowser>;
  private readonly _trans: TranslationBundle;
  private readonly _app: Pick<JupyterFrontEnd, 'name' | 'version'>;
  private readonly _loaded = new Signal<this, S3FileBrowser>(this);
  private readonly _switched = new Signal<this, string>(this);
  private _browser: S3FileBrowser | null = null;
  private readonly _filled = loadedOnce(key => this._tryToFill(key));
  private _hasFailed = false;
  private _failure: Widget | null = null;
}
