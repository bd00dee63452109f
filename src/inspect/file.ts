// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { concat } from '../s3/http/body';
import type { IRequestOptions, IS3Connection } from '../s3/http/types';
import { isAborted, S3Error } from '../s3/errors';
import { getObject, type IOpenedObject } from '../s3/objects/get';
import { isUnpacked } from '../s3/metadata/encoding';
import { type IObjectInfo } from '../s3/metadata/objectinfo';
import { basename } from '../s3/keys';
import { type IS3Location } from '../s3/location';
import type { IFacts, ITableChoice } from './facts';
import type { ISample } from './detect';

/**
 * The options of an inspection.
 */
export interface ILookOptions extends Pick<IRequestOptions, 'signal'> {
  /**
   * Called with the reason why something could not be read, before the doubt is
   * returned.
   */
  failed?(reason: unknown): void;

  /** Called with the version of the file that is inspected. */
  opened?(info: IObjectInfo): void;

  /** What a person says of a text table. */
  readonly choice?: ITableChoice;

  /** Called with each part of that version that was read, and where it begins. */
  got?(bytes: Uint8Array, first: number): void;
}

/**
 * How many bytes are read at the beginning, and at the end if it is needed.
 */
const PART = 65536;

/**
 * How many bytes of a text table are read: all of them, or as many from its
 * beginning as from its end.
 */
const LONG = 2 ** 20;

/**
 * Inspect a file: its first 64 KiB, and its last 64 KiB if they hold a Parquet
 * footer or the directory of a zip (more only if the footer says so, up to 4
 * MiB). Of a text table up to 1 MiB is read: what is further down may need other
 * arguments. For a text whose first lines are longer than 64 KiB, its first MiB
 * is read.
 *
 * For a file that is gone or cannot be read, the facts come from its name, with
 * a doubt; its content never makes this fail.
 *
 * @param location - The location of a file.
 * @param size - The size in the listing; `null` if it is not known.
 *
 * @throws `S3Error` `Aborted`, by the signal, and nothing else.
 */
export async function inspectFile(
  connection: IS3Connection,
  location: IS3Location,
  size: number | null,
  { choice, failed, got, opened, signal }: ILookOptions = {}
): Promise<IFacts> {
  const name = basename(location.key);
  const { detect, factsByName, isWorthMore } = await import('./detect');
  let encoding: string | undefined;
  const told = (info: IObjectInfo) => {
    encoding = info.contentEncoding;
    opened?.(info);
  };
  const options = { got, signal, told };
  try {
    // Bytes as they are stored, as libraries get them: a gzip is one, whether
    // or not the object's `Content-Encoding` says so.
    const opened = await read(connection, location, size, options);
    const first = await detect(opened.sample, choice);
    const facts = isWorthMore(first, opened.sample)
      ? await detect(await readLong(opened), choice)
      : first;
    return facts.compression === 'gzip' && isUnpacked(encoding, name)
      ? { ...facts, isContentEncoded: true }
      : facts;
  } catch (error) {
    if (isAborted(error) || signal?.aborted) {
      throw error;
    }
    failed?.(error);
    return factsByName(name, 'unreadable');
  }
}

/** What was read of a file, and what reads more of the same version. */
interface IOpened {
  readonly sample: ISample;
  /** @param last - The last byte, which is read too. */
  get(first: number, last: number): Promise<Uint8Array>;
}

/**
 * Read more of a text table.
 */
async function readLong({ sample, get }: IOpened): Promise<ISample> {
  const { size } = sample;
  const known = sample.head.length;
  const isWhole = size <= LONG;
  const part = isWhole ? size : LONG / 2;
  const [more, end] = await Promise.all([
    known < part ? get(known, part - 1) : new Uint8Array(),
    isWhole ? null : get(size - part, size - 1)
  ]);
  const head = concat([sample.head, more]);
  return { ...sample, head, tail: end ?? head };
}

/**
 * Read the bytes that are needed.
 */
async function read(
  connection: IS3Connection,
  location: IS3Location,
  size: number | null,
  {
    got,
    signal,
    told
  }: Pick<ILookOptions, 'got' | 'signal'> & {
    told: ILookOptions['opened'];
  }
): Promise<IOpened> {
  const name = basename(location.key);
  const none = new Uint8Array();
  const empty = { name, size: 0, head: none, tail: none };
  const get = async (first: number, last: number, ifMatch?: string) => {
    const range = { first, last };
    const options = { range, ifMatch, signal };
    return getObject(connection, location.bucket, location.key, options);
  };
  const opened = size === 0 ? null : await get(0, PART - 1).catch(ifNotEmpty);
  if (!opened) {
    return { sample: empty, get: async () => none };
  }
  const { info } = opened;
  told?.(info);
  const bytesOf = async (part: IOpenedObject, first: number) => {
    const bytes = await part.body();
    got?.(bytes, first);
    return bytes;
  };
  const head = await bytesOf(opened, 0);
  const sample = { name, size: info.size, head, tail: head };
  const found: IOpened = {
    sample,
    get: async (first, last) =>
      bytesOf(await get(first, last, info.etag), first)
  };
  const { wantedHead, wantedTail } = await import('./detect');
  const more = wantedHead(sample);
  if (more > 0) {
    sample.head = sample.tail = await found.get(0, more - 1);
    return found;
  }
  // The end of the file may show that more of it is needed: once, for a long
  // footer.
  for (let asked = 0; asked < 2; asked++) {
    const wanted = wantedTail(sample, PART);
    if (wanted > 0) {
      sample.tail = await found.get(info.size - wanted, info.size - 1);
    }
  }
  return found;
}

/**
 * The result for an empty object, which has no first byte to read.
 */
function ifNotEmpty(reason: unknown): null {
  if (reason instanceof S3Error && reason.status === 416) {
    return null;
  }
  throw reason;
}
