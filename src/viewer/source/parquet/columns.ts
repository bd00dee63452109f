// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { SchemaElement, SchemaTree } from 'hyparquet';

import { afterColumn } from '../../../inspect/formats/parquet';
import type { ColumnType, ITableColumn } from '../source';

/**
 * What the cells of a column of a Parquet file are.
 */
export function typeOfColumn(tree: SchemaTree): ColumnType {
  return isNested(tree) ? 'text' : typeOfLeaf(tree.element);
}

/**
 * What the type of a column does not say.
 */
export function detailOfColumn(tree: SchemaTree): ITableColumn['detail'] {
  const { converted_type, logical_type, type } = tree.element;
  const kind = logical_type?.type ?? converted_type;
  if (isNested(tree)) {
    return 'nested';
  }
  if (kind === 'DECIMAL') {
    return 'decimal';
  }
  const isBytes = /BYTE_ARRAY$/.test(type ?? '');
  return isBytes && !TEXTS.includes(kind ?? '') ? 'bytes' : undefined;
}

/** The annotations of bytes that are texts, or numbers. */
const TEXTS: readonly string[] = ['UTF8', 'STRING', 'ENUM', 'JSON', 'FLOAT16'];

/**
 * Whether a column has lists, maps or structs.
 */
export function isNested({ children, element }: SchemaTree): boolean {
  return children.length > 0 || element.repetition_type === 'REPEATED';
}

/**
 * What single values are.
 */
export function typeOfLeaf(element: SchemaElement): ColumnType {
  return typeOfLogical(element) ?? PHYSICAL[element.type ?? ''] ?? 'text';
}

/** What the annotation of a column says; `null` if it says nothing. */
function typeOfLogical(element: SchemaElement): ColumnType | null {
  const { converted_type, logical_type } = element;
  const kind = logical_type?.type ?? converted_type ?? '';
  if (kind === 'DECIMAL' || kind === 'FLOAT16') {
    return 'number';
  }
  return /^(DATE|TIME)/.test(kind) ? 'date' : null;
}

/** By how values are stored; a timestamp of 96 bits is a date. */
const PHYSICAL: { readonly [type: string]: ColumnType } = {
  BOOLEAN: 'boolean',
  INT32: 'integer',
  INT64: 'integer',
  INT96: 'date',
  FLOAT: 'number',
  DOUBLE: 'number'
};

/**
 * The part of a schema that describes one column: the root, and what is in it.
 *
 * @param at - Where the column begins.
 */
export function columnSchema(
  schema: readonly SchemaElement[],
  at: number
): SchemaElement[] {
  const [root] = schema;
  return [
    { ...root, num_children: 1 },
    ...schema.slice(at, afterColumn(schema, at))
  ];
}
