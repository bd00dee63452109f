// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Time } from '@jupyterlab/coreutils';
import { formatFileSize } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';

import { NO_DATE } from '../../drive/lookup/models';
import type { IBadge } from '../model/badges';
import { bucketIcon, recentIcon, starIcon } from '../../icons';
import type { IPanelDrive } from '../model/types';
import { blockedReason } from '../model/guards';

/**
 * The kind of a row, for styles and menus.
 */
export type RowKind =
  'file' | 'folder' | 'bucket' | 'bookmark' | 'recent' | 'blocked';

/**
 * What a row shows in addition to the entry's name, size and date.
 */
export interface IRow {
  readonly kind: RowKind;
  /** The tooltip. Computed when read, as formatting dates is slow. */
  readonly title: string;
  /** The icon, if it is not that of the file type. */
  readonly icon?: LabIcon;
  /** A short mark after the name. */
  readonly mark?: string;
  /** Who may read the entry, if not only its owner. */
  readonly badge?: IBadge;
  /** What a screen reader reads after the name. */
  readonly warning?: string;
}

/**
 * Describe the row of an entry.
 *
 * @param localPath - The entry's path in the drive (`bucket/key`).
 * @param badge - Who may read the entry; `null` for no badge.
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
  if (flags.archived) {
    const warning = trans.__(
      'Archived (%1): the store has to restore it before it can be read. Restore it with another S3 client, or ask its owner to.',
      flags.archived
    );
    return marked(row, trans.__('archived'), warning);
  }
  if (!flags.ambiguous) {
    return row;
  }
  const warning = trans.__(
    'An object and a folder have the same name here. This is the key "%1". It can be opened and deleted. Rename one of them with another S3 client for all else.',
    key
  );
  const mark = isFolder ? trans.__('folder') : trans.__('object');
  return marked(row, mark, warning);
}

/**
 * Add a mark, and the reason for it, to a row.
 */
function marked(row: IRow, mark: string, warning: string): IRow {
  return {
    ...row,
    mark,
    title: `${row.title}\n${warning}`,
    warning: row.badge ? `${warning} ${row.badge.text}` : warning
  };
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
