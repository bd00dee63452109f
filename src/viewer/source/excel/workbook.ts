// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFileRanges } from '../ranges';
import { TableError } from '../tableerror';
import { SharedTexts } from './sharedtexts';
import { Styles } from './styles';
import { attributeOf, readXml, type IXmlHandler } from './xml';
import { entryRanges, readZipEntries, type IZipEntry } from './zipentries';

/**
 * A sheet of a workbook.
 */
export interface ISheet {
  readonly name: string;
  /** The file in the zip that has its cells. */
  readonly entry: IZipEntry;
}

/**
 * What a workbook says of all its sheets (ECMA-376, Part 1, 18.2).
 */
export interface IWorkbook {
  /** Those that have cells, also hidden ones, in their order. */
  readonly sheets: readonly ISheet[];
  /** Whether its days are counted from 1904 on. */
  readonly isFrom1904: boolean;
  readonly texts: SharedTexts;
  readonly styles: Styles;
}

/**
 * Read what a workbook says of all its sheets, and no cell.
 *
 * @throws `TableError` if it cannot be read; as `IFileRanges.read`.
 */
export async function readWorkbook(ranges: IFileRanges): Promise<IWorkbook> {
  const entries = await readZipEntries(ranges);
  const read = async <T extends IXmlHandler>(name: string, handler: T) => {
    const entry = entries.get(name);
    if (entry) {
      const packed = await entryRanges(ranges, entry);
      await readXml(packed, entry.isDeflated, handler);
    }
    return handler;
  };
  const names = await read(`${ROOT}workbook.xml`, new SheetNames());
  const targets = await read(`${ROOT}_rels/workbook.xml.rels`, new Targets());
  const sheets = names.sheets.flatMap(({ id, name }) => {
    const entry = entries.get(targets.of(id) ?? '');
    return entry ? [{ name, entry }] : [];
  });
  if (sheets.length === 0) {
    throw new TableError('damaged', 'no sheet in the workbook');
  }
  return {
    sheets,
    isFrom1904: names.isFrom1904,
    texts: await read(`${ROOT}sharedStrings.xml`, new SharedTexts()),
    styles: await read(`${ROOT}styles.xml`, new Styles())
  };
}

/** Where the parts of a workbook are. */
const ROOT = 'xl/';

/** How many sheets, or other parts, are named at most. */
const MOST_SHEETS = 10_000;

/** The names of the sheets, with the ids of their files. */
class SheetNames implements IXmlHandler {
  readonly sheets: { readonly id: string; readonly name: string }[] = [];
  isFrom1904 = false;

  opened(name: string, attributes: { readonly [name: string]: string }): void {
    if (name === 'sheet' && this.sheets.length < MOST_SHEETS) {
      this.sheets.push({
        id: attributes['r:id'] ?? attributeOf(attributes, 'id') ?? '',
        name: attributes.name ?? ''
      });
    } else if (name === 'workbookPr') {
      this.isFrom1904 = /^(1|true|on)$/.test(attributes.date1904 ?? '');
    }
  }

  closed(): void {
    // Each sheet is one tag.
  }

  text(): void {
    // Nothing is written between the tags.
  }
}

/** The files of ids; those of sheets with cells. */
class Targets implements IXmlHandler {
  opened(name: string, attributes: { readonly [name: string]: string }): void {
    const { Id: id, Target: target = '', Type: type = '' } = attributes;
    const isSheet = /\/worksheet$/.test(type);
    if (
      name === 'Relationship' &&
      isSheet &&
      this._targets.size < MOST_SHEETS
    ) {
      const isAbsolute = target.startsWith('/');
      this._targets.set(id, isAbsolute ? target.slice(1) : ROOT + target);
    }
  }

  closed(): void {
    // Each file is one tag.
  }

  text(): void {
    // Nothing is written between the tags.
  }

  /** The file of an id, in the zip. */
  of(id: string): string | undefined {
    return this._targets.get(id);
  }

  private readonly _targets = new Map<string, string>();
}
