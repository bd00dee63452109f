// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral, rLiteral, shellLiteral } from '../literals';
import { basename } from '../s3/keys';
import { isUnpacked } from '../s3/metadata/encoding';
import type { IDescription } from './description';
import type { IFolderFiles } from './folderfiles';
import { addressOf, bucketAddress } from './folderfiles';
import { receiverPandasReader } from './receivertext';

/**
 * A tool that downloads a public folder.
 */
export type FolderTool = 'curl' | 'wget' | 'mc' | 'aws' | 'python' | 'r';

/**
 * A public folder to hand to a receiver.
 */
export type IPublicFolder = Pick<
  IDescription,
  'location' | 'url' | 'isListable'
>;

/**
 * The tools that can download a folder. Some need permission to list it.
 */
export function toolsFor({ isListable }: IPublicFolder): FolderTool[] {
  return isListable
    ? ['curl', 'wget', 'mc', 'aws', 'python', 'r']
    : ['curl', 'wget', 'python', 'r'];
}

/**
 * A ready-to-run text that downloads a public folder, or reads its tables,
 * without credentials. It creates a local folder of the same name.
 */
export function folderText(
  tool: FolderTool,
  folder: IPublicFolder,
  files: IFolderFiles
): string {
  const lines = Private.WRITERS[tool](folder, files);
  const isPart = files.isMore && tool !== 'mc' && tool !== 'aws';
  return [
    ...(isPart ? [`# the first ${files.keys.length} files`] : []),
    ...lines
  ].join('\n');
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  type Writer = (folder: IPublicFolder, files: IFolderFiles) => string[];

  /** The name of the local folder. */
  function nameOf({ location }: IPublicFolder): string {
    return basename(location.key) || location.bucket;
  }

  /** The local path of a file. */
  function pathOf(folder: IPublicFolder, key: string): string {
    return `${nameOf(folder)}/${key.slice(folder.location.key.length)}`;
  }

  /** A quoted text in curl's configuration format (man curl, --config). */
  function quoted(text: string): string {
    const escapes: { [char: string]: string } = {
      '\\': '\\\\',
      '"': '\\"',
      '\n': '\\n',
      '\r': '\\r',
      '\t': '\\t',
      '\v': '\\v'
    };
    return `"${text.replace(/[\\"\n\r\t\v]/g, char => escapes[char])}"`;
  }

  /** The URL of the store, for clients that add the bucket themselves. */
  function endpointOf({ location, url }: IPublicFolder): string {
    const { host, pathname, protocol } = new URL(
      bucketAddress({ location, url })
    );
    const { bucket } = location;
    const isVirtual = host.startsWith(`${bucket}.`);
    const path = isVirtual
      ? pathname
      : pathname.slice(0, pathname.length - bucket.length - 1);
    const name = isVirtual ? host.slice(bucket.length + 1) : host;
    return `${protocol}//${name}${path.replace(/\/+$/, '')}`;
  }

  /**
   * The extension of a key, with that of its compression, in lower case: `csv`,
   * `csv.gz`. Dots in the name itself, as in `sales.2020.csv`, are none of it.
   */
  function endOf(key: string): string {
    const found = /\.([^./]+(?:\.(?:bz2|gz|xz|zip|zst))?)$/.exec(
      key.toLowerCase()
    );
    return found?.[1] ?? '';
  }

  /**
   * The tables that pandas reads: all with the extension of the first table.
   */
  function tablesOf({ keys }: IFolderFiles): {
    reader: string;
    packed: string | null;
    keys: string[];
  } | null {
    const isTable = (key: string) => receiverPandasReader(key).pandas !== '';
    // A text file next to tables is probably a note.
    const first =
      keys.find(key => isTable(key) && !/\.txt(\.|$)/i.test(key)) ??
      keys.find(isTable);
    if (first === undefined) {
      return null;
    }
    const { packed, pandas } = receiverPandasReader(first);
    const end = endOf(first);
    return {
      reader: pandas,
      packed,
      keys: keys.filter(key => endOf(key) === end)
    };
  }

  export const WRITERS: { readonly [tool in FolderTool]: Writer } = {
    // One command for what is unpacked if it is stored as a gzip, which no
    // listing shows, and one for what is a gzip by its name.
    curl: (folder, { keys }) =>
      [true, false].flatMap(unpacks => {
        const some = keys.filter(key => isUnpacked('gzip', key) === unpacks);
        const option = unpacks ? ' --compressed' : '';
        return some.length === 0
          ? []
          : [
              `curl --fail --location --globoff --create-dirs${option} --config - <<'END'`,
              ...some.flatMap(key => [
                `url = ${quoted(addressOf(folder, key))}`,
                `output = ${quoted(pathOf(folder, key))}`
              ]),
              'END'
            ];
      }),
    // Not --input-file, which cannot place files in several folders.
    wget: (folder, { keys }) => [
      "while IFS=' ' read -r url; do",
      '  IFS= read -r file',
      '  mkdir -p "$(dirname -- "$file")"',
      // It leaves a gzip whose name says so as it is.
      '  wget --no-verbose --compression=auto --output-document="$file" "$url"',
      "done <<'END'",
      // A name with line breaks is not possible here; curl's text supports it.
      ...keys
        .filter(key => !/[\n\r]/.test(key))
        .flatMap(key => [addressOf(folder, key), `./${pathOf(folder, key)}`]),
      'END'
    ],
    mc: folder => {
      const { bucket, key } = folder.location;
      return [
        `MC_HOST_public=${shellLiteral(endpointOf(folder))} \\`,
        `  mc cp --recursive ${shellLiteral(`public/${bucket}/${key}`)} ${shellLiteral(`./${nameOf(folder)}/`)}`
      ];
    },
    aws: folder => {
      return [
        `aws s3 cp --recursive --no-sign-request --endpoint-url ${shellLiteral(endpointOf(folder))} \\`,
        `  ${shellLiteral(folder.location.uri)} ${shellLiteral(`./${nameOf(folder)}/`)}`
      ];
    },
    python: (folder, files) => {
      const tables = tablesOf(files);
      const listed = (keys: readonly string[]) =>
        keys.map(
          key =>
            `    ${pythonLiteral(pathOf(folder, key))}: ${pythonLiteral(addressOf(folder, key))},`
        );
      if (tables) {
        const more = tables.packed
          ? `, compression=${pythonLiteral(tables.packed)}`
          : '';
        return [
          'import pandas as pd',
          '',
          'addresses = {',
          ...listed(tables.keys),
          '}',
          `tables = {name: pd.${tables.reader}(url${more}) for name, url in addresses.items()}`
        ];
      }
      return [
        'import gzip',
        'import shutil',
        'from pathlib import Path',
        'from urllib.request import urlopen',
        '',
        'addresses = {',
        ...listed(files.keys),
        '}',
        'for name, url in addresses.items():',
        '    Path(name).parent.mkdir(parents=True, exist_ok=True)',
        '    with urlopen(url) as answer, open(name, "wb") as target:',
        '        packed = answer.headers["Content-Encoding"] == "gzip" and not name.endswith(".gz")',
        '        shutil.copyfileobj(gzip.open(answer) if packed else answer, target)'
      ];
    },
    r: (folder, { keys }) => [
      'addresses <- c(',
      keys
        .map(
          key =>
            `  ${rLiteral(pathOf(folder, key))}, ${rLiteral(addressOf(folder, key))}`
        )
        .join(',\n'),
      ')',
      'for (i in seq(1, length(addresses), by = 2)) {',
      '  dir.create(dirname(addresses[i]), recursive = TRUE, showWarnings = FALSE)',
      '  headers <- tolower(curlGetHeaders(addresses[i + 1]))',
      '  packed <- any(grepl("^content-encoding: gzip", headers)) && !grepl("[.]gz$", addresses[i])',
      '  if (packed) {',
      '    source <- gzcon(url(addresses[i + 1], "rb"))',
      '    target <- file(addresses[i], "wb")',
      '    while (length(bytes <- readBin(source, "raw", 65536)) > 0) writeBin(bytes, target)',
      '    close(target)',
      '    close(source)',
      '  } else {',
      '    download.file(addresses[i + 1], addresses[i], mode = "wb", quiet = TRUE)',
      '  }',
      '}'
    ]
  };
}
