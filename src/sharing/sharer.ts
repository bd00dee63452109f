// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';

import { makeHighlighter } from '../dialogs/highlighting';
import type { LazyDrive } from '../drive/lazy';
import { refusal } from '../drive/messages';
import { parsePath, type IS3Location } from '../s3/path';
import type { Visibility } from '../s3/visibility';
import { showShare } from './dialog';
import { createDiffusionFolder } from './diffusion';
import type { FindReader } from './model';
import { DAY } from './offers';
import { setVisibility, type Ask, type IPublishing } from './publishing';
import { outcomeText } from './sentences';
import { Sharing, type ILinkWish } from './sharing';
import { exactPlace } from '../drive/exact';
import { WarnedBuckets } from './warned';
import { confirmPublication } from './warning';

/**
 * Who can read a place, as the store says.
 */
export interface IVisible {
  readonly visibility: Visibility;
  /** The prefix of the folder above by which it is public, or `null`. */
  readonly inheritedFrom: string | null;
  /** The address at which anyone reads it, or `null`. */
  readonly publicUrl: string | null;
}

/**
 * Shares what is in the drive; asks the person what must be asked.
 */
export interface ISharer {
  /**
   * The exact place of `bucket/key`.
   *
   * @throws `DriveError` 404 for what is not there.
   */
  placeOf(localPath: string): Promise<IS3Location>;

  /** Show the dialog; resolves when it is closed. */
  show(place: IS3Location): Promise<void>;

  /**
   * Publish a place or take it back.
   *
   * @returns What the store says afterwards; `notice` where that is not what
   * was asked for, or where more than that has changed.
   *
   * @throws `DriveError` where it cannot be done, with the reason.
   */
  setVisibility(
    place: IS3Location,
    visibility: 'public' | 'private'
  ): Promise<IVisible & { readonly notice: string | null }>;

  /**
   * Make a link.
   *
   * @param target - A place, or for an upload `bucket/key` of a new object.
   *
   * @returns When it really ends: ISO 8601.
   */
  createLink(
    target: IS3Location | string | null,
    wish: ILinkWish
  ): Promise<{ url: string; expiresAt: string }>;

  /**
   * The address at which anyone reads a place.
   *
   * @throws `DriveError` 409 when it is not public.
   */
  publicUrl(place: IS3Location): Promise<string>;

  /** Create the folder of a bucket in which everything is public. */
  createDiffusion(bucket: string): Promise<IS3Location | null>;
}

/**
 * Make the sharer of a drive that is loaded.
 *
 * @param findReader - Looks into a file that is shared; `null`: its name tells
 * how it is read.
 * @param languages - Those of JupyterLab's editors, for the colours of code.
 */
export async function makeSharer(
  drive: LazyDrive,
  state: IStateDB | null,
  findReader: FindReader | null,
  languages: IEditorLanguageRegistry | null,
  trans: TranslationBundle
): Promise<ISharer> {
  const { connection, drive: loaded } = await drive.load();
  const sharing = new Sharing({
    connection,
    policies: loaded.policies,
    status: refresh => drive.status(refresh)
  });
  const highlight = makeHighlighter(languages);
  const warned = new WarnedBuckets(state);
  const context: IPublishing = { connection, sharing, trans, warned };
  const ask: Ask = question => confirmPublication(question, trans);
  const found = (
    description: Awaited<ReturnType<Sharing['describe']>>
  ): IVisible => ({
    visibility: description.visibility,
    inheritedFrom: description.inheritedFrom,
    publicUrl: description.publicUrl
  });
  return {
    placeOf: localPath =>
      exactPlace(localPath, path => drive.get(path, { content: false })),
    show: place =>
      showShare(
        place,
        sharing,
        (description, visibility, ask) =>
          setVisibility(description, visibility, context, ask),
        findReader,
        highlight,
        trans
      ),
    setVisibility: async (place, visibility) => {
      const before = await sharing.describe(place);
      if (before.visibility === visibility && before.cause !== 'refused') {
        return { ...found(before), notice: null };
      }
      const outcome = await setVisibility(before, visibility, context, ask);
      if (!outcome) {
        return { ...found(before), notice: null };
      }
      const { alsoPrivate, description, isAsWanted, isAsWritten } = outcome;
      const isPlain = isAsWanted && isAsWritten && alsoPrivate.length === 0;
      const notice = isPlain ? null : outcomeText(outcome, visibility, trans);
      return { ...found(description), notice };
    },
    createLink: async (target, wish) => {
      const place = typeof target === 'string' ? parsePath(target) : target;
      if (!place) {
        throw refusal(400, 'NoPath', trans.__('Choose a file first.'));
      }
      const expiresIn = wish.expiresIn > 0 ? wish.expiresIn : DAY;
      const { expiresAt, url } = await sharing.link(place, {
        ...wish,
        expiresIn
      });
      return { url, expiresAt: expiresAt.toISOString() };
    },
    publicUrl: async place => {
      const { publicUrl } = await sharing.describe(place);
      if (!publicUrl) {
        throw refusal(
          409,
          'NotPublic',
          trans.__(
            'It is not public, so it has no public address. "Share…" makes it public, or makes a temporary link.'
          ),
          place
        );
      }
      return publicUrl;
    },
    createDiffusion: async bucket => {
      const save = (path: string) => drive.save(path, { type: 'directory' });
      const made = await createDiffusionFolder(bucket, save, context, ask);
      return made?.place ?? null;
    }
  };
}
