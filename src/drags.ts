// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The MIME type of entries dragged between JupyterLab's file browsers
 * (`filebrowser/src/listing.ts`).
 */
export const CONTENTS_MIME = 'application/x-jupyter-icontents';

/**
 * The events of a drag, in the order in which they come.
 */
export const DRAG_EVENTS = [
  'lm-dragenter',
  'lm-dragover',
  'lm-dragleave',
  'lm-drop'
];
