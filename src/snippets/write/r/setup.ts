// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { rLiteral } from '../../../literals';
import { callR } from '../code';
import {
  hostOf,
  isFoundAws,
  isPlainHttp,
  regionToName,
  urlOf,
  type ISpelling
} from '../store';
import type { ISnippetSubject } from '../types';
import type { ISettled } from '../variables';

/**
 * The options that aws.s3's functions take, as a list. It reads
 * `AWS_S3_ENDPOINT` itself. With a region, it would prepend it to the host of
 * another store; on AWS, it would use an empty `AWS_S3_ENDPOINT` as the host.
 */
export function awsS3Options({ names, store }: ISnippetSubject): ISettled {
  const isAws = isFoundAws(store);
  const isRead = store.kernels?.hostVariable === 'AWS_S3_ENDPOINT';
  const args = isAws
    ? [`region = ${regionOf(store)}`, 'base_url = "s3.amazonaws.com"']
    : [
        'region = ""',
        ...(isRead ? [] : [`base_url = ${hostOf(store, R)}`]),
        ...(isPlainHttp(store) ? ['use_https = FALSE'] : [])
      ];
  return names.settled('s3_options', name => callR(`${name} <- list`, args));
}

/**
 * A client of paws, whose configuration it does not take from AWS's variables.
 */
export function pawsClient({ names, store }: ISnippetSubject): ISettled {
  const config = [
    ...(isFoundAws(store)
      ? []
      : [`endpoint = ${urlOf(store, R)}`, 's3_force_path_style = TRUE']),
    `region = ${regionOf(store)}`
  ];
  return names.settled(
    's3',
    name => `${callR(`${name} <- paws::s3(config = list`, config)})`
  );
}

/**
 * A file system of arrow.
 */
export function arrowFileSystem({ names, store }: ISnippetSubject): ISettled {
  const region = regionToName(store, true);
  const args = [
    ...(isFoundAws(store) ? [] : [`endpoint_override = ${hostOf(store, R)}`]),
    ...(isPlainHttp(store) ? ['scheme = "http"'] : []),
    ...(region ? [`region = ${rLiteral(region)}`] : [])
  ];
  return names.settled('s3', name =>
    callR(`${name} <- arrow::S3FileSystem$create`, args)
  );
}

/**
 * A DuckDB connection with a secret, which lives as long as the connection.
 */
export function duckdbConnection({ names, store }: ISnippetSubject): ISettled {
  const isAws = isFoundAws(store);
  const hasKeys = store.kernels?.hasKeys !== false;
  const region = regionToName(store, false);
  const options = [
    'TYPE s3',
    hasKeys
      ? 'KEY_ID ?id, SECRET ?secret, SESSION_TOKEN ?token'
      : 'PROVIDER credential_chain',
    ...(isAws ? [] : ["ENDPOINT ?host, URL_STYLE 'path'"]),
    ...(isPlainHttp(store) ? ['USE_SSL false'] : []),
    ...(region ? ['REGION ?region'] : [])
  ];
  const sql = `CREATE OR REPLACE SECRET s3_here (${options.join(', ')})`;
  const values = [
    ...(hasKeys ? KEYS : []),
    ...(isAws ? [] : [`host = ${hostOf(store, R)}`]),
    ...(region ? [`region = ${rLiteral(region)}`] : [])
  ];
  return names.settled('con', con => {
    const args = [con, rLiteral(sql), ...values];
    const secret = callR('DBI::sqlInterpolate', args);
    return [
      `${con} <- DBI::dbConnect(duckdb::duckdb())`,
      `DBI::dbExecute(${con}, "INSTALL httpfs")`,
      `DBI::dbExecute(${con}, "LOAD httpfs")`,
      `DBI::dbExecute(${con}, ${secret})`
    ].join('\n');
  });
}

const KEYS = [
  'id = Sys.getenv("AWS_ACCESS_KEY_ID")',
  'secret = Sys.getenv("AWS_SECRET_ACCESS_KEY")',
  'token = Sys.getenv("AWS_SESSION_TOKEN")'
];

const R: ISpelling = {
  prefersHost: true,
  url: name => `sub("/+$", "", Sys.getenv(${rLiteral(name)}))`,
  host: name => `Sys.getenv(${rLiteral(name)})`,
  onHttps: name => `paste0("https://", Sys.getenv(${rLiteral(name)}))`,
  hostOf: name => `gsub("^.*://|/+$", "", Sys.getenv(${rLiteral(name)}))`,
  literal: rLiteral
};

function regionOf({ bucketRegion, region }: ISnippetSubject['store']): string {
  return rLiteral(bucketRegion ?? region);
}
