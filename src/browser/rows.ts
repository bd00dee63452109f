// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Time } from '@jupyterlab/coreutils';
import { formatFileSize } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';

import { NO_DATE } from '../drive/models';
import type { IBadge } from './badges';
import { bucketIcon, recentIcon, starIcon } from './icons';
import type { IPanelDrive } from './types';

/**
 * What a row is, for styles and menus.
 */
export type RowKind =
  'file' | 'folder' | 'bucket' | 'bookmark' | 'recent' | 'blocked';

/**
 * What a row shows beside the entry's name, size and date.
 */
export interface IRow {
  readonly kind: RowKind;
  /** The tooltip; made when it is read, as dates take long to write. */
  readonly title: string;
  /** An icon other than that of the file type. */
  readonly icon?: LabIcon;
  /** A short mark after the name. */
  readonly mark?: string;
  /** Who may read it, where that is not its owner alone. */
  readonly badge?: IBadge;
  /** What a screen reader says after the name. */
  readonly warning?: string;
}

/**
 * What the row of an entry shows.
 *
 * @param localPath - The entry's path in the drive (`bucket/key`).
 * @param badge - Who may read it; `null`: nothing to be shown.
 */
export function describeRow(
  item: Contents.IModel,
  localPath: string,
  flags: ReturnType<IPanelDrive['flags']>,
  trans: TranslationBundle,
  badge: IBadge | null = null
): IRow {
  const isFolder = item.type === 'directory';
  const key = flags.key ?? item.name;
  if (flags.unaddressable) {
    const reason = blockedReason(flags.unaddressable, key, trans);
    return { kind: 'blocked', title: reason, warning: reason };
  }
  const shown = badge ? { badge, warning: badge.text } : {};
  const row: IRow = {
    ...shown,
    kind: flags.kind ?? (isFolder ? 'folder' : 'file'),
    icon: Private.icon(flags.kind),
    get title() {
      const lines = Private.tooltip(item, localPath, flags.kind, trans);
      return badge ? `${lines}\n${badge.text}` : lines;
    }
  };
  if (!flags.ambiguous) {
    return row;
  }
  const warning = trans.__(
    'An object and a folder have the same name here. This is the key "%1". Rename one of them with another S3 client to use both.',
    key
  );
  return {
    ...row,
    mark: isFolder ? trans.__('folder') : trans.__('object'),
    title: `${row.title}\n${warning}`,
    warning: badge ? `${warning} ${badge.text}` : warning
  };
}

/**
 * Why nothing can be done with an entry.
 */
export function blockedReason(
  reason: string,
  key: string,
  trans: TranslationBundle
): string {
  switch (reason) {
    case 'dot-segment':
      return trans.__(
        'The key "%1" has "." or ".." between slashes. Browsers would turn it into another one, so nothing can be done with it here. Rename it with another S3 client.',
        key
      );
    case 'empty-segment':
      return trans.__(
        'The key "%1" has two slashes in a row. JupyterLab would turn it into another one, so nothing can be done with it here. Rename it with another S3 client.',
        key
      );
    default:
      return trans.__(
        'The key "%1" begins with a slash. JupyterLab would turn it into another one, so nothing can be done with it here. Rename it with another S3 client.',
        key
      );
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The address, size and date of an entry.
   */
  export function tooltip(
    item: Contents.IModel,
    localPath: string,
    kind: 'bucket' | 'bookmark' | 'recent' | undefined,
    trans: TranslationBundle
  ): string {
    const isFolder = item.type === 'directory' && !localPath.endsWith('/');
    const lines = [`s3://${localPath}${isFolder ? '/' : ''}`];
    if (kind === 'bookmark') {
      lines.push(trans.__('Bookmark'));
    } else if (kind === 'recent') {
      lines.push(trans.__('Opened lately'));
    }
    if (item.type !== 'directory' && typeof item.size === 'number') {
      lines.push(trans.__('Size: %1', formatFileSize(item.size, 1, 1024)));
    }
    if (item.last_modified !== NO_DATE) {
      const date = Time.format(new Date(item.last_modified));
      lines.push(
        kind === 'bucket'
          ? trans.__('Created: %1', date)
          : trans.__('Modified: %1', date)
      );
    }
    return lines.join('\n');
  }

  export function icon(
    kind: 'bucket' | 'bookmark' | 'recent' | undefined
  ): LabIcon | undefined {
    switch (kind) {
      case 'bucket':
        return bucketIcon;
      case 'bookmark':
        return starIcon;
      case 'recent':
        return recentIcon;
      default:
        return undefined;
    }
  }
}
