// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression, IFacts, ITableChoice } from '../inspect/facts';
import { promiseOf } from '../inspect/formats/filenames';
import { inspectText } from '../inspect/text/textfile';
import { UnpackedRanges } from './source/packed/unpackedranges';
import { unpackerOf } from './source/packed/unpackers';
import type { IFileRanges } from './source/ranges';

/**
 * Look at the text in a packed file: its first MiB shows how it is written.
 *
 * @param choice - What a person says of it.
 *
 * @returns `null` if it cannot be unpacked here, or is no text.
 *
 * @throws As `IFileRanges.read`.
 */
export async function lookIntoPacked(
  packed: IFileRanges,
  name: string,
  compression: Compression,
  choice: ITableChoice
): Promise<{ ranges: IFileRanges; facts: IFacts } | null> {
  const start = unpackerOf(compression);
  if (!start) {
    return null;
  }
  const ranges = new UnpackedRanges(packed, start);
  const head = await ranges.read(0, LOOKED_AT);
  const promise = promiseOf(name);
  const inner = promise.compression === compression ? promise.inner : name;
  const facts = inspectText(head, inner, ranges.isOpen, null, choice);
  return facts && { ranges, facts: { ...facts, compression } };
}

/** How many bytes are looked at. */
const LOOKED_AT = 2 ** 20;
