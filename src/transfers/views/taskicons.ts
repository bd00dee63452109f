// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { LabIcon } from '@jupyterlab/ui-components';
import {
  copyIcon,
  cutIcon,
  deleteIcon,
  downloadIcon,
  fileUploadIcon,
  folderIcon,
  searchIcon
} from '@jupyterlab/ui-components';

import type { TaskKind } from '../tasks/task';

const ICONS: { [kind in TaskKind]: LabIcon } = {
  upload: fileUploadIcon,
  download: downloadIcon,
  delete: deleteIcon,
  move: cutIcon,
  copy: copyIcon,
  'to-workspace': folderIcon,
  'to-s3': fileUploadIcon,
  measure: searchIcon
};

/**
 * The icon of a kind of task.
 */
export function taskIcon(kind: TaskKind): LabIcon {
  return ICONS[kind];
}
