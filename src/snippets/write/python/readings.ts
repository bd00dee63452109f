// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression, Format, IFacts } from '../../facts';
import { pandasReader, reading } from './pandascalls';

/**
 * How Python reads one format, whatever opens the file.
 */
export interface IReading {
  readonly imports: readonly string[];
  /** What the result is called. */
  readonly wish: string;
  /** Inside `with`, from a file that stays open, or from a local copy. */
  readonly from: 'with' | 'open' | 'local';
  /** The encoding of text to open it with; `null` for bytes. */
  readonly text: string | null;
  /** What whoever opens it has to unpack. */
  readonly unpack: Compression | null;
  /** Comments to put above. */
  readonly remarks: readonly string[];

  /** The statements, from an open file or the path of the local copy. */
  lines(source: string, variable: string): string[];
}

/**
 * How a file with these facts is read.
 */
export function readingOf(facts: IFacts, key: string): IReading {
  if (facts.doubt) {
    return { ...BYTES, remarks: [DOUBTS[facts.doubt]] };
  }
  const table = pandasReader(facts, key);
  if (table) {
    const unpacksItself = ['csv', 'json', 'jsonl'].includes(facts.format);
    return {
      ...BYTES,
      imports: ['import pandas as pd'],
      wish: 'df',
      unpack: unpacksItself ? null : facts.compression,
      lines: (source, variable) =>
        `${variable} = ${reading('pd', table, source)}`.split('\n')
    };
  }
  const found = { ...BYTES, ...OTHERS[facts.format] };
  const packed =
    facts.format === 'shapefile' && facts.compression === 'zip'
      ? null
      : facts.compression;
  return {
    ...found,
    unpack: packed,
    text: found.text === null ? null : (facts.encoding ?? found.text)
  };
}

/**
 * Why a file is read as bytes.
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

/**
 * What pandas has no reader for, or none for an open file.
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
    lines: (source, variable) => [
      `connection = sqlite3.connect(${source})`,
      `names = pd.read_sql("SELECT name FROM sqlite_master WHERE type = 'table'", connection)["name"]`,
      `${variable} = {name: pd.read_sql(f'SELECT * FROM "{name}"', connection) for name in names}`,
      'connection.close()'
    ]
  }
};
