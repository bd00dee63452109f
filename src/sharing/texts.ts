// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral, rLiteral, shellLiteral } from '../literals';
import { basename, encodeKey, type IS3Location } from '../s3/path';

/**
 * What a text for the receiver is written in.
 */
export type Language = 'curl' | 'python' | 'r';

/**
 * What is handed over.
 */
export interface IHandout {
  readonly place: IS3Location;
  /**
   * - `read`: `url` is that of an object, public or signed.
   * - `upload`: `url` takes one upload.
   * - `folder`: `url` is that of a public folder.
   */
  readonly kind: 'read' | 'upload' | 'folder';
  /** Percent-encoded: no quote, space or backslash stands in it. */
  readonly url: string;
  /** What the sender of an upload has to send along. */
  readonly headers?: { readonly [name: string]: string };
  /** The end of a temporary link. */
  readonly expiresAt?: Date;
}

/**
 * Writes the lines that read a file from its address, as what it holds needs
 * it; `null` where the language has nothing for it.
 */
export type Reader = (
  language: 'python' | 'r',
  url: string
) => readonly string[] | null;

/**
 * A text that a receiver runs as it stands, but for the name of their own file
 * in an upload.
 *
 * @param reader - Of a file that was looked into; without it the name tells.
 */
export function receiverText(
  handout: IHandout,
  language: Language,
  reader: Reader | null = null
): string {
  const { expiresAt, kind, url } = handout;
  const isRead = kind === 'read' && language !== 'curl' && reader !== null;
  const lines = isRead
    ? [...(reader(language, url) ?? Private.DOWNLOADS[language](handout))]
    : Private.WRITERS[kind][language](handout);
  if (expiresAt) {
    lines.unshift(
      `# works until ${expiresAt.toISOString().slice(0, 16)} UTC`.replace(
        'T',
        ' '
      )
    );
  }
  return lines.join('\n');
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  type Writer = (handout: IHandout) => string[];

  /** What reads a table of some kind: pandas, and R. */
  const READERS: [RegExp, string, string][] = [
    [/\.tsv$/i, 'read_table', 'read.delim'],
    [/\.(parquet|pq)$/i, 'read_parquet', 'arrow::read_parquet'],
    [/\.(feather|arrow)$/i, 'read_feather', 'arrow::read_feather'],
    [/\.(xlsx|xls|ods)$/i, 'read_excel', ''],
    [/\.(json|geojson)$/i, 'read_json', 'jsonlite::fromJSON'],
    [/\.dta$/i, 'read_stata', 'haven::read_dta'],
    [/\.(csv|txt)$/i, 'read_csv', 'read.csv']
  ];

  /** How pandas names what a text file is packed in. */
  const COMPRESSIONS: { readonly [extension: string]: string } = {
    gz: 'gzip',
    bz2: 'bz2',
    xz: 'xz',
    zip: 'zip'
  };

  /**
   * What reads a file. pandas finds a compression by the end of the address,
   * which in a link is a signature, so it is always said.
   */
  function readerOf(key: string): {
    pandas: string;
    r: string;
    packed: string | null;
  } {
    const [, inner, extension] = /^(.*)\.(gz|bz2|xz|zip)$/i.exec(key) ?? [];
    const found = READERS.find(([pattern]) => pattern.test(inner ?? key));
    const packed = inner ? COMPRESSIONS[extension.toLowerCase()] : null;
    const [, pandas, r] = found ?? [null, '', ''];
    const isText = /^read_(csv|table|json)$/.test(pandas);
    return packed && !isText
      ? { pandas: '', r: '', packed: null }
      : { pandas, r, packed };
  }

  const nameOf = ({ place }: IHandout) => basename(place.key);

  /** The address of the bucket, and the path below it. */
  function bucketUrl({ place, url }: IHandout): string {
    const path = encodeKey(place.key);
    return url.endsWith(path) ? url.slice(0, -path.length) : url;
  }

  /** The address of the store, for clients that add the bucket themselves. */
  function endpointOf(handout: IHandout): string {
    const { host, pathname, protocol } = new URL(bucketUrl(handout));
    const { bucket } = handout.place;
    const isVirtual = host.startsWith(`${bucket}.`);
    const path = isVirtual
      ? pathname
      : pathname.slice(0, pathname.length - bucket.length - 1);
    const name = isVirtual ? host.slice(bucket.length + 1) : host;
    return `${protocol}//${name}${path.replace(/\/$/, '')}`;
  }

  /** What keeps a file that nothing reads from its address. */
  export const DOWNLOADS: { [language in 'python' | 'r']: Writer } = {
    python: handout => [
      'from urllib.request import urlretrieve',
      '',
      `urlretrieve(${pythonLiteral(handout.url)}, ${pythonLiteral(nameOf(handout))})`
    ],
    r: handout => [
      `download.file(${rLiteral(handout.url)}, ${rLiteral(nameOf(handout))}, mode = "wb")`
    ]
  };

  export const WRITERS: {
    [kind in IHandout['kind']]: { [language in Language]: Writer };
  } = {
    read: {
      curl: handout => [
        `curl --fail --location --output ${shellLiteral(nameOf(handout))} ${shellLiteral(handout.url)}`
      ],
      python: handout => {
        const { packed, pandas } = readerOf(handout.place.key);
        const more = packed ? `, compression=${pythonLiteral(packed)}` : '';
        return pandas
          ? [
              'import pandas as pd',
              '',
              `df = pd.${pandas}(${pythonLiteral(handout.url)}${more})`
            ]
          : DOWNLOADS.python(handout);
      },
      r: handout => {
        const { packed, r } = readerOf(handout.place.key);
        const url = rLiteral(handout.url);
        if (r && packed === 'gzip' && r.startsWith('read.')) {
          return [`df <- ${r}(gzcon(url(${url})))`];
        }
        return r && !packed ? [`df <- ${r}(${url})`] : DOWNLOADS.r(handout);
      }
    },
    folder: {
      curl: handout => [
        `curl --fail ${shellLiteral(
          `${bucketUrl(handout).replace(/\/$/, '')}?list-type=2&prefix=${encodeURIComponent(handout.place.key)}`
        )}`
      ],
      python: handout => {
        const { bucket, key } = handout.place;
        return [
          'import s3fs',
          '',
          `fs = s3fs.S3FileSystem(anon=True, endpoint_url=${pythonLiteral(endpointOf(handout))})`,
          `fs.ls(${pythonLiteral(`${bucket}/${key}`)})`
        ];
      },
      r: handout => {
        const { host, protocol } = new URL(endpointOf(handout));
        const { bucket, key } = handout.place;
        return [
          'folder <- arrow::s3_bucket(',
          `  ${rLiteral(`${bucket}/${key.replace(/\/$/, '')}`)},`,
          '  anonymous = TRUE,',
          `  endpoint_override = ${rLiteral(host)},`,
          `  scheme = ${rLiteral(protocol.replace(':', ''))}`,
          ')',
          'folder$ls()'
        ];
      }
    },
    upload: {
      curl: handout => {
        const headers = Object.entries(handout.headers ?? {}).map(
          ([name, value]) => `--header ${shellLiteral(`${name}: ${value}`)} `
        );
        return [
          `curl --fail --upload-file ${shellLiteral(nameOf(handout))} ${headers.join('')}${shellLiteral(handout.url)}`
        ];
      },
      python: handout => [
        'import requests',
        '',
        `with open(${pythonLiteral(nameOf(handout))}, "rb") as file:`,
        `    answer = requests.put(${pythonLiteral(handout.url)}, data=file, headers=${pythonDict(handout.headers)})`,
        'answer.raise_for_status()'
      ],
      r: handout => [
        'answer <- httr::PUT(',
        `  ${rLiteral(handout.url)},`,
        `  httr::add_headers(${rArguments(handout.headers)}),`,
        `  body = httr::upload_file(${rLiteral(nameOf(handout))})`,
        ')',
        'httr::stop_for_status(answer)'
      ]
    }
  };

  function pythonDict(headers: IHandout['headers'] = {}): string {
    const items = Object.entries(headers).map(
      ([name, value]) => `${rLiteral(name)}: ${rLiteral(value)}`
    );
    return `{${items.join(', ')}}`;
  }

  function rArguments(headers: IHandout['headers'] = {}): string {
    return Object.entries(headers)
      .map(([name, value]) => `\`${name}\` = ${rLiteral(value)}`)
      .join(', ');
  }
}
