// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../../inspect/facts';
import { librariesFor, writeSnippet } from '../snippet';
import type { Language, Library } from '../types';
import { factsOf, requestOf, TABLE } from './requests';

/** What the snippet of a library says; `null` where it is not offered. */
type Wanted = { readonly [library: string]: readonly string[] | null };

/** What all libraries make of a table that few of them read. */
interface IOdd {
  readonly what: string;
  readonly facts: IFacts;
  readonly python: Wanted;
  readonly r: Wanted;
  readonly julia: Wanted;
}

const csv = (table: Partial<ITableFacts>, more: Partial<IFacts> = {}) =>
  factsOf('csv', {
    encoding: 'utf-8',
    columns: ['code', 'n'],
    ...more,
    table: { ...TABLE, decimal: '.', textColumns: [], ...table }
  });

/** The libraries that read with pandas, with the same argument. */
const byPandas = (...said: string[]): Wanted =>
  Object.fromEntries(
    ['pandas', 'storage-options', 'dask', 'boto3'].map(each => [each, said])
  );

const REFUSED: Wanted = {
  polars: null,
  duckdb: null,
  ibis: null,
  pyarrow: null
};

const ODD: IOdd[] = [
  {
    what: 'a separator of two characters',
    facts: csv({ separator: '||' }),
    python: {
      ...REFUSED,
      ...byPandas('sep=r"\\|\\|"', 'engine="python"'),
      dask: null
    },
    r: {
      paws: [
        'readr::read_delim(I(gsub("||", "\\u001f", readr::read_file(path), fixed = TRUE)), ...)',
        'delim = "\\u001f"'
      ],
      duckdb: null
    },
    julia: { AWSS3: ['delim = "||"'] }
  },
  {
    what: 'a separator that is not ASCII, in cp1252',
    facts: csv({ separator: '£' }, { encoding: 'cp1252' }),
    python: {
      ...REFUSED,
      ...byPandas('sep="£"', 'engine="python"', 'encoding="cp1252"'),
      dask: null
    },
    r: {
      paws: [
        'readr::read_file(path, readr::locale(encoding = "windows-1252"))',
        'gsub("£"'
      ]
    },
    julia: {}
  },
  {
    what: 'a separator that R cannot have replaced',
    facts: csv({ separator: '||', rowNames: true }),
    python: { pandas: ['sep=r"\\|\\|"'] },
    // The bytes.
    r: { paws: ['data <- s3$get_object'] },
    julia: {}
  },
  {
    what: 'no separator',
    facts: csv({ singleColumn: true }, { columns: ['code'] }),
    python: byPandas('# No separator was found: each line is one cell.'),
    r: { paws: ['# No separator was found'] },
    julia: { AWSS3: ['# No separator was found'] }
  },
  {
    what: 'rows that are longer than the header',
    facts: csv({ extraCells: 2, irregular: true }),
    python: {
      ...REFUSED,
      ...byPandas(
        '# Some rows have more cells than the header has names: the last 2 columns have them.',
        'skiprows=1',
        'names=["code", "n", "Unnamed: 2", "Unnamed: 3"]'
      )
    },
    r: {
      paws: [
        'utils::read.table',
        'col.names = c("code", "n", "Unnamed: 2", "Unnamed: 3")',
        'fill = TRUE',
        'skip = 1'
      ]
    },
    julia: { AWSS3: ['CSV.jl adds columns for them'] }
  },
  {
    what: 'longer rows below names that are not all different',
    facts: csv({ extraCells: 1, irregular: true }, { columns: ['n', 'n'] }),
    python: byPandas('pandas stops at the first of them'),
    r: { paws: ['readr puts them into the last column, and warns'] },
    julia: {}
  },
  {
    what: 'spaces before quotes',
    facts: csv({ initialSpaces: true }),
    python: { ...byPandas('skipinitialspace=True'), ...REFUSED },
    r: {
      'aws.s3': ['utils::read.table', 'strip.white = TRUE'],
      paws: ['utils::read.table', 'strip.white = TRUE'],
      duckdb: null
    },
    julia: { AWSS3: ['stripwhitespace = true'] }
  },
  {
    what: 'spaces before quotes, thousands, a mark of UTF-8',
    facts: csv(
      { initialSpaces: true, thousands: ',' },
      { encoding: 'utf-8-sig' }
    ),
    python: byPandas('skipinitialspace=True', 'thousands=","'),
    r: { paws: ['fileEncoding = "UTF-8-BOM"', '# Numbers with a mark'] },
    julia: { AWSS3: ["groupmark = ','"] }
  },
  {
    what: 'a byte that is not UTF-8',
    facts: csv({}, { encodingErrors: 'replace' }),
    python: {
      ...REFUSED,
      ...byPandas('encoding_errors="replace"', '# A few bytes are not UTF-8'),
      polars: ['encoding="utf8-lossy"', '# A few bytes are not UTF-8']
    },
    r: {
      'aws.s3': [
        'FUN = function(path, ...) readr::read_delim(I(iconv(readr::read_file(path), "UTF-8", "UTF-8", sub = "\\ufffd")), ...)',
        '# A few bytes are not UTF-8'
      ],
      paws: ['# A few bytes are not UTF-8'],
      duckdb: null
    },
    julia: { AWSS3: ['# A few bytes are not UTF-8'] }
  },
  {
    what: 'a byte that is not UTF-8, and names of rows',
    facts: csv({ rowNames: true }, { encodingErrors: 'replace' }),
    python: {
      ...REFUSED,
      ...byPandas('encoding_errors="replace"'),
      dask: null
    },
    r: { paws: ['utils::read.table(text = I(iconv('] },
    julia: {}
  },
  {
    what: 'JSON lines with a byte that is not UTF-8',
    facts: factsOf('jsonl', { encodingErrors: 'replace' }),
    python: {
      ...REFUSED,
      ...byPandas('encoding_errors="replace"', '# A few bytes are not UTF-8')
    },
    r: { duckdb: null },
    julia: {}
  },
  {
    what: 'a text with a byte that is not UTF-8',
    facts: factsOf('text', { encodingErrors: 'replace', encoding: 'utf-8' }),
    python: {
      pandas: ['encoding="utf-8", errors="replace"', '# A few bytes'],
      boto3: ['.decode("utf-8", errors="replace")', '# A few bytes']
    },
    r: { paws: ['iconv(readr::read_lines('] },
    julia: {}
  },
  {
    what: 'a JSON document with a byte that is not UTF-8',
    facts: factsOf('json', { encodingErrors: 'replace', variant: 'object' }),
    python: {
      pandas: ['errors="replace"'],
      boto3: ['encoding="utf-8-sig", errors="replace"']
    },
    r: {},
    julia: {}
  },
  {
    what: 'decimal commas between quotes',
    facts: csv({ separator: ',', decimal: ',' }),
    python: {
      ...byPandas('decimal=","'),
      polars: ['decimal_comma=True', 'null_values=[""]'],
      duckdb: ["decimal_separator = ','"],
      ibis: ['decimal_separator=","'],
      pyarrow: ['decimal_point=","']
    },
    r: { paws: ['decimal_mark = ","'], duckdb: ["decimal_separator = ','"] },
    julia: { AWSS3: ['stay text here', 'replace.(column, "," => ".")'] }
  },
  {
    what: 'a first column that counts the rows',
    facts: csv({ indexColumn: true }, { columns: ['', 'n'] }),
    python: {
      ...byPandas('index_col=0'),
      dask: ['dd.read_csv('],
      polars: ['pl.scan_csv('],
      duckdb: ['read_csv('],
      ibis: ['read_csv('],
      pyarrow: ['format=csv_format']
    },
    r: { paws: ['readr::read_delim'], duckdb: ['read_csv('] },
    julia: { AWSS3: ['CSV.read'] }
  },
  {
    what: 'lines of units below the header',
    facts: csv({ unitLines: 2 }),
    python: {
      ...byPandas('skiprows=[1, 2]', '# The 2 lines below the header'),
      dask: ['skiprows=[1, 2]', 'blocksize=None'],
      polars: ['skip_rows_after_header=2', '# The 2 lines'],
      duckdb: ['header = false, skip = 3', "names = ['code', 'n']"],
      ibis: ['header=False', 'skip=3', 'names=["code", "n"]'],
      pyarrow: ['skip_rows_after_names=2', '# The 2 lines']
    },
    r: {
      paws: ['col_names = c("code", "n")', 'skip = 3', '# The 2 lines'],
      duckdb: ['# The 2 lines']
    },
    julia: { AWSS3: ['skipto = 4', '# The 2 lines'] }
  },
  {
    what: 'a line of units below a header under titles',
    facts: csv({ unitLines: 1, skippedLines: 2 }),
    python: {
      ...byPandas('skiprows=[0, 1, 3]', '# The line below the header'),
      polars: ['skip_lines=2', 'skip_rows_after_header=1'],
      duckdb: ['skip = 4'],
      pyarrow: null
    },
    r: { paws: ['skip = 4'] },
    julia: { AWSS3: ['header = 3', 'skipto = 5'] }
  },
  {
    what: 'a line of units below a header under many titles',
    facts: csv({ unitLines: 1, skippedLines: 9 }),
    python: byPandas('skiprows=[*range(9), 10]'),
    r: {},
    julia: {}
  },
  {
    what: 'a line of units, and a column without a name',
    facts: csv({ unitLines: 1 }, { columns: ['', 'n'] }),
    python: { ...byPandas('skiprows=[1]'), duckdb: null, ibis: null },
    r: { duckdb: null },
    julia: { AWSS3: ['skipto = 3'] }
  },
  {
    what: 'a line of units in a table that white space cuts',
    facts: csv({ unitLines: 1, separator: ' ' }),
    python: byPandas('skiprows=[1]'),
    r: { paws: ['utils::read.table', 'col.names = c("code", "n")'] },
    julia: {}
  },
  {
    what: 'notes below the table',
    facts: csv({ footer: { lines: 2, rows: 3 }, thousands: '\u202f' }),
    python: {
      ...REFUSED,
      ...byPandas(
        'skipfooter=2',
        'engine="python"',
        '# The last 2 lines are notes, no rows: skipfooter drops them.'
      ),
      dask: null
    },
    r: { paws: ['n_max = 3', '# The last 2 lines'], duckdb: null },
    julia: { AWSS3: ['footerskip = 2', '# The last 2 lines'] }
  },
  {
    what: 'a note below a table that white space cuts',
    facts: csv({ footer: { lines: 1, rows: 3 }, separator: ' ' }),
    python: {
      ...byPandas('skipfooter=1', '# The last line is a note'),
      dask: null
    },
    r: { paws: ['nrows = 3'] },
    julia: {}
  }
];

