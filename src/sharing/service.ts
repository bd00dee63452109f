// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';

import { makeHighlighter } from '../dialogs/highlighting';
import { showMessage } from '../dialogs/errordialog';
import type { S3Drive } from '../drive/drive';
import { Declined, type Consent } from '../drive/exposure/consent';
import type { IS3Connection } from '../s3/http/types';
import { refusal } from '../drive/messages/messages';
import type { S3Location } from '../s3/location';
import type { Visibility } from '../s3/policy/visibility';
import { showShare } from './dialog/dialog';
import { createDiffusionFolder } from './diffusionfolder';
import { addressesText } from './folderfiles';
import type { FindReader } from './dialog/model';
import { DAY } from './linklife';
import { setVisibility, type Ask, type IPublishing } from './publishing';
import { visibilityOutcomeText } from './messages';
import { Sharing } from './sharing';
import { type ILinkOptions } from './types';
import { WarnedBuckets } from './warnedbuckets';
import { confirmPublication } from './dialog/publicationwarning';

/**
 * Who can read a location, according to the store.
 */
export interface IVisible {
  readonly visibility: Visibility;
  /** The prefix of the folder above that makes it public, or `null`. */
  readonly inheritedFrom: string | null;
  /** The URL at which anyone can read it, or `null`. */
  readonly publicUrl: string | null;
}

/**
 * Shares locations of the drive, after the necessary questions.
 */
export interface ISharingService {
  /**
   * The exact location of `bucket/key`.
   *
   * @throws `DriveError` 404 if it does not exist.
   */
  placeOf(localPath: string): Promise<S3Location>;

  /** Show the share dialog. Resolves when it is closed. */
  show(location: S3Location): Promise<void>;

  /**
   * Make a location public or private.
   *
   * @param visibility - `public` or `private`.
   *
   * @returns The state afterwards. `notice` says if that is not what was
   * requested, or if something else changed too. `null` without a location: a
   * dialog asks the person to choose one.
   *
   * @throws `DriveError` if it is not possible, with the reason.
   */
  setVisibility(
    location: S3Location | null,
    visibility: unknown
  ): Promise<(IVisible & { readonly notice: string | null }) | null>;

  /**
   * Create a link.
   *
   * @param target - A location, or `bucket/key` of a new object for an upload.
   *
   * Before one for an upload that others could read, the person is asked.
   *
   * @returns The link and when it really expires (ISO 8601). `null` without a
   * target: a dialog asks the person to choose one. `null` also when the person
   * declined.
   */
  createLink(
    target: S3Location | string | null,
    wish: ILinkOptions
  ): Promise<{ url: string; expiresAt: string } | null>;

  /**
   * Create a link that reads a location.
   *
   * @param seconds - The lifetime; a day unless it is positive.
   */
  readLink(
    location: S3Location,
    seconds: number
  ): Promise<{ url: string; expiresAt: string }>;

  /**
   * The URL at which anyone can read a location; for a folder those of its
   * files, one per line.
   *
   * @throws `DriveError` 409 when it is not public.
   */
  publicUrl(location: S3Location): Promise<string>;

  /** Create the diffusion folder of a bucket, in which everything is public. */
  createDiffusion(bucket: string): Promise<S3Location | null>;
}

/**
 * Create the sharing service of a drive.
 *
 * @param findReader - Inspects a shared file for how to read it; `null`: its
 * name is used.
 * @param languages - The languages of JupyterLab's editors, for highlighting.
 */
export function makeSharingService(
  connection: IS3Connection,
  drive: S3Drive,
  state: IStateDB | null,
  findReader: FindReader | null,
  languages: IEditorLanguageRegistry | null,
  trans: TranslationBundle
): ISharingService {
  const sharing = new Sharing({
    connection,
    policies: drive.policies,
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
  const link = async (location: S3Location, wish: ILinkOptions) => {
    const expiresIn = wish.expiresIn > 0 ? wish.expiresIn : DAY;
    const made = await sharing.link(location, { ...wish, expiresIn });
    return { url: made.url, expiresAt: made.expiresAt.toISOString() };
  };
  return {
    placeOf: localPath => drive.locationOf(localPath),
    show: location =>
      showShare(
        location,
        sharing,
        (description, visibility, ask) =>
          setVisibility(description, visibility, context, ask),
        findReader,
        highlight,
        trans
      ),
    setVisibility: async (location, visibility) => {
      if (!location) {
        return tellToChoose(trans);
      }
      if (visibility !== 'public' && visibility !== 'private') {
        throw new Error(
          trans.__('A path and "public" or "private" are needed.')
        );
      }
      const before = await sharing.describe(location);
      if (before.visibility === visibility && before.cause !== 'refused') {
        return { ...found(before), notice: null };
      }
      const outcome = await setVisibility(before, visibility, context, ask);
      if (!outcome) {
        return { ...found(before), notice: null };
      }
      const { alsoPrivate, description, isAsWanted, isAsWritten } = outcome;
      const isPlain = isAsWanted && isAsWritten && alsoPrivate.length === 0;
      const notice = isPlain
        ? null
        : visibilityOutcomeText(outcome, visibility, trans);
      return { ...found(description), notice };
    },
    createLink: async (target, wish) => {
      const location = typeof target === 'string' ? drive.at(target) : target;
      if (!location) {
        return tellToChoose(trans);
      }
      const isUpload = wish.operation === 'upload';
      return isUpload && !(await isAgreed(drive.consent, location))
        ? null
        : link(location, wish);
    },
    readLink: (location, seconds) =>
      link(location, { operation: 'read', expiresIn: seconds }),
    publicUrl: async location => {
      const description = await sharing.describe(location);
      const { isFolder, publicUrl } = description;
      if (!publicUrl) {
        throw refusal(
          409,
          'NotPublic',
          trans.__(
            'It is not public, so it has no public address. "Share…" makes it public, or makes a temporary link.'
          ),
          location
        );
      }
      return isFolder
        ? addressesText(description, await sharing.files(location, Infinity))
        : publicUrl;
    },
    createDiffusion: async bucket => {
      const save = (path: string) => {
        // The person has just agreed that it is open to the platform.
        const location = drive.at(path).asFolder();
        drive.consent.agreed({ by: 'platform', location, item: location });
        return drive.save(path, { type: 'directory' });
      };
      const made = await createDiffusionFolder(bucket, save, context, ask);
      return made?.location ?? null;
    }
  };
}

/**
 * Ask the person whether others may read what is created at a location, if they
 * could.
 *
 * @throws `S3Error` when the store does not answer.
 */
async function isAgreed(
  consent: Consent,
  location: S3Location
): Promise<boolean> {
  try {
    await consent.require({ to: location });
    return true;
  } catch (error) {
    if (error instanceof Declined) {
      return false;
    }
    throw error;
  }
}

/**
 * Show that a command needs a selection.
 */
async function tellToChoose(trans: TranslationBundle): Promise<null> {
  await showMessage(
    trans.__('Nothing is chosen'),
    trans.__('Choose a file or folder in the S3 panel first.'),
    '',
    trans
  );
  return null;
}
