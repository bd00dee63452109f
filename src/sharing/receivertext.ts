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
  instructions: IReceiverText,
  language: ReceiverLanguage,
  reader: ReceiverReader | null = null
): string {
  const { expiresAt, kind, url } = instructions;
  const isRead = kind === 'read' && language !== 'curl' && reader !== null;
  const lines = isRead
    ? [...(reader(language, url) ?? Private.downloadOf(language, instructions))]
    : Private.WRITERS[kind][language](instructions);
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
  type Writer = (instructions: IReceiverText) => string[];

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
    instructions: IReceiverText
  ): string[] {
    const writers = instructions.isContentEncoded
      ? UNPACKED_DOWNLOADS
      : DOWNLOADS;
    return writers[language](instructions);
  }

  /** Without what `Content-Encoding` names: only curl takes it off by itself. */
  const UNPACKED_DOWNLOADS: { [language in 'python' | 'r']: Writer } = {
    python: instructions => [
      'import gzip',
      'import shutil',
      'from urllib.request import urlopen',
      '',
      `with urlopen(${pythonLiteral(instructions.url)}) as answer, gzip.open(answer) as source:`,
      `    with open(${pythonLiteral(nameOf(instructions))}, "wb") as target:`,
      '        shutil.copyfileobj(source, target)'
    ],
    r: instructions => [
      `source <- gzcon(url(${rLiteral(instructions.url)}, "rb"))`,
      `target <- file(${rLiteral(nameOf(instructions))}, "wb")`,
      'while (length(bytes <- readBin(source, "raw", 65536)) > 0) writeBin(bytes, target)',
      'close(target)',
      'close(source)'
    ]
  };

  const DOWNLOADS: { [language in 'python' | 'r']: Writer } = {
    python: instructions => [
      'from urllib.request import urlretrieve',
      '',
      `urlretrieve(${pythonLiteral(instructions.url)}, ${pythonLiteral(nameOf(instructions))})`
    ],
    r: instructions => [
      `download.file(${rLiteral(instructions.url)}, ${rLiteral(nameOf(instructions))}, mode = "wb")`
    ]
  };

  export const WRITERS: {
    [kind in IReceiverText['kind']]: { [language in ReceiverLanguage]: Writer };
  } = {
    read: {
      curl: instructions => [
        `curl --fail --location${instructions.isContentEncoded ? ' --compressed' : ''} --output ${shellLiteral(nameOf(instructions))} ${shellLiteral(instructions.url)}`
      ],
      python: instructions => {
        const { packed, pandas } = readerOf(instructions.location.key);
        if (
          instructions.isContentEncoded &&
          !/^read_(csv|table|json)$/.test(pandas)
        ) {
          return downloadOf('python', instructions);
        }
        // pandas itself heeds `Content-Encoding: gzip`.
        const more = packed ? `, compression=${pythonLiteral(packed)}` : '';
        return pandas
          ? [
              'import pandas as pd',
              '',
              `df = pd.${pandas}(${pythonLiteral(instructions.url)}${more})`
            ]
          : downloadOf('python', instructions);
      },
      r: instructions => {
        const { packed, r } = readerOf(instructions.location.key);
        const url = rLiteral(instructions.url);
        const isGzip =
          packed === 'gzip' || (instructions.isContentEncoded && !packed);
        if (isGzip && r.startsWith('read.')) {
          return [`df <- ${r}(gzcon(url(${url}), text = TRUE))`];
        }
        return r && !packed && !isGzip
          ? [`df <- ${r}(${url})`]
          : downloadOf('r', instructions);
      }
    },
    upload: {
      curl: instructions => {
        const headers = Object.entries(instructions.headers ?? {}).map(
          ([name, value]) => `--header ${shellLiteral(`${name}: ${value}`)} `
        );
        return [
          `curl --fail --upload-file ${shellLiteral(nameOf(instructions))} ${headers.join('')}${shellLiteral(instructions.url)}`
        ];
      },
      python: instructions => [
        'import requests',
        '',
        `with open(${pythonLiteral(nameOf(instructions))}, "rb") as file:`,
        `    answer = requests.put(${pythonLiteral(instructions.url)}, data=file, headers=${pythonDict(instructions.headers)})`,
        'answer.raise_for_status()'
      ],
      r: instructions => [
        'answer <- httr::PUT(',
        `  ${rLiteral(instructions.url)},`,
        `  httr::add_headers(${rArguments(instructions.headers)}),`,
        `  body = httr::upload_file(${rLiteral(nameOf(instructions))})`,
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
