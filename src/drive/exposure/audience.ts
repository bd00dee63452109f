// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Location, S3Location } from '../../s3/location';
import type { Policies } from '../../s3/policy/policycache';
import { publicBelow } from '../../s3/policy/publicbelow';
import type { ISharingRules } from '../../s3/server/status';

/**
 * The folder at a bucket's root that the Datalab opens to all of its users,
 * unless the administrator has given it another name.
 */
const DIFFUSION = 'diffusion';

/**
 * Who can read a location, as far as it is known. `partly`: anyone, but only
 * something below it. `platform`: every user of the platform. `owner`: those
 * with a right to it. `null`: unknown.
 */
export interface IAudience {
  readonly by: 'anyone' | 'partly' | 'platform' | 'owner' | null;
  /**
   * The folder that makes it so: `''` for the bucket; `null` if there is none.
   */
  readonly through: string | null;
}

/**
 * Who can read a location, according to the policies that were read; makes no
 * request.
 *
 * @param rules - The administrator's rules; `null` if they are not known.
 */
export function audienceOf(
  policies: Policies,
  location: S3Location,
  rules: ISharingRules | null
): IAudience {
  const found = policies.visibility(location);
  if (found?.visibility === 'public') {
    const isOwn = found.through === location.key && !location.isFolder;
    return { by: 'anyone', through: isOwn ? null : found.through };
  }
  const policy = policies.peek(location.bucket)?.policy;
  if (policy && location.isFolder && publicBelow(policy, location) === 'sure') {
    return { by: 'partly', through: null };
  }
  if (isOpenToPlatform(location, rules)) {
    return { by: 'platform', through: `${rules?.diffusionFolder}/` };
  }
  const by = found?.visibility === 'private' ? 'owner' : null;
  return { by, through: null };
}

/**
 * Whether the administrator declares that all users of the platform can read a
 * location.
 */
export function isOpenToPlatform(
  { key }: IS3Location,
  rules: ISharingRules | null
): boolean {
  const folder = rules?.diffusionIsOpen ? rules.diffusionFolder : '';
  return folder !== '' && key.startsWith(`${folder}/`);
}

/**
 * Whether a location is in a folder that others are meant to read, whatever the
 * policy says.
 */
export function isInDiffusion(
  { key }: IS3Location,
  rules: ISharingRules | null
): boolean {
  const names = [DIFFUSION, rules?.diffusionFolder];
  return names.some(name => !!name && key.startsWith(`${name}/`));
}

/**
 * The diffusion folder that contains a location, or is the location; `null` if
 * there is none. As `isInDiffusion`, but only with the name set by the
 * administrator.
 */
export function diffusionOf(
  location: S3Location,
  rules: ISharingRules | null
): S3Location | null {
  const folder = rules?.diffusionFolder ? `${rules.diffusionFolder}/` : '';
  return folder && location.key.startsWith(folder)
    ? location.withKey(folder)
    : null;
}
