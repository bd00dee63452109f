// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral, rLiteral, shellLiteral } from '../literals';
import { basename } from '../s3/keys';
import type { S3Location } from '../s3/location';

/**
 * The language of a text for the receiver.
 */
export type ReceiverLanguage = 'curl' | 'python' | 'r';

/**
 * What a receiver gets.
 */
export interface IReceiverText {
  readonly location: S3Location;
  /**
   * - `read`: `url` is that of an object, public or signed.
   * - `upload`: `url` accepts one upload.
   */
  readonly kind: 'read' | 'upload';
  /** Percent-encoded, so that it contains no quote, space or backslash. */
  readonly url: string;
  /** The headers that an upload has to send. */
  readonly headers?: { readonly [name: string]: string };
  /**
   * Whether `url` sends a gzip of the file, named by its `Content-Encoding`:
   * the receiver is to get what the name says, as `isUnpacked` has it.
   */
  readonly isContentEncoded?: boolean;
  /** When a temporary link expires. */
  readonly expiresAt?: Date;
}

/**
 * Writes the lines that read a file from its URL, according to its contents;
 * `null` if the language cannot.
 */
export type ReceiverReader = (
  language: 'python' | 'r',
  url: string
) => readonly string[] | null;

/**
 * A ready-to-run text for the receiver. For an upload, they only insert the
 * name of their file.
 *
 * @param reader - The reader of an inspected file. Without it the name is used.
 */
export function receiverText(
  handout: IReceiverText,
  language: ReceiverLanguage,
  reader: ReceiverReader | null = null
): string {
  const { expiresAt, kind, url } = handout;
  const isRead = kind === 'read' && language !== 'curl' && reader !== null;
  const lines = isRead
    ? [...(reader(language, url) ?? Private.downloadOf(language, handout))]
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
 * The pandas function that reads a file of that name from its URL (`read_csv`),
 * and its compression; empty if there is none.
 */
export function receiverPandasReader(key: string): {
  pandas: string;
  packed: string | null;
} {
  return Private.readerOf(key);
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  type Writer = (handout: IReceiverText) => string[];

  /** The functions of pandas and R that read a table, by file name. */
  const READERS: [RegExp, string, string][] = [
    [/\.tsv$/i, 'read_table', 'read.delim'],
    [/\.(parquet|pq)$/i, 'read_parquet', 'arrow::read_parquet'],
    [/\.(feather|arrow)$/i, 'read_feather', 'arrow::read_feather'],
    [/\.(xlsx|xls|ods)$/i, 'read_excel', ''],
    [/\.(json|geojson)$/i, 'read_json', 'jsonlite::fromJSON'],
    [/\.dta$/i, 'read_stata', 'haven::read_dta'],
    [/\.(csv|txt)$/i, 'read_csv', 'read.csv']
  ];

  /** The names of compressions in pandas. */
  const COMPRESSIONS: { readonly [extension: string]: string } = {
    gz: 'gzip',
    bz2: 'bz2',
    xz: 'xz',
    zip: 'zip'
  };

  /**
   * The functions that read a file. The compression is always given: pandas
   * infers it from the end of the URL, which in a link is the signature.
   */
  export function readerOf(key: string): {
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

  const nameOf = ({ location }: IReceiverText) => basename(location.key);

  /** Saves a file that cannot be read from its URL. */
  export function downloadOf(
    language: 'python' | 'r',
    handout: IReceiverText
  ): string[] {
    const writers = handout.isContentEncoded ? UNPACKED_DOWNLOADS : DOWNLOADS;
    return writers[language](handout);
  }

  /** Without what `Content-Encoding` names: only curl takes it off by itself. */
  const UNPACKED_DOWNLOADS: { [language in 'python' | 'r']: Writer } = {
    python: handout => [
      'import gzip',
      'import shutil',
      'from urllib.request import urlopen',
      '',
      `with urlopen(${pythonLiteral(handout.url)}) as answer, gzip.open(answer) as source:`,
      `    with open(${pythonLiteral(nameOf(handout))}, "wb") as target:`,
      '        shutil.copyfileobj(source, target)'
    ],
    r: handout => [
      `source <- gzcon(url(${rLiteral(handout.url)}, "rb"))`,
      `target <- file(${rLiteral(nameOf(handout))}, "wb")`,
      'while (length(bytes <- readBin(source, "raw", 65536)) > 0) writeBin(bytes, target)',
      'close(target)',
      'close(source)'
    ]
  };

  const DOWNLOADS: { [language in 'python' | 'r']: Writer } = {
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
    [kind in IReceiverText['kind']]: { [language in ReceiverLanguage]: Writer };
  } = {
    read: {
      curl: handout => [
        `curl --fail --location${handout.isContentEncoded ? ' --compressed' : ''} --output ${shellLiteral(nameOf(handout))} ${shellLiteral(handout.url)}`
      ],
      python: handout => {
        const { packed, pandas } = readerOf(handout.location.key);
        if (
          handout.isContentEncoded &&
          !/^read_(csv|table|json)$/.test(pandas)
        ) {
          return downloadOf('python', handout);
        }
        // pandas itself heeds `Content-Encoding: gzip`.
        const more = packed ? `, compression=${pythonLiteral(packed)}` : '';
        return pandas
          ? [
              'import pandas as pd',
              '',
              `df = pd.${pandas}(${pythonLiteral(handout.url)}${more})`
            ]
          : downloadOf('python', handout);
      },
      r: handout => {
        const { packed, r } = readerOf(handout.location.key);
        const url = rLiteral(handout.url);
        const isGzip =
          packed === 'gzip' || (handout.isContentEncoded && !packed);
        if (isGzip && r.startsWith('read.')) {
          return [`df <- ${r}(gzcon(url(${url}), text = TRUE))`];
        }
        return r && !packed && !isGzip
          ? [`df <- ${r}(${url})`]
          : downloadOf('r', handout);
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

  function pythonDict(headers: IReceiverText['headers'] = {}): string {
    const items = Object.entries(headers).map(
      ([name, value]) => `${pythonLiteral(name)}: ${pythonLiteral(value)}`
    );
    return `{${items.join(', ')}}`;
  }

  function rArguments(headers: IReceiverText['headers'] = {}): string {
    return Object.entries(headers)
      .map(([name, value]) => `\`${name}\` = ${rLiteral(value)}`)
      .join(', ');
  }
}
