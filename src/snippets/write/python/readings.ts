// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Format, IFacts } from '../../../inspect/facts';
import { call, indented, named } from '../code';
import { pythonLiteral } from '../../../literals';
import { BINARIES } from './binaries';
import { encodingRemarks } from '../tables';
import { pandasReader, reading } from './pandascalls';
import type { IReading } from './reading';

/**
 * How to read a file with these facts.
 *
 * @param key - The key of the file, whose extension may contradict its
 * contents.
 */
export function readingOf(facts: IFacts, key: string): IReading {
  if (facts.doubt) {
    return { ...BYTES, remarks: [DOUBTS[facts.doubt]] };
  }
  if (facts.member) {
    return memberReading(facts, facts.member, key);
  }
  const table = pandasReader(facts);
  if (table) {
    const unpacksItself = ['csv', 'json', 'jsonl'].includes(facts.format);
    return {
      ...BYTES,
      imports: ['import pandas as pd'],
      wish: 'df',
      unpack: unpacksItself ? null : facts.compression,
      remarks: table.remarks ?? [],
      lines: (source, variable) =>
        `${variable} = ${reading('pd', table, source)}`.split('\n')
    };
  }
  const special = specialOf(facts, key);
  const found = { ...BYTES, ...OTHERS[facts.format], ...special };
  const isText = found.text !== null;
  return {
    ...found,
    unpack: opensItself(facts, special) ? null : facts.compression,
    text: isText ? (facts.encoding ?? found.text) : null,
    ...(isText ? { errors: facts.encodingErrors } : {}),
    remarks: [...found.remarks, ...(isText ? encodingRemarks(facts) : [])]
  };
}

/**
 * How to read one file of a zip with several files, by its name.
 */
function memberReading(facts: IFacts, member: string, key: string): IReading {
  const alone = { ...facts, compression: null, member: undefined };
  const inner = readingOf(alone, key);
  if (inner.from !== 'with' || inner.text !== null) {
    return { ...BYTES, ...BINARIES.zip };
  }
  return {
    ...inner,
    imports: ['import zipfile', ...inner.imports],
    lines: (source, variable, names) => {
      const archive = names.free('archive');
      const file = names.free('member');
      return [
        `with zipfile.ZipFile(${source}) as ${archive}, ${archive}.open(${pythonLiteral(member)}) as ${file}:`,
        ...indented(inner.lines(file, variable, names))
      ];
    }
  };
}

/**
 * Differences for a variant of a format.
 */
function specialOf(facts: IFacts, key: string): Partial<IReading> {
  switch (facts.format) {
    case 'feather':
      return STREAM;
    case 'spss':
      return facts.variant === 'por' ? PORTABLE : {};
    case 'hdf5':
      return facts.variant === 'pandas' ? STORE : {};
    case 'text':
      return isWorkbook(key) ? pageOf(facts) : {};
    case 'binary':
      return (
        BINARIES[facts.variant ?? ''] ??
        (facts.compression === 'zip' ? BINARIES.zip : {})
      );
    default:
      return {};
  }
}

/** Whether the reader handles the compression itself. */
function opensItself(facts: IFacts, special: Partial<IReading>): boolean {
  const { compression, format, variant } = facts;
  return (
    (format === 'shapefile' && compression === 'zip') ||
    (format === 'binary' && variant === 'tar') ||
    special === BINARIES.zip
  );
}

/**
 * Remarks on why a file is read as bytes.
 */
const DOUBTS = {
  empty:
    '# The file was empty when this was written, so that nothing is known of it.',
  truncated:
    '# The file ends too early: it may be damaged, or still be on its way.',
  unreadable:
    '# The file could not be looked into, so that it is read as bytes.'
};

const BYTES: IReading = {
  imports: [],
  wish: 'data',
  from: 'with',
  text: null,
  unpack: null,
  remarks: [],
  lines: (source, variable) => [`${variable} = ${source}.read()`]
};

const TEXT: Partial<IReading> = { wish: 'text', text: 'utf-8' };

const GEO: Partial<IReading> = {
  imports: ['import geopandas as gpd'],
  wish: 'gdf',
  lines: (source, variable) => [`${variable} = gpd.read_file(${source})`]
};

const STREAM: Partial<IReading> = {
  imports: ['import pyarrow'],
  wish: 'df',
  lines: (source, variable) => [
    `${variable} = pyarrow.ipc.open_stream(${source}).read_pandas()`
  ]
};

