// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { LabIcon } from '@jupyterlab/ui-components';

import { groupIcon, lockIcon, publicIcon, unknownIcon } from '../../icons';
import type { IDescription } from '../description';

/**
 * The icon for who can read a location.
 */
export function visibilityIcon(description: IDescription): LabIcon {
  switch (description.visibility) {
    case 'public':
      return publicIcon;
    case 'unknown':
      return unknownIcon;
    default:
      return description.isOpenToPlatform ? groupIcon : lockIcon;
  }
}