const CASES = ODD.flatMap(({ what, facts, ...languages }) =>
  Object.entries(languages).flatMap(([language, wanted]) =>
    Object.entries(wanted).map(
      ([library, said]) =>
        [
          `${library} (${language}): ${what}`,
          {
            facts,
            language: language as Language,
            library: library as Library,
            said
          }
        ] as const
    )
  )
);

it.each(CASES)('%s', (_, { facts, language, library, said }) => {
  const request = requestOf({ facts, language, library });
  const isOffered = librariesFor(request, language).includes(library);
  expect(isOffered).toBe(said !== null);
  const code = isOffered ? writeSnippet(request).code : '';
  for (const each of said ?? []) {
    expect(code).toContain(each);
  }
});

const WRITABLE = ODD.filter(({ facts }) => facts.table?.separator !== '||');

it.each(['||', '£'])('few libraries write a separator of %j', separator => {
  const facts = csv({ separator });
  const offered = (language: Language) =>
    librariesFor(requestOf({ facts, language, operation: 'write' }), language);
  const byPython =
    separator === '£' ? ['pandas', 'storage-options', 'boto3'] : [];
  expect(offered('python')).toEqual(byPython);
  expect(offered('r')).toEqual(['aws.s3', 'paws']);
  expect(offered('julia')).toEqual(['AWSS3']);
});