const PORTABLE: Partial<IReading> = {
  imports: ['import pyreadstat'],
  lines: (source, variable) => [
    `${variable} = pyreadstat.read_por(${source})[0]`
  ]
};

/** HDF5 written by pandas, which has its own layout for tables. */
const STORE: Partial<IReading> = {
  imports: ['import pandas as pd'],
  wish: 'tables',
  from: 'local',
  remarks: ['# All tables, as data frames. Needs the package tables.'],
  lines: (source, variable, names) => {
    const store = names.free('store');
    return [
      `with pd.HDFStore(${source}, "r") as ${store}:`,
      ...indented([
        `${variable} = {name: ${store}[name] for name in ${store}.keys()}`
      ])
    ];
  }
};

/**
 * Whether the extension is that of a workbook: public agencies also use it for
 * HTML tables.
 */
function isWorkbook(key: string): boolean {
  return /\.(xls|xlsx|xlsm|xlsb|ods)$/i.test(key);
}

function pageOf({ variant, encoding }: IFacts): Partial<IReading> {
  return variant === 'html'
    ? {
        imports: ['import pandas as pd'],
        wish: 'tables',
        text: null,
        remarks: [
          '# A web page, whatever its name says: a list of its tables. Needs the package lxml.',
          '# Codes lose their zeros here; converters={"column": str} keeps them.'
        ],
        lines: (source, variable) => [
          `${variable} = ${call('pd.read_html', [
            source,
            named('encoding', encoding ?? 'utf-8'),
            'thousands=None'
          ])}`
        ]
      }
    : { remarks: ['# A text, whatever its name says.'] };
}

/**
 * Formats without a pandas reader, or without one for an open file.
 */
const OTHERS: { readonly [format in Format]?: Partial<IReading> } = {
  text: TEXT,
  markdown: TEXT,
  json: {
    imports: ['import json'],
    text: 'utf-8-sig',
    lines: (source, variable) => [`${variable} = json.load(${source})`]
  },
  spss: {
    imports: ['import pandas as pd'],
    wish: 'df',
    from: 'local',
    remarks: ['# Needs the package pyreadstat.'],
    lines: (source, variable) => [`${variable} = pd.read_spss(${source})`]
  },
  rds: {
    imports: ['import pyreadr'],
    wish: 'df',
    from: 'local',
    lines: (source, variable) => [
      `${variable} = pyreadr.read_r(${source})[None]`
    ]
  },
  rdata: {
    imports: ['import pyreadr'],
    wish: 'tables',
    from: 'local',
    remarks: ['# One data frame by the name of each object.'],
    lines: (source, variable) => [`${variable} = pyreadr.read_r(${source})`]
  },
  hdf5: {
    imports: ['import h5py'],
    wish: 'h5',
    from: 'open',
    lines: (source, variable) => [
      `${variable} = h5py.File(${source}, "r")`,
      `list(${variable})`
    ]
  },
  netcdf: {
    imports: ['import xarray as xr'],
    wish: 'ds',
    from: 'open',
    lines: (source, variable) => [`${variable} = xr.open_dataset(${source})`]
  },
  geojson: GEO,
  geopackage: GEO,
  shapefile: GEO,
  image: {
    imports: ['from PIL import Image'],
    wish: 'image',
    lines: (source, variable) => [
      `${variable} = Image.open(${source})`,
      `${variable}.load()`
    ]
  },
  pdf: {
    imports: ['from pypdf import PdfReader'],
    wish: 'text',
    lines: (source, variable) => [
      `${variable} = "\\n".join(page.extract_text() for page in PdfReader(${source}).pages)`
    ]
  },
  pickle: {
    imports: ['import pickle'],
    remarks: [
      '# A pickle runs code as it is read: only take one from people you trust.'
    ],
    lines: (source, variable) => [`${variable} = pickle.load(${source})`]
  },
  sqlite: {
    imports: ['import sqlite3', 'import pandas as pd'],
    wish: 'tables',
    from: 'local',
    remarks: ['# All tables, as data frames.'],
    lines: (source, variable, names) => {
      const connection = names.free('connection');
      const listed = names.free('names');
      return [
        `${connection} = sqlite3.connect(${source})`,
        `${listed} = pd.read_sql("SELECT name FROM sqlite_master WHERE type = 'table'", ${connection})["name"]`,
        `${variable} = {name: pd.read_sql(f'SELECT * FROM "{name}"', ${connection}) for name in ${listed}}`,
        `${connection}.close()`
      ];
    }
  }
};
