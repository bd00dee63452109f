// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { infoIcon, LabIcon, usersIcon } from '@jupyterlab/ui-components';

import { lockIcon } from '../browser/icons';
import type { IDescription } from './description';

/**
 * What anyone can read.
 */
export const publicIcon = new LabIcon({
  name: 's3-drive:public',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm6.9 6h-2.9a15.700 15.700 0 0 0-1.400-3.600A8 8 0 0 1 18.900 8zM12 4c.8 1.200 1.500 2.500 1.900 4h-3.800c.4-1.500 1.100-2.800 1.900-4zM4.300 14a8.200 8.200 0 0 1 0-4h3.300a16.500 16.500 0 0 0 0 4zm.8 2H8c.3 1.300.8 2.500 1.400 3.600A8 8 0 0 1 5.100 16zM8 8H5.100a8 8 0 0 1 4.300-3.600A15.700 15.700 0 0 0 8 8zm4 12c-.8-1.200-1.500-2.500-1.900-4h3.800a13.600 13.600 0 0 1-1.900 4zm2.300-6H9.700a14.700 14.700 0 0 1 0-4h4.700a14.700 14.700 0 0 1-.1 4zm.3 5.600c.6-1.100 1.100-2.300 1.400-3.600h2.900a8 8 0 0 1-4.300 3.600zm1.800-5.600a16.500 16.500 0 0 0 0-4h3.300a8.200 8.200 0 0 1 0 4z"/>
</svg>`
});

/**
 * The icon of who can read a place.
 */
export function iconOf(description: IDescription): LabIcon {
  switch (description.visibility) {
    case 'public':
      return publicIcon;
    case 'unknown':
      return infoIcon;
    default:
      return description.isOpenToPlatform ? usersIcon : lockIcon;
  }
}
