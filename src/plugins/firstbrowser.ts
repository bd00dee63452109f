// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { FileBrowser, IFileBrowserFactory } from '@jupyterlab/filebrowser';

import { isS3Drive } from '../names';

/**
 * Run something once there is a file browser of the drive: before, nothing can
 * be dragged from S3, or to it.
 */
export function onFirstBrowser(
  { tracker }: IFileBrowserFactory,
  run: () => Promise<void>
): void {
  const onAdded = (_: unknown, { model }: FileBrowser) => {
    if (isS3Drive(model.driveName)) {
      tracker.widgetAdded.disconnect(onAdded);
      run().catch((reason: unknown) => console.error(reason));
    }
  };
  tracker.widgetAdded.connect(onAdded);
}
