// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, IFolderFacts } from '../../../inspect/facts';
import { S3Location } from '../../../s3/location';
import { librariesFor, writeSnippet } from '../snippet';
import type { ISnippetRequest } from '../types';
import { factsOf, requestOf, TABLE } from './requests';

const request = (known: Partial<ISnippetRequest>) =>
  requestOf({ library: 'pyspark', ...known });

const offers = (known: Partial<ISnippetRequest>) =>
  librariesFor(request(known), 'python').includes('pyspark');

const folder = (facts: IFacts, known: Partial<IFolderFacts> = {}) => ({
  kind: 'folder' as const,
  location: S3Location.fromPath('bucket/a/'),
  facts: { ...facts, extension: '.x', partitions: [], ...known }
});

it('keeps codes, and says which numbers stay text', () => {
  const facts = factsOf('csv', { encoding: 'cp1252' });
  expect(writeSnippet(request({ facts })).code).toBe(
    `from pyspark.sql import SparkSession
from pyspark.sql.types import StringType

spark = SparkSession.builder.getOrCreate()

# Numbers with a decimal comma stay text here.
# Spark takes codes for numbers, which would lose their zeros.
schema = spark.read.csv(
    "s3a://bucket/folder/towns.csv",
    sep=";",
    header=True,
    encoding="windows-1252",
    escape="\\"",
    inferSchema=True,
).schema
for field in schema:
    if field.name in ["code"]:
        field.dataType = StringType()
df = spark.read.csv(
    "s3a://bucket/folder/towns.csv",
    sep=";",
    header=True,
    encoding="windows-1252",
    escape="\\"",
    schema=schema,
)
`
  );
});

it('adds files to a folder, or makes a new one', () => {
  const write = { operation: 'write' as const };
  const parts = folder(factsOf('parquet'), { partitions: ['year'] });
  expect(writeSnippet(request({ ...parts, ...write })).body).toContain(
    'df.write.mode("append").partitionBy("year").parquet("s3a://bucket/a")'
  );
  const mixed = folder(factsOf('binary'), { extension: null });
  expect(writeSnippet(request({ ...mixed, ...write })).body).toContain(
    'df.write.csv("s3a://bucket/a/df", header=True'
  );
});

const NOT_READ: [string, Partial<ISnippetRequest>][] = [
  [
    'lines above a table',
    { facts: factsOf('csv', { table: { ...TABLE, skippedLines: 2 } }) }
  ],
  [
    'runs of spaces',
    { facts: factsOf('csv', { table: { ...TABLE, separator: ' ' } }) }
  ],
  ['UTF-16', { facts: factsOf('csv', { encoding: 'utf-16' }) }],
  [
    'a gzip that is not called one',
    { facts: factsOf('csv', { compression: 'gzip' }) }
  ],
  [
    'a name that is a pattern',
    { location: S3Location.fromPath('bucket/a[1].csv') }
  ],
  ['a name with a colon', { location: S3Location.fromPath('bucket/a:1.csv') }],
  ['a hidden name', { location: S3Location.fromPath('bucket/_a.csv') }],
  ['an Excel sheet', { facts: factsOf('excel') }],
  ['a Delta table', folder(factsOf('parquet', { variant: 'delta' }))],
  [
    'codes as partitions',
    folder(factsOf('parquet'), { partitions: ['dep'], isMisread: true })
  ],
  ['one file to write', { operation: 'write' }]
];

it.each(NOT_READ)('is not offered for %s', (_, known) => {
  expect(offers(known)).toBe(false);
});

it('is offered for what it reads', () => {
  expect(offers({})).toBe(true);
  expect(offers(folder(factsOf('parquet'), { partitions: ['year'] }))).toBe(
    true
  );
});
