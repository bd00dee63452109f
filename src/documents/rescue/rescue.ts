// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { readLocation } from '../../drive/lookup/locate';
import { showProblem } from '../../dialogs/errordialog';
import { STAYS } from '../../dialogs/stays';
import { Declined } from '../../drive/exposure/consent';
import type { LazyDrive } from '../../drive/lazy';
import { requireAddressable } from '../../s3/keys';
import { downloadCopy, isInWorkspace, saveCopy } from './copies';
import { askRescue, askSaveTarget, confirmReplace } from './dialogs';
import type { IContext } from '../../internals/context';
import { contentOf, replaceErrors, emitState } from '../../internals/context';
import { askBySelf, finishSaveAs } from '../../internals/saveas';

/**
 * Keeps what is on the screen when the store refuses it: handles a failed save,
 * "Save As" and "Download" of documents on the drive.
 */
export class DocumentRescue {
  constructor(options: DocumentRescue.IOptions) {
    this._options = options;
    // JupyterLab's commands also reject with errors that a dialog has already
    // shown.
    this._listener = event => {
      if (this._told.has(event.reason) || event.reason instanceof Declined) {
        event.preventDefault();
      }
    };
    window.addEventListener('unhandledrejection', this._listener);
  }

  dispose(): void {
    window.removeEventListener('unhandledrejection', this._listener);
  }

  /**
   * Look after a document if it is on the drive; calling it again has no
   * effect.
   */
  adopt(context: IContext): void {
    const { contents, drive } = this._options;
    if (
      contents.driveName(context.path) !== drive.name ||
      this._adopted.has(context)
    ) {
      return;
    }
    this._adopted.add(context);
    replaceErrors(context, (error, title) => this._tell(context, error, title));
    const save = context.save.bind(context);
    const download = context.download.bind(context);
    context.save = () =>
      save().catch((error: Error) => {
        if (error.name === 'ModalCancelError') {
          // JupyterLab would leave the status bar at "Saving started".
          emitState(context, 'failed');
        }
        throw error;
      });
    context.download = async () => {
      if (context.model.dirty) {
        downloadCopy(this._nameOf(context), contentOf(context));
      } else {
        await download();
      }
    };
    askBySelf(context, () => this._saveAs(context));
  }

  /** Show that a document was not saved, or could not be read. */
  private async _tell(
    context: IContext,
    error: Error,
    title: string
  ): Promise<void> {
    const { trans } = this._options;
    this._told.add(error);
    if (this._asking.has(context) || error instanceof Declined) {
      // Autosave tries again while the dialog is open.
      return;
    }
    this._asking.add(context);
    let isRenewed = false;
    try {
      if (!context.isReady || !context.model.dirty) {
        await showProblem(title, error, trans);
        return;
      }
      switch (await askRescue(title, error, trans)) {
        case 'workspace':
          await this._toWorkspace(context);
          break;
        case 'download':
          downloadCopy(this._nameOf(context), contentOf(context));
          break;
        case 'renew':
          isRenewed = await this._options.renew();
          break;
      }
    } catch (failure) {
      await showProblem(trans.__('No copy was saved'), failure, trans);
    } finally {
      this._asking.delete(context);
    }
    if (isRenewed && !context.isDisposed) {
      // What goes wrong now is shown as it was before.
      await context.save().catch(() => undefined);
    }
  }

  private async _toWorkspace(context: IContext): Promise<void> {
    const { contents, open, trans } = this._options;
    const dir = await this._options.workspaceDir();
    const name = this._nameOf(context);
    const path = await saveCopy(contents, dir, name, contentOf(context));
    Notification.success(
      trans.__('A copy was saved in the workspace: /%1', path),
      {
        autoClose: STAYS.offer,
        actions: [{ label: trans.__('Open'), callback: () => open(path) }]
      }
    );
  }

  /** "Save As": into S3 or the workspace. Never rejects. */
  private async _saveAs(context: IContext): Promise<boolean> {
    const { contents, trans, workspaceDir } = this._options;
    await context.ready;
    const path = contents.localPath(context.path);
    const target = await askSaveTarget(path, await workspaceDir(), trans);
    if (!target || context.isDisposed) {
      return false;
    }
    try {
      return target.isWorkspace
        ? await this._saveInWorkspace(context, target.text)
        : await this._saveInS3(context, target.text);
    } catch (error) {
      emitState(context, 'failed');
      if (!this._told.has(error as Error)) {
        await showProblem(trans.__('It was not saved'), error, trans);
      }
      return false;
    }
  }

  private async _saveInWorkspace(
    context: IContext,
    text: string
  ): Promise<boolean> {
    const { contents, trans } = this._options;
    const path = text.replace(/^\/+/, '');
    if (
      (await isInWorkspace(contents, path)) &&
      !(await confirmReplace(path, trans))
    ) {
      return false;
    }
    emitState(context, 'started');
    await contents.save(path, contentOf(context));
    emitState(context, 'completed');
    return true;
  }

  private async _saveInS3(context: IContext, text: string): Promise<boolean> {
    const { contents, drive, trans } = this._options;
    const folder = PathExt.dirname(contents.localPath(context.path));
    const isBare = !text.includes('/') && !/^s3:/i.test(text);
    const address = isBare
      ? `s3://${folder}/${text}`
      : /^\s*(?:s3[an]?:\/\/|https?:)/i.test(text)
        ? text
        : `s3://${text.replace(/^s3:/i, '')}`;
    const location = await readLocation(
      address,
      (await drive.load()).drive,
      trans
    );
    requireAddressable(location.bucket, location.key);
    const path = `${drive.name}:${location.path}`;
    if (path === context.path) {
      await context.save();
      return true;
    }
    return finishSaveAs(context, path, await isInWorkspace(contents, path));
  }

  private _nameOf(context: IContext): string {
    const { contents } = this._options;
    return PathExt.basename(contents.localPath(context.path));
  }

  private readonly _options: DocumentRescue.IOptions;
  private readonly _adopted = new WeakSet<IContext>();
  private readonly _asking = new Set<IContext>();
  private readonly _told = new WeakSet<object>();
  private readonly _listener: (event: PromiseRejectionEvent) => void;
}

/**
 * The namespace of `DocumentRescue` statics.
 */
export namespace DocumentRescue {
  /** Options for creating a `DocumentRescue`. */
  export interface IOptions {
    readonly contents: Contents.IManager;
    readonly drive: Pick<LazyDrive, 'load' | 'name'>;
    readonly trans: TranslationBundle;
    /** The folder of the workspace that a copy goes to; `''` is the root. */
    readonly workspaceDir: () => Promise<string>;
    /**
     * Lets the person renew the access to the store.
     *
     * @returns Whether it was renewed.
     */
    readonly renew: () => Promise<boolean>;
    /** Opens a document of the workspace. */
    readonly open: (path: string) => void;
  }
}
