// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { Lost } from '../../s3/metadata/keeping';
import type { S3Location } from '../../s3/location';
import type { IDriveContext } from '../context';

/**
 * Reports which properties an operation could not keep on the objects that it
 * wrote, in one sentence: once for each object and property.
 */
export class Losses {
  constructor(context: IDriveContext) {
    this._context = context;
  }

  /**
   * Run an operation, and report what was lost if it succeeds.
   *
   * @param location - What it writes, as shown to the person.
   * @param operation - Called with a function that notes a loss.
   */
  async during<T>(
    location: S3Location,
    operation: (onLost: (lost: Lost) => void) => Promise<T>
  ): Promise<T> {
    const lost = new Set<Lost>();
    const result = await operation(part => lost.add(part));
    this._tell(location, lost);
    return result;
  }

  private _tell(location: S3Location, lost: Set<Lost>): void {
    const { notify, trans } = this._context;
    const { uri } = location;
    const all = [...lost].filter(part => !this._told.has(`${part} ${uri}`));
    all.forEach(part => this._told.add(`${part} ${uri}`));
    if (all.includes('publicGrants')) {
      notify({
        level: 'info',
        message: trans.__(
          'What was copied to %1 was public by an ACL, which a copy does not take along. Share it there if it is to be public too.',
          uri
        )
      });
    }
    if (all.includes('archive')) {
      notify({
        level: 'info',
        message: trans.__(
          '%1 was written with the ordinary storage class: archived again, it could not be read before it is restored.',
          uri
        )
      });
    }
    const news = all.filter(
      part => part !== 'publicGrants' && part !== 'archive'
    );
    if (news.length > 0) {
      notify({
        level: 'warning',
        message: trans.__(
          '%1 was written, but the store did not let this be kept: %2.',
          uri,
          namesOfLost(news, trans)
        )
      });
    }
  }

  private readonly _context: IDriveContext;
  private readonly _told = new Set<string>();
}

/**
 * The lost properties, in words.
 */
export function namesOfLost(
  lost: readonly Lost[],
  trans: TranslationBundle
): string {
  return lost.map(part => Private.name(part, trans)).join(', ');
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** A lost property, in words. */
  export function name(lost: Lost, trans: TranslationBundle): string {
    switch (lost) {
      case 'tags':
        return trans.__('its tags (you may not read them)');
      case 'grants':
        return trans.__('the rights that others may have to it by an ACL');
      case 'lock':
        return trans.__('its retention or legal hold');
      case 'storageClass':
        return trans.__('its storage class');
      case 'archive':
        return trans.__('that it is archived');
      case 'publicGrants':
        return trans.__('that anyone can read it');
    }
  }
}
