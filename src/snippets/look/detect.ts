// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression, Doubt, IFacts } from '../facts';
import { asLatin, compressionOf, holds, magicOf } from './magic';
import { promiseOf } from './names';
import { FOOTER_LIMIT, footerLength, readFooter } from './parquet';
import { lookAtText, namedFormat } from './textual';
import { inflate } from './unpack';
import { memberOf, readZip, type IZip } from './zip';

/**
 * The bytes of a file that were asked for.
 */
export interface ISample {
  /** The last name of its key. */
  readonly name: string;
  /** Of the stored bytes. */
  readonly size: number;
  /** Its first bytes. */
  readonly head: Uint8Array;
  /** Its last bytes; the first ones where it has no more. */
  readonly tail: Uint8Array;
}

/**
 * What is known of a file that was not looked into: its name.
 */
export function factsByName(name: string, doubt: Doubt | null): IFacts {
  const { variant, compression, inner } = promiseOf(name);
  const format = namedFormat(inner);
  return facts({
    format,
    variant,
    compression: format === 'rds' || format === 'rdata' ? null : compression,
    doubt
  });
}

/**
 * How many of a file's last bytes are wanted besides what is there: 0 for
 * none.
 *
 * @param part - How many to begin with.
 */
export function wantedTail(sample: ISample, part: number): number {
  const { head, tail, size } = sample;
  if (size <= head.length) {
    return 0;
  }
  const isParquet = holds(head, 'PAR1');
  if (tail === head) {
    return isParquet || compressionOf(head) === 'zip'
      ? Math.min(part, size)
      : 0;
  }
  const footer = isParquet ? (footerLength(tail, size) ?? 0) : 0;
  return footer > tail.length && footer <= FOOTER_LIMIT ? footer : 0;
}

/**
 * How many of a file's first bytes are wanted in the place of those that are
 * there: 0 for none. Only of a text whose first lines are very long, as they
 * are in a table of thousands of columns.
 */
