// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Launcher } from '@jupyterlab/launcher';
import type { ILauncher } from '@jupyterlab/launcher';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/**
 * A launcher for one folder of the drive.
 *
 * It shows where new files go and where kernels run. JupyterLab's launcher
 * command is not used: its launchers follow the workspace's file browser, and
 * would lose the folder at the next navigation there.
 */
export class S3Launcher extends Launcher {
  constructor(options: S3Launcher.IOptions) {
    super(options);
    this._bundle = options.trans;
    this._place = options.place;
    this.addClass('jp-S3Launcher');
  }

  protected render(): React.ReactElement | null {
    const launcher = super.render();
    return (
      launcher && (
        <>
          <p className="jp-S3Launcher-note">
            {this._bundle.__(
              'New notebooks and files are saved in %1. Kernels and terminals start in the root folder of the workspace, as S3 is not a disk: read data by its S3 URI.',
              this._place
            )}
          </p>
          {launcher}
        </>
      )
    );
  }

  private readonly _bundle: TranslationBundle;
  private readonly _place: string;
}

/**
 * The namespace of `S3Launcher` statics.
 */
export namespace S3Launcher {
  /**
   * The options of JupyterLab's launcher.
   */
  export interface IOptions extends ILauncher.IOptions {
    trans: TranslationBundle;
    /** The display name of the folder. */
    place: string;
  }
}
