// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IS3Location } from '../s3/path';
import type { Policies } from '../s3/policies';
import { publicBelow } from '../s3/publicbelow';
import type { ISharingRules } from '../s3/status';

/**
 * The folder at a bucket's root that the Datalab opens to all of its users,
 * unless the administrator has given it another name.
 */
const DIFFUSION = 'diffusion';

/**
 * Who may read a place, as far as it is known. `partly`: anyone, something
 * below. `platform`: every user of the platform. `owner`: those who have the
 * right to it. `null`: it cannot be told.
 */
export interface IReach {
  readonly by: 'anyone' | 'partly' | 'platform' | 'owner' | null;
  /** The folder that makes it so: `''` for the bucket; `null`: none. */
  readonly through: string | null;
}

/**
 * Who may read a place, by the policies that are known; asks for nothing.
 *
 * @param rules - What the administrator says; `null` where that is not known.
 */
export function reachOf(
  policies: Policies,
  place: IS3Location,
  rules: ISharingRules | null
): IReach {
  const found = policies.visibility(place);
  if (found?.visibility === 'public') {
    const isOwn = found.through === place.key && !isFolder(place);
    return { by: 'anyone', through: isOwn ? null : found.through };
  }
  const policy = policies.peek(place.bucket)?.policy;
  if (policy && isFolder(place) && publicBelow(policy, place) === 'sure') {
    return { by: 'partly', through: null };
  }
  if (isOpenToPlatform(place, rules)) {
    return { by: 'platform', through: `${rules?.diffusionFolder}/` };
  }
  const by = found?.visibility === 'private' ? 'owner' : null;
  return { by, through: null };
}

/**
 * Whether the administrator declares that all users of the platform can read a
 * place.
 */
export function isOpenToPlatform(
  { key }: IS3Location,
  rules: ISharingRules | null
): boolean {
  const folder = rules?.diffusionIsOpen ? rules.diffusionFolder : '';
  return folder !== '' && key.startsWith(`${folder}/`);
}

/**
 * Whether a place is in a folder that is meant to be read by others, whatever
 * the policy says.
 */
export function isInDiffusion(
  { key }: IS3Location,
  rules: ISharingRules | null
): boolean {
  const names = [DIFFUSION, rules?.diffusionFolder];
  return names.some(name => !!name && key.startsWith(`${name}/`));
}

/**
 * Whether a place is a folder, or a bucket.
 */
export function isFolder({ key }: IS3Location): boolean {
  return key === '' || key.endsWith('/');
}