export function wantedHead({ head, size, name }: ISample): number {
  const lines = asLatin(head).split('\n').length;
  const isLong =
    size > head.length &&
    lines < 4 &&
    !head.includes(0) &&
    compressionOf(head) === null &&
    magicOf(head, name) === null &&
    !/^\s*[{[<]/.test(asLatin(head, 0, 100));
  return isLong ? Math.min(size, 16 * head.length) : 0;
}

/**
 * What a file is, by its bytes first and its name second. Never throws.
 */
export async function detect(sample: ISample): Promise<IFacts> {
  const { name, head, size } = sample;
  if (size === 0 || head.length === 0) {
    return factsByName(name, 'empty');
  }
  try {
    switch (compressionOf(head)) {
      case null:
        return await plain(sample);
      case 'gzip':
        return await gzipped(sample);
      case 'zip':
        return await zipped(sample);
      default:
        return packed(compressionOf(head), name);
    }
  } catch {
    return factsByName(name, 'unreadable');
  }
}

/**
 * A file without a packing.
 */
async function plain(sample: ISample): Promise<IFacts> {
  const { name, head, size } = sample;
  const magic = magicOf(head, name);
  if (magic?.format === 'parquet') {
    return parquet(sample);
  }
  if (magic?.variant === 'encrypted') {
    return facts({ format: 'excel', doubt: 'unreadable' });
  }
  if (magic) {
    return facts(magic);
  }
  const text = lookAtText(head, name, size > head.length);
  const promised = promiseOf(name);
  if (text) {
    return text;
  }
  // Bytes that are neither text nor what the name promises.
  const { format, variant } = promised;
  const said = format !== null && !['binary', 'zarr'].includes(format);
  return said
    ? facts({ format, variant, doubt: 'unreadable' })
    : facts({ format: 'binary', variant });
}

async function parquet({ head, tail, size, name }: ISample): Promise<IFacts> {
  if (holds(head, 'PARE')) {
    return facts({ format: 'parquet', doubt: 'unreadable' });
  }
  const length = footerLength(tail, size);
  if (length === null) {
    return facts({ format: 'parquet', doubt: 'truncated' });
  }
  if (length > tail.length) {
    const named = promiseOf(name).format === 'geoparquet';
    return facts({ format: named ? 'geoparquet' : 'parquet' });
  }
  const footer = await readFooter(tail);
  return footer
    ? facts({
        format: footer.isGeo ? 'geoparquet' : 'parquet',
        columns: footer.columns
      })
    : facts({ format: 'parquet', doubt: 'unreadable' });
}

/**
 * A gzip: of a text, of R data, or of anything else.
 */
async function gzipped({ head, size, name }: ISample): Promise<IFacts> {
  const { bytes, ended } = await inflate(head, 'gzip');
  const whole = size <= head.length;
  // A second gzip may follow the first; browsers stop there.
  const another = ended === 'cut' && bytes.length > 0 && hasMember(head);
  const broken = whole && ended === 'cut' && !another;
  const inner = innerName(name, 'gzip');
  const known = bytes.length
    ? inside(bytes, inner, ended !== 'end')
    : factsByName(inner, whole && !broken ? 'empty' : 'unreadable');
  return {
    ...known,
    compression: isOwnPacking(known) ? null : 'gzip',
    doubt: known.doubt ?? (broken ? 'truncated' : null)
  };
}

/**
 * A zip: a workbook, a shapefile, one file, or many.
 */
async function zipped({ head, tail, size, name }: ISample): Promise<IFacts> {
  const zip = readZip(head, tail, size);
  const doubt = zip.complete ? null : 'truncated';
  const office = workbookOf(zip, head);
  if (office) {
    const format = office === 'docx' || office === 'npz' ? 'binary' : 'excel';
    return facts({ format, variant: office, doubt });
  }
  const compression = 'zip';
  if (zip.names.some(inner => /\.shp$/i.test(inner))) {
    return facts({ format: 'shapefile', compression, doubt });
  }
  if (zip.names.length !== 1) {
    return facts({
      format: 'binary',
      compression,
      doubt: doubt ?? isEmpty(zip)
    });
  }
  const [only] = zip.names;
  const inner = only.slice(only.lastIndexOf('/') + 1);
  if (zip.encrypted) {
    return { ...factsByName(inner, 'unreadable'), compression };
  }
  const member = memberOf(head, only);
  const unpacked = member?.deflated
    ? await inflate(member.bytes, 'deflate-raw')
    : member && { bytes: member.bytes, ended: 'cut' };
  if (!unpacked?.bytes.length) {
    return { ...factsByName(inner, doubt ?? 'empty'), compression };
  }
  const known = inside(
    unpacked.bytes,
    inner,
    size > head.length && unpacked.ended !== 'end'
  );
  return {
    ...known,
    compression,
    doubt: known.doubt ?? doubt,
    ...(zip.isAlone ? {} : { member: only })
  };
}

/**
 * A packing that browsers do not open: its name has to do.
 */
function packed(compression: Compression | null, name: string): IFacts {
  const known = factsByName(innerName(name, compression), null);
  return { ...known, compression: isOwnPacking(known) ? null : compression };
}

/**
 * What was packed.
 *
 * @param cut - Whether there is more of it.
 */
function inside(bytes: Uint8Array, name: string, cut: boolean): IFacts {
  const magic = magicOf(bytes, name);
  return magic
    ? facts(magic)
    : (lookAtText(bytes, name, cut) ?? factsByName(name, null));
}

function workbookOf({ names }: IZip, head: Uint8Array): string | null {
  const has = (start: string) => names.some(name => name.startsWith(start));
  if (has('xl/')) {
    return names.includes('xl/workbook.bin') ? 'xlsb' : 'xlsx';
  }
  if (has('word/') || has('ppt/')) {
    return 'docx';
  }
  if (names.length && names.every(name => name.endsWith('.npy'))) {
    return 'npz';
  }
  const kind = 'application/vnd.oasis.opendocument.';
  const mime = memberOf(head, 'mimetype');
  if (names.includes('mimetype') && mime && holds(mime.bytes, kind)) {
    return holds(mime.bytes, 'spreadsheet', kind.length) ? 'ods' : 'docx';
  }
  return null;
}

/**
 * The name of what is packed: without the end of its packing.
 */
function innerName(name: string, compression: Compression | null): string {
  const promise = promiseOf(name);
  if (promise.compression === compression) {
    return promise.inner;
  }
  return name.replace(/\.t[gbx]z2?$/i, '.tar');
}

/**
 * R's own files are packed as a matter of course.
 */
function isOwnPacking({ format }: IFacts): boolean {
  return format === 'rds' || format === 'rdata';
}

function hasMember(bytes: Uint8Array): boolean {
  for (let at = 1; at < bytes.length; at++) {
    if (holds(bytes, '\x1f\x8b\x08', at)) {
      return true;
    }
  }
  return false;
}

function isEmpty({ names }: IZip): Doubt | null {
  return names.length ? null : 'empty';
}

function facts(known: Partial<IFacts> & Pick<IFacts, 'format'>): IFacts {
  return {
    variant: null,
    compression: null,
    encoding: null,
    table: null,
    columns: null,
    doubt: null,
    ...known
  };
}
