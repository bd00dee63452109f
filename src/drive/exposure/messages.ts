// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { S3Location } from '../../s3/location';
import type { IExposure } from '../context';
import type { IAudience } from './audience';

/**
 * The messages about things that were created or moved: which of them others
 * can now read, and which no longer. At most one sentence per kind of change.
 */
export function publicationTexts(
  arrivals: readonly IExposure[],
  audienceOf: (location: S3Location) => IAudience,
  trans: TranslationBundle
): string[] {
  const judged = arrivals.map(({ from, to }) => ({
    to,
    now: audienceOf(to),
    before: from ? audienceOf(from) : null
  }));
  const opened = (by: IAudience['by']) =>
    judged.filter(({ now, before }) => now.by === by && before?.by !== by);
  const closed = judged.filter(
    ({ now, before }) =>
      (before?.by === 'anyone' || before?.by === 'partly') && now.by === 'owner'
  );
  return [
    Private.opened(opened('anyone'), trans),
    Private.partly(opened('partly'), trans),
    Private.platform(opened('platform'), trans),
    Private.closed(closed, trans)
  ].filter(text => text !== '');
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  interface IJudged {
    readonly to: S3Location;
    readonly now: IAudience;
  }

  /**
   * The folder that makes all of them public; `null` if there is not exactly
   * one.
   */
  function commonFolder(judged: IJudged[]): string | null {
    const folders = new Set(judged.map(({ now }) => now.through));
    return folders.size === 1 ? judged[0].now.through : null;
  }

  export function opened(judged: IJudged[], trans: TranslationBundle): string {
    if (judged.length === 0) {
      return '';
    }
    const folder = commonFolder(judged);
    const { to } = judged[0];
    // A folder that is public by its own name is not public through another
    // one.
    const why =
      folder === null || (judged.length === 1 && folder === to.key)
        ? trans.__('anyone with the address can read it')
        : folder === ''
          ? trans.__('anyone can read what is in the bucket %1', to.bucket)
          : trans.__('anyone can read what is in the folder %1', folder);
    return judged.length === 1
      ? trans.__('"%1" is public now: %2.', to.name, why)
      : trans.__('%1 items are public now: %2.', judged.length, why);
  }

  export function partly(judged: IJudged[], trans: TranslationBundle): string {
    return judged.length === 0
      ? ''
      : judged.length === 1
        ? trans.__(
            'Something in "%1" is public now: the badges in it show what.',
            judged[0].to.name
          )
        : trans.__(
            'Something in %1 of these folders is public now: the badges in them show what.',
            judged.length
          );
  }

  export function platform(
    judged: IJudged[],
    trans: TranslationBundle
  ): string {
    if (judged.length === 0) {
      return '';
    }
    const [{ now, to }] = judged;
    return judged.length === 1
      ? trans.__(
          'Every user of the platform can read "%1" now, as all in the folder %2.',
          to.name,
          now.through
        )
      : trans.__(
          'Every user of the platform can read these %1 items now, as all in the folder %2.',
          judged.length,
          now.through
        );
  }

  export function closed(judged: IJudged[], trans: TranslationBundle): string {
    if (judged.length === 0) {
      return '';
    }
    const [{ to }] = judged;
    if (judged.length > 1) {
      return trans.__(
        '%1 items are private in their new place, and their public addresses no longer work.',
        judged.length
      );
    }
    return to.isFolder
      ? trans.__(
          '"%1" is private in its new place: public addresses in the old one no longer work.',
          to.name
        )
      : trans.__(
          '"%1" is private under its new name, and its public address no longer works.',
          to.name
        );
  }
}