it.each(WRITABLE)('what is written has no trace of it: $what', ({ facts }) => {
  const request = requestOf({ facts, operation: 'write' });
  expect(writeSnippet(request).code).not.toMatch(
    /skipinitialspace|encoding_errors|not UTF-8/
  );
});

it.each([
  ['python', 'pandas', 'decimal=","'],
  ['python', 'polars', 'decimal_comma=True'],
  ['r', 'paws', 'readr::write_delim(df, local_file, delim = ",")'],
  ['julia', 'AWSS3', 'CSV.write(buffer, df)']
] as const)(
  '%s %s writes decimal commas only where it quotes them',
  (language, library, wanted) => {
    const facts = csv({ separator: ',', decimal: ',' });
    const request = requestOf({ facts, language, library, operation: 'write' });
    expect(writeSnippet(request).code).toContain(wanted);
  }
);

it('an index is written where the file has one, and left to pandas alone', () => {
  const facts = csv({ indexColumn: true });
  const write = requestOf({ facts, operation: 'write' });
  expect(writeSnippet(write).code).toContain('to_csv(file_out, sep=";")');
  const read = requestOf({ facts, library: 'dask' });
  expect(writeSnippet(read).code).not.toContain('index_col');
});

it.each([
  [
    'python',
    'pandas',
    'add parse_dates=["d", "né\\n"], date_format={"d": "%d/%m/%Y", "né\\n": "%d.%m.%Y %H:%M"}'
  ],
  [
    'python',
    'polars',
    'df = df.with_columns(pl.col("d").str.to_date("%d/%m/%Y"), pl.col("né\\n").str.to_datetime("%d.%m.%Y %H:%M"))'
  ],
  [
    'r',
    'paws',
    'col_types = readr::cols("d" = readr::col_date("%d/%m/%Y"), "né\\n" = readr::col_datetime("%d.%m.%Y %H:%M"))'
  ]
] as const)(
  '%s %s says what makes dates of those that stay text',
  (language, library, advice) => {
    const textDates = [
      { column: 'd', format: '%d/%m/%Y' },
      { column: 'né\n', format: '%d.%m.%Y %H:%M' }
    ];
    const facts = csv({ textDates, textColumns: [] });
    const { code } = writeSnippet(requestOf({ facts, language, library }));
    expect(code).toContain(
      `# Dates that begin with the day stay text: ${advice}\n`
    );
    const headless = csv({
      hasHeader: false,
      textDates: [{ column: '1', format: '%d/%m/%Y' }]
    });
    expect(writeSnippet(requestOf({ facts: headless })).code).toContain(
      'parse_dates=[1], date_format="%d/%m/%Y"'
    );
  }
);
