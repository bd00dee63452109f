// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import type { IServerStatus, RenewalWay } from '../s3/server/status';
import type { AccessState } from './access';

/** Seconds. */
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A time in the two largest of its units, rounded down: "6 d 4 h".
 */
export function durationText(
  seconds: number,
  trans: TranslationBundle
): string {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  if (days > 0) {
    return trans.__('%1 d %2 h', days, hours);
  }
  if (hours > 0) {
    return trans.__('%1 h %2 min', hours, minutes);
  }
  return minutes > 0
    ? trans.__('%1 min', minutes)
    : trans.__('less than a minute');
}

/**
 * Whose keys are in use, in a word; empty where there are none.
 */
export function accountText({ credentials }: IServerStatus): string {
  return credentials.account ?? credentials.accessKey ?? '';
}

/**
 * How long the access lasts, in a sentence.
 *
 * @param seconds - What is left; `null` if it is not known or has no end.
 */
export function lastsText(
  standing: AccessState,
  seconds: number | null,
  status: IServerStatus,
  trans: TranslationBundle
): string {
  switch (standing) {
    case 'none':
      return trans.__('The Jupyter server has no keys for S3.');
    case 'ended':
      return trans.__('The keys have expired.');
    case 'unknown':
      return trans.__('The keys are temporary; when they end is not known.');
    default:
      break;
  }
  if (seconds === null) {
    return trans.__('The keys have no end that is known.');
  }
  const left = durationText(seconds, trans);
  return status.renewal?.isAutomatic
    ? trans.__('The keys last %1, and are renewed by themselves.', left)
    : trans.__('The keys last %1.', left);
}

/**
 * Where the keys come from.
 *
 * @param source - As the status has it.
 */
export function sourceText(
  source: string | null,
  trans: TranslationBundle
): string {
  switch (source) {
    case null:
      return trans.__('There are none.');
    case 'env':
      return trans.__('The environment of the Jupyter server');
    case 'shared-credentials-file':
    case 'config-file':
      return trans.__('An AWS file of the Jupyter server');
    case 'paste':
      return trans.__(
        'You pasted them. They are gone when the Jupyter server ends.'
      );
    case 'command':
      return trans.__("The administrator's command");
    case 'custom-process':
      return trans.__('A program that an AWS file names (credential_process)');
    case 'assume-role-with-web-identity':
      return trans.__('A web identity (AssumeRoleWithWebIdentity)');
    case 'container-role':
      return trans.__('The container in which the Jupyter server runs');
    case 'iam-role':
      return trans.__('The machine on which the Jupyter server runs');
    default:
      return source;
  }
}

/**
 * Which keys kernels and terminals have.
 */
export function kernelText(
  { features, reasons }: IServerStatus,
  trans: TranslationBundle
): string {
  if (features.renewedKernels) {
    return trans.__(
      'They ask the Jupyter server for keys, and go on after a renewal.'
    );
  }
  const why = reasons?.renewedKernels;
  return why
    ? trans.__('They have keys of their own. %1', why)
    : trans.__(
        'They have the keys with which the Jupyter server was started, also after a renewal.'
      );
}

/**
 * What a way of renewal has come to, where it gave no newer keys.
 *
 * @param why - The reason; `null`: the keys are as before.
 */
export function nothingNewText(
  way: RenewalWay,
  why: string | null,
  trans: TranslationBundle
): string {
  if (way === 'command') {
    return why === null
      ? trans.__("The administrator's command gave the same keys again.")
      : trans.__("The administrator's command gave no keys that work: %1", why);
  }
  return why === null
    ? trans.__(
        'Where the Jupyter server has its keys from there are no newer ones.'
      )
    : trans.__(
        'Where the Jupyter server has its keys from there are none that work.'
      );
}
