// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IKeys } from '../s3/server/renew';

/**
 * Keys that were found in a text.
 */
export interface IFoundKeys extends IKeys {
  /** The host of the store that they are for, where the text says so. */
  readonly host: string | null;
}

/**
 * How much of a text is read (characters). Keys with a session token take some
 * thousands.
 */
export const MAX_PASTED = 32_768;

/**
 * Find the keys in a text that people have at hand: lines for a shell, code that
 * sets variables or makes a client (as Onyxia shows it in each language), a
 * profile of `~/.aws/credentials`, an alias of `mc`, the answer of STS (JSON or
 * XML), a secret of DuckDB.
 *
 * Of several sets of keys the first complete one is taken: where a name comes
 * again with another value, another set begins.
 *
 * @returns `null` where there is no access key with its secret.
 */
export function readKeys(text: string): IFoundKeys | null {
  if (text.length > MAX_PASTED) {
    return null;
  }
  // In front of a variable in PowerShell.
  const plain = text.replace(/\$env:/gi, '');
  return readAlias(plain) ?? readAssignments(plain);
}

/** What a name in a text means. */
type Part = keyof IFoundKeys;

/**
 * Names as they are without capitals and signs, and without `aws` in front. The
 * generic ones count only where the others have not been found.
 */
const NAMES: readonly (readonly [Part, RegExp])[] = [
  ['accessKey', /(^|s3a|s3)accesskey(id)?$/],
  ['secretKey', /(^|s3a|s3)secret(access)?key$/],
  ['sessionToken', /(^|s3a|s3)(session|security|access)token$/],
  ['expiresAt', /^(credential|token)?s?expiration$|^securitytokenexpires$/],
  ['host', /^(s3)?endpoint(url)?(s3|override)?$|^hostbase$/]
];

const GENERIC: readonly (readonly [Part, RegExp])[] = [
  ['accessKey', /^key(id)?$/],
  ['secretKey', /^secret$/],
  ['sessionToken', /^token$/]
];

/** What is between a name and its value on a line, quoted or bare. */
const SEPARATORS = String.raw`[ \t]{0,9}(?:=>|<-|:=|=|:|>)[ \t]{0,9}`;
const QUOTED = String.raw`(?:"([^"\n]{0,8192})"|'([^'\n]{0,8192})')`;
const BARE = String.raw`([\w+/.:@%-]{1,8192}={0,2})(?=[\s,;)}\]<"'\\]|$)`;

/**
 * One assignment. All repetitions are bounded, and a name begins where no other
 * sign of a name is before it, so that no text takes long.
 */
const ASSIGNMENT = new RegExp(
  String.raw`(?<![\w.-])([A-Za-z][\w.-]{0,63})["'\]]{0,2}(?:` +
    `${SEPARATORS}(?:${QUOTED}|${BARE})` +
    // The call of a function, and SQL.
    String.raw`|\s{0,9},\s{0,9}${QUOTED}|\s{1,9}${QUOTED})`,
  'g'
);

/** A header of a profile. */
const PROFILE = /^\s{0,9}\[[^\]\n]{1,200}\]\s{0,9}$/m;

/** `MC_HOST_s3=https://key:secret:token@host`. */
const MC_HOST =
  /\bMC_HOST_\w{1,64}["'\]]{0,2}\s{0,9}[=:]\s{0,9}["']?https?:\/\/([^\s:@"'/]{1,256}):([^\s:@"']{1,1024})(?::([^\s:@"']{0,8192}))?@([^\s"'/]{1,300})/;

/** `mc alias set s3 https://host key secret`. */
const MC_ALIAS =
  /\bmc\s{1,9}alias\s{1,9}set\s{1,9}\S{1,64}\s{1,9}["']?https?:\/\/([^\s"'/]{1,300})\/?["']?\s{1,9}["']?([^\s"']{1,256})["']?\s{1,9}["']?([^\s"']{1,1024})/;

function readAlias(text: string): IFoundKeys | null {
  const address = MC_HOST.exec(text);
  if (address) {
    const [, accessKey, secretKey, sessionToken = '', host] = address;
    return { accessKey, secretKey, sessionToken, expiresAt: '', host };
  }
  const alias = MC_ALIAS.exec(text);
  if (alias) {
    const [, host, accessKey, secretKey] = alias;
    return { accessKey, secretKey, sessionToken: '', expiresAt: '', host };
  }
  return null;
}

/** A set of keys, as far as it is known. */
type Found = Partial<Record<Part, string>>;

function readAssignments(text: string): IFoundKeys | null {
  for (const names of [NAMES, [...NAMES, ...GENERIC]]) {
    for (const section of text.split(PROFILE)) {
      const complete = setsIn(section, names).find(isComplete);
      if (complete) {
        return asKeys(complete);
      }
    }
  }
  return null;
}

/** The sets of keys in a text: a name with another value begins a new one. */
function setsIn(text: string, names: typeof NAMES): Found[] {
  let current: Found = {};
  const sets = [current];
  for (const [, name, ...values] of text.matchAll(ASSIGNMENT)) {
    const part = partOf(name, names);
    const value = values.find(each => each !== undefined)?.trim();
    if (!part || !value || isName(value)) {
      continue;
    }
    const known = current[part];
    if (known !== undefined && known !== value) {
      current = {};
      sets.push(current);
    }
    current[part] = value;
  }
  return sets;
}

function partOf(name: string, names: typeof NAMES): Part | null {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const own = plain.replace(/^aws/, '');
  return names.find(([, pattern]) => pattern.test(own))?.[0] ?? null;
}

/** Whether a value is the name of a variable, as in `key = AWS_ACCESS_KEY_ID`. */
function isName(value: string): boolean {
  return /^\$|^(AWS|aws|os|Sys|ENV|System|process)[._[(]/.test(value);
}

function isComplete({ accessKey, secretKey }: Found): boolean {
  return !!accessKey && !!secretKey;
}

function asKeys(found: Found): IFoundKeys {
  // Some write `\/` for a slash in JSON.
  const plain = (part: Part) => (found[part] ?? '').replace(/\\\//g, '/');
  return {
    accessKey: plain('accessKey'),
    secretKey: plain('secretKey'),
    sessionToken: plain('sessionToken'),
    expiresAt: momentOf(plain('expiresAt')),
    host:
      plain('host')
        .replace(/^https?:\/\//, '')
        .split('/')[0] || null
  };
}

/** A moment as the server reads it; empty for a text that is none. */
function momentOf(text: string): string {
  const isZoned = /\d(Z|[+-]\d\d:?\d\d)$/.test(text);
  const moment = new Date(isZoned ? text : '');
  return isNaN(moment.getTime()) ? '' : moment.toISOString();
}
